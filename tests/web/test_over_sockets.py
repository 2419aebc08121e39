"""The room over real connections: what is no proper request, names of the machine, and its end."""

import socket
import threading
import time

import pytest

from newsroom import START, filled
from scraper.web.room import RoomOptions
from scraper.web.room_server import RoomServer
from scraper.web.safety import HEADERS


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    path = filled(tmp_path_factory.mktemp("sockets") / "a.db")
    with RoomServer(path, RoomOptions(clock=lambda: START)) as server:
        yield server


def sent(server, request):
    """The answer to these bytes, as text; the connection is closed after it."""
    with socket.create_connection((server.host, server.port), timeout=10) as connection:
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer.decode()


HOST = b"Host: 127.0.0.1\r\nConnection: close\r\n"
REQUESTS = [
    # what is sent, the status
    (b"GET / HTTP/1.1\r\n" + HOST + b"\r\n", 200),
    (b"HEAD / HTTP/1.1\r\n" + HOST + b"\r\n", 200),
    (b"GET //evil.example/ HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    (b"GET http://evil.example/ HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    (b"GET /static/../../../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    (b"GET /static/%2e%2e%2f%2e%2e%2fapp.py HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    (b"GET /static/..%5capp.py HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    (b"GET /articles/%ff HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    (b"GET /articles/1%00 HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    (b"GET /?q=%ff%00 HTTP/1.1\r\n" + HOST + b"\r\n", 200),
    (b"GET /a?url=http://[ HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    (b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 421),
    (b"GET / HTTP/1.1\r\nHost: [::1]:99\r\nConnection: close\r\n\r\n", 200),
    (b"GET / HTTP/1.1\r\nHost: [::1\r\nConnection: close\r\n\r\n", 200),
    (b"GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n", 421),
    (b"GET / HTTP/1.0\r\n\r\n", 421),
    (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n", 400),
    (b"nonsense\r\n\r\n", 400),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),  # the beginning of TLS
    (b"GET / HTTP/1.1\r\n" + HOST + b"Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n", 200),
    (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\n\r\nhello", 405),
    (b"BREW / HTTP/1.1\r\n" + HOST + b"\r\n", 405),
]


@pytest.mark.parametrize(("request_", "status"), REQUESTS, ids=[repr(each[:50]) for each, _ in REQUESTS])
def test_whatever_is_sent_the_answer_has_the_headers(server, request_, status):
    answer = sent(server, request_)
    head, _, body = answer.partition("\r\n\r\n")
    lines = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
    assert answer.startswith(f"HTTP/1.1 {status} ")
    assert {name: lines.get(name) for name in HEADERS} == HEADERS
    assert "root:" not in body
    assert bool(body) != request_.startswith(b"HEAD")


def test_a_fault_outside_the_pages_is_a_page_too(tmp_path, monkeypatch, caplog):
    def broken(*_):
        raise ZeroDivisionError

    with RoomServer(filled(tmp_path / "a.db"), RoomOptions()) as server:
        monkeypatch.setattr("scraper.web.safety.Doorkeeper.knows", broken)
        answer = sent(server, b"GET / HTTP/1.1\r\n" + HOST + b"\r\n")
    assert answer.startswith("HTTP/1.1 500 ")
    assert "content-security-policy: default-src 'none'" in answer
    assert "Something went wrong" in answer
    assert "ZeroDivisionError" in caplog.text


def test_it_listens_at_ipv6_too(tmp_path):
    with RoomServer(filled(tmp_path / "a.db"), RoomOptions(host="::1")) as server:
        assert server.address == f"http://[::1]:{server.port}/"
        assert sent(server, b"GET / HTTP/1.1\r\nHost: [::1]\r\nConnection: close\r\n\r\n").startswith("HTTP/1.1 200 ")


def test_it_ends_while_connections_are_open_and_answers_what_was_asked(tmp_path, monkeypatch):
    from scraper.web.pages import front_page

    begun, front = threading.Event(), front_page.front

    def slow(asked):
        begun.set()
        time.sleep(0.3)
        return front(asked)

    monkeypatch.setattr(front_page, "front", slow)
    server = RoomServer(filled(tmp_path / "a.db"), RoomOptions())
    answers = []
    with server, socket.create_connection((server.host, server.port)):  # one that asks for nothing
        thread = threading.Thread(target=lambda: answers.append(sent(server, b"GET / HTTP/1.1\r\n" + HOST + b"\r\n")))
        thread.start()
        assert begun.wait(10)
    thread.join()
    assert answers[0].startswith("HTTP/1.1 200 ")
    assert not server.is_running


def test_the_library_prints_nothing(server, capfd):
    sent(server, b"nonsense\r\n\r\n")
    assert capfd.readouterr().err == ""
