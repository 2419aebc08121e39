"""Write articles as JSON Lines, with everything that `scraper import jsonl` needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from scraper.cleaning import dump_json, dump_text
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
LONG = "body_text"  # most of a line: it is written by itself, which is faster
MORE_FIELDS = ("caption", "credit", "vanished_at", "capture_id")  # what --columns may also name


def jsonl(rows: Iterable[Mapping[str, Any]], options: ExportOptions = AS_DEFAULT) -> Iterator[str]:
    """Yield one JSON object per line."""
    fields = (*options.columns, *ADDED) if options.columns else FIELDS
    before, text, after = _around(tuple(dict.fromkeys(fields)), LONG)
    for row in rows:
        members = [_members(row, before), _members(row, text), _members(row, after)]
        yield "{" + ",".join(filter(None, members)) + "}\n"


def _around(fields: Sequence[str], name: str) -> tuple[Sequence[str], ...]:
    """Return the fields before a field, that field alone, and those after it."""
    if name not in fields:
        return fields, (), ()
    at = fields.index(name)
    return fields[:at], fields[at : at + 1], fields[at + 1 :]


def _members(row: Mapping[str, Any], fields: Sequence[str]) -> str:
    """Return members of an object, without the braces; "" for none."""
    kept = {name: row[name] for name in fields if name in row}
    if kept.keys() == {LONG} and isinstance(kept[LONG], str):
        return f'"{LONG}":{dump_text(kept[LONG])}'
    return dump_json(kept, compact=True)[1:-1]
