"""Pages packed harder by night: the same bytes, in less room, whenever it is broken off."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsroom import START, article, page
from scraper.archive import Archive
from scraper.archive.pages.repacking import BATCH, ENOUGH, repack
from scraper.models import Page
from scraper.progress import Progress

COUNT = ENOUGH + 20
RNG = random.Random(5)
WORDS = ["".join(RNG.choices("abcdefghijklmnopqrstuvwxyz", k=RNG.randrange(3, 9))) for _ in range(4000)]
MARKUP = " ".join(f'<div class="{RNG.choice(WORDS)}">{RNG.choice(WORDS)}</div>' for _ in range(150))


def a_page(n: int, site: str) -> Page:
    """A page of a site of its own, in the mark-up of a system that many use."""
    words = " ".join(random.Random(n).choices(WORDS, k=300))
    return page(article(url=f"https://{site}/{n}"), body=f"<html>{MARKUP}<p>{words}</p></html>".encode())


@pytest.fixture
def pages() -> list[Page]:
    return [a_page(n, f"site{n}.example") for n in range(COUNT)]


@pytest.fixture
def archive(tmp_path: Path, pages: list[Page]) -> Iterator[Archive]:
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        with archive.transaction():
            for one in pages:
                archive.pages.keep(one)
        yield archive


def after(calls: int) -> Callable[[], bool]:
    """A time that is over when it has been asked for so often."""
    left = iter(range(calls))
    return lambda: next(left, None) is None


def room(archive: Archive) -> int:
    return int(archive.db.execute("SELECT sum(length(data)) FROM bodies").fetchone()[0])


def whole(archive: Archive, pages: list[Page]) -> bool:
    return [archive.pages.load(n).body for n in range(1, len(pages) + 1)] == [one.body for one in pages]


def test_pages_take_less_room_and_are_the_same(archive, pages):
    before = room(archive)
    done = archive.maintenance.optimize()
    assert (done.pages, done.left) == (COUNT, 0)
    assert room(archive) < 0.8 * before
    assert done.after < done.before
    assert whole(archive, pages)
    assert not list(archive.maintenance.verify())
    assert archive.maintenance.optimize().pages == 0


def test_it_goes_on_where_it_was_broken_off(archive, pages):
    assert archive.maintenance.optimize(seconds=0).pages == 0
    progress = Progress()
    done = repack(archive.db, after(BATCH + 10), progress)
    assert 0 < done.pages < COUNT
    assert progress.total == COUNT
    assert done.pages - 1 <= progress.done <= done.pages
    assert done.left == COUNT - done.pages
    assert whole(archive, pages)
    assert archive.maintenance.optimize().pages == done.left
    assert whole(archive, pages)


def test_what_was_not_written_is_done_again(archive, pages):
    def power_cut() -> bool:
        if (calls := next(asked)) == BATCH // 2:
            raise KeyboardInterrupt
        return calls < 0

    asked = iter(range(10_000))
    with pytest.raises(KeyboardInterrupt):
        repack(archive.db, power_cut, Progress())
    assert whole(archive, pages)
    assert archive.maintenance.optimize().pages == COUNT
    assert not list(archive.maintenance.verify())


def test_a_damaged_page_is_left_as_it_is(archive, pages):
    archive.db.execute("UPDATE bodies SET data = CAST(x'00' || data AS BLOB) WHERE id = 7")
    damaged = archive.db.execute("SELECT data FROM bodies WHERE id = 7").fetchone()[0]
    archive.maintenance.optimize()
    assert archive.db.execute("SELECT data FROM bodies WHERE id = 7").fetchone()[0] == damaged
    assert [(fault.table, fault.id) for fault in archive.maintenance.verify()] == [("bodies", "7")]


def test_the_next_pages_of_a_site_are_packed_against_its_own(archive, pages):
    archive.maintenance.optimize()
    for n in (1000, 1001):
        archive.pages.keep(a_page(n, "site3.example"))
    bases = archive.db.execute("SELECT base_id FROM bodies ORDER BY id DESC LIMIT 2").fetchall()
    assert [row[0] for row in bases] == [4, 4]  # the page of site3, which lies packed against the dictionary
    assert archive.maintenance.optimize().pages == 2
    assert archive.pages.load(COUNT + 1).body == a_page(1000, "site3.example").body
    assert not list(archive.maintenance.verify())


def test_few_pages_are_worth_no_dictionary(tmp_path):
    with Archive.open(tmp_path / "few.db", clock=lambda: START) as archive:
        archive.pages.keep(a_page(1, "site.example"))
        done = archive.maintenance.optimize()
        assert (done.pages, done.left) == (0, 1)
        assert not archive.db.execute("SELECT count(*) FROM dictionaries").fetchone()[0]


def test_another_dictionary_is_made_when_the_pages_are_twice_as_many(archive, pages):
    archive.maintenance.optimize()
    more = [a_page(n, f"site{n}.example") for n in range(2000, 2000 + COUNT)]
    with archive.transaction():
        for one in more:
            archive.pages.keep(one)
    archive.maintenance.optimize()
    assert archive.db.execute("SELECT count(*) FROM dictionaries").fetchone()[0] == 2
    assert whole(archive, pages + more)


def test_room_goes_back_to_the_disk(archive, pages):
    archive.maintenance.optimize()
    before = archive.file.stat().st_size
    archive.maintenance.optimize(shrink=True)
    assert archive.file.stat().st_size < before
    assert whole(archive, pages)
