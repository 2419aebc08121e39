"""`scraper history`: the life of one article, as rows in the order of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.session import command, session

if TYPE_CHECKING:
    from scraper.models import Version

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
def history(
    what: str, limit: int, form: str | None, columns: str | None, *, no_headers: bool
) -> None:
    """Tell the life of one article, by its URL or its id: its versions, and what else befell it.

    A version is a row with event "published" or "edited": when it was first and last seen, which fields differ from
    the one before, and whether the edit was a stealthy one (material, with no new date and no note that owns up to
    it); detail names the kinds of its changes (number, wording, moved, ...). The other events are retitled, moved,
    paywalled, degraded, vanished and restored.
    """
    from scraper.archive import ChangeFilter

    with session().archive(read_only=True) as archive:
        changed = list(
            archive.articles.changes(ChangeFilter(article_id=archive.articles.find(what)))
        )
        found = (*_versions(archive.articles.versions(what), changed), *_events(changed))
    rows = sorted(found, key=lambda row: str(row["first_seen"]))
    chosen = columns or ",".join(COLUMNS[:SHOWN])
    write_rows(rows[: limit or None], COLUMNS, form=form, chosen=chosen, no_headers=no_headers)


def _versions(
    versions: Sequence[Version], changed: Sequence[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    for version in versions:
        found = [
            row for row in changed if row["field"] is not None and row["version"] == version.number
        ]
        found.sort(key=lambda row: float(row["materiality"]), reverse=True)
        kinds = ", ".join(dict.fromkeys(row["kind"] for row in found))
        yield {
            **{name: getattr(version, name, None) for name in COLUMNS},
            "event": "edited" if version.changed else "published",
            "version": version.number,
            "changed": ", ".join(version.changed),
            "detail": "; ".join(filter(None, (kinds, SOURCES.get(version.source or "")))) or None,
            "stealth": "stealth" if version.stealth else None,
            "word_count": len(version.body_text.split()),
        }


def _events(changed: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in changed:
        if row["field"] is None:
            detail = row["before"] or row["after"]  # of a new headline, the old one
            yield {
                "event": row["kind"],
                "first_seen": row["at"],
                "version": row["version"],
                "detail": detail,
            }


command = history
