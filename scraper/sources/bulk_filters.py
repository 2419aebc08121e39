"""Choose records of a bulk run before anything costly is done with them. Pure predicates.

`refusal_of_head` needs what precedes a body, so that a reader need not unpack it; `refusal_of_body`
needs the bytes; `refusal_of_row` needs what was extracted. Each returns why a record is refused, or
None: the reasons are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scraper import urls
from scraper.errors import InputError
from scraper.patterns import late
from scraper.sources.bulk_records import BulkRecord

# types of what may be an article; a page without a type may be one, too
PAGE_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain"})
SUCCESS = range(200, 300)
HEAD = 4096  # bytes in which the tag <html> is, after what programs write before it
_HTML_TAG = late(r"(?i)<html\b[^>]{0,2000}?\slang\s{0,9}=\s{0,9}[\"']?([a-z]{2,3})\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordFilter:
    """Which records a bulk run wants; what is empty or None refuses nothing."""

    hosts: frozenset[str] = frozenset()  # in lower case; their subdomains are wanted, too
    statuses: frozenset[int] | range = SUCCESS  # a record without a status is wanted
    mimes: frozenset[str] = PAGE_TYPES
    smallest: int = 0  # bytes of the body
    largest: int | None = None
    languages: frozenset[str] = frozenset()  # codes of two letters: "de"
    url_matches: re.Pattern[str] | None = None
    url_excludes: re.Pattern[str] | None = None
    kinds: frozenset[str] = frozenset()  # verdicts: "article"


def url_pattern(text: str) -> re.Pattern[str]:
    """Return the compiled pattern of an option; raise InputError if it is none."""
    try:
        return re.compile(text)
    except re.error as error:
        raise InputError(f"{text!r} is not a regular expression: {error}") from None


def refusal_of_head(
    wanted: RecordFilter, url: str, status: int | None, mime: str | None
) -> str | None:
    """Return why a record is refused by what precedes its body, None if it is wanted.

    A type of None is not known yet.
    """
    if status is not None and wanted.statuses and status not in wanted.statuses:
        return "status"
    if mime is not None and wanted.mimes and mime not in wanted.mimes:
        return "mime"
    if wanted.hosts and not _is_of(urls.host(url), wanted.hosts):
        return "host"
    return None if _fits_patterns(wanted, url) else "url"


def refusal_of_body(wanted: RecordFilter, record: BulkRecord) -> str | None:
    """Return why a record is refused by its bytes, None if it is wanted."""
    size = len(record.content)
    if size < wanted.smallest or (wanted.largest is not None and size > wanted.largest):
        return "size"
    if wanted.languages:
        language = stated_language(record)
        if language and language not in wanted.languages:
            return "language"
    return None


def refusal(wanted: RecordFilter, record: BulkRecord) -> str | None:
    """Return why a record is refused before it is extracted, None if it is wanted."""
    by_head = refusal_of_head(wanted, record.url, record.status, record.mime)
    return by_head or refusal_of_body(wanted, record)


def refusal_of_row(wanted: RecordFilter, row: Mapping[str, Any]) -> str | None:
    """Return why an article is refused once it is extracted, None if it is wanted.

    A page that states no language passes `refusal_of_body`; here its own is known.
    """
    if wanted.kinds and row.get("verdict") not in wanted.kinds:
        return "kind"
    language = str(row.get("language") or "")[:2].lower()
    if wanted.languages and language and language not in wanted.languages:
        return "language"
    return None


def stated_language(record: BulkRecord) -> str:
    """Return the language that a page states: the attribute of <html>, else the header; or ""."""
    start = record.content[:HEAD].decode("latin-1")
    found = _HTML_TAG.search(start)
    if found:
        return found[1].lower()
    stated = [value for name, value in record.headers if name.lower() == "content-language"]
    languages = {value.strip()[:2].lower() for value in ",".join(stated).split(",")}
    return languages.pop() if len(languages) == 1 else ""


def _fits_patterns(wanted: RecordFilter, url: str) -> bool:
    if wanted.url_matches and not wanted.url_matches.search(url):
        return False
    return not (wanted.url_excludes and wanted.url_excludes.search(url))


def _is_of(host: str, hosts: Iterable[str]) -> bool:
    return any(host == wanted or host.endswith(f".{wanted}") for wanted in hosts)
