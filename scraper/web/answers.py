"""Answers of pages as answers of HTTP: with a tag, so that what a browser has is not sent again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from scraper.web.appearance import YEAR

if TYPE_CHECKING:
    from starlette.requests import Request

    from scraper.web.room_request import Document, Elsewhere, Streamed

NOT_FOUND = HTTPStatus.NOT_FOUND
HTML = "text/html; charset=utf-8"
RETRY_AFTER = "2"  # seconds
KEPT = ("etag", "cache-control")  # headers of the answer that a copy is still right
TAG = 20  # hexadecimal digits of a hash


def page(text: str, status: int) -> Response:
    """Return a web page; one that could not be made in time may be asked for again."""
    headers = {"retry-after": RETRY_AFTER} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    return Response(text, status, headers, HTML)


def document(answer: Document) -> Response:
    """Return a document of another kind."""
    return Response(answer.body, answer.status, _saved_as(answer.file_name), answer.media_type)


def stream(answer: Streamed, pieces: AsyncIterator[bytes]) -> Response:
    """Return a long document, sent while it is read."""
    headers = _saved_as(answer.file_name)
    return StreamingResponse(pieces, HTTPStatus.OK, headers, answer.media_type)


def _saved_as(file_name: str | None) -> dict[str, str]:
    """Return the header that makes a browser save a document under a name, if it has one."""
    if file_name is None:
        return {}
    name = quote(file_name, safe="")
    return {"content-disposition": f"attachment; filename*=UTF-8''{name}"}


def elsewhere(answer: Elsewhere) -> Response:
    """Return that the page is at another address."""
    made = Response(status_code=answer.status, headers={"location": answer.address})
    for name, value in answer.cookies.items():
        made.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="strict")
    return made


def is_whole(answer: Response) -> bool:
    """Return whether all of an answer is there, so that it can be kept."""
    return not isinstance(answer, StreamingResponse)


def tagged(answer: Response) -> Response:
    """Return an answer with a tag of its content."""
    answer.headers["etag"] = f'"{sha256(answer.body).hexdigest()[:TAG]}"'
    return answer


def unless_known(answer: Response, request: Request) -> Response:
    """Return an answer, or that the browser's own copy of it is still right."""
    tag = answer.headers.get("etag")
    known = request.headers.get("if-none-match")
    if tag is None or known is None:
        return answer
    if tag not in [each.strip().removeprefix("W/") for each in known.split(",")]:
        return answer
    kept = {name: answer.headers[name] for name in KEPT if name in answer.headers}
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)
