"""What a made-up world holds: sites, their stories, and what goes wrong with them.

All of it follows from a seed: which stories a site publishes and when, which of them it edits, renames, moves or takes
down, when its server is down, and when a new design hides the text from a program that runs no JavaScript. Times are
Unix seconds. Nothing here knows of the program under test.
"""

import random
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
START = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
BEFORE = 90 * DAY  # for which a site published before anybody followed it
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
WORDS = [first + second for first in SYLLABLES for second in SYLLABLES]


@dataclass(kw_only=True)
class Story:
    """One story of a site; None: it never happens."""

    site: "Site" = field(repr=False)
    number: int
    published: float
    edits: tuple[float, ...] = ()  # when its text, or its headline, becomes another
    renames: bool = False  # the edits change the headline, in the feed, too
    silent: bool = False  # they change no date
    moves: float | None = None  # to another address, to which the old one redirects
    new_guid: float | None = None  # when its feed gives it another id
    vanishes: float | None = None

    @property
    def code(self):
        return f"{self.site.number}-{self.number}"

    @property
    def paths(self):
        return f"/news/{self.number}.html", f"/archive/moved-{self.number}.html"

    def path(self, at):
        return self.paths[self.moves is not None and self.moves <= at]

    def guid(self, at):
        return f"{'new' if self.new_guid is not None and self.new_guid <= at else 'old'}-guid-{self.code}"

    def revision(self, at):
        return bisect_right(self.edits, at)

    def headline(self, at):
        shown = self.revision(at) if self.renames else 0
        return f"Story {self.code} of the {words_of(self.site.number, self.number, 0)[:3]}{', edited' * bool(shown)}{shown or ''}"

    def exists(self, at):
        return self.published <= at and (self.vanishes is None or at < self.vanishes)


@lru_cache(4096)
def words_of(site, number, paragraph):
    chance = random.Random(f"{site}/{number}/{paragraph}")
    return " ".join(chance.choices(WORDS, k=28))


@dataclass(frozen=True, kw_only=True)
class Spell:
    """A time in which something is wrong with a site."""

    begin: float
    end: float
    how: str  # 503, refuse, timeout, html (in place of the feed), or script (a design without text)

    def holds(self, at):
        return self.begin <= at < self.end


@dataclass(kw_only=True)
class Site:
    """One site with one feed."""

    number: int
    rhythm: str
    shown: int  # entries of its feed
    form: str = "rss"
    dated: bool = True
    validators: bool = True  # ETag
    is_slow: bool = False  # it asks to be polled once a day
    every: int | None = None  # seconds between polls that the person sets
    followed: float = START  # when the person begins to follow it
    history: str | None = None  # archive, wordpress, sitemap
    spells: list[Spell] = field(default_factory=list)
    redesign: float | None = None  # from when on its pages look different, with the same text
    feed_moves: float | None = None
    feed_ends: float | None = None
    stories: list[Story] = field(default_factory=list)

    def __post_init__(self):
        self.host = f"site{self.number:03}.example"
        self.base = f"http://{self.host}"
        self.feed = f"{self.base}/feed"
        self._moments = None

    def up_at(self, at):
        return not any(spell.holds(at) for spell in self.spells if spell.how != "script")

    def readable_at(self, at):
        return not any(spell.holds(at) for spell in self.spells)

    def published(self, at):
        """Return the place behind the last story that is published."""
        if self._moments is None:
            self._moments = [story.published for story in self.stories]
        return bisect_right(self._moments, at)

    def window(self, at, skip=0):
        """Return the stories that the feed shows, newest first."""
        found, place = [], self.published(at)
        while place and len(found) < self.shown + skip:
            place -= 1
            if self.stories[place].exists(at):
                found.append(self.stories[place])
        return found[skip:]


# --- what there is ---

# rhythm: stories a day, entries shown, share of sites
RHYTHMS = {
    "season": (12.0, 30, 0.04),  # hourly for ten days: a vote, a championship
    "daily": (0.9, 15, 0.03),
    "weekly": (1 / 7, 10, 0.28),
    "bursts": (1 / 14, 12, 0.11),  # and now and then more at once than the feed shows
    "monthly": (1 / 30, 10, 0.54),
}
SEASON = 10 * DAY
FORMS = ("rss", "rss", "atom", "json")


