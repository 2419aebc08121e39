"""Who may enter the reading room, and the headers that every answer has."""

import pytest

from newsroom import filled
from reading_room import visiting
from scraper.web import static_files
from scraper.web.doorkeeper import Doorkeeper, is_loopback
from scraper.web.safety import HEADERS

TOKEN = "a-token-of-many-letters"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("safety") / "a.db")


STYLE = static_files.address("room.css")
ANSWERS = [
    ("GET", "/", {}, 200),
    ("HEAD", "/", {}, 200),
    ("GET", STYLE, {}, 200),
    ("GET", "/nothing", {}, 404),
    ("GET", "/articles/abc", {}, 404),
    ("GET", f"/articles/{'9' * 5000}", {}, 404),
    ("GET", "/static/none.css", {}, 404),
    ("GET", "/static/../app.py", {}, 404),
    ("GET", "/static/..%2fapp.py", {}, 404),
    ("GET", "/static/%2e%2e/app.py", {}, 404),
    ("GET", "/static//etc/passwd", {}, 404),
    ("GET", "/%00", {}, 404),
    ("GET", "/articles/1%0d%0aset-cookie:%20x=1", {}, 404),
    ("POST", "/", {}, 405),
    ("PUT", "/", {}, 405),
    ("DELETE", "/status", {}, 405),
    ("OPTIONS", "/", {}, 405),
    ("TRACE", "/", {}, 405),
    ("POST", STYLE, {}, 405),
    ("GET", "/", {"host": "evil.example"}, 421),
]


@pytest.mark.parametrize(("method", "address", "headers", "status"), ANSWERS)
def test_every_answer_has_the_headers(path, method, address, headers, status):
    with visiting(path) as client:
        answer = client.request(method, address, headers=headers)
    assert answer.status_code == status
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("address", ["/", STYLE])
def test_what_a_browser_has_is_not_sent_again(path, address):
    with visiting(path) as client:
        tag = client.get(address).headers["etag"]
        again = client.get(address, headers={"if-none-match": f'"x", W/{tag}'})
        assert client.get(address, headers={"if-none-match": '"x"'}).status_code == 200
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"] == HEADERS["content-security-policy"]


def test_errors_of_ours_and_of_the_archive_have_them_too(path, monkeypatch, caplog):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("scraper.web.pages.front_page._edit", broken)
    with visiting(path) as client:
        answer = client.get("/")
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]
    assert "ZeroDivisionError" not in answer.text
    assert "ZeroDivisionError" in caplog.text


def test_a_file_that_is_gone_is_an_answer(tmp_path):
    path = filled(tmp_path / "a.db")
    with visiting(path) as client:
        assert client.get("/").status_code == 200
        path.unlink()
        answer = client.get("/")
        assert answer.status_code == 500
        assert "there is no archive" in answer.text
        filled(path, 1)
        assert "1 article." in client.get("/").text


HOSTS = [
    # at --host, asked for as, may enter
    ("127.0.0.1", "127.0.0.1:8000", True),
    ("127.0.0.1", "127.0.0.1", True),
    ("127.0.0.1", "127.5.5.5:1", True),
    ("127.0.0.1", "localhost:8000", True),
    ("127.0.0.1", "LOCALHOST", True),
    ("127.0.0.1", "localhost.:8000", True),
    ("127.0.0.1", "[::1]:8000", True),
    ("127.0.0.1", "192.0.2.1", False),
    ("127.0.0.1", "0.0.0.0:8000", False),
    ("127.0.0.1", "localhost.evil.example", False),
    ("127.0.0.1", "127.0.0.1.evil.example", False),
    ("127.0.0.1", "evil.example", False),
    ("127.0.0.1", "[::ffff:192.0.2.1]", False),
    ("127.0.0.1", "[::1", True),
    ("127.0.0.1", "127.1", False),
    ("127.0.0.1", "", False),
    ("127.0.0.1", "user@127.0.0.1", False),
    ("::1", "[::1]:80", True),
    ("::1", "[2001:db8::1]", False),
    ("0.0.0.0", "192.0.2.7:80", True),
    ("0.0.0.0", "[2001:db8::1]:80", True),
    ("0.0.0.0", "evil.example", False),
    ("library.example", "library.example:80", True),
    ("library.example", "evil.example", False),
    ("[2001:db8::1]", "[2001:DB8::1]:80", True),
]


@pytest.mark.parametrize(("host", "asked", "may"), HOSTS)
def test_the_name_of_the_machine(host, asked, may):
    assert Doorkeeper.of(host, None).knows(asked) is may


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("[::1]", True), ("0.0.0.0", False), ("::", False),
     ("192.0.2.1", False), ("x.example", False), ("", False)],
)  # fmt: skip
def test_what_is_loopback(host, expected):
    assert is_loopback(host) is expected


def test_two_hosts_are_none(path):
    with visiting(path) as client:
        twice = [("host", "127.0.0.1"), ("host", "evil.example")]
        assert client.get("/", headers=twice).status_code == 421


def test_a_token_is_kept_in_a_cookie_that_scripts_and_other_sites_cannot_use(path):
    with visiting(path, token=TOKEN) as client:
        assert client.get("/").status_code == 403
        assert client.get("/status").status_code == 403
        assert "set-cookie" not in client.get("/?token=wrong").headers
        assert client.get(f"/status?token={TOKEN}").status_code == 403
        welcome = client.get(f"/?token={TOKEN}")
        cookie = welcome.headers["set-cookie"]
        assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
        assert TOKEN not in welcome.text
        assert client.get("/").status_code == 200
        assert client.get(STYLE).status_code == 200


@pytest.mark.parametrize(
    ("base", "name"),
    [
        ("http://127.0.0.1", "scraper_room"),
        ("http://127.0.0.1:8700", "scraper_room_8700"),
        ("http://[::1]:8700", "scraper_room_8700"),
        ("http://localhost:99", "scraper_room_99"),
    ],
)
def test_rooms_of_two_ports_have_cookies_of_their_own(path, base, name):
    with visiting(path, token=TOKEN, base=base) as client:
        assert client.get(f"/?token={TOKEN}").headers["set-cookie"].startswith(f"{name}=")
        assert client.get("/").status_code == 200
        assert client.get("/", headers={"cookie": f"scraper_room_1={TOKEN}"}).status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"authorization": f"Bearer {TOKEN}"}, 200),
        ({"authorization": f"bearer {TOKEN}"}, 200),
        ({"authorization": f"Basic {TOKEN}"}, 403),
        ({"authorization": "Bearer "}, 403),
        ({"cookie": f"x=1; scraper_room={TOKEN}"}, 200),
        ({"cookie": f"]; bad[=1; scraper_room={TOKEN}; y"}, 200),
        ({"cookie": f"scraper_room={TOKEN}x"}, 403),
        ({"cookie": f"scraper_room={TOKEN[:-1]}"}, 403),
        ({"cookie": "scraper_room=\xe9"}, 403),
        ({"cookie": "scraper_room="}, 403),
    ],
)
def test_what_opens_the_door(path, headers, status):
    with visiting(path, token=TOKEN) as client:
        given = {name: value.encode("latin-1") for name, value in headers.items()}
        assert client.get("/", headers=given).status_code == status
