"""Make an archive of ten years.

    python -m bench.ten_years ten.db --feeds 1450
    python -m bench.ten_years_table ten.db

It plays the made-up world of the tests (tests/year): the stories, edits, moves and vanishings of its
sites, the polls, visits, runs, absences and gaps of a cron job that follows them. It saves by the
same code as a run does, but asks no server and reads no page: what a page says is known. 1,450 feeds
are some 500,000 articles, and 40 minutes of one core. Parts with other sites can be made at the same
time (--part 1, --part 2, …); `scraper merge` makes one archive of them.
"""

import argparse
import math
import random
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from year import sites
from year.documents import modified, page, paragraphs, published

from scraper.archive import Archive
from scraper.archive.crawl.gap_log import FeedWindow
from scraper.archive.store.bulk_index import merged_later
from scraper.jobs import continuity, due
from scraper.models import (
    Article,
    Author,
    Block,
    BlockKind,
    Lead,
    Page,
    Redirect,
    Span,
    Verdict,
    VerdictKind,
)
from scraper.outcomes import Reason

HOUR, DAY = sites.HOUR, sites.DAY
DAYS = 3650
BEGAN = datetime(2016, 11, 30, tzinfo=UTC).timestamp()
CRON = 6 * HOUR
LADDER = (DAY, 7 * DAY, 30 * DAY)  # when an article is looked at again, as a person may set it
CALM = 150.0  # days between two troubles of a site
AGAIN = 6 * HOUR  # after a failure
LONGEST = 12 * HOUR  # between two polls of a feed
ABSENCES = (2 * DAY, 9 * DAY)  # of the machine, in each year
SITES = 1000  # at most, of a part
AT_ONCE = 200  # rounds in one transaction
CODED = 1000  # one of so many articles has a tag and a note
MS = 50  # of an answer


@dataclass(kw_only=True)
class Known:
    """What the player remembers of an article, in place of asking the archive."""

    story: sites.Story
    article_id: int
    first_seen: datetime
    last_changed: datetime
    shown: tuple  # revision and look of the page that was read last
    url: str
    missing: int = 0
    missing_since: datetime | None = None


