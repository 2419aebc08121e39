"""Articles with the same text on several sites (wire copy, syndication), or several times on one.

Exact and near copies are kept apart, and who published it first leads.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import combinations

from scraper.archive.articles import article_rows, record
from scraper.archive.articles.filters import Filters
from scraper.archive.articles.record import Row
from scraper.archive.articles.text_fingerprint import likeness, sketch
from scraper.archive.store.row_types import check

ALIKE = 0.5  # the share of the word triples from which on two texts are one
# articles that share a word triple: with more of them it is a phrase that everybody uses
CROWD = 60
SHARED = 4  # lowest hashes that two texts must share to be compared
PASS = 150_000  # articles whose hashes are counted at once: some 100 MB
COPIES = (
    2  # sites from which on a text is a copy; articles of one site from which on it is a double
)
FIRST, FIRST_SEEN, EXACT, NEAR = "first", "first_seen", "exact", "near"
DAY = 10  # characters of an ISO date

Sketches = dict[int, bytes]


def clusters(db: sqlite3.Connection, filters: Filters, *, same_site: bool) -> Iterator[Row]:
    """Yield articles that are on more than one site: the biggest group first, in it the first copy.

    With `same_site`, yield those that one site has more than once instead: in print, as AMP, or
    submitted again. A row is an article with `cluster`, a number; `match`: first, first_seen (no
    date shows which was first), exact or near; and its `likeness` to the first.
    """
    sketches = _sketches(db, filters)
    divide = _of_one_site if same_site else _of_several_sites
    groups: list[list[Row]] = []
    for ids in _groups(sketches):
        groups += divide(_members(db, ids))
    groups.sort(key=lambda group: (-len(group), group[0]["id"]))
    for number, group in enumerate(groups, 1):
        first = group[0]
        for member in group:
            alike = likeness(sketches[first["id"]], sketches[member["id"]])
            yield {**member, "cluster": number, **_compared(group, member, alike)}


def _of_several_sites(group: list[Row]) -> list[list[Row]]:
    """Return the group if it is on several sites, else nothing."""
    sites = {row["site"] for row in group}
    return [group] if len(sites) >= COPIES else []


def _of_one_site(group: list[Row]) -> list[list[Row]]:
    """Return the parts of a group that are on one site each."""
    by_site: dict[str, list[Row]] = defaultdict(list)
    for row in group:
        by_site[row["site"]].append(row)
    return [rows for rows in by_site.values() if len(rows) >= COPIES]


def _compared(group: list[Row], member: Row, alike: float) -> Row:
    first = group[0]
    if member is first:
        is_shown = all(
            _is_earlier(first["date_published"], row["date_published"]) for row in group[1:]
        )
        return {"match": FIRST if is_shown else FIRST_SEEN, "likeness": 1.0}
    same = first["body_text"].casefold().split() == member["body_text"].casefold().split()
    if same:
        return {"match": EXACT, "likeness": 1.0}
    return {"match": NEAR, "likeness": round(alike, 2)}


def _is_earlier(one: str | None, other: str | None) -> bool:
    """Return whether two dates of publication show which was first; the same day shows nothing."""
    if not one or not other:
        return False
    if len(one) > DAY and len(other) > DAY:
        return _moment(one) < _moment(other)
    precision = min(len(one), len(other), DAY)
    return one[:precision] < other[:precision]


def _sketches(db: sqlite3.Connection, filters: Filters) -> Sketches:
    """Return the sketch of each article; an imported one has none stored and gets one here."""
    where, values = filters.sql()
    sql = f"SELECT a.id, coalesce(a.fingerprint, a.body_text) FROM articles a WHERE {where}"
    found: Sketches = {}
    for article_id, stored in db.execute(sql, values):
        hashes = sketch(stored) if isinstance(stored, str) else stored
        if hashes:
            found[article_id] = hashes
    return found


def _groups(sketches: Sketches) -> Iterator[list[int]]:
    """Yield the ids of articles that are alike, directly or by way of others (union-find)."""
    head: dict[int, int] = {}

    def find(one: int) -> int:
        while head.setdefault(one, one) != one:
            head[one] = one = head[head[one]]
        return one

    for one, other in _pairs(sketches):
        if find(one) != find(other) and likeness(sketches[one], sketches[other]) >= ALIKE:
            head[find(one)] = find(other)
    groups = defaultdict(list)
    for one in list(head):
        groups[find(one)].append(one)
    return (ids for ids in groups.values() if len(ids) > 1)


def _pairs(sketches: Sketches) -> Iterator[tuple[int, int]]:
    """Yield articles that share enough of their lowest hashes to be worth a comparison."""
    having: defaultdict[int, list[int]] = defaultdict(list)
    for article_id, hashes in _shared(sketches):
        for hash_ in hashes:
            having[hash_].append(article_id)
    shared: Counter[tuple[int, int]] = Counter()
    for ids in having.values():
        shared.update(combinations(ids, 2))
    return (pair for pair, count in shared.items() if count >= SHARED)


def _shared(sketches: Sketches) -> Iterator[tuple[int, set[int]]]:
    """Yield the articles that can be in a pair, with those of their hashes that others have too.

    Most articles share too few: they are left out here, before pairs are formed.
    """
    several: set[int] = set()
    passes = -(-len(sketches) // PASS)
    for part in range(passes):
        several.update(_of_several(sketches, part, passes))
    for article_id, hashes in sketches.items():
        found = several.intersection(array("I", hashes))
        if len(found) >= SHARED:
            yield article_id, found


def _of_several(sketches: Sketches, part: int, passes: int) -> Iterator[int]:
    """Yield the hashes that several articles have, but no crowd, for one part of all hashes."""
    hashes: Iterable[int] = array("I", b"".join(sketches.values()))
    if passes > 1:
        hashes = (hash_ for hash_ in hashes if hash_ % passes == part)
    counts = Counter(hashes)
    return (hash_ for hash_, count in counts.items() if 1 < count <= CROWD)


def _members(db: sqlite3.Connection, ids: list[int]) -> list[Row]:
    """Return the articles of a group, the first published first."""
    found = db.execute(
        "SELECT * FROM articles WHERE id IN (SELECT value FROM json_each(?))", (record.dump(ids),)
    )
    articles = [dict(row) for row in found.fetchall()]
    for row in articles:
        ours = {name: value for name, value in row.items() if name in record.READ}
        check("articles", row["id"], ours)
    plain = [record.plain(row, *article_rows.people(db, row["id"])) for row in articles]
    return sorted(plain, key=_published)


def _published(row: Row) -> tuple[datetime, int]:
    """Return when an article was published, as far as is known, and its id."""
    try:
        moment = _moment(row["date_published"] or row["first_seen"])
    except ValueError:  # a year, a month
        moment = _moment(row["first_seen"])
    return moment, row["id"]


def _moment(text: str) -> datetime:
    """Return a date as a moment; one without an offset counts as UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
