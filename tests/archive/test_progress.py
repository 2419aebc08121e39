"""What long works on an archive note of their progress: steps with names, totals that come true."""

import gzip
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from newsroom import START, article, visit
from scraper.archive import Archive
from scraper.archive.articles.selection import Selection
from scraper.archive.maintenance.upgrade import take
from scraper.archive.store.migrations import STEPS
from scraper.archive.store.opening import Permission
from scraper.progress import BYTES, Progress

ARTICLES = 5
OLDER = Path(__file__).parent.parent / "archives"


@dataclass(kw_only=True)
class Noted(Progress):
    """A progress that remembers its steps, and what each had done when the next one began."""

    steps: list = field(default_factory=list)

    def begin(self, what, **given):
        self.steps.append((what, given.get("unit", ""), given.get("total")))
        super().begin(what, **given)


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        for number in range(ARTICLES):
            visit(archive, article(url=f"https://site.example/{number}", headline=f"Story {number}"))
        yield archive


def test_verify_counts_rows_to_their_total(archive):
    progress = Noted(failures="faults")
    assert list(archive.maintenance.verify(progress)) == []
    tables = ("articles", "past_texts", "coder_notes", "bodies", "articles", "versions")
    rows = sum(archive.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)
    assert progress.steps == [("", "rows", rows)]
    assert (progress.done, progress.total, progress.failed, progress.what) == (rows, rows, 0, "checks triggers")


def test_verify_shows_each_row_and_each_fault(archive):
    archive.db.execute("UPDATE articles SET headline = 'Another story' WHERE id = 2")
    progress = Progress()
    seen = [(progress.what, progress.done, progress.failed) for _ in archive.maintenance.verify(progress)]
    assert progress.failed == len(seen)
    of_articles = [done for what, done, _ in seen if what == "checks articles"]
    before = progress.total - 2 * ARTICLES  # the index and the pages; articles and versions are to come
    assert of_articles == [before + 1]


def test_a_backup_is_measured_by_the_size_of_the_copy(archive, tmp_path):
    progress = Noted()
    archive.maintenance.backup(tmp_path / "copy.db", progress)
    ((what, unit, total),) = progress.steps
    size = (tmp_path / "copy.db").stat().st_size
    assert (what, unit) == ("copies the archive", BYTES)
    assert 0.8 * size <= total <= 1.2 * size
    assert progress.now() == 0  # the unfinished copy has been renamed


def test_a_backup_that_is_refused_has_not_begun(archive, tmp_path):
    progress = Noted()
    (tmp_path / "copy.db").touch()
    with pytest.raises(Exception, match="is there already"):
        archive.maintenance.backup(tmp_path / "copy.db", progress)
    assert progress.steps == []


@pytest.mark.parametrize(
    ("options", "steps"),
    [
        ({}, ["compresses pages", "merges articles_fts", "merges past_fts", "merges coder_notes_fts"]),
        (
            {"rebuild": True, "shrink": True},
            ["compresses pages", "rebuilds articles_fts", "rebuilds past_fts", "rebuilds coder_notes_fts", "shrinks the file"],
        ),
    ],
)  # fmt: skip
def test_optimize_names_its_steps(archive, options, steps):
    progress = Noted()
    archive.maintenance.optimize(progress=progress, **options)
    assert [what for what, *_ in progress.steps] == steps


def test_an_upgrade_names_its_steps(tmp_path):
    old = tmp_path / "old.db"
    old.write_bytes(gzip.decompress((OLDER / "schema-7.db.gz").read_bytes()))
    progress = Noted()
    take(str(old), Permission(watching=lambda: nullcontext(progress)))
    steps = [f"takes step {number} of {len(STEPS)}, {name}" for number, name in enumerate(STEPS, 1)]
    assert [what for what, *_ in progress.steps] == ["copies the archive", *steps[7:]]


def test_a_selection_knows_its_size(archive):
    progress = Noted()
    rows = archive.articles.select(Selection(limit=3), progress=progress)
    next(rows)
    assert (progress.steps, progress.done) == ([("", "articles", 3)], 0)
    assert len(list(rows)) == 2
    assert progress.done == 3