@dataclass(kw_only=True)
class Player:
    """A cron job that follows feeds for ten years."""

    archive: Archive
    world: list
    clock: "Hand"
    counts: dict = field(default_factory=dict)  # of the run
    windows: dict = field(default_factory=dict)  # site -> what its last poll showed
    feeds: dict = field(default_factory=dict)
    seen: dict = field(default_factory=dict)  # site -> the stories that a poll showed
    names: dict = field(default_factory=dict)  # site -> entry that it shows -> what names it
    polls: list = field(default_factory=list)  # when, and the site
    visits: list = field(default_factory=list)  # when, a number, and the article or story
    run: int = 0
    number: int = 0

    def play(self):
        for site in self.world:
            heappush(self.polls, (site.followed, site.number))
        away, at, rounds = absences(), BEGAN, 0
        with ExitStack() as open_one:
            while at < BEGAN + DAYS * DAY:
                due_next = min(self.polls[0][0], self.visits[0][0] if self.visits else at + DAY)
                at += max(1, math.ceil((due_next - at) / CRON)) * CRON
                if any(begin <= at < end for begin, end in away):
                    continue
                if rounds % AT_ONCE == 0:
                    open_one.close()
                    open_one.enter_context(self.archive.transaction())
                rounds += 1
                self.clock.at = at
                self.round(at)
                if rounds % 1000 == 0:
                    print(f"{self.clock():%Y-%m-%d} {time.process_time():,.0f} s", flush=True)

    def round(self, at):
        runs = self.archive.crawl.runs
        self.run = runs.start(["scraper", "run"], name="run")
        self.counts = {}
        while self.polls and self.polls[0][0] <= at:
            _, number = heappop(self.polls)
            self.poll(self.world[number % SITES], at)
        while self.visits and self.visits[0][0] <= at:
            _, _, what = heappop(self.visits)
            if isinstance(what, Known):
                self.look_again(what, at)
            else:
                self.visit(what, at)
        runs.end(self.run, self.counts)

    # --- feeds ---

    def poll(self, site, at):
        if site.feed_ends is not None and at >= site.feed_ends:
            self.archive.crawl.feeds.retire(self.feed(site)["id"], "410: Gone")
            return
        following = at + wait_of(site)
        heappush(self.polls, (following, site.number))
        if not site.up_at(at):
            self.note_poll(site, following, error="HTTP status 503", status=503, failed=True)
            return
        place = site.published(at)
        last = self.windows.get(site.number)
        if last is not None and last[0] == place:
            return  # "not modified" leaves nothing but times in the row of the feed
        shown = site.window(at)
        self.note_window(site, place, shown, at)
        seen = self.seen.setdefault(site.number, set())
        for story in shown:
            if story.number not in seen:
                seen.add(story.number)
                self.archive.crawl.queue.add([self.lead(story, at)])
                self.visit(story, at)
        self.note_poll(site, following, error=None, status=200)

    def note_poll(self, site, following, *, failed=False, **noted):
        feed_id = self.feed(site)["id"]
        due_at = iso(following)
        self.archive.crawl.feeds.note_poll(feed_id, failed=failed, due_at=due_at, **noted)

    def note_window(self, site, place, shown, at):
        before = self.names.get(site.number, {})
        after = {}  # what names an entry is reckoned once
        for story in shown:
            key = (story.number, story.path(at), story.guid(at))
            after[key] = before.get(key) or continuity.names_of([self.lead(story, at)])[0]
        self.names[site.number], names = after, tuple(after.values())
        window = FeedWindow(at=self.clock(), names=names)
        before = self.windows.get(site.number)
        missed = before is not None and continuity.is_gap(before[1], window)
        self.archive.crawl.gaps.note_window(self.feed(site), window, missed=missed)
        self.windows[site.number] = (place, window)

    def lead(self, story, at):
        site = story.site
        return Lead(
            url=site.base + story.path(at),
            feed=site.feed,
            id=story.guid(at),
            headline=story.headline(at),
            date_published=published(story) if site.dated else None,
        )

    def feed(self, site):
        if site.number not in self.feeds:
            feed_id, _ = self.archive.crawl.feeds.add(site.feed)
            if site.every:
                self.archive.crawl.feeds.choose(feed_id, every=site.every)
            self.feeds[site.number] = self.archive.crawl.feeds.polled(site.feed)
        return self.feeds[site.number]

    # --- pages ---

    def visit(self, story, at):
        """Visit an entry of a feed."""
        url = story.site.base + story.path(at)
        if not story.exists(at):
            self.log(url, Reason.NOT_FOUND, status=404)
            self.archive.crawl.queue.fail(url, Reason.NOT_FOUND, "404: Not Found")
            return
        if not story.site.readable_at(at):
            self.log(url, Reason.TIMEOUT, error="no answer within 20 s")
            self.push(at + AGAIN, story)
            return
        change, shown = self.read(story, url, at)
        now = self.clock()
        known = Known(
            story=story,
            article_id=change.article_id,
            first_seen=now,
            last_changed=now,
            shown=shown,
            url=url,
        )
        self.archive.crawl.queue.finish(url)
        self.archive.crawl.feeds.mark_seen(self.feed(story.site)["id"], [self.lead(story, at)])
        self.due_again(known)
        if change.article_id % CODED == 0:
            self.archive.corpus.tags.add(change.article_id, "sample", coder="ann")
            self.archive.corpus.notes.add(change.article_id, "Read in full.", coder="ann")

    def read(self, story, url, at):
        """Keep the page of a story and save what it says; return the change and what it shows."""
        shown = revision, looks_new = what_is_shown(story, at)
        here = story.site.base + story.path(at)
        hops = (Redirect(url=url, status=301, location=here),) if here != url else ()
        capture = self.archive.pages.keep(
            Page(
                url=url,
                final_url=here,
                headers={"content-type": "text/html; charset=utf-8", "etag": f'"{revision}"'},
                body=page(story, at, looks_new=looks_new),
                fetched_at=self.clock(),
                redirects=hops,
            ),
            run_id=self.run,
        )
        change = self.archive.articles.save(article(story, here, at), capture)
        self.log(url, Reason(change.kind), status=200, capture_id=capture)
        return change, shown

    def look_again(self, known, at):
        """Visit an article that is due."""
        story, now = known.story, self.clock()
        if not story.exists(at):
            self.log(known.url, Reason.NOT_FOUND, status=404)
            known.missing += 1
            known.missing_since = known.missing_since or now
            if known.missing <= len(due.CONFIRMED_AFTER):
                when = due.confirmation_at(known.missing, known.missing_since, now)
                self.write_due(known, when)
            else:
                self.due_again(known)
            return
        if not story.site.readable_at(at):
            self.log(known.url, Reason.TIMEOUT, error="no answer within 20 s")
            self.write_due(known, now + timedelta(seconds=AGAIN))
            return
        known.missing, known.missing_since = 0, None
        if known.shown == what_is_shown(story, at):
            reason = Reason.NOT_MODIFIED if story.site.validators else Reason.SAME
            status = 304 if story.site.validators else 200
            self.count(reason)
            self.archive.crawl.log.touch(known.url, reason, status=status, ms=MS, run_id=self.run)
        else:
            change, known.shown = self.read(story, known.url, at)
            if change.kind == Reason.EDITED:
                known.last_changed = now
        self.due_again(known)

    def due_again(self, known):
        watched = due.Watched(
            article_id=known.article_id,
            first_seen=known.first_seen,
            last_changed=known.last_changed,
        )
        self.write_due(known, due.due_at(watched, self.clock(), LADDER))

    def write_due(self, known, when):
        self.archive.crawl.due.write(known.article_id, when)
        if when is not None:
            self.push(when.timestamp(), known)

    def push(self, at, what):
        self.number += 1
        heappush(self.visits, (at, self.number, what))

    def log(self, url, reason, **known):
        self.count(reason)
        self.archive.crawl.log.write(url, reason, ms=MS, run_id=self.run, **known)

    def count(self, reason):
        self.counts[str(reason)] = self.counts.get(str(reason), 0) + 1


