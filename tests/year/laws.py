"""What must hold of an archive after some time in a made-up world; it is reckoned from the world alone.

Definitions, in which "the machine is at work" means: cron calls it and its clock is right.

* A story COULD BE SEEN in a feed that is followed if the feed showed it for as long as the feed may go unasked (a day,
  or the interval that the person set) while the server was up and the machine at work, without a break.
* A story WAS SEEN if a poll of a round that was not killed was answered with it.
* Its page COULD BE READ if, after it was seen first and while its feed showed it, the page was there with its text and
  the machine at work for a day, which is the longest wait after a failure, and for as long as the feed may go unasked,
  without a break.
* An edit LASTED if it was there at the latest moment of the next step of the ladder, counted from when the archive was
  last shown a change, and from the edit until then the page could be read and the machine was at work.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise, product

from scraper.archive.store.times import parse
from year.sites import DAY, HOUR, MINUTE, START

LADDER = (HOUR, 3 * HOUR, 12 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY, 180 * DAY)  # as the documentation gives it
JITTER = 0.1
WATCHED = 30 * DAY  # after first sight; the age up to which an edit that lasted must be a version
UNASKED = DAY
WAIT = DAY  # the longest after a failure
SLACK = 20 * MINUTE  # a round may take so long
SAME = 15 * MINUTE  # the archive's time of a poll and the world's are no farther apart


@dataclass(kw_only=True)
class Findings:
    """What was counted, and what broke a law."""

    numbers: dict[str, object] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


class Laws:
    """Compares an archive with the world that it is of."""

    def __init__(self, machine, away):
        self._machine, self._world, self._cron = machine, machine.world, machine.cron
        self._away = sorted(away)  # times in which the machine was not at work
        self._db = machine.archive.db
        self._ended = machine.clock.true
        self.found = Findings()
        self._polls, self._pages = defaultdict(list), defaultdict(list)
        self._sort_answers()
        self._articles = self._articles_by_story()

    def judge(self):
        self._nothing_twice()
        self._what_could_be_seen_was_seen()
        self._what_was_seen_is_archived()
        self._edits_are_versions()
        self._what_vanished_is_gone()
        self._holes_are_gaps()
        self._lines_are_few()
        self._count()
        return self.found

    def _break(self, text):
        self.found.broken.append(text)

    def _sort_answers(self):
        """Sort what was answered: of a feed the first answer in each round, of a story all of them."""
        polled = set()
        for seen in self._machine.seen:
            if seen.revision is not None:
                self._pages[seen.site, seen.stories[0]].append(seen)
            elif (seen.round, seen.site) not in polled:
                polled.add((seen.round, seen.site))
                self._polls[seen.site].append(seen)

    def _is_sure(self, seen):
        return seen.round not in self._machine.killed

    def _articles_by_story(self):
        """Return the ids of articles by the addresses that a story ever had."""
        found = defaultdict(set)
        for url, article_id in self._db.execute("SELECT url, article_id FROM aliases"):
            host, _, path = url.partition("://")[2].partition("/")
            site = self._world.by_host.get(host)
            digits = path.removesuffix(".html").replace("-", "/").rpartition("/")[2]
            if site is not None and digits.isdecimal():
                found[site.number, int(digits)].add(article_id)
        return found

    # --- times ---

    def _at_work(self, begin, end):
        return not any(start < end and begin < stop for start, stop in self._away)

    def _breaks(self, site, begin, end, *, readable=False):
        """Yield the times within which something is wrong, in order."""
        spells = [(s.begin, s.end) for s in site.spells if readable or s.how != "script"]
        for start, stop in sorted([*self._away, *spells]):
            if start < end and begin < stop:
                yield start, stop

    def _has_stretch(self, site, begin, end, length, *, readable=False):
        """Return whether there is so long a time without a break between two moments."""
        at = begin
        for start, stop in self._breaks(site, begin, end, readable=readable):
            if start - at >= length:
                return True
            at = max(at, stop)
        return end - at >= length

    def _followed_until(self, site):
        return min(self._ended, site.feed_ends or self._ended)

    # --- the laws ---

    def _nothing_twice(self):
        for (site, number), ids in self._articles.items():
            if len(ids) > 1:
                self._break(f"story {site}-{number} is archived {len(ids)} times")
        (articles,) = self._db.execute("SELECT count(*) FROM articles").fetchone()
        if articles != len(self._articles):
            self._break(f"{articles} articles are of {len(self._articles)} stories")
        (same,) = self._db.execute(
            "SELECT count(*) FROM (SELECT headline, count(*) AS times FROM articles GROUP BY headline HAVING times > 1)"
        ).fetchone()
        if same:
            self._break(f"{same} headlines are those of several articles")

    def _what_could_be_seen_was_seen(self):
        could = 0
        for site in self._world.sites:
            seen = {number for poll in self._polls[site.number] for number in poll.stories}
            for story in site.stories[: site.published(self._ended)]:
                begin, end = max(story.published, site.followed), self._shown_until(site, story)
                if end <= begin or not self._has_stretch(site, begin, end, self._unasked(site)):
                    continue
                could += 1
                if story.number not in seen:
                    self._break(f"story {story.code} was never seen, though it could be")
        self.found.numbers["stories that could be seen"] = could

    def _unasked(self, site):
        """Return for how long a feed may go unasked."""
        return max(UNASKED, site.every or 0) + self._cron + SLACK

    def _shown_until(self, site, story):
        """Return when a feed shows a story no longer."""
        end = self._followed_until(site)
        if story.vanishes is not None:
            end = min(end, story.vanishes)
        last = story.number + site.shown  # what comes then pushes it out
        if last < len(site.stories):
            end = min(end, site.stories[last].published)
        return end

    def _what_was_seen_is_archived(self):
        seen_first = {}
        for site in self._world.sites:
            for poll in filter(self._is_sure, self._polls[site.number]):
                for number in poll.stories:
                    seen_first.setdefault((site.number, number), poll.at)
        self.found.numbers["stories seen"] = len(seen_first)
        lost = 0
        for (number, place), at in seen_first.items():
            site = self._world.sites[number]
            story = site.stories[place]
            until = self._shown_until(site, story)
            could_be_read = self._has_stretch(site, at, until, WAIT + self._unasked(site), readable=True)
            if (number, place) not in self._articles:
                lost += 1
                if could_be_read:
                    self._break(f"story {story.code} was seen {_day(at)} and is not archived")
        self.found.numbers["seen, gone before they could be read"] = lost

    def _edits_are_versions(self):
        edits = lasted = versions = 0
        texts = self._versions()
        for (number, place), answers in self._pages.items():
            site = self._world.sites[number]
            story = site.stories[place]
            sure = [answer for answer in answers if self._is_sure(answer)]
            if not sure or not story.edits:
                continue
            for revision, edited in enumerate(story.edits, 1):
                if not sure[0].at < edited < sure[0].at + WATCHED:
                    continue
                edits += 1
                if self._has_lasted(site, story, sure, revision):
                    lasted += 1
                    if revision not in texts.get((number, place), ()):
                        self._break(f"edit {revision} of story {story.code}, {_day(edited)}, is no version")
        for place, found in texts.items():
            versions += len(found)
            shown = {answer.revision for answer in self._pages[place]}
            if not found <= shown or len(found) != self._version_counts[place]:
                self._break(
                    f"story {place}: versions {sorted(found)} of {self._version_counts[place]}, shown {sorted(shown)}"
                )
        self.found.numbers |= {"edits": edits, "edits that lasted": lasted, "versions": versions}

    def _has_lasted(self, site, story, sure, revision):
        """Return whether an edit was there until the next look at the story must have come."""
        edited = story.edits[revision - 1]
        before = [answer for answer in sure if answer.at < edited]
        changed = next(answer.at for answer in before if answer.revision == before[-1].revision)
        steps = [age for age in LADDER if changed + (1 - JITTER) * age > edited]
        if not steps:
            return False
        latest = changed + (1 + JITTER) * steps[0] + 2 * self._cron + SLACK
        ends = [*story.edits[revision:], story.vanishes or self._ended, self._ended]
        is_quiet = not any(self._breaks(site, changed, latest, readable=True))
        return min(ends) > latest and is_quiet

    def _versions(self):
        """Return the revisions of each story that are versions."""
        self._version_counts, found = defaultdict(int), defaultdict(set)
        articles = self._machine.archive.articles
        for place, ids in self._articles.items():
            article_id = min(ids)
            (count,) = self._db.execute("SELECT version FROM articles WHERE id = ?", (article_id,)).fetchone()
            self._version_counts[place] = count
            if count == 1 and not self._world.sites[place[0]].stories[place[1]].edits:
                found[place] = {0}
                continue
            for version in range(1, count + 1):
                text = " ".join(block.text for block in articles.load(article_id, version=version).body)
                _, _, rest = text.partition("Revision ")
                found[place].add(int(rest.partition(" ")[0]) if rest else 0)
        return found

    def _what_vanished_is_gone(self):
        """See that the archive calls no story vanished that is there, whatever its site shows in its place."""
        vanished = {
            row[0]: row[1]
            for row in self._db.execute("SELECT article_id, vanished_at FROM visits WHERE vanished_at IS NOT NULL")
        }
        for (number, place), ids in self._articles.items():
            story = self._world.sites[number].stories[place]
            if ids & vanished.keys() and (story.vanishes is None or story.vanishes > self._ended):
                self._break(f"story {story.code} is called vanished since {vanished[min(ids)]}")
        self.found.numbers["vanished"] = len(vanished)

    def _holes_are_gaps(self):
        rows = self._db.execute("SELECT site, from_at, to_at, filled_by, filled_at, found FROM gaps").fetchall()
        gaps = defaultdict(list)
        for row in rows:
            gaps[row["site"]].append((parse(row["from_at"]).timestamp(), parse(row["to_at"]).timestamp()))
        holes = 0
        for site in self._world.sites:
            polls = self._polls[site.number]
            known = gaps[site.host]
            for before, after in pairwise(polls):
                if set(before.stories) & set(after.stories):
                    continue
                holes += 1
                if not self._is_sure(before) or not self._is_sure(after):
                    continue
                if not any(start <= before.clock + SAME and after.clock - SAME <= end for start, end in known):
                    self._break(f"{site.host}: no gap for the hole {_day(before.at)} to {_day(after.at)}")
            for start, end in known:
                # A clock that is set back passes the same moment twice, and a killed round may have
                # recorded its poll before.
                pairs = product(_around(polls, start), _around(polls, end))
                if all(_go_on(one.stories, other.stories) for one, other in pairs):
                    self._break(f"{site.host}: a gap without a hole, {_day(start)} to {_day(end)}")
        ways = defaultdict(int)
        for row in rows:
            ways[row["filled_by"] if row["filled_at"] else "open"] += 1
        self.found.numbers |= {
            "holes": holes,
            "gaps": len(rows),
            "filled": dict(ways),
            "found": sum(r["found"] for r in rows),
        }

    def _lines_are_few(self):
        changes, days = 0, set()
        for site in self._world.sites:
            for spell in site.spells:
                if spell.begin > self._ended:
                    continue
                changes += 2
                well = self._well_again(site, spell)
                days |= set(range(int(spell.begin // DAY), int(well // DAY) + 1))
            changes += sum(at is not None and at < self._ended for at in (site.feed_moves, site.feed_ends))
        lines = len(self._machine.lines)
        self.found.numbers |= {"lines": lines, "changes of state": changes, "days in trouble": len(days)}
        if lines > changes + len(days):
            self._break(f"{lines} lines for {changes} changes of state and {len(days)} days in trouble")
        for at, line in self._machine.lines:
            is_news = line.startswith(("moved", "gone"))
            if not is_news and int(at // DAY) not in days:
                self._break(f"a line on a quiet day, {_day(at)}: {line}")

    def _well_again(self, site, spell):
        """Return when the machine could know that something is well again: by the next answer of the kind."""
        if spell.how == "script":
            later = [a.at for (number, _), answers in self._pages.items() if number == site.number for a in answers]
        else:
            later = [poll.at for poll in self._polls[site.number]]
        return min([at for at in later if at >= spell.end], default=self._ended)

    def _count(self):
        machine, numbers = self._machine, self.found.numbers
        days = (self._ended - START) / DAY
        (articles,) = self._db.execute("SELECT count(*) FROM articles").fetchone()
        numbers |= {
            "feeds": len(self._world.sites),
            "days": round(days),
            "articles": articles,
            "rounds": machine.rounds,
            "killed": len(machine.killed),
            "refused by the lock": machine.refused,
            "polls": machine.polls,
            "visits": dict(sorted(machine.visits.items())),
            "requests a day": round(machine.requests / days),
        }


def _go_on(before, after):
    """Return whether a feed surely missed nothing between two lists of stories, as it showed them.

    What both have at their top only may be pinned there; so it looks if a later one got a new address, too.
    """
    shared = len(set(before) & set(after))
    is_pinned = set(before[:shared]) == set(after[:shared])
    return bool(shared) and not (is_pinned and shared < min(len(before), len(after)))


def _around(polls, moment):
    """Return the polls at a moment of the clock, or the nearest ones."""
    nearest = min(abs(poll.clock - moment) for poll in polls)
    return [poll for poll in polls if abs(poll.clock - moment) <= nearest + SAME]


def _day(at):
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M}"