def make(seed, feeds, days, calm):
    """Return the sites of a world, each of which has a spell of trouble in so many `calm` days."""
    chance = random.Random(seed)
    rhythms = [name for name, (_, _, share) in RHYTHMS.items() for _ in range(max(1, round(share * feeds)))]
    rhythms = [*rhythms, *["weekly"] * feeds][:feeds]
    end = START + days * DAY
    chance.shuffle(rhythms)
    return [
        _site(random.Random(f"{seed}/{number}"), number, rhythm, end, calm) for number, rhythm in enumerate(rhythms)
    ]


def _site(chance, number, rhythm, end, calm):
    site = Site(
        number=number,
        rhythm=rhythm,
        shown=RHYTHMS[rhythm][1],
        form=chance.choice(FORMS),
        dated=chance.random() < 0.9,
        validators=chance.random() < 0.8,
        is_slow=rhythm in ("weekly", "monthly") and chance.random() < 0.85,
        every=3 * 86400 if rhythm == "monthly" and chance.random() < 0.7 else None,
        history=chance.choice((None, "archive", "wordpress", "sitemap")),
    )
    days = (end - START) / DAY
    if rhythm in ("weekly", "monthly") and chance.random() < 0.8:
        site.followed = chance.uniform(START, START + 0.8 * (end - START))
    for _ in range(_poisson(chance, days / calm)):
        length = min(chance.lognormvariate(9.5, 1.6), 3 * DAY)
        site.spells.append(_spell(chance, end, length, chance.choice(("503", "refuse", "timeout", "html"))))
    if number % 10 == 3 or chance.random() < min(12 / calm, days / calm / 30):
        site.spells.append(_spell(chance, end, chance.uniform(1, 6) * DAY, "script"))
    if chance.random() < 0.15:
        site.redesign = chance.uniform(START, end)
    if number % 20 == 7:
        site.feed_moves = chance.uniform(START + 5 * DAY, end)
    if number % 50 == 11:
        site.feed_ends = chance.uniform(START + 0.6 * (end - START), end)
    site.stories = [
        _story(chance, site, place, at) for place, at in enumerate(_moments(chance, rhythm, site.shown, end))
    ]
    return site


def _spell(chance, end, length, how):
    begin = chance.uniform(START + DAY, end)
    return Spell(begin=begin, end=begin + length, how=how)


def _poisson(chance, mean):
    count, at = 0, chance.expovariate(1)
    while at < mean:
        count, at = count + 1, at + chance.expovariate(1)
    return count


def _moments(chance, rhythm, shown, end):
    """Return when a site publishes, in order."""
    rate = RHYTHMS[rhythm][0]
    if rhythm == "season":
        lasts = min(SEASON, (end - START) / 4)
        begin = chance.uniform(START, end - lasts)
        spans, each = [(START - BEFORE, end, 1 / 30), (begin, begin + lasts, rate)], []
    else:
        spans, each = [(START - BEFORE, end, rate)], []
    for begin, until, per_day in spans:
        at = begin + chance.expovariate(per_day / DAY)
        while at < until:
            each.append(at)
            at += chance.expovariate(per_day / DAY)
    if rhythm == "bursts":
        at = START + chance.uniform(0.3, 0.8) * min(end - START, 60 * DAY)
        while at < end:
            each += [at + chance.uniform(0, 90 * MINUTE) for _ in range(int(shown * chance.uniform(0.5, 3)))]
            at += chance.uniform(60, 150) * DAY
    return sorted(each)


def _story(chance, site, number, published):
    story = Story(site=site, number=number, published=published)
    kind = chance.random()
    if kind < 0.25:
        count = 1 + (chance.random() < 0.3) + (chance.random() < 0.1)
        ages = sorted(min(chance.lognormvariate(10.5, 2.0), 60 * DAY) for _ in range(count))
        story.edits = tuple(published + 60 + age for age in ages)
        story.renames, story.silent = chance.random() < 0.3, chance.random() < 0.5
    elif kind < 0.28:
        story.vanishes = published + chance.lognormvariate(12.5, 1.5)
    elif kind < 0.31:
        story.moves = published + chance.lognormvariate(11.5, 1.5)
    elif kind < 0.33:
        story.new_guid = published + chance.lognormvariate(11.5, 1.5)
    return story
