"""Write articles as JSON Lines, with everything that `scraper import jsonl` needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scraper.cleaning import dump_json
from scraper.present.export_options import AS_DEFAULT, ExportOptions

FIELDS = (
    "id", "url", "canonical_url", "site", "publisher", "headline", "subheadline", "byline",
    "authors", "date_published", "published_day", "published_utc", "date_precision",
    "date_modified", "section", "tags", "language", "direction", "word_count", "is_free",
    "verdict", "images", "body_text", "body_form", "version", "first_seen", "last_changed",
    "last_seen", "extractor", "text_sha256", "versions", "labels", "coder_tags", "notes",
    "exclusions",
)  # fmt: skip
ADDED = FIELDS[-4:]  # what people brought along and added, where it is asked for
MORE_FIELDS = ("caption", "credit", "vanished_at", "capture_id")  # what --columns may also name


def jsonl(rows: Iterable[Mapping[str, Any]], options: ExportOptions = AS_DEFAULT) -> Iterator[str]:
    """Yield one JSON object per line."""
    fields = (*options.columns, *ADDED) if options.columns else FIELDS
    for row in rows:
        kept = {name: row[name] for name in fields if name in row}
        yield dump_json(kept, compact=True) + "\n"
