"""Feeds, gaps, hosts, queue and troubles of two archives: a row each, whatever both knew of it.

None of the rules depends on which of the two archives is asked first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from scraper.archive.merging.inflow import Inflow, Row, put
from scraper.archive.merging.known_rows import add_new
from scraper.archive.store import checksums

_QUEUE = ("failed", "taken", "waiting", "done")  # of two states, the later one counts
_CAUTIOUS = ("next_ok_at", "delay", "failures", "open_until")  # of a host: the greater value
_ROBOTS = ("robots", "robots_at", "robots_status")
_LISTS = ("tags", "folders")  # of a feed


def join_crawl(inflow: Inflow) -> None:
    """Add what is known of feeds, hosts and waiting addresses."""
    _join(inflow, "hosts", ("host",), _host)
    _join(inflow, "queue", ("url",), _queued)
    _join(inflow, "troubles", ("subject",), _trouble)
    _join_schedules(inflow)
    _join_feeds(inflow)
    _join_entries(inflow)
    _join(inflow, "feed_windows", ("feed_id",), _window, _with_feed(inflow))
    _join(inflow, "gaps", ("url", "from_at", "to_at"), _gap, _with_feed(inflow))
    key = checksums.COVERED["feed_events"]
    add_new(inflow, "feed_events", _with_feed(inflow), key, "url")
    add_new(inflow, "reseals", dict, checksums.COVERED["reseals"], "at")


def _join(
    inflow: Inflow,
    table: str,
    key: tuple[str, ...],
    joined: Callable[[Row, Row], Row],
    moved: Callable[[Row], Row | None] = dict,
) -> None:
    """Add the rows of a table; of two with the same key, make one."""
    new = []
    where = " AND ".join(f"{name} IS ?" for name in key)
    for row in inflow.sound(table):
        row.pop("id", None)
        now = moved(row)
        if now is None:
            continue
        wanted = [now[name] for name in key]
        sql = f"SELECT * FROM {table} WHERE {where}"
        known = inflow.target.execute(sql, wanted).fetchone()
        if known is None:
            new.append(now)
            continue
        before = {name: known[name] for name in now}
        is_damaged = inflow.is_damaged(table, known)
        after = now if is_damaged else joined(before, now)
        if is_damaged or after != before:
            checksums.update(inflow.target, table, dict(zip(key, wanted, strict=True)), **after)
    put(inflow.target, table, new)


def _greatest(values: Iterable[Any]) -> Any:
    return max((value for value in values if value is not None), default=None)


def _host(one: Row, other: Row) -> Row:
    """Return a host as the more cautious of two archives treats it, by the newer robots.txt."""
    newer = max((one, other), key=lambda row: (row["robots_at"], repr(row["robots"])))
    cautious = {name: _greatest((one[name], other[name])) for name in _CAUTIOUS}
    return {**one, **cautious, **{name: newer[name] for name in _ROBOTS}}


def _queued(one: Row, other: Row) -> Row:
    """Return an address of two queues: it is done if one archive has visited it."""

    def key(row: Row) -> tuple[int, str]:
        return _QUEUE.index(row["state"]), repr(row)

    chosen = max((one, other), key=key)
    numbers = {name: max(one[name], other[name]) for name in ("priority", "attempts")}
    return {**chosen, **numbers}


def _trouble(one: Row, other: Row) -> Row:
    chosen = max((one, other), key=repr)
    since = min(one["since"], other["since"])
    reported = _greatest((one["reported_at"], other["reported_at"]))
    return {**chosen, "since": since, "reported_at": reported}


def _join_schedules(inflow: Inflow) -> None:
    """Keep by which settings times are due, if both archives agree; else they are reckoned anew."""
    db = inflow.target
    mine = {row["subject"]: row for row in inflow.sound("schedules")}
    for row in map(dict, db.execute("SELECT subject, fingerprint FROM schedules").fetchall()):
        other = mine.get(row["subject"])
        if other is None or other["fingerprint"] != row["fingerprint"]:
            db.execute("DELETE FROM schedules WHERE subject = ?", (row["subject"],))
        else:
            since = "SELECT since FROM schedules WHERE subject = ?"
            before = db.execute(since, (row["subject"],)).fetchone()[0]
            key = {"subject": row["subject"]}
            checksums.update(db, "schedules", key, since=min(before, other["since"]))


def _join_feeds(inflow: Inflow) -> None:
    for row in inflow.sound("feeds"):
        was = row.pop("id")
        sql = "SELECT * FROM feeds WHERE url = ?"
        known = inflow.target.execute(sql, (row["url"],)).fetchone()
        if known is None:
            inflow.feeds[was] = checksums.insert(inflow.target, "feeds", **row)
            continue
        inflow.feeds[was] = known["id"]
        before = {name: known[name] for name in row}
        is_damaged = inflow.is_damaged("feeds", known)
        after = row if is_damaged else _feed(before, row)
        if is_damaged or after != before:
            checksums.update(inflow.target, "feeds", {"id": known["id"]}, **after)


def _feed(one: Row, other: Row) -> Row:
    """Return a feed as it was polled last; what only one archive knows is filled in."""
    latest, older = sorted((one, other), key=_last_poll, reverse=True)
    filled = {
        name: older[name] if value is None and name in _SET_BY_PEOPLE else value
        for name, value in latest.items()
    }
    lists = {name: _union(one[name], other[name]) for name in _LISTS}
    return {**filled, **lists, "added_at": min(one["added_at"], other["added_at"])}


_SET_BY_PEOPLE = frozenset(("title", "site_url", "every", "content", "rule", "own_title", "hub"))


def _last_poll(feed: Mapping[str, Any]) -> tuple[str, str]:
    joined = {"added_at", *_LISTS, *_SET_BY_PEOPLE}
    state = {name: value for name, value in feed.items() if name not in joined}
    set_by_people = [feed[name] for name in sorted(_SET_BY_PEOPLE)]
    return feed["polled_at"] or "", repr((state, set_by_people))


def _union(one: str, other: str) -> str:
    """Return two JSON lists as one; equal ones stay as they are."""
    if one == other:
        return one
    values = {json.dumps(value): value for value in (*json.loads(one), *json.loads(other))}
    in_order = [values[text] for text in sorted(values)]
    return json.dumps(in_order, ensure_ascii=False)


def _join_entries(inflow: Inflow) -> None:
    """Add the entries that feeds have shown, each at the time when it was first seen."""
    rows = inflow.source.execute("SELECT feed_id, entry_id, url, seen_at FROM feed_entries")
    moved = [
        (inflow.feeds[row["feed_id"]], row["entry_id"], row["url"], row["seen_at"])
        for row in rows
        if row["feed_id"] in inflow.feeds
    ]
    inflow.target.executemany(
        "INSERT INTO feed_entries(feed_id, entry_id, url, seen_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT(feed_id, entry_id) DO UPDATE SET url = excluded.url,"
        " seen_at = excluded.seen_at"
        " WHERE (excluded.seen_at, excluded.url) < (feed_entries.seen_at, feed_entries.url)",
        moved,
    )


def _with_feed(inflow: Inflow) -> Callable[[Row], Row | None]:
    def moved(row: Row) -> Row | None:
        if row["feed_id"] is None:
            return row
        if row["feed_id"] not in inflow.feeds:
            return None  # the damaged feed was named
        return {**row, "feed_id": inflow.feeds[row["feed_id"]]}

    return moved


def _window(one: Row, other: Row) -> Row:
    return max((one, other), key=lambda row: (row["at"], repr(row)))


def _gap(one: Row, other: Row) -> Row:
    """Return a gap as the archive knows it that has found more of what was missed."""
    feed_id = _greatest((one["feed_id"], other["feed_id"]))
    best = max((one, other), key=_what_was_found)
    return {**best, "feed_id": feed_id}


def _what_was_found(gap: Row) -> tuple[bool, int, str, str]:
    facts = {name: value for name, value in gap.items() if name != "feed_id"}
    return gap["filled_at"] is not None, gap["found"], gap["tried_at"] or "", repr(facts)
