"""What keeps the reading room safe: who may ask, and what a browser may do with the answer.

It surrounds the whole application, so that errors, redirects and files have the headers, too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from scraper import faults
from scraper.web import error_pages
from scraper.web.doorkeeper import Doorkeeper
from scraper.web.static_files import PREFIX

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
RAW = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
CACHING = b"cache-control"
KEPT_PRIVATE = b"no-cache, private"  # a browser asks again before it shows a page a second time
COOKIE = "scraper_room"
PARAMETER = "token"
MISDIRECTED, FORBIDDEN, WRONG = 421, 403, 500


class Safety:
    """An application behind a doorkeeper, whose every answer has the headers of safety.

    `refused` makes the page for a status and a sentence; `welcome` the one after a right token.
    """

    def __init__(
        self,
        app: ASGIApp,
        doorkeeper: Doorkeeper,
        refused: Callable[[int, str], Response],
        welcome: Callable[[], Response],
    ) -> None:
        self._app = app
        self._doorkeeper = doorkeeper
        self._refused = refused
        self._welcome = welcome

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or have the application answer it."""
        if scope["type"] != "http":  # the beginning and the end of the server
            await self._app(scope, receive, send)
            return

        has_begun = False

        async def send_safely(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                _add(message)
            await send(message)

        try:
            answer = self._answer(scope) or self._app
            await answer(scope, receive, send_safely)
        except Exception as error:
            faults.note(error, f"{scope['method']} {scope['path']}")
            if has_begun:  # the connection is cut, so that the answer does not look whole
                raise
            await self._refused(WRONG, error_pages.OUR_FAULT)(scope, receive, send_safely)

    def _answer(self, scope: Scope) -> Response | None:
        """Return the answer for one who may not enter, or has just shown the token."""
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._doorkeeper.knows(hosts[0]):
            return self._refused(
                MISDIRECTED,
                "This reading room does not answer under the name that was asked for. Use the"
                " address that `scraper serve` printed, or start it with --host and that name.",
            )
        if self._doorkeeper.token is None or scope["path"].startswith(PREFIX):
            return None
        shown = _shown_token(scope)
        if shown is not None and self._doorkeeper.accepts(shown):
            return self._let_in(hosts[0])
        if self._doorkeeper.accepts(_kept_token(headers, hosts[0])):
            return None
        return self._refused(
            FORBIDDEN,
            "This reading room is open to those who have its token. Use the whole address that"
            " `scraper serve` printed.",
        )

    def _let_in(self, host: str) -> Response:
        """Return a page that gives the browser the token to keep, and leads to the front page.

        A redirect would not do: a browser that came from a link elsewhere would follow it without
        the cookie.
        """
        answer = self._welcome()
        token = self._doorkeeper.token or ""
        answer.set_cookie(_cookie(host), token, httponly=True, samesite="strict")
        return answer


def _shown_token(scope: Scope) -> str | None:
    """Return the token in the address of the front page, if there is one."""
    if scope["path"] != "/" or scope["method"] != "GET":
        return None
    values = parse_qs(scope["query_string"].decode("latin-1")).get(PARAMETER)
    return values[0] if values else None


def _kept_token(headers: Headers, host: str) -> str | None:
    """Return the token that a browser kept, or that a program sends with each request."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return given.strip()
    return cookie_parser(headers.get("cookie", "")).get(_cookie(host))


def _cookie(host: str) -> str:
    """Return the name of the cookie of a room: browsers share cookies between ports of a host."""
    port = host.rpartition(":")[2]
    return f"{COOKIE}_{port}" if port.isascii() and port.isdigit() else COOKIE


def _add(message: Message) -> None:
    """Add the headers to the beginning of an answer; none of them comes from a page."""
    headers = [*message["headers"], *RAW]
    if not any(name == CACHING for name, _ in headers):
        headers.append((CACHING, KEPT_PRIVATE))
    message["headers"] = headers
