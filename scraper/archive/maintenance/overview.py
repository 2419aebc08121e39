"""The state of an archive in a few rows: file, runs, queue, failures, feeds, gaps, hosts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from scraper.archive.maintenance import cron_rhythm
from scraper.archive.maintenance.file_place import trouble_of_place
from scraper.archive.store import owners
from scraper.archive.store.times import parse, stamp
from scraper.outcomes import FAILED, NOTHING_THERE, RETRIED_BY_ITSELF, Reason
from scraper.present.counted_things import counted

STALE = timedelta(days=2)  # a run that takes longer is trouble, and so are feeds that wait longer
# how many feeds are followed, the last poll, and how many should have been polled before a moment
_FEEDS = """
  SELECT count(*), max(polled_at),
    sum(paused_at IS NULL AND retired_at IS NULL AND coalesce(due_at, '') < ?)
  FROM feeds
"""
# of this file itself: those of archives that were merged into it are over, and have other cron jobs
_OWN_RUNS = "FROM runs WHERE origin_id IS NULL"
_RUNS = f"""
  SELECT * {_OWN_RUNS}
    AND (id IN (SELECT id {_OWN_RUNS} ORDER BY id DESC LIMIT ?) OR started_at >= ?)
  ORDER BY id DESC
"""
# entries whose last visit failed, within a time; what is not there was not given up, but looked for
_GIVEN_UP = """
  SELECT count(*), max(v.at) FROM
    (SELECT url, reason, at, max(id) FROM fetches WHERE at >= ?1 GROUP BY url) v
    JOIN queue q ON q.url = v.url AND q.state = 'failed'
  WHERE v.at < ?2 AND v.reason NOT IN (SELECT value FROM json_each(?3))
    AND CASE WHEN json_valid(q.lead) THEN json_extract(q.lead, '$.feed') END IS NOT NULL
