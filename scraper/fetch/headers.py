"""What a request says of us: who asks, what we can read, what we have already."""

from __future__ import annotations

from collections.abc import Iterator

from scraper.fetch.settings import FetchSettings

VALIDATOR_BYTES = 8 << 10  # longer ETags exist and are not worth sending back

READABLE = (
    ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("accept-language", "*"),
    ("accept-encoding", "gzip, br, zstd"),
)


def request_headers(
    settings: FetchSettings, *, etag: str | None = None, last_modified: str | None = None, cookie: str | None = None
) -> list[tuple[str, str]]:
    """The fields of a request, those of the user last and in place of ours."""
    ours = [("user-agent", settings.agent), *READABLE, *_validators(etag, last_modified)]
    if cookie:
        ours.append(("cookie", cookie))
    theirs = {name.lower() for name, _ in settings.headers}
    return [field for field in ours if field[0] not in theirs] + list(settings.headers)


def _validators(etag: str | None, last_modified: str | None) -> Iterator[tuple[str, str]]:
    """Both validators, word for word (RFC 9110 §13.1): a server that knows the first ignores the second."""
    for name, value in (("if-none-match", etag), ("if-modified-since", last_modified)):
        if value and len(value) <= VALIDATOR_BYTES and value.isprintable():
            yield name, value
