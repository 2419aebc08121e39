"""The same text on several sites: wire copy, syndication. Exact and near copies apart, and who published it first."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import combinations

from scraper.archive.articles import article_rows, record
from scraper.archive.articles.filters import Filters
from scraper.archive.articles.record import Row
from scraper.archive.articles.text_fingerprint import likeness, sketch
from scraper.archive.store.row_types import check

ALIKE = 0.5  # of the word triples: from here on two texts are one
CROWD = 60  # articles that share a word triple: more, and it is a phrase that everybody uses
SHARED = 4  # lowest hashes that two texts must share to be compared
PASS = 100_000  # articles whose hashes are held at once
FIRST, EXACT, NEAR = "first", "exact", "near"

Sketches = dict[int, bytes]


def clusters(db: sqlite3.Connection, filters: Filters) -> Iterator[Row]:
    """Articles that stand on more than one site, the biggest group first, in each the first publisher's at the head.

    A row is an article with `cluster`, a number; `match`: first, exact or near; and its `likeness` to the first.
    """
    sketches = _sketches(db, filters)
    groups = [group for ids in _groups(sketches) if (group := _members(db, ids))]
    groups.sort(key=lambda group: (-len(group), group[0]["id"]))
    for number, group in enumerate(groups, 1):
        for member in group:
            alike = likeness(sketches[group[0]["id"]], sketches[member["id"]])
            match = FIRST if member is group[0] else _match(group[0], member)
            yield {
                **member,
                "cluster": number,
                "match": match,
                "likeness": 1.0 if match != NEAR else round(alike, 2),
            }


def _sketches(db: sqlite3.Connection, filters: Filters) -> Sketches:
    """The sketch of each article; one that came in bulk has none yet."""
    where, values = filters.sql()
    sql = (
        "SELECT a.id, a.fingerprint, CASE WHEN a.fingerprint IS NULL THEN a.body_text END AS text"
        f" FROM articles a WHERE {where}"
    )
    found = (
        (row["id"], row["fingerprint"] or sketch(row["text"] or ""))
        for row in db.execute(sql, values)
    )
    return {article_id: print_ for article_id, print_ in found if print_}


def _groups(sketches: Sketches) -> Iterator[list[int]]:
    """Ids of articles that are alike, directly or by way of others."""
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
    """Articles that share enough of their lowest hashes to be worth a comparison."""
    shared: Counter[tuple[int, int]] = Counter()
    passes = len(sketches) // PASS + 1
    for part in range(passes):
        once: dict[int, int] = {}  # most hashes are of one article: they are worth no list
        having: dict[int, list[int]] = {}
        for article_id, print_ in sketches.items():
            for hash_ in array("I", print_):
                if (
                    hash_ % passes == part
                    and (before := once.setdefault(hash_, article_id)) != article_id
                ):
                    having.setdefault(hash_, [before]).append(article_id)
        for ids in having.values():
            if 1 < len(ids) <= CROWD:
                shared.update(combinations(ids, 2))
    return (pair for pair, count in shared.items() if count >= SHARED)


def _members(db: sqlite3.Connection, ids: list[int]) -> list[Row]:
    """The articles of a group, the first published at the head; none if all stand on one site."""
    found = db.execute(
        "SELECT * FROM articles WHERE id IN (SELECT value FROM json_each(?))", (record.dump(ids),)
    )
    articles = found.fetchall()
    for row in articles:
        kept = {name: row[name] for name in row.keys() if name in record.READ}  # noqa: SIM118
        check("articles", row["id"], kept)
    if len({row["site"] for row in articles}) < 2:
        return []
    return sorted(
        (record.plain(dict(row), *article_rows.people(db, row["id"])) for row in articles),
        key=_published,
    )


def _published(row: Row) -> tuple[datetime, int]:
    """When it was published, as far as is known."""
    try:
        moment = datetime.fromisoformat(row["date_published"] or row["first_seen"])
    except ValueError:  # a year, a month
        moment = datetime.fromisoformat(row["first_seen"])
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC), row["id"]


def _match(first: Row, other: Row) -> str:
    same = first["body_text"].casefold().split() == other["body_text"].casefold().split()
    return EXACT if same else NEAR
