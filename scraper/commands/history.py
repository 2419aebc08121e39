"""`scraper history`: the life of one article, as rows in the order of time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.rows import limit_option, listing_options, write_rows
from scraper.commands.session import command, session

if TYPE_CHECKING:
    from scraper.archive import Archive

COLUMNS = (
    "event", "version", "first_seen", "last_seen", "changed", "stealth", "headline", "detail", "date_modified",
    "word_count", "subheadline", "byline", "caption", "credit", "body_text",
)  # fmt: skip
SOURCES = {"wayback": "from the Internet Archive"}  # of a page that was not fetched from its site
SHOWN = 8  # of them, unless --columns says otherwise


@command("history")
@click.argument("what", metavar="URL|ID")
@limit_option(0)
@listing_options()
def history(what: str, limit: int, form: str | None, columns: str | None, *, no_headers: bool) -> None:
    """Tell the life of one article, by its URL or its id: its versions, and what else befell it.

    A version is a row with event "published" or "edited": when it was first and last seen, which fields differ from
    the one before, and whether the edit was a stealthy one (material, with no new date and no note that owns up to
    it). The other events are retitled, moved, paywalled, degraded, vanished and restored.
    """
    with session().archive(read_only=True) as archive:
        rows = sorted((*_versions(archive, what), *_events(archive, what)), key=lambda row: str(row["first_seen"]))
    chosen = columns or ",".join(COLUMNS[:SHOWN])
    write_rows(rows[: limit or None], COLUMNS, form=form, chosen=chosen, no_headers=no_headers)


def _versions(archive: Archive, what: str) -> Iterator[dict[str, Any]]:
    for version in archive.versions(what):
        yield {
            **{name: getattr(version, name, None) for name in COLUMNS},
            "event": "edited" if version.changed else "published",
            "version": version.number,
            "changed": ", ".join(version.changed),
            "detail": SOURCES.get(version.source or ""),
            "stealth": "stealth" if version.stealth else None,
            "word_count": len(version.body_text.split()),
        }


def _events(archive: Archive, what: str) -> Iterator[dict[str, Any]]:
    from scraper.archive import Asked

    for row in archive.changes(Asked(article_id=archive.find(what))):
        if row["field"] is None:
            detail = row["before"] or row["after"]  # of a new headline, the old one
            yield {"event": row["kind"], "first_seen": row["at"], "version": row["version"], "detail": detail}


command = history
