"""What readers choose about how pages look: kept by the browser, on every page."""

import pytest

from newsroom import filled
from reading_room import LOCAL, visiting
from scraper.web.addresses import within
from scraper.web.appearance import Appearance, appearance_of


@pytest.mark.parametrize(
    ("cookies", "look"),
    [
        ({}, Appearance("system", "medium", "on")),
        ({"room_theme": "dark", "room_size": "large", "room_keys": "off"}, Appearance("dark", "large", "off")),
        ({"room_theme": '"><script>', "room_size": ""}, Appearance("system", "medium", "on")),
        ({"theme": "dark"}, Appearance("system", "medium", "on")),
    ],
)
def test_what_a_browser_kept(cookies, look):
    assert appearance_of(cookies) == look
    assert appearance_of(look.cookies()) == look


@pytest.mark.parametrize(
    ("back", "address"),
    [
        ("/search?q=a+b&page=2", "/search?q=a+b&page=2"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("/a\r\nset-cookie: x=1", "/"),
        ("javascript:alert(1)", "/"),
        ("/é", "/"),
    ],
)
def test_the_way_back_stays_in_the_room(back, address):
    assert within(back) == address


def test_a_choice_is_on_the_next_page(tmp_path):
    with visiting(filled(tmp_path / "a.db")) as client:
        own = {"origin": LOCAL}
        answer = client.post("/look", data={"theme": "dark", "back": "/status"}, headers=own)
        assert (answer.status_code, answer.headers["location"]) == (303, "/status")
        assert all("HttpOnly" in each for each in answer.headers.get_list("set-cookie"))
        assert '<html lang="en" data-theme="dark" data-size="medium"' in client.get("/").text
        client.post("/look", data={"size": "large", "back": "/"}, headers=own)
        assert '<html lang="en" data-theme="dark" data-size="large"' in client.get("/nothing").text


@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_another_site_cannot_choose(tmp_path, headers):
    with visiting(filled(tmp_path / "a.db")) as client:
        answer = client.post("/look", data={"theme": "dark", "back": "/"}, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