"""
UNASKED = timedelta(days=2)  # a failed entry that its feed shows is asked after a day at most
SEE_GIVEN_UP = (
    "entries that failed and have not been asked for two days: `scraper fetch --retry-failed`"
)
RECENT = timedelta(days=7)  # failures that are listed
FAILURES = 3  # of a feed, in a row: fewer are an outage
RUNS = 3  # that are always listed
GAPS = 10  # that are listed, the newest
SEE_GAPS = "`scraper query gaps` lists all"


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusLine:
    """One thing to know."""

    about: str
    what: str
    count: int | None = None
    at: str | None = None
    note: str | None = None
    trouble: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scene:
    db: sqlite3.Connection
    path: Path
    now: datetime
    run_within: timedelta | None = None  # the longest time between two runs, as a person set it


def lines(
    db: sqlite3.Connection, path: Path, now: datetime, run_within: timedelta | None = None
) -> Iterator[StatusLine]:
    """Yield all there is to know, part by part."""
    for part in PARTS:
        yield from part(_Scene(db=db, path=path, now=now, run_within=run_within))


def brief_lines(db: sqlite3.Connection, path: Path, now: datetime) -> Iterator[StatusLine]:
    """Yield the last runs, the feeds and what is in trouble: what a large archive gives at once."""
    for part in BRIEF_PARTS:
        yield from part(_Scene(db=db, path=path, now=now))


def _file(scene: _Scene) -> Iterator[StatusLine]:
    yield StatusLine(
        about="archive",
        what="bytes",
        count=scene.path.stat().st_size,
        note=str(scene.path),
        trouble=trouble_of_place(scene.path.absolute()),
    )
    for table in ("articles", "versions", "captures"):
        (count,) = scene.db.execute(f"SELECT count(*) FROM {table}").fetchone()
        yield StatusLine(about="archive", what=table, count=count)
    yield from _pages_only(scene.db)


def _pages_only(db: sqlite3.Connection) -> Iterator[StatusLine]:
    """Yield the pages that are lists or products: kept, and no articles.

    An older reader may have put some among the articles.
    """
    from scraper.models import PAGES_ONLY

    sql = (
        "SELECT verdict, count(*) AS count"
        " FROM (SELECT verdict, max(id) FROM extractions GROUP BY capture_id)"
        " WHERE verdict IN (SELECT value FROM json_each(?)) GROUP BY verdict"
    )
    marked = "SELECT count(*) FROM articles WHERE verdict = ?"
    for verdict, count in db.execute(sql, (json.dumps(sorted(PAGES_ONLY)),)).fetchall():
        (archived,) = db.execute(marked, (verdict,)).fetchone()
        note = f"{archived} of them archived as articles by an older reader" if archived else None
        yield StatusLine(about="archive", what=f"{verdict} pages", count=count, note=note)


def _runs(scene: _Scene) -> Iterator[StatusLine]:
    """Yield the last runs, and the last one of each command within a week if it was not well."""
    since = stamp(scene.now - RECENT)
    rows = scene.db.execute(_RUNS, (RUNS, since))
    judged: set[str] = set()
    for i, run in enumerate(map(_past_run, rows.fetchall())):
        is_newest = i == 0
        trouble = None
        if run.name not in judged and (is_newest or run.started_at >= since):
            trouble = trouble_of_run(run, scene.now)
        if is_newest and not trouble and run.is_lost:
            trouble = "in the last run everything failed"
        if run.ended_at or trouble:  # one that is under way shows nothing yet
            judged.add(run.name)
        if trouble or i < RUNS:
            yield _line_of(run, trouble)


@dataclass(frozen=True, kw_only=True, slots=True)
class PastRun:
    """A run as the archive recorded it."""

    name: str  # the command without options, or with them in older archives
    command: str
    owner: str | None
    started_at: str
    ended_at: str | None
    error: str | None
    counts: Mapping[str, int]  # reason -> URLs

    @property
    def is_lost(self) -> bool:
        """Return whether all visits failed, and there were some.

        A run of the cron job is not lost as long as the next one asks again by itself.
        """
        reasons = set(self.counts)
        if not reasons or not reasons <= FAILED:
            return False
        return self.name not in cron_rhythm.COMMANDS or not reasons <= RETRIED_BY_ITSELF


def _past_run(row: sqlite3.Row) -> PastRun:
    command = " ".join(json.loads(row["command"]))
    return PastRun(
        name=row["name"] or command,
        command=command,
        owner=row["owner"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        error=row["error"],
        counts=json.loads(row["counts"]),
    )


def _line_of(run: PastRun, trouble: str | None) -> StatusLine:
    return StatusLine(
        about="run",
        what=run.command,
        count=sum(run.counts.values()),
        at=run.started_at,
        note=_note_of(run),
        trouble=trouble,
    )


def _note_of(run: PastRun) -> str | None:
    if not run.ended_at:
        return "did not end: it is under way, or was killed"
    counted = ", ".join(f"{count} {reason}" for reason, count in run.counts.items())
    parts = [part for part in (counted, run.error) if part]
    return "; ".join(parts) or None


def trouble_of_run(run: PastRun, now: datetime) -> str | None:
    """Return what is wrong with the last run of a command, until a later run of it is well."""
    the_run = f"the last run of `{run.name}` ({run.started_at})"
    if run.error:
        return f"{the_run} died: {run.error}"
    if not run.ended_at:
        if not _is_dead(run, now):
            return None
        return f"{the_run} did not end: it was killed, or the machine went down; run it again"
    faults = run.counts.get(Reason.FAULT)
    if faults:
        errors = counted(faults, "error")
        return f"{the_run} met {errors} in scraper itself (fault): see its log"
    return None


def _is_dead(run: PastRun, now: datetime) -> bool:
    """Return whether a run that did not end is not under way any more."""
    is_gone = run.owner is not None and not owners.lives(run.owner)
    return is_gone or now - parse(run.started_at) > STALE


def _queue(scene: _Scene) -> Iterator[StatusLine]:
    """Yield what waits, or is under way, and why it had to wait."""
    sql = (
        "SELECT state, reason, count(*) AS count, min(error) AS error FROM queue"
        " WHERE state IN ('waiting', 'taken')"
        " GROUP BY state, reason ORDER BY state, count DESC"
    )
    for state, reason, count, error in scene.db.execute(sql):
        what = f"{state}, {reason}" if reason else state
        is_fresh = state == "waiting" and reason is None
        trouble = _left_behind(scene) if is_fresh else None
        yield StatusLine(about="queue", what=what, count=count, note=error, trouble=trouble)


def _left_behind(scene: _Scene) -> str | None:
    """Return that an interrupted run left addresses that nothing visits by itself, if so.

    The entries of feeds are left to the next poll, and due articles to the next refresh.
    """
    sql = (
        "SELECT count(*) FROM queue WHERE state = 'waiting' AND reason IS NULL"
        " AND CASE WHEN json_valid(lead)"
        " THEN coalesce(json_extract(lead, '$.feed'), nullif(json_extract(lead, '$.again'), 0))"
        " END IS NULL"
    )
    (count,) = scene.db.execute(sql).fetchone()
    runs = scene.db.execute(f"SELECT * {_OWN_RUNS} AND ended_at IS NULL").fetchall()
    is_under_way = not all(_is_dead(_past_run(run), scene.now) for run in runs)
    if not count or is_under_way:
        return None
    addresses = "1 address waits" if count == 1 else f"{count} addresses wait"
    return f"{addresses} since a run was interrupted: `scraper fetch --pending` visits them"


def _failures(scene: _Scene) -> Iterator[StatusLine]:
    """Yield the reasons for which the last visits of URLs failed."""
    sql = (
        "SELECT reason, count(*) AS count, max(at) AS at, error FROM"
        " (SELECT url, reason, error, at, max(id) FROM fetches WHERE at >= ? GROUP BY url)"
        " GROUP BY reason ORDER BY count DESC"
    )
    for reason, count, at, error in scene.db.execute(sql, (stamp(scene.now - RECENT),)):
        if reason in FAILED:
            yield StatusLine(about="failed", what=reason, count=count, at=at, note=error)


def _given_up(scene: _Scene) -> Iterator[StatusLine]:
    """Yield how many entries of feeds failed and were not asked again, of the last week."""
    times = (stamp(scene.now - RECENT), stamp(scene.now - UNASKED))
    count, at = scene.db.execute(_GIVEN_UP, (*times, json.dumps(sorted(NOTHING_THERE)))).fetchone()
    if count:
        yield StatusLine(about="failed", what="given up", count=count, at=at, note=SEE_GIVEN_UP)


def _feeds(scene: _Scene) -> Iterator[StatusLine]:
    """Yield how many feeds there are, when they were polled, and those that failed."""
    stale = stamp(scene.now - STALE)
    count, polled, overdue = scene.db.execute(_FEEDS, (stale,)).fetchone()
    if not count:
        return
    trouble = _cron_trouble(scene, polled if overdue else None)
    yield StatusLine(about="feeds", what="followed", count=count, at=polled, trouble=trouble)
    failing = (
        "SELECT * FROM feeds WHERE failures > 0 AND paused_at IS NULL AND retired_at IS NULL"
        " ORDER BY failures DESC, url"
    )
    for row in scene.db.execute(failing):
        failures = row["failures"]
        is_gone = failures >= FAILURES
        yield StatusLine(
            about="feeds",
            what=row["url"],
            count=failures,
            at=row["polled_at"],
            note=row["error"],
            trouble=f"{row['url']} failed {failures} times in a row" if is_gone else None,
        )


def _cron_trouble(scene: _Scene, polled: str | None) -> str | None:
    """Return that no run has come for too long, by the rhythm of those before, or None."""
    began = cron_rhythm.starts(scene.db)
    found = cron_rhythm.trouble(began, scene.now, scene.run_within)
    is_unknown = not began or cron_rhythm.expected(began) is None
    if found is None and is_unknown and polled and parse(polled) < scene.now - STALE:
        return f"no feed was asked since {polled}: is `scraper run` still in cron?"
    return found


def _troubles(scene: _Scene) -> Iterator[StatusLine]:
    """Yield the sites and services that `scraper run` found in trouble; others have their lines."""
    rows = "SELECT * FROM troubles WHERE kind IN ('site', 'service') ORDER BY since, subject"
    for row in scene.db.execute(rows):
        line = f"{row['subject']}: {row['detail']}"
        yield StatusLine(about=row["kind"], what=row["subject"], at=row["since"], trouble=line)


def _gaps(scene: _Scene) -> Iterator[StatusLine]:
    """Yield how many gaps of feeds are filled and open, and the newest open ones."""
    newest_first = "SELECT * FROM v_gaps WHERE filled_at IS NULL ORDER BY to_at DESC, id DESC"
    still_open = scene.db.execute(newest_first).fetchall()
    (filled,) = scene.db.execute("SELECT count(filled_at) FROM gaps").fetchone()
    if filled:
        yield StatusLine(about="gaps", what="filled", count=filled)
    if still_open:
        yield StatusLine(about="gaps", what="open", count=len(still_open), note=SEE_GAPS)
    for gap in still_open[:GAPS]:
        is_recent = parse(gap["to_at"]) >= scene.now - RECENT
        yield StatusLine(
            about="gaps",
            what=gap["url"],
            count=gap["estimate"],
            at=gap["to_at"],
            note=_note_of_gap(gap),
            # an estimate of none: the feed may have gone on just where the last poll ended
            trouble=_trouble_of_gap(gap) if is_recent and gap["estimate"] != 0 else None,
        )


def _note_of_gap(gap: sqlite3.Row) -> str:
    note = f"missed since {gap['from_at']}; seen before: {gap['seen_before']}"
    if gap["found"]:
        return f"{note}; found by {gap['filled_by']}: {gap['found']}"
    return note


def _trouble_of_gap(gap: sqlite3.Row) -> str:
    about = f" (about {gap['estimate']})" if gap["estimate"] else ""
    return (
        f"entries{about} of {gap['url']} came and went unseen between {gap['from_at']} and"
        f" {gap['to_at']}: {SEE_GAPS}"
    )


def _due(scene: _Scene) -> Iterator[StatusLine]:
    """Yield how many articles are due for another look."""
    from scraper.archive.crawl.due_articles import count_due  # the brief lines do without it

    due = count_due(scene.db, scene.now)
    if due.articles:
        note = f"the longest since {due.oldest}; `scraper refresh` visits them"
        yield StatusLine(about="articles", what="due", count=due.articles, at=due.oldest, note=note)


def _hosts(scene: _Scene) -> Iterator[StatusLine]:
    """Yield the hosts that are slowed down or left alone for a while."""
    from scraper.archive.maintenance.slow_hosts import note, slow_hosts

    slowed, others = slow_hosts(scene.db, scene.now)
    for host in slowed:
        yield StatusLine(
            about="hosts", what=host.host, count=host.failures, at=host.at, note=note(host)
        )
    if others:
        yield StatusLine(about="hosts", what="further slowed hosts", count=others)


PARTS: tuple[Callable[[_Scene], Iterator[StatusLine]], ...] = (
    _file,
    _runs,
    _queue,
    _failures,
    _given_up,
    _feeds,
    _troubles,
    _gaps,
    _due,
    _hosts,
)
BRIEF_PARTS = (_runs, _feeds, _troubles, _gaps)  # without those that read a long log
