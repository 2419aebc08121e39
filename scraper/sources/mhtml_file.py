"""Read MHTML: a page and its pictures as the parts of a mail (RFC 2557), as browsers save it."""

from __future__ import annotations

import email
from datetime import datetime
from email.message import Message
from typing import NamedTuple

from scraper.errors import InputError
from scraper.patterns import late
from scraper.sources.saved_pages import mail_moment, web_address

SUFFIXES = frozenset({".mhtml", ".mht"})
HEADERS = 4096  # bytes in which the headers of the mail are
PAGES = frozenset({"text/html", "application/xhtml+xml"})
_MAIL = late(rb"(?i)\A(?:[a-z][a-z-]{1,40}:[^\r\n]{0,998}\r?\n(?:[ \t][^\r\n]{0,998}\r?\n)*)+")
_OF_A_PAGE = late(rb"(?im)^(?:snapshot-content-location:|content-type:\s{0,9}multipart/related)")


class MailedPage(NamedTuple):
    """The page in a file of MHTML."""

    url: str | None
    saved_at: datetime | None
    content_type: str
    body: bytes


def is_mhtml(start: bytes) -> bool:
    """Return whether a file begins with the headers of a saved page."""
    headers = _MAIL.match(start[:HEADERS])
    return headers is not None and _OF_A_PAGE.search(headers[0]) is not None


def read_mhtml(data: bytes) -> MailedPage:
    """Return the page of a file, also of one that is cut off; raise InputError if it has none."""
    try:
        mail = email.message_from_bytes(data)
        part = _page_of(mail)
        body = part.get_payload(decode=True) if part else None
    except (RecursionError, ValueError, LookupError):
        part = body = None
    if part is None or not isinstance(body, bytes) or not body.strip():
        raise InputError("MHTML without a page in it; save the page again")
    charset = part.get_content_charset()
    kind = part.get_content_type()
    return MailedPage(
        url=_address(mail, part),
        saved_at=mail_moment(str(mail.get("Date", ""))),
        content_type=f"{kind}; charset={charset}" if charset else kind,
        body=body,
    )


def _page_of(mail: Message) -> Message | None:
    """Return the part that the mail names as its start, else the first that is a page."""
    pages = [part for part in mail.walk() if part.get_content_type() in PAGES]
    start = mail.get_param("start")
    named = [part for part in pages if start and part.get("Content-ID") == start]
    return next(iter([*named, *pages]), None)


def _address(mail: Message, part: Message) -> str | None:
    """Return the address of the page; long ones are folded into several lines."""
    stated = (
        mail.get("Snapshot-Content-Location"),
        part.get("Content-Location"),
        mail.get("Content-Location"),
    )
    for value in stated:
        address = web_address("".join(str(value or "").split()))
        if address:
            return address
    return None
