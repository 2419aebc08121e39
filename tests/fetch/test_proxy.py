"""The browser's proxy, spoken to byte by byte: what it passes, and what it refuses."""

import asyncio

import pytest

from faults import LOOPBACK, PAGE, FaultServer, forever, http, run
from scraper.fetch.guard import BlockedAddress, Guard
from scraper.fetch.library import httpcore
from scraper.fetch.proxy import LoginWanted, Proxy, refusal
from scraper.fetch.sockets import Backend, NoSuchHost

ANSWERS = {"/page": http(), "/kept": http(PAGE, "Connection: keep-alive", "Keep-Alive: timeout=5")}


def say(*pieces, answers=ANSWERS, most=1 << 20, allowed=LOOPBACK, again=0):
    """Send the pieces, one after each answer, over one connection to a proxy: all that came, and the server."""

    async def go():
        async with FaultServer(answers) as server:

            async def resolve(host, port):
                if host == "nowhere.example":
                    raise NoSuchHost("unknown")
                return [("10.0.0.7", 80) if host == "inside.example" else ("127.0.0.1", server.port)]

            async with Proxy(Backend(Guard.allowing(allowed), resolve), most=most, password="pw") as proxy:
                return await _talk(proxy, pieces), server

    return run(go())


async def _talk(proxy, pieces):
    host, port = proxy.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    came = b""
    try:
        for piece in pieces:
            writer.write(piece)
            came += await asyncio.wait_for(reader.read(1 << 16), 5)
            await asyncio.sleep(0.02)
        came += await asyncio.wait_for(reader.read(), 0.5)
    except (TimeoutError, ConnectionResetError):
        pass
    finally:
        writer.transport.abort()
    return came


LOGIN = "Proxy-Authorization: Basic c2NyYXBlcjpwdw=="


def asking(target, *fields, method="GET", login=LOGIN):
    return "\r\n".join([f"{method} {target} HTTP/1.1", "Host: site.example", login, *fields, "", ""]).encode()


@pytest.mark.parametrize(
    "login", ["X: 1", "Proxy-Authorization: Basic", "Proxy-Authorization: Basic c2NyYXBlcjo=", "Proxy-Authorization: é",
              "Authorization: Basic c2NyYXBlcjpwdw=="]
)  # fmt: skip
@pytest.mark.parametrize(("method", "target"), [("GET", "http://site.example/page"), ("CONNECT", "site.example:80")])
def test_who_does_not_know_the_password_gets_nothing(login, method, target):
    came, server = say(asking(target, method=method, login=login))
    assert came.startswith(b"HTTP/1.1 407 ")
    assert b"Proxy-Authenticate: Basic" in came
    assert server.log == []


def test_a_plain_request_is_forwarded_as_a_server_expects_it():
    came, server = say(
        asking("http://site.example/page?x=1", "Proxy-Connection: keep-alive", "X: 1"), answers={"*": http()}
    )
    assert came.endswith(PAGE)
    (asked,) = server.log
    assert (asked.path, asked.headers["x"], asked.headers["connection"]) == ("/page?x=1", "1", "close")
    assert "proxy-connection" not in asked.headers


def test_an_answer_is_the_last_of_its_connection_whatever_the_server_says():
    came, server = say(asking("http://site.example/kept"), asking("http://other.example/page"))
    assert b"Connection: close\r\n" in came
    assert b"eep-" not in came
    assert server.paths() == ["/kept"]  # the second request is not for this server, and is not sent to it


def test_a_body_is_sent_along():
    async def go():
        async def echo(reader, writer):
            writer.write(http(await reader.readuntil(b"hello")))
            writer.close()

        server = await asyncio.start_server(echo, "127.0.0.1", 0)

        async def resolve(host, port):
            return [server.sockets[0].getsockname()[:2]]

        async with server, Proxy(Backend(Guard.allowing(LOOPBACK), resolve), most=1 << 20, password="pw") as proxy:
            posted = asking("http://site.example/form", "Content-Length: 5", method="POST")
            return await _talk(proxy, [posted + b"hello"])

    assert run(go()).endswith(b"Connection: close\r\n\r\nhello")


def test_a_tunnel_passes_bytes_both_ways():
    came, server = say(asking("site.example:443", method="CONNECT"), asking("/page"), asking("/kept"))
    assert came.startswith(b"HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK")
    assert server.paths() == ["/page", "/kept"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (asking("http://inside.example/"), b"403"),
        (asking("inside.example:443", method="CONNECT"), b"403"),
        (asking("http://nowhere.example/"), b"502"),
        (asking("https://site.example/"), b"400"),
        (asking("/page"), b"400"),
        (asking("ftp://site.example/"), b"400"),
        (asking("site.example:99999", method="CONNECT"), b"400"),
        (asking("http://site.example/", "Transfer-Encoding: chunked", method="POST"), b"400"),
        (asking("http://site.example/", "Content-Length: -5", method="POST"), b"400"),
        (b"hello\r\n\r\n", b"400"),
        (b"\0" * 70_000 + b"\r\n\r\n", b""),
    ],
)
def test_what_is_refused_reaches_nobody(asked, status):
    came, server = say(asked)
    assert came.startswith(b"HTTP/1.1 " + status if status else b"")
    assert came.endswith(b"\r\n\r\n" if status else b"")
    assert not server.log


def test_loopback_is_refused_like_any_private_address_unless_allowed():
    came, server = say(asking("http://site.example/page"), allowed=())
    assert came.startswith(b"HTTP/1.1 403")
    assert server.open_most == 0


@pytest.mark.parametrize(
    "ask", [[asking("http://site.example/")], [asking("s.example:80", method="CONNECT"), asking("/")]]
)
def test_bytes_are_counted_and_no_more_pass_than_granted(ask):
    endless = forever(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536)
    came, _ = say(*ask, answers={"*": endless}, most=300_000)
    assert len(came) <= 300_100


def test_an_endless_head_is_left():
    came, _ = say(asking("http://site.example/"), answers={"*": forever(b"HTTP/1.1 200 OK\r\nX: ", b"x" * 4096)})
    assert came == b""


def test_renewal_cuts_what_is_open_and_grants_anew():
    async def go():
        async with FaultServer({"*": http()}) as server:

            async def resolve(host, port):
                return [("127.0.0.1", server.port)]

            async with Proxy(Backend(Guard.allowing(LOOPBACK), resolve), most=300, password="pw") as proxy:
                first = [await _talk(proxy, [asking("http://site.example/")]) for _ in range(3)]
                await proxy.renew()
                return first, await _talk(proxy, [asking("http://site.example/")])

    first, again = run(go())
    assert (first[0][-len(PAGE) :], first[-1], again[-len(PAGE) :]) == (PAGE, b"", PAGE)


REFUSED = [  # what happened to a request, how the answer begins
    (LoginWanted(), b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic "),
    (BlockedAddress("private"), b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n"),
    (NoSuchHost("x"), b"HTTP/1.1 502 No such host\r\nContent-Length: 0\r\n"),
    (httpcore.ConnectError("refused"), b"HTTP/1.1 502 No connection\r\n"),
    (httpcore.ConnectTimeout(), b"HTTP/1.1 504 No connection in time\r\n"),
    (ValueError("https needs a tunnel"), b"HTTP/1.1 400 Bad request\r\n"),
]


@pytest.mark.parametrize(("error", "start"), REFUSED)
def test_a_request_that_fails_is_answered_by_its_error(error, start):
    answer = refusal(error)
    assert answer.startswith(start)
    assert answer.endswith(b"Connection: close\r\n\r\n")
