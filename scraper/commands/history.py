"""`scraper history`: list the versions and events of one article in the order of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session
from scraper.present.change_in_context import change_of, change_text

if TYPE_CHECKING:
    from scraper.models import Version

    Row = Mapping[str, Any]

COLUMNS = (
    "event", "version", "first_seen", "last_seen", "changed", "stealth", "headline", "detail",
    "date_modified", "word_count", "subheadline", "byline", "caption", "credit", "body_text",
    "change",
)  # fmt: skip
SOURCES = {"wayback": "from the Internet Archive"}  # of a page that was not fetched from its site
SHOWN = 8  # of the columns, without --columns
SCREEN = ("event", "version", "first_seen", "stealth", "change", "detail", "last_seen")
EXAMPLES = (
    "scraper history https://news.example/story",
    "scraper history 42 --columns event,first_seen,headline",
)


@declare_command("history", examples=EXAMPLES)
@click.argument("what", metavar="URL|ID")
@listing_options()
def history(what: str, listing: Listing) -> None:
    """List the versions of one article, named by its URL or its id, and its other events.

    A version is a row with the event "published" or "edited": when it was first and last seen,
    which fields differ from the version before, and whether it was a stealth edit (material, but
    without a new date or a note about it). The column detail names the kinds of its changes
    (number, wording, moved, ...). On a terminal, the column change shows the most material change
    in its context: {a → b} for replaced words, [-a-] for removed and {+a+} for added ones. The
    other events are retitled, moved, paywalled, degraded,
    vanished, restored and reclassified.
    """
    from scraper.archive import ChangeFilter

    with session().archive(read_only=True) as archive:
        wanted = ChangeFilter(article_id=archive.articles.find(what))
        changed = list(archive.articles.changes(wanted))
        versions = archive.articles.versions(what)
    events = [*_versions(versions, changed), *_events(changed)]
    rows = sorted(events, key=lambda row: str(row["first_seen"]))
    listing.write(rows[: listing.most], COLUMNS, SHOWN, screen=SCREEN)


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
        return change_of(max(edits, key=_materiality))
    return change_text(None, version.headline)


def _kinds(edits: Sequence[Row]) -> str:
    """Return the kinds of a version's edits, the most material first."""
    ranked = sorted(edits, key=_materiality, reverse=True)
    return ", ".join(dict.fromkeys(row["kind"] for row in ranked))


def _materiality(edit: Row) -> float:
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


command = history
