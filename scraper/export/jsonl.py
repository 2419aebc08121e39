"""Articles as JSON Lines: everything that `scraper import jsonl` needs to make the same articles again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

FIELDS = (
    "id", "url", "canonical_url", "site", "publisher", "headline", "subheadline", "byline", "authors", "date_published",
    "date_modified", "section", "tags", "language", "direction", "word_count", "is_free", "verdict", "images",
    "body_text", "body_form", "version", "first_seen", "last_changed", "last_seen", "extractor", "text_sha256",
    "versions",
)  # fmt: skip
# line ends for some readers, though not for JSON
_LINE_ENDS = str.maketrans({"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"})


def jsonl(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One object a line."""
    for row in rows:
        kept = {name: row[name] for name in FIELDS if name in row}
        yield json.dumps(kept, ensure_ascii=False, separators=(",", ":")).translate(_LINE_ENDS) + "\n"
