"""The filters of `scraper bulk extract`, for records before they are read and rows after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scraper.commands.terminal.options import Choices
from scraper.errors import InputError

if TYPE_CHECKING:
    from scraper.sources.bulk_filters import RecordFilter

F = TypeVar("F", bound=Callable[..., Any])

ANY = "any"
HUNDRED = 100  # status codes of a class
# in the order of models.VerdictKind, which costs the start of every command
KINDS = (
    "article", "live_blog", "teaser", "consent", "challenge", "login", "js_shell", "soft_404",
    "listing", "product", "empty",
)  # fmt: skip
OPTIONS = (
    click.option(
        "--only",
        type=Choices(KINDS),
        metavar="KIND,...",
        help="Write only pages of these kinds: article, live_blog, teaser, listing.",
    ),
    click.option("--host", "hosts", multiple=True, help="Only from this host and its subdomains."),
    click.option(
        "--lang", "languages", multiple=True, metavar="CODE", help="Only in this language (de)."
    ),
    click.option(
        "--url-matches", metavar="PATTERN", help="Only URLs in which this pattern is found."
    ),
    click.option("--url-excludes", metavar="PATTERN", help="No URLs in which it is found."),
    click.option(
        "--status",
        metavar="CODE,...",
        default="2xx",
        show_default=True,
        help="Only answers with these status codes; any takes all.",
    ),
    click.option(
        "--mime",
        "mimes",
        multiple=True,
        metavar="TYPE",
        help="Only this media type; any takes all.  [default: HTML and text]",
    ),
    click.option("--min-bytes", type=click.IntRange(0), default=0, help="Only pages so large."),
    click.option("--max-bytes", type=click.IntRange(1), help="No pages larger than this."),
)
FILTER_GROUP = (
    "--only", "--host", "--lang", "--url-matches", "--url-excludes", "--status", "--mime",
    "--min-bytes", "--max-bytes",
)  # fmt: skip


def record_filters(function: F) -> F:
    """Give a command the filters; `filter_of` makes one of what arrives."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


def filter_of(given: Mapping[str, Any]) -> RecordFilter:
    """Return the filter of the options; raise InputError for one that makes no sense."""
    from scraper.sources.bulk_filters import PAGE_TYPES, RecordFilter, url_pattern

    matches, excludes = given["url_matches"], given["url_excludes"]
    mimes = frozenset(mime.strip().lower() for mime in given["mimes"])
    return RecordFilter(
        hosts=frozenset(host.strip().lower() for host in given["hosts"]),
        statuses=_statuses(given["status"]),
        mimes=frozenset() if ANY in mimes else mimes or PAGE_TYPES,
        smallest=given["min_bytes"],
        largest=given["max_bytes"],
        languages=frozenset(code.strip()[:2].lower() for code in given["languages"]),
        url_matches=url_pattern(matches) if matches else None,
        url_excludes=url_pattern(excludes) if excludes else None,
        kinds=frozenset(given["only"] or ()),
    )


def _statuses(text: str) -> frozenset[int]:
    """Return status codes: 200, classes as 2xx, or none for any."""
    found: set[int] = set()
    for word in text.lower().split(","):
        part = word.strip()
        if part == ANY:
            return frozenset()
        if part[1:] == "xx" and part[0].isdecimal():
            found.update(range(int(part[0]) * HUNDRED, (int(part[0]) + 1) * HUNDRED))
        elif part.isdecimal():
            found.add(int(part))
        else:
            raise InputError(f"--status {text}: write codes such as 200,404 or 2xx, or any")
    return frozenset(found)
