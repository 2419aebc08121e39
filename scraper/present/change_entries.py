"""Make the entries of a feed from what newsrooms changed: one for each edit or other event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from scraper.changes import Pair, words
from scraper.models import Version
from scraper.present.change_in_context import RETITLED
from scraper.present.version_diff import changed_parts, marked, version_in_words

Rows = Sequence[Mapping[str, Any]]  # of v_changes, all of one edit or one event

HEADING = "h4"  # of a field; readers show the title of an entry as a heading above it
FIELDS = {"body_text": "text", "caption": "captions", "credit": "credits"}  # as readers call them


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeEntry:
    """An edit of an article, or what else became of it."""

    id: str  # a URN that never changes
    url: str  # of the article
    title: str
    at: str  # when it was seen, UTC
    author: str  # the byline, else the site
    kinds: tuple[str, ...]
    html: str
    article_id: int
    version: int | None  # that the edit made; of an event, often None
    is_event: bool


def grouped(rows: Iterable[Mapping[str, Any]], most: int | None, *, retitled: bool) -> list[Rows]:
    """Return the rows of each edit or event together, in their order, for the first `most` of them.

    A new headline is part of an edit: its event is left out, unless it was asked for (`retitled`).
    """
    groups: dict[tuple[object, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        event = row["kind"] if row["field"] is None else None
        if event == RETITLED and not retitled:
            continue
        key = (row["article_id"], row["version"], row["at"], event)
        if key not in groups and most is not None and len(groups) == most:
            break
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def entry(rows: Rows, versions: Sequence[Version]) -> ChangeEntry:
    """Return the entry of an edit or event; `versions` are those of the article, if readable."""
    first = rows[0]
    is_event = first["field"] is None
    fields = dict.fromkeys([FIELDS.get(row["field"], str(row["field"])) for row in rows])
    is_stealth = any(row["stealth"] for row in rows)
    if is_event:
        what = str(first["kind"]).capitalize()
    else:
        what = f"{'Stealth edit' if is_stealth else 'Edited'} ({', '.join(fields)})"
    kinds = dict.fromkeys(str(row["kind"]) for row in rows)
    pair = None if is_event else _versions_of(first, versions)
    name = f"{first['article_id']} {first['version']} {first['at']} {first['kind'] * is_event}"
    return ChangeEntry(
        id=f"urn:uuid:{uuid5(NAMESPACE_URL, name)}",
        url=first["url"],
        title=f"{what}: {first['headline'] or first['url']}",
        at=first["at"],
        author=(pair[1].byline if pair else None) or first["site"],
        kinds=(*kinds, *(["stealth"] if is_stealth else [])),
        html="\n".join(_of_versions(*pair) if pair else _of_rows(rows)),
        article_id=first["article_id"],
        version=first["version"],
        is_event=is_event,
    )


def _versions_of(
    row: Mapping[str, Any], versions: Sequence[Version]
) -> tuple[Version, Version] | None:
    """Return the version of an edit behind the one before it, or None if one is missing."""
    for before, after in pairwise(versions):
        if after.number == row["version"]:
            return before, after
    return None


def _of_versions(before: Version, after: Version) -> Iterator[str]:
    """Yield what changed between two versions, word by word."""
    yield f"<p>{version_in_words(before)} → {version_in_words(after)}</p>"
    yield from changed_parts(before, after, heading=HEADING)


def _of_rows(rows: Rows) -> Iterator[str]:
    """Yield what the rows themselves hold: the words of an edit, cut, or the detail of an event."""
    for row in rows:
        if row["field"] is None and row["kind"] != RETITLED:
            yield f"<p>{escape(row['after'] or row['kind'])}</p>"
        else:
            found = words(Pair(before=row["before"] or "", after=row["after"] or ""))
            yield f'<p dir="auto">{"".join(map(marked, found))}</p>'
