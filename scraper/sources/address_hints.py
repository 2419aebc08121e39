"""Suggest what a text that is not a URL may mean: a hint, never a silent guess."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scraper import urls

# A URL in brackets, in quotation marks or at the end of a sentence.
_WRAPPED = re.compile(
    r"""^[\s<\[("'“”„«‹`]*(?:URL:\s*)?"""
    r"""(https?://[^\s<>"“”«»‹›`]*[^\s<>"“”«»‹›`\])'.,;:!?])"""
    r"""[\])>"'“”»›`.,;:!?\s]*+$""",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"^\s*!?\[[^\]]*\]\((https?://[^\s()]+)\)\s*$", re.IGNORECASE)
_SEVERAL = re.compile(r"https?://", re.IGNORECASE)
_APART = re.compile(r"[\s,;|]https?://", re.IGNORECASE)  # not of an archive: /web/2020/https://…
# A URL without its scheme: a host name, an IP address or localhost.
_BARE = re.compile(
    r"\A(?:(?:www\.)?(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}"
    r"|(?:\d{1,3}\.){3}\d{1,3}|localhost)(?::\d{1,5})?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"\A[^/]*\.(?:csv|tsv|txt|jsonl?|ndjson|xlsx?|ods|html?|xml|opml|rss|pdf|gz)", re.IGNORECASE
)
_MISSPELT = re.compile(
    r"^\s*(?:h?t?t?p?s?):?/{1,3}(?=[^\s/]+\.[^\s/]+)|^\s*https?:(?!//)/?(?=[^\s/]+\.)",
    re.IGNORECASE,
)


def check(text: str) -> None:
    """Raise ValueError for a text that is no web URL, or that is several of them."""
    urls.address(text)
    if _is_several(text):  # spaces are allowed in a URL, so the address itself looks right
        raise ValueError(f"not a URL: {urls.shown(text)!r}")


def _is_several(text: str) -> bool:
    return len(_SEVERAL.findall(text)) > 1 and _APART.search(text) is not None


def meant(text: str) -> str | None:
    """Return a hint for a text that is not a web URL, or None."""
    if len(text) > urls.LONGEST:
        return None
    if _is_several(text):
        return "two addresses in one place: give each a line of its own"
    if _FILE.fullmatch(text.strip()):
        return "if it is a file: there is none of that name here"
    for likely in _likely(text):
        if likely != text and _is_address(likely):
            return f"did you mean {urls.shown(likely)}"
    return None


def _likely(text: str) -> Iterator[str]:
    """Yield the URLs that the text may mean, the likeliest first."""
    for pattern in (_MARKDOWN, _WRAPPED):
        found = pattern.match(text)
        if found:
            yield found[1]
    bare = text.strip().strip("<>\"'")
    if _BARE.fullmatch(bare):
        yield f"https://{bare}"
    if bare.startswith("//"):
        yield f"https:{bare}"
    start = _MISSPELT.match(bare)
    if start:
        yield f"https://{bare[start.end() :]}"


def _is_address(text: str) -> bool:
    try:
        urls.address(text)
    except ValueError:
        return False
    return True
