"""The machine of the person who follows the feeds: its cron, its clock, and how it is killed.

A round that is killed, and rounds that overlap, are processes of their own; what they were answered is written to a
file as they go.
"""

import asyncio
import json
import math
import os
import signal
import traceback
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from scraper.archive import Archive
from scraper.archive.crawl import retries
from scraper.archive.store.run_lock import RunLock
from scraper.archive.store.times import parse, stamp
from scraper.errors import ArchiveBusy
from scraper.fetch import client
from scraper.fetch.fetch_settings import FetchSettings
from scraper.jobs import collect, gap_rules
from scraper.jobs.collect import Plan
from scraper.jobs.round import RoundPlan, play
from scraper.jobs.run import NO_HOOKS, ignore
from scraper.outcomes import RETRIED_LATER
from year.clockwork import Clock, MadeUpLoop, ReadingHere, WorldTransport
from year.sites import START

LATENCY = 0.05  # seconds of an answer


@dataclass(kw_only=True)
class Seen:
    """An answer that showed a feed, or a story."""

    round: int
    at: float
    clock: float  # what the machine's clock showed
    site: int
    stories: tuple[int, ...]
    revision: int | None = None  # of the story; None: it is a feed


@dataclass(kw_only=True)
class Machine:
    """A cron job on an archive in a made-up world."""

    world: object
    file: object
    cron: float
    clock: Clock = field(default_factory=Clock)
    seen: list[Seen] = field(default_factory=list)
    killed: set[int] = field(default_factory=set)  # rounds
    lines: list[tuple[float, str]] = field(default_factory=list)
    rounds: int = 0
    requests: int = 0
    refused: int = 0  # rounds that found another one at work
    polls: int = 0
    visits: dict[str, int] = field(default_factory=dict)  # outcomes by reason
    on_request: object = None
    _log: object = None
    _met: bool = False  # the rounds overlapped
    _followed_until: float = 0.0
    _archive: Archive | None = None

    def ask(self, url, etag):
        """Return an answer of the world, and note what it showed."""
        self.requests += 1
        if self.on_request is not None:
            self.on_request()
        answer, shown = self.world.answer(url, etag, self.clock.true)
        if shown is not None:
            self._note(shown)
        self.clock.true += LATENCY
        return answer

    def _note(self, shown):
        is_feed = isinstance(shown, list)
        if is_feed and not shown:
            return
        story = shown[0] if is_feed else shown
        self.seen.append(
            Seen(
                round=self.rounds,
                at=self.clock.true,
                clock=self.clock.machine(),
                site=story.site.number,
                stories=tuple(s.number for s in shown) if is_feed else (story.number,),
                revision=None if is_feed else story.revision(self.clock.true),
            )
        )
        if self._log is not None:
            self._write({"seen": vars(self.seen[-1])})

    # --- rounds ---

    @contextmanager
    def plugged_in(self, monkeypatch):
        """Let the program ask this world, by this clock, without processes for reading."""
        with monkeypatch.context() as patches:
            patches.setattr(client, "Pools", lambda *_: WorldTransport(self))
            patches.setattr(collect, "Workers", ReadingHere)
            patches.setattr(asyncio, "run", self._run)
            try:
                yield self
            finally:
                self.close()

    def _run(self, work):
        with asyncio.Runner(loop_factory=lambda: MadeUpLoop(self.clock)) as runner:
            return runner.run(work)

    @property
    def archive(self):
        if self._archive is None:
            self._archive = Archive.open(self.file, clock=self.clock.now)
        return self._archive

    def close(self):
        """Close the archive: the next round opens it anew."""
        if self._archive is not None:
            self._archive.close()
            self._archive = None

    def follow(self):
        """Follow the feeds that the person knows by now."""
        feeds = self.archive.crawl.feeds
        for site in self.world.sites:
            if self._followed_until <= site.followed <= self.clock.true:
                feed_id, _ = feeds.add(site.feed)
                if site.every:
                    feeds.choose(feed_id, every=site.every)
        self._followed_until = math.nextafter(self.clock.true, math.inf)

    def round(self):
        """Play one round in this process."""
        self.rounds += 1
        self._count(self._play())

    def _play(self):
        settings = FetchSettings(robots=False, allow_net=("127.0.0.0/8",))
        plan = RoundPlan(visits=Plan(max_age=86400.0))
        net = {"clock": self.clock.machine, "random": lambda: 0.5}
        return play(self.archive, settings, plan, ignore, hooks=NO_HOOKS, **net)

    def _count(self, result):
        self.polls += len(result.asked)
        self.lines += [(self.clock.true, line) for line in result.lines]
        for part in result.parts.values():
            for reason, count in part.counts.items():
                self.visits[str(reason)] = self.visits.get(str(reason), 0) + count

    # --- rounds in processes of their own ---

    def round_that_is_killed(self, *, request=None, statement=None):
        """Play a round that is killed before its nth request, or its nth statement of SQL; return whether it came so far."""

        def work():
            if request:
                self.on_request = _after(request, _die)
            if statement:
                countdown = _after(statement, _die)
                self.archive.db.set_trace_callback(lambda _: countdown())
            return self._play()

        self.rounds += 1
        if not self._end(self._start(work, self.rounds)):
            self.killed.add(self.rounds)
            return True
        return False

    def rounds_that_overlap(self, *, request, locked):
        """Play a round that begins in the middle of another one, before the nth request of that.

        Return whether that one came so far; else it is over before the other begins.
        """
        play = self._play_locked if locked else self._play
        begin, over = os.pipe(), os.pipe()  # the second round may begin, and is over

        def outer():
            waited = []

            def wait():
                waited.append(1)
                _tell(begin, self.clock)
                self.clock.true = max(self.clock.true, _hear(over))

            self.on_request = _after(request, wait)
            result = play()
            if not waited:
                _tell(begin, self.clock)
            self._write({"met": bool(waited)})
            return result

        def inner():
            self.clock.true = _hear(begin)
            result = play()
            _tell(over, self.clock)
            return result

        self._met = False
        processes = [self._start(outer, self.rounds + 1), self._start(inner, self.rounds + 2)]
        self.rounds += 2
        for process in processes:
            assert self._end(process)
        for pipe_end in (*begin, *over):
            os.close(pipe_end)
        return self._met

    def _play_locked(self):
        try:
            with RunLock(self.file, clock=self.clock.now):
                return self._play()
        except ArchiveBusy:
            return None

    def _start(self, work, number):
        """Do a round in a process of its own, which writes what it sees -> its id and its file."""
        self.close()  # a connection is no use behind a fork, and would harm the other
        path = self.file.with_name(f"round-{number}.jsonl")
        child = os.fork()
        if child:
            return child, path
        code = 1
        try:
            self.rounds, before = number, (self.polls, dict(self.visits), len(self.lines), self.requests)
            self._log = path.open("w")
            result = work()
            if result is not None:
                self._count(result)
            visits = {name: count - before[1].get(name, 0) for name, count in self.visits.items()}
            self._write({"end": [self.polls - before[0], visits, self.lines[before[2] :], result is None]})
            self.close()
            code = 0
        except BaseException:  # noqa: BLE001 - the process ends here
            traceback.print_exc()
        finally:
            os._exit(code)

    def _write(self, record):
        self._log.write(f"{json.dumps({**record, 'true': self.clock.true, 'requests': self.requests})}\n")
        self._log.flush()

    def _end(self, process):
        """Wait for a round in another process, and take over what it saw; return whether it came to its end."""
        child, path = process
        _, status = os.waitpid(child, 0)
        assert status in (0, signal.SIGKILL), "a round failed"
        requests = self.requests
        for line in path.read_text().splitlines() if path.exists() else ():
            record = json.loads(line)
            self.clock.true = max(self.clock.true, record["true"])
            requests = max(requests, record["requests"])
            if "seen" in record:
                self.seen.append(Seen(**{**record["seen"], "stories": tuple(record["seen"]["stories"])}))
            elif "met" in record:
                self._met = record["met"]
            else:
                polls, visits, lines, was_refused = record["end"]
                self.polls += polls
                self.lines += map(tuple, lines)
                self.refused += was_refused
                for name, count in visits.items():
                    self.visits[name] = self.visits.get(name, 0) + count
        self.requests = requests
        path.unlink(missing_ok=True)
        self.seen.sort(key=lambda one: one.at)
        return status == 0

    # --- the time in between ---

    def next_due(self):
        """Return when, by the machine's clock, a round has something to do; it reads what the archive keeps."""
        db, now = self.archive.db, self.clock.now()
        (feed,) = db.execute(
            "SELECT min(coalesce(CASE WHEN polled_at > ? THEN NULL ELSE due_at END, '')) FROM feeds"
            " WHERE paused_at IS NULL AND retired_at IS NULL",
            (stamp(now + timedelta(minutes=10)),),
        ).fetchone()
        (visit,) = db.execute("SELECT min(coalesce(due_at, '')) FROM visits WHERE due_at < '9999'").fetchone()
        times = [parse(text) if text else now for text in (feed, visit) if text is not None]
        if any(
            state != "failed" or not retries.is_given_up([row["reason"] for row in retries.last_reasons(db, url)])
            for url, state in self._waiting()
        ):
            times.append(now)
        for gap in self.archive.crawl.gaps.open():
            ages = [gap.to_at + age for age in gap_rules.TRIES]
            times += [age for age in ages if gap.tried_at is None or age > gap.tried_at][:1]
        return min(times, default=now + timedelta(days=1)).timestamp()

    def _waiting(self):
        marks = ", ".join(f"'{reason}'" for reason in sorted(RETRIED_LATER))
        sql = f"SELECT url, state FROM queue WHERE state IN ('waiting', 'taken') OR (state = 'failed' AND reason IN ({marks}))"
        return self.archive.db.execute(sql).fetchall()

    def sleep_until_due(self, latest):
        """Let time pass until cron calls when there is something to do, or until a moment of the world."""
        due = self.next_due() - self.clock.ahead
        step = (max(due, self.clock.true + 1) - START) // self.cron + 1
        self.clock.true = min(START + step * self.cron, max(latest, self.clock.true + 1))


def _after(count, act):
    """Return a function that acts at its nth call."""
    left = [count]

    def called():
        left[0] -= 1
        if left[0] == 0:
            act()

    return called


def _die():
    os.kill(os.getpid(), signal.SIGKILL)


def _tell(pipe, clock):
    os.write(pipe[1], f"{clock.true!r}\n".encode())


def _hear(pipe):
    return float(os.read(pipe[0], 100))
