"""The pages for what goes wrong: what it is, and what a reader can do."""

from __future__ import annotations

from http import HTTPStatus

from scraper.errors import ArchiveBusy, InputError, QueryTimeout, ScraperError
from scraper.web.room_request import Document, PageMissing, ReadOnly, View
from scraper.web.sent_form import ForeignForm, FormTooLong

NARROW = (
    "This page took too long, so it was stopped. Ask for less: a rarer word, one site, or a"
    " shorter time."
)
TRY_AGAIN = "The archive is being written to, and could not be read. Try again in a moment."
OUR_FAULT = "An error in scraper itself. The terminal or the log of `scraper serve` shows where."
# what can be raised -> the status of the answer, and a text that replaces the error's own
ANSWERS: tuple[tuple[type[Exception], int, str | None], ...] = (
    (PageMissing, HTTPStatus.NOT_FOUND, None),
    (ForeignForm, HTTPStatus.FORBIDDEN, None),
    (ReadOnly, HTTPStatus.FORBIDDEN, None),
    (FormTooLong, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, None),
    (InputError, HTTPStatus.BAD_REQUEST, None),
    (QueryTimeout, HTTPStatus.SERVICE_UNAVAILABLE, NARROW),
    (ArchiveBusy, HTTPStatus.SERVICE_UNAVAILABLE, TRY_AGAIN),
    (ScraperError, HTTPStatus.INTERNAL_SERVER_ERROR, None),
    (Exception, HTTPStatus.INTERNAL_SERVER_ERROR, OUR_FAULT),
)
TITLES = {
    HTTPStatus.BAD_REQUEST: "That cannot be asked",
    HTTPStatus.FORBIDDEN: "That is not allowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "That is too long",
    HTTPStatus.NOT_FOUND: "There is nothing here",
    HTTPStatus.METHOD_NOT_ALLOWED: "This page can only be read",
    HTTPStatus.MISDIRECTED_REQUEST: "Another name",
    HTTPStatus.SERVICE_UNAVAILABLE: "Not now",
}
WRONG = "Something went wrong"
MISSING = "No page has this address."
READ_ONLY = "Pages are read with GET."
# statuses that come from the address or the method alone
PLAIN = {HTTPStatus.NOT_FOUND: MISSING, HTTPStatus.METHOD_NOT_ALLOWED: READ_ONLY}


def is_ours(error: Exception) -> bool:
    """Return whether an error is a fault of scraper, which belongs into the log."""
    return not isinstance(error, ScraperError)


def of_error(error: Exception, form: str = "") -> View | Document:
    """Return the page for an error, or plain text where another form was asked for."""
    for kind, status, text in ANSWERS:
        if isinstance(error, kind):
            return of_status(status, text or str(error), form)
    raise error


def of_status(status: int, text: str | None = None, form: str = "") -> View | Document:
    """Return the page for a status, with a sentence for the reader."""
    said = text or PLAIN.get(HTTPStatus(status), WRONG)
    if form:
        return Document(body=f"{said}\n", media_type="text/plain; charset=utf-8", status=status)
    title = TITLES.get(HTTPStatus(status), WRONG)
    return View(template="error.html", values={"title": title, "text": said}, status=status)
