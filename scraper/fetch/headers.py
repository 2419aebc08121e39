"""The header fields of a request: who asks, what we can read, what we have already."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from scraper.errors import InputError
from scraper.fetch.fetch_settings import FetchSettings
from scraper.patterns import late

VALIDATOR_BYTES = 8 << 10  # longer ETags exist and are not worth sending back

_NAME = late(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")  # RFC 9110 §5.1
_CONTROL = late(r"[\x00-\x08\x0a-\x1f\x7f]")
_SENDABLE = late(r"[\x20-\x7e\x80-\xff]+")

READABLE = (
    (b"accept", b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    (b"accept-language", b"*"),
    (b"accept-encoding", b"gzip, br, zstd"),
)


def request_headers(
    settings: FetchSettings,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    cookie: str | None = None,
    userinfo: str = "",
) -> list[tuple[bytes, bytes]]:
    """Return the fields of a request as bytes: those of the user last and in place of ours."""
    ours = [(b"user-agent", _typed(settings.agent)), *READABLE, *_validators(etag, last_modified)]
    if cookie:
        ours.append((b"cookie", cookie.encode("latin-1", "replace")))
    given = _given(settings, userinfo)
    theirs = {name.lower() for name, _ in given}
    return [field for field in ours if field[0] not in theirs] + given


def _given(settings: FetchSettings, userinfo: str) -> list[tuple[bytes, bytes]]:
    """Return the user's fields; the login of an address takes the place of a general one."""
    given = [(name.encode("ascii"), _typed(value)) for name, value in settings.headers]
    if not userinfo:
        return given
    others = [field for field in given if field[0].lower() != b"authorization"]
    return [*others, (b"authorization", basic(userinfo))]


def check(settings: FetchSettings) -> None:
    """Raise InputError for a field of the user's that no request may have.

    Its value is not shown.
    """
    fields = [*settings.headers]
    agents = [settings.user_agent, settings.contact]
    for site in settings.sites.values():
        fields += site.headers
        agents.append(site.user_agent)
    fields += [("User-Agent", agent) for agent in agents if agent]
    for name, value in fields:
        if not _NAME.fullmatch(name):
            raise InputError(f"{name!r} is not a name for a request header")
        if _CONTROL.search(value):
            raise InputError(
                f"the request header {name} has a line break or control character in its value"
            )


def basic(userinfo: str) -> bytes:
    """Return the value of Authorization for the user name and password of an address (RFC 7617)."""
    name, _, password = userinfo.partition(":")
    return b"Basic " + b64encode(unquote_to_bytes(name) + b":" + unquote_to_bytes(password))


def _typed(text: str) -> bytes:
    """Return the bytes of what a person has typed, also where they are no text in UTF-8."""
    return text.strip().encode("utf-8", "surrogateescape")


def _validators(etag: str | None, last_modified: str | None) -> Iterator[tuple[bytes, bytes]]:
    """Yield both validators, byte for byte (RFC 9110 §13.1).

    A server that knows the first ignores the second.

    What cannot have come in a header field is left out: the page is then sent again.
    """
    for name, value in ((b"if-none-match", etag), (b"if-modified-since", last_modified)):
        if isinstance(value, str) and _is_sendable(value):
            yield name, value.encode("latin-1")


def _is_sendable(value: str) -> bool:
    """Return whether a field may have this value (RFC 9110 §5.5), and it is worth sending.

    Each character must represent one byte that is allowed there.
    """
    has_length = 0 < len(value) <= VALIDATOR_BYTES
    return has_length and value == value.strip(" ") and bool(_SENDABLE.fullmatch(value))