@dataclass
class Hand:
    """The hand of the clock, which the player moves."""

    at: float = BEGAN

    def __call__(self):
        return datetime.fromtimestamp(self.at, UTC)


def iso(at):
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def what_is_shown(story, at):
    """Return the revision of a story and whether its site has its new design."""
    redesign = story.site.redesign
    return story.revision(at), redesign is not None and at >= redesign


def article(story, url, at):
    """Return a story as it would be read from its page."""
    blocks = [
        Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=text),)) for text in paragraphs(story, at)
    ]
    return Article(
        url=url,
        site=story.site.host,
        publisher="The Gazette",
        headline=story.headline(at),
        byline="By Ada Berg",
        authors=(Author(name="Ada Berg", links=(f"{story.site.base}/by/ada",)),),
        date_published=published(story),
        date_modified=modified(story, at),
        body=tuple(blocks),
        language="en",
        verdict=Verdict(kind=VerdictKind.ARTICLE),
    )


def wait_of(site):
    """Return the seconds between two polls: half of the mean time between two entries."""
    if site.every:
        return site.every
    per_day = sites.RHYTHMS[site.rhythm][0]
    return min(LONGEST, max(CRON, 0.5 * DAY / per_day))


def absences():
    """Return when the machine is off."""
    chance = random.Random(7)
    begins = [
        (BEGAN + (year + chance.random()) * 365 * DAY, length)
        for year in range(DAYS // 365)
        for length in ABSENCES
    ]
    return [(begin, begin + length) for begin, length in begins]


def make(path, feeds, part):
    """Make the archive, or one part of it, whose sites no other part has."""
    usual, sites.START = sites.START, BEGAN  # so that the ten years have passed by now
    world = sites.make(part, feeds, DAYS, CALM)
    for site in world:
        site.followed = BEGAN if site.followed == usual else site.followed
        site.number += part * SITES
        site.__post_init__()
    hand = Hand()
    with Archive.open(path, clock=hand) as archive:
        # if the machine fails, the archive is made anew
        archive.db.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -100000;")
        with merged_later(archive.db):
            Player(archive=archive, world=world, clock=hand).play()
        print(f"{archive.articles.count():,} articles, {time.process_time():,.0f} s of CPU")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("--feeds", type=int, default=360)
    parser.add_argument("--part", type=int, default=0)
    given = parser.parse_args()
    make(given.archive, given.feeds, given.part)


if __name__ == "__main__":
    main()
