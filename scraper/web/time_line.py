"""The life of an article in the order of time: versions, events, and visits between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from scraper.archive.articles.article_visits import ArticleVisit, ArticleVisits
from scraper.changes import Pair, Run, words
from scraper.models import Version
from scraper.outcomes import Reason, policy
from scraper.patterns import late
from scraper.present.change_in_context import RETITLED
from scraper.present.dates_in_words import in_words
from scraper.present.diff_passages import TITLES
from scraper.present.history_rows import materiality
from scraper.present.run_context import in_context

MOST_EDITS = 6  # that are shown of a version; its diff shows all
# how a page came into the archive; of one that is not kept, nothing is known
SOURCES = {
    "live": "from its site",
    "render": "from its site, run in a browser",
    "file": "from a file",
    "warc": "from a WARC file",
    "copy": "from the text that a reading list kept",
    "wayback": "from the Internet Archive",
}
UNCHANGED = frozenset((Reason.SAME, Reason.NOT_MODIFIED))
MADE = frozenset((Reason.NEW, Reason.EDITED))  # visits that have a version of their own
_MOMENT = late(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")  # in the detail of an event
SEEN, GONE, FAILED = "seen unchanged", "not there", "not read"


@dataclass(frozen=True, kw_only=True, slots=True)
class EditInWords:
    """One change of a version."""

    field: str
    kind: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionItem:
    """A version as it was first seen."""

    at: str
    version: Version
    before: int | None  # the version that it replaced
    source: str | None  # in words
    visit: ArticleVisit | None  # that saw it first
    edits: tuple[EditInWords, ...]
    more: int  # edits that are not shown
    name: str = "version"


@dataclass(frozen=True, kw_only=True, slots=True)
class EventItem:
    """What else became of the article."""

    at: str
    kind: str
    detail: str
    name: str = "event"


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitsItem:
    """Visits in a row with the same result that changed nothing."""

    at: str
    until: str
    count: int
    result: str  # SEEN, GONE or FAILED
    reasons: str
    name: str = "visits"


TimeLineItem = VersionItem | EventItem | VisitsItem


def time_line(
    versions: Sequence[Version],
    changed: Iterable[Mapping[str, Any]],
    seen: ArticleVisits,
) -> list[TimeLineItem]:
    """Return all that is known of an article, the oldest first."""
    rows = list(changed)
    known: list[TimeLineItem] = [*_versions(versions, rows, seen), *_events(rows)]
    moments = sorted(item.at for item in known)
    items = [*known, *_visits(seen.visits, moments)]
    return sorted(items, key=attrgetter("at"))


def edit_in_words(row: Mapping[str, Any]) -> EditInWords:
    """Return a row of v_changes with its words; the name of its field is for people."""
    found = words(Pair(before=row["before"] or "", after=row["after"] or ""))
    kind = str(row["kind"]).replace("_", " ")
    if row["field"] != "body_text":  # its lines are no paragraphs
        kind = kind.removeprefix("paragraph ")
    return EditInWords(
        field=TITLES.get(row["field"], ""),
        kind=kind,
        runs=in_context(found),
    )


def detail_in_words(row: Mapping[str, Any]) -> str:
    """Return the detail of an event for people, with moments in words."""
    return _MOMENT.sub(lambda found: in_words(found[0]), row["after"] or "")


def _versions(
    versions: Sequence[Version],
    rows: Sequence[Mapping[str, Any]],
    seen: ArticleVisits,
) -> Iterator[VersionItem]:
    visit_of_capture = {visit.capture_id: visit for visit in seen.visits if visit.capture_id}
    captures = {one.version: one.id for one in seen.captures if one.version is not None}
    before: int | None = None
    for version in versions:
        edits = [
            row for row in rows if row["field"] is not None and row["version"] == version.number
        ]
        edits.sort(key=materiality, reverse=True)
        yield VersionItem(
            at=version.first_seen,
            version=version,
            before=before,
            source=SOURCES.get(version.source or "", version.source),
            visit=visit_of_capture.get(captures.get(version.number, 0)),
            edits=tuple(map(edit_in_words, edits[:MOST_EDITS])),
            more=max(0, len(edits) - MOST_EDITS),
        )
        before = version.number


def _events(rows: Sequence[Mapping[str, Any]]) -> Iterator[EventItem]:
    """Yield the events; a new headline is shown with its version."""
    for row in rows:
        if row["field"] is None and row["kind"] != RETITLED:
            yield EventItem(at=row["at"], kind=row["kind"], detail=detail_in_words(row))


def _visits(visits: Sequence[ArticleVisit], moments: Sequence[str]) -> Iterator[VisitsItem]:
    """Yield the visits between two moments together if they had the same result."""

    def place(visit: ArticleVisit) -> tuple[int, str]:
        # the visit that found an article gone for good comes before that event
        between = sum(moment < visit.at for moment in moments)
        return between, _result(visit)

    plain = [visit for visit in reversed(visits) if visit.reason not in MADE]
    for (_, result), group in groupby(plain, place):
        together = list(group)
        yield VisitsItem(
            at=together[0].at,
            until=together[-1].at,
            count=len(together),
            result=result,
            reasons=", ".join(dict.fromkeys(visit.reason for visit in together)).replace("_", " "),
        )


def _result(visit: ArticleVisit) -> str:
    if visit.reason in UNCHANGED:
        return SEEN
    return GONE if policy(visit.reason).vanished else FAILED
