"""Forms that a reader sends: read within limits, and only from pages of this room.

A page of another site can make a browser send a form here. Browsers say where a form comes from,
but some of them only to servers whose connection is encrypted, and none names the origin under a
policy without referrers. So each form has a key as well, which other sites cannot read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hmac import compare_digest
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from scraper.errors import InputError

if TYPE_CHECKING:
    from starlette.requests import Request

KEY = "key"  # the field of a form that has the key
MOST_BYTES = 262_144  # of a form: a note of many pages
MOST_FIELDS = 50
MEDIA_TYPE = "application/x-www-form-urlencoded"

SentForm = Mapping[str, Sequence[str]]


class ForeignForm(InputError):
    """A form was sent by another site, or by a page from before the room was started."""


class FormTooLong(InputError):
    """A form has more bytes or fields than a page of the room sends."""


async def read_form(request: Request) -> SentForm:
    """Return the fields of a form; raise InputError if it is none, and FormTooLong."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != MEDIA_TYPE:
        raise InputError(f"a form is sent as {MEDIA_TYPE}")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise FormTooLong(f"the form is too long: send at most {MOST_BYTES // 1024} KB")
    return parsed(bytes(body))


def parsed(body: bytes) -> dict[str, list[str]]:
    """Return the fields of a form as it was sent; what is not UTF-8 is replaced."""
    try:
        return parse_qs(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise FormTooLong(f"the form has more than {MOST_FIELDS} fields") from None


def is_own(headers: Mapping[str, str], sent: SentForm, key: str) -> bool:
    """Return whether a page of this room sent a form.

    `headers` have names in lower case; `key` is that of the forms on the room's pages.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin", "null")
    if origin != "null":
        return urlsplit(origin).netloc == headers.get("host", "")
    shown = sent.get(KEY, ())
    return len(shown) == 1 and compare_digest(shown[0].encode(), key.encode())
