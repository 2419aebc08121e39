"""A folder in the layout of the WCXB benchmark, and its figure.

The mean over pages of a bag-of-words F1.

    ground-truth/NAME.json    {"url", "ground_truth": {"main_content", "title", "author", "publish_date",
                               "with", "without"}, "_internal": {"page_type": {"primary": "article"}}}
    html/NAME.html.gz         the page (or NAME.html)

`with` and `without` are snippets that the text should hold and should not. What an answer lacks is
not scored.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ANSWERS, PAGES = "ground-truth", "html"
FIELDS = {
    "main_content": "word_f1",
    "title": "headline",
    "author": "authors",
    "publish_date": "date_published",
    "with": "with",
    "without": "without",
}

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
_BETWEEN_NAMES = re.compile(r"\s*(?:[;,&|]|\band\b)\s*")


class WcxbPage(NamedTuple):
    """A page with its answer."""

    name: str
    url: str
    data: bytes
    kind: str  # of page: article, forum, product, ...
    answer: dict[str, Any]  # by the names of this program's fields


def is_wcxb(folder: Path) -> bool:
    """Return whether a folder has the layout."""
    return (folder / ANSWERS).is_dir() and (folder / PAGES).is_dir()


def pages(folder: Path) -> Iterator[WcxbPage]:
    """Yield the pages that have an answer.

    One that cannot be read is named on standard error and left out.
    """
    for path in sorted((folder / ANSWERS).glob("*.json")):
        try:
            record = json.loads(path.read_text("utf-8"))
            truth = record["ground_truth"]
            data = _data(folder / PAGES, path.stem)
            kind = record.get("_internal", {}).get("page_type", {}).get("primary") or "unknown"
            answer = {
                FIELDS[name]: value for name, value in truth.items() if name in FIELDS and value
            }
        except (
            OSError,
            EOFError,
            zlib.error,
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
        ) as error:
            print(
                f"{path}: left out, for it cannot be read ({type(error).__name__}: {error})",
                file=sys.stderr,
            )
            continue
        url = record.get("url") or f"https://{path.stem.lower()}.example/"
        yield WcxbPage(path.stem, url, data, str(kind), _named(answer))


def _data(folder: Path, name: str) -> bytes:
    """Return the bytes of a page, packed or not."""
    packed = folder / f"{name}.html.gz"
    return (
        gzip.decompress(packed.read_bytes())
        if packed.exists()
        else (folder / f"{name}.html").read_bytes()
    )


def _named(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer whose authors are a list of names."""
    if isinstance(answer.get("authors"), str):
        answer["authors"] = [name for name in _BETWEEN_NAMES.split(answer["authors"]) if name]
    return answer


def bag(text: str) -> Counter[str]:
    """Return the words of a text and how often each is there.

    A character of a script without spaces is a word.
    """
    found: Counter[str] = Counter()
    for word in _WORD.findall(text.lower()):
        found.update(word if _UNSPACED.search(word) else [word])
    return found


def word_f1(gold: str, text: str) -> float:
    """Return the F1 of two bags of words, 0 to 1; of two empty texts 1."""
    one, other = bag(gold), bag(text)
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def share_held(snippets: list[str], text: str) -> float:
    """Return the share of the snippets that a text holds; white space does not count."""
    flat = " ".join(text.split())
    return sum(" ".join(snippet.split()) in flat for snippet in snippets) / len(snippets)
