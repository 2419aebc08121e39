"""What a round reports: once when it begins, once a day, once when it ends."""

from datetime import UTC, datetime, timedelta

import pytest

from scraper.archive.crawl.trouble_log import KnownTrouble
from scraper.jobs.troubles import NAMED, Sighting, decide

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FEED = "https://one.example/feed"


def trouble(subject=FEED, *, since=0.0, reported=0.0, detail="failed 3 times in a row"):
    """A trouble that began, and was reported, so many hours ago."""
    return KnownTrouble(
        subject=subject,
        kind="feed",
        since=NOON - timedelta(hours=since),
        reported_at=None if reported is None else NOON - timedelta(hours=reported),
        detail=detail,
    )


def ill(subject=FEED, detail="failed 3 times in a row"):
    return Sighting(subject=subject, kind="feed", detail=detail)


def well(subject=FEED):
    return Sighting(subject=subject, kind="feed")


def gone(subject=FEED):
    return Sighting(subject=subject, kind="feed", is_gone=True)


OTHER = "https://two.example/feed"
BEGAN, ENDED = f"in trouble: {FEED}: failed 3 times in a row", f"well again: {FEED} (since 2026-02-27)"
LASTS = f"still in trouble: {FEED} since 2026-02-27: failed 3 times in a row"


@pytest.mark.parametrize(
    ("before", "seen", "lines", "kept"),
    [
        ([], [], (), []),
        ([], [well()], (), []),
        ([], [gone()], (), []),
        ([], [ill()], (BEGAN,), [FEED]),
        ([trouble(since=1, reported=1)], [ill()], (), [FEED]),
        ([trouble(since=48, reported=11.9)], [], (), [FEED]),  # an hour of the same day
        ([trouble(since=48, reported=12.1)], [ill()], (LASTS,), [FEED]),
        ([trouble(since=48, reported=24)], [ill()], (LASTS,), [FEED]),
        ([trouble(since=48, reported=24)], [], (LASTS,), [FEED]),
        ([trouble(since=48, reported=None)], [], (LASTS,), [FEED]),  # the run that found it was killed
        ([trouble(since=48, reported=24)], [well()], (ENDED,), []),
        ([trouble(since=48, reported=24)], [gone()], (), []),  # the feed was removed
        (
            [trouble(since=48, reported=30), trouble(OTHER, since=48, reported=2)],
            [],  # one reminder a day for all, not one for each at its own hour
            (f"{LASTS}; {OTHER} since 2026-02-27: failed 3 times in a row",),
            [FEED, OTHER],
        ),
        (
            [trouble(since=48, reported=30)],
            [well(), ill(OTHER)],
            (f"in trouble: {OTHER}: failed 3 times in a row", ENDED),
            [OTHER],
        ),
        ([trouble(since=-500, reported=-500)], [ill()], (), [FEED]),  # the clock was set back
    ],
)
def test_a_change_is_reported_once(before, seen, lines, kept):
    report = decide(before, seen, NOON)
    assert (report.lines, [one.subject for one in report.kept]) == (lines, kept)
    assert all(one.since <= NOON and one.reported_at <= NOON for one in report.kept if one.reported_at)


def test_the_reason_of_a_trouble_is_the_newest():
    report = decide([trouble(since=5, reported=5)], [ill(detail="failed 9 times in a row")], NOON)
    assert report.kept[0].detail == "failed 9 times in a row"


def test_a_machine_that_is_offline_does_not_name_each_of_its_feeds():
    (line,) = decide([], [ill(f"https://{n}.example/feed") for n in range(NAMED + 3)], NOON).lines
    assert line.endswith("; and 3 more: `scraper status` lists them")
    assert line.count("/feed:") == NAMED


@pytest.mark.parametrize(("hours_down", "step"), [(1, 0.25), (30, 0.25), (100, 0.5), (240, 24), (240, 23.99), (49, 1)])
def test_lines_are_changes_of_state_and_days_in_trouble(hours_down, step):
    """A feed that dies and comes back, with a run each `step` hours."""
    kept, lines, days = [], [], set()
    for number in range(int((hours_down + 50) / step)):
        now = NOON + timedelta(hours=number * step)
        is_down = 5 <= number * step < 5 + hours_down
        report = decide(kept, [ill() if is_down else well()], now)
        kept, lines = report.kept, [*lines, *report.lines]
        days |= {now.date()} if is_down else set()
    assert lines[0] == BEGAN
    assert lines[-1].startswith("well again: ")
    assert len(days) - 1 <= len(lines) - 1 <= len(days)
    assert not kept
