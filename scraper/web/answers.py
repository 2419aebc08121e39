"""Answers of pages as answers of HTTP: with a tag, so that what a browser has is not sent again."""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response

from scraper.web.appearance import YEAR

if TYPE_CHECKING:
    from starlette.requests import Request

    from scraper.web.room_request import Document, Elsewhere

NOT_FOUND = HTTPStatus.NOT_FOUND
HTML = "text/html; charset=utf-8"
RETRY_AFTER = "2"  # seconds
TAG = 20  # hexadecimal digits of a hash


def page(text: str, status: int) -> Response:
    """Return a web page; one that could not be made in time may be asked for again."""
    headers = {"retry-after": RETRY_AFTER} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    return Response(text, status, headers, HTML)


def document(answer: Document) -> Response:
    """Return a document of another kind."""
    headers = {}
    if answer.file_name is not None:
        name = quote(answer.file_name, safe="")
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{name}"
    return Response(answer.body, answer.status, headers, answer.media_type)


def elsewhere(answer: Elsewhere) -> Response:
    """Return that the page is at another address."""
    made = Response(status_code=answer.status, headers={"location": answer.address})
    for name, value in answer.cookies.items():
        made.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="strict")
    return made


def tagged(answer: Response, request: Request) -> Response:
    """Return an answer with a tag, or that the browser's own copy of it is still right."""
    if answer.status_code != HTTPStatus.OK or request.method not in ("GET", "HEAD"):
        return answer
    tag = f'"{sha256(answer.body).hexdigest()[:TAG]}"'
    answer.headers["etag"] = tag
    known = request.headers.get("if-none-match", "")
    if tag not in [each.strip().removeprefix("W/") for each in known.split(",")]:
        return answer
    kept = {
        name: answer.headers[name] for name in ("etag", "cache-control") if name in answer.headers
    }
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)
