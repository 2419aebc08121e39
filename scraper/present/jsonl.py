"""Write articles as JSON Lines, with everything that `scraper import jsonl` needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from scraper.cleaning import dump_json

FIELDS = (
    "id", "url", "canonical_url", "site", "publisher", "headline", "subheadline", "byline",
    "authors", "date_published", "date_modified", "section", "tags", "language", "direction",
    "word_count", "is_free", "verdict", "images", "body_text", "body_form", "version",
    "first_seen", "last_changed", "last_seen", "extractor", "text_sha256", "versions",
    "labels", "coder_tags", "notes", "exclusions",
)  # fmt: skip


def jsonl(
    rows: Iterable[Mapping[str, Any]],
    *,
    labels: Sequence[tuple[str, str]] = (),  # noqa: ARG001 - every format takes these two,
    notes: bool = False,  # noqa: ARG001 - and here the rows themselves have what they ask for
) -> Iterator[str]:
    """Yield one JSON object per line."""
    for row in rows:
        kept = {name: row[name] for name in FIELDS if name in row}
        yield dump_json(kept, compact=True) + "\n"
