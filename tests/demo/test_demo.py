"""The made-up web is whole, and its server behaves as servers do: asked over real sockets."""

import asyncio
import gzip
import http.client
import socket
import tomllib
from pathlib import Path

import pytest

from scraper.demo import Web, fixtures


@pytest.fixture(scope="module")
def web():
    with Web() as web:
        yield web


def get(web, url, headers=(), method="GET"):
    """A real request: the made-up host goes into the Host header, as after a resolver's answer."""
    host, _, path = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=10)
    connection.request(method, f"/{path}", headers={"Host": host} | dict(headers))
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def test_every_file_of_the_web_is_served(web):
    folder = Path(str(fixtures()))
    served = {body for answer in web.answers.values() for body in answer.bodies}
    files = [path for path in folder.glob("*/*/*") if path.suffix != ".json" or path.is_relative_to(folder / "feeds")]
    assert len(files) > 50
    assert [str(path) for path in files if path.read_bytes() not in served] == []


def test_what_web_toml_says_of_a_page_is_said_of_a_page_that_exists(web):
    odd = tomllib.loads((fixtures() / "web.toml").read_text("utf-8"))["page"]
    assert set(odd) <= {answer.url for answer in web.answers.values() if len(answer.bodies[0]) > 100}


def test_pages_with_an_article_feeds_and_the_rest_are_told_apart(web):
    assert len(web.urls) >= 24
    assert "http://guarded-times.example/world/summit-of-small-islands" in web.other_urls
    assert "http://harbour-courier.example/feed.rss" in web.feeds
    robots = {f"http://{host}/robots.txt" for host in web.hosts}
    assert set(web.urls) | set(web.other_urls) | set(web.feeds) == {a.url for a in web.answers.values()} - robots


def test_only_made_up_hosts_stand_in_it(web):
    assert {host.rpartition(".")[2] for host in web.hosts} == {"example"}
    assert len(web.hosts) >= 12


@pytest.mark.parametrize(
    ("url", "status", "content_type"),
    [
        ("http://harbour-courier.example/daily/pilot-station", 200, "text/html; charset=utf-8"),
        ("http://harbour-courier.example/daily/ferry-bell.txt", 200, "text/plain; charset=utf-8"),
        ("http://minato-shimbun.example/articles/L20260114-07.html", 200, "text/html"),
        ("http://volnorez.example/news/2026/03/29/parom-sonya/", 200, "text/html; charset=windows-1251"),
        ("http://pots-and-proofs.example/feed/", 200, "application/atom+xml; charset=utf-8"),
        ("http://harbour-courier.example/robots.txt", 200, "text/plain; charset=utf-8"),
        ("http://volnorez.example/robots.txt", 404, "text/html; charset=utf-8"),
        ("http://harbour-courier.example/no-such-page", 404, "text/html; charset=utf-8"),
        ("http://unheard-of.example/daily/pilot-station", 404, "text/html; charset=utf-8"),
        ("http://guarded-times.example/world/summit-of-small-islands", 403, "text/html; charset=utf-8"),
        ("http://riverside-gazette.example/withdrawn", 410, "text/html; charset=utf-8"),
        ("http://northgate-tribune.example/documents/drain-register.pdf", 200, "application/pdf"),
    ],
)
def test_an_answer_has_its_status_and_type(web, url, status, content_type):
    response, _ = get(web, url)
    assert (response.status, response.getheader("Content-Type")) == (status, content_type)


def test_a_redirect_names_its_target(web):
    response, _ = get(web, "http://harbour-courier.example/p/4471920")
    assert (response.status, response.getheader("Location")) == (301, "/daily/tidal-barrier-vote?utm_source=short")


def test_a_reader_who_has_the_page_is_told_so(web):
    url = "http://harbour-courier.example/daily/pilot-station"
    first, body = get(web, url)
    assert body
    by_tag, nothing = get(web, url, {"If-None-Match": first.getheader("ETag")})
    assert (by_tag.status, nothing) == (304, b"")
    by_date, _ = get(web, url, {"If-Modified-Since": first.getheader("Last-Modified")})
    assert by_date.status == 304
    other_tag, _ = get(web, url, {"If-None-Match": '"other"', "If-Modified-Since": first.getheader("Last-Modified")})
    assert other_tag.status == 200


def test_a_page_is_packed_for_who_can_unpack_it(web):
    url = "http://harbour-courier.example/daily/pilot-station"
    _, plain = get(web, url)
    packed, body = get(web, url, {"Accept-Encoding": "gzip, br"})
    assert packed.getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(body) == plain


def test_a_head_request_has_no_body(web):
    response, body = get(web, "http://harbour-courier.example/daily/pilot-station", method="HEAD")
    assert (response.status, body) == (200, b"")
    assert int(response.getheader("Content-Length")) > 1000


def test_a_page_is_edited_twice_and_the_second_edit_hides():
    url = "http://riverside-gazette.example/council/mill-bridge-closure"
    seen = []
    with Web() as web:
        seen.append(get(web, url))
        while web.step():
            seen.append(get(web, url))
    texts = [body.decode() for _, body in seen]
    assert len({response.getheader("ETag") for response, _ in seen}) == len(set(texts)) == 3
    assert "amended" in texts[1]
    assert "amended" not in texts[2]
    assert texts[1].count("2026-02-03T15:30") == texts[2].count("2026-02-03T15:30") > 0


def test_made_up_hosts_lead_to_the_server_and_no_other_host_exists(web):
    assert asyncio.run(web.resolve("harbour-courier.example", 80)) == [("127.0.0.1", web.port)]
    with pytest.raises(socket.gaierror):
        asyncio.run(web.resolve("somewhere.invalid", 80))


def test_the_server_remembers_who_asked(web):
    get(web, "http://harbour-courier.example/daily/pilot-station", {"User-Agent": "a test"})
    last = web.requests[-1]
    assert (last.host, last.path, last.headers["User-Agent"]) == (
        "harbour-courier.example", "/daily/pilot-station", "a test",
    )  # fmt: skip


def test_a_stopped_web_has_no_port():
    web = Web()
    with pytest.raises(RuntimeError, match="with Web"):
        _ = web.port
    web.stop()
