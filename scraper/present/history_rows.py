"""List the versions and events of one article as rows in the order of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scraper.models import Version
from scraper.present.change_in_context import change_of, change_text

Row = Mapping[str, Any]  # of v_changes

COLUMNS = (
    "event", "version", "first_seen", "last_seen", "changed", "stealth", "headline", "detail",
    "date_modified", "word_count", "subheadline", "byline", "caption", "credit", "body_text",
    "change",
)  # fmt: skip
SHOWN = 8  # of them, unless others are asked for
# of a page that was not fetched from its site
SOURCES = {
    "copy": "from the text that a reading list kept",
    "wayback": "from the Internet Archive",
}


def history_rows(versions: Sequence[Version], changed: Sequence[Row]) -> list[dict[str, Any]]:
    """Return a row for each version and for each event that is none, the oldest first."""
    events = [*_versions(versions, changed), *_events(changed)]
    return sorted(events, key=lambda row: str(row["first_seen"]))


def _versions(versions: Sequence[Version], changed: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """Yield a row for each version."""
    edits = [row for row in changed if row["field"] is not None]
    for version in versions:
        own = [row for row in edits if row["version"] == version.number]
        details = (_kinds(own), SOURCES.get(version.source or ""))
        yield {
            **{name: getattr(version, name, None) for name in COLUMNS},
            "event": "edited" if version.changed else "published",
            "version": version.number,
            "changed": ", ".join(version.changed),
            "detail": "; ".join(filter(None, details)) or None,
            "stealth": "stealth" if version.stealth else None,
            "word_count": len(version.body_text.split()),
            "change": _most_material(own, version),
        }


def _most_material(edits: Sequence[Row], version: Version) -> str:
    """Return the change that matters most; for the first version, that its headline is new."""
    if edits:
        return change_of(max(edits, key=materiality))
    return change_text(None, version.headline)


def _kinds(edits: Sequence[Row]) -> str:
    """Return the kinds of a version's edits, the most material first."""
    ranked = sorted(edits, key=materiality, reverse=True)
    return ", ".join(dict.fromkeys(row["kind"] for row in ranked))


def materiality(edit: Row) -> float:
    """Return how much an edit matters, 0 to 1."""
    return float(edit["materiality"])


def _events(changed: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """Yield a row for each event that is not a version."""
    for row in changed:
        if row["field"] is None:
            yield {
                "event": row["kind"],
                "first_seen": row["at"],
                "version": row["version"],
                "detail": row["before"] or row["after"],  # of a new headline, the old one
                "change": change_of(row),
            }
