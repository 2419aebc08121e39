"""`prune`: pages of old versions go; texts, hashes, seals and what a note is anchored to stay."""

import json
import random
import signal
import time
from datetime import timedelta

import pytest

from killed import lines_of, start_killed
from newsroom import LONG, START, article, page, visit
from program import inside
from scraper.archive import Archive
from scraper.archive.pages import captures, packing
from scraper.errors import PagePruned

URL = "https://harbour.example/{}"
DAY = 24
YEAR = timedelta(days=365)


def noise(seed):
    """Words that no other page has, so that no page is packed against another one."""
    rng = random.Random(seed)
    return " ".join(f"{rng.getrandbits(64):016x}" for _ in range(80))


def text_of(number, version):
    return f"Version {version}. {LONG} {noise((number, version).__repr__())}"


def write(archive, number, version):
    """A version of an article, with a page of its own, as a run that ends."""
    run = archive.crawl.runs.start(["fetch"])
    visit(
        archive,
        article(text_of(number, version), url=URL.format(number), headline=f"Story {number}"),
        hours=version * DAY,
    )
    archive.crawl.runs.end(run, {"new": 1})


@pytest.fixture
def archive(tmp_path):
    """Three articles of three versions each; the clock is two years later."""
    with Archive.open(tmp_path / "archive.db", clock=lambda: START) as archive:
        for number in range(3):
            for version in range(3):
                write(archive, number, version)
        archive.clock = lambda: START + 2 * YEAR
        yield archive


def pages(archive):
    """(article, version) -> whether its page is there."""
    rows = archive.db.execute("SELECT article_id, number, capture_id FROM versions ORDER BY 1, 2").fetchall()
    return {(article_id, number): is_there(archive, capture) for article_id, number, capture in rows}


def is_there(archive, capture):
    try:
        archive.pages.load(capture)
    except PagePruned:
        return False
    return True


def texts(archive):
    rows = archive.db.execute("SELECT article_id, number FROM versions ORDER BY 1, 2").fetchall()
    return [archive.articles.get(str(article_id), version=number)["body_text"] for article_id, number in rows]


def test_pages_of_old_versions_go_and_everything_else_stays(archive):
    before, seal = texts(archive), archive.crawl.last_seal()
    could = archive.maintenance.prunable(YEAR)
    done = archive.maintenance.prune(YEAR)
    assert (could.pages, could.freed) == (done.pages, done.freed)
    assert done.pages == 6
    assert pages(archive) == {(a, v): v == 3 for a in (1, 2, 3) for v in (1, 2, 3)}
    assert texts(archive) == before
    assert archive.crawl.last_seal() == seal
    assert seal.verifies
    assert list(archive.maintenance.verify()) == []
    assert archive.maintenance.prune(YEAR).pages == 0


def test_what_was_replaced_lately_stays(archive):
    archive.clock = lambda: START + timedelta(days=1, hours=DAY + 1)
    archive.maintenance.prune(timedelta(days=1))
    assert [key for key, kept in pages(archive).items() if not kept] == [(1, 1), (2, 1), (3, 1)]


def test_the_page_of_a_version_with_a_note_stays(archive):
    archive.corpus.notes.add(1, "look", coder="ann", version=1)
    archive.corpus.notes.add(2, "", coder="ann", quotation="Version 1.", version=2)
    archive.maintenance.prune(YEAR)
    kept = {key for key, kept in pages(archive).items() if kept}
    assert kept == {(1, 1), (2, 2), (1, 3), (2, 3), (3, 3)}


def test_a_page_that_others_are_packed_against_stays_until_they_go(archive):
    """The first page of an article is the base of its later ones; with all of them old, it goes last."""
    based = "SELECT DISTINCT base_id FROM bodies WHERE base_id IS NOT NULL"
    first = archive.pages.load(1)
    same = first.body.replace(b"0.0", b"9.9")
    archive.pages.keep(page(article(url=URL.format(0)), hours=9, body=same + b"<p>more</p>"))
    bases = [base for (base,) in archive.db.execute(based).fetchall()]
    assert bases == [1]
    assert archive.maintenance.prune(YEAR).pages == 5
    assert archive.pages.load(1) == first
    assert list(archive.maintenance.verify()) == []


def test_a_body_that_another_capture_has_too_stays(archive):
    (capture,) = archive.db.execute("SELECT capture_id FROM versions WHERE article_id = 1 AND number = 1").fetchone()
    kept = archive.pages.load(capture)
    other = page(article(url="https://hill.example/copy"), body=kept.body)
    archive.pages.keep(other)
    archive.maintenance.prune(YEAR)
    assert pages(archive)[1, 1]


def test_a_page_that_comes_again_is_kept_again(archive):
    (capture,) = archive.db.execute("SELECT capture_id FROM versions WHERE article_id = 1 AND number = 1").fetchone()
    sent = archive.pages.load(capture)
    archive.maintenance.prune(YEAR)
    archive.pages.keep(sent)
    assert archive.pages.load(capture).body == sent.body
    assert list(archive.maintenance.verify()) == []


def test_a_page_whose_base_was_pruned_meanwhile_is_packed_by_itself(archive):
    (body,) = archive.db.execute(
        "SELECT body_id FROM captures WHERE id = (SELECT capture_id FROM versions WHERE article_id = 1 AND number = 1)"
    ).fetchone()
    raw = (LONG + noise("late")).encode()
    packed = packing.PackedBody("zstd", body, b"made against a page that is gone")
    archive.maintenance.prune(YEAR)
    digest = packing.sha256(raw).hexdigest()
    kept = captures._kept_body(archive.db, digest, raw, packed)
    assert packing.unpack(archive.db, kept) == raw


def test_optimize_packs_what_is_left(archive):
    archive.maintenance.prune(YEAR)
    archive.maintenance.optimize(shrink=True)
    assert list(archive.maintenance.verify()) == []
    assert sum(pages(archive).values()) == 3


@pytest.mark.parametrize("changed", ["data = x'7072756e6564203230'", "raw_bytes = raw_bytes + 1", "sha256 = 'none'"])
def test_a_changed_row_of_a_pruned_page_is_damage(archive, changed):
    archive.maintenance.prune(YEAR)
    archive.db.execute(f"UPDATE bodies SET {changed} WHERE {packing.IS_PRUNED} AND id = (SELECT min(id) FROM bodies)")
    assert "bodies" in {fault.table for fault in archive.maintenance.verify()}


@pytest.fixture
def folder(archive, tmp_path):
    return tmp_path


def test_the_command_is_dry_until_it_is_told(folder, archive):
    dry = inside(folder, "prune", "--older-than", "1h")
    assert (dry.returncode, dry.stdout) == (0, "")
    assert dry.stderr.startswith("6 pages, ")
    assert all(pages(archive).values())
    done = inside(folder, "prune", "--older-than", "1h", "--yes")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("deleted 6 pages, ")
    command, counts, sealed = archive.db.execute(
        "SELECT command, counts, sealed FROM runs ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert json.loads(counts) == {"pruned": 6}
    assert "prune" in command
    assert sealed
    assert inside(folder, "verify", "-q").returncode == 0
    assert inside(folder, "status", "--seal").returncode == 0
    assert inside(folder, "prune").returncode == 2


def test_every_command_about_pages_says_that_one_was_pruned(folder):
    inside(folder, "prune", "--older-than", "1h", "--yes")
    shown = inside(folder, "show", "1", "--version", "1", "--page")
    assert (shown.returncode, shown.stderr.count("\n")) == (2, 1)
    assert "the page was pruned on 20" in shown.stderr
    assert inside(folder, "show", "1", "--version", "1").returncode == 0
    assert "-" in inside(folder, "diff", "1", "1", "2").stdout
    again = inside(folder, "reextract", "--simulate", "--jobs", "1")
    assert again.stderr.startswith("passed over 6 pruned pages; the texts stay")
    assert again.returncode == 0
    exported = inside(folder, "export", "pages", "-o", "pages")
    assert exported.returncode == 0
    assert "left out 6 pruned pages, the first: article 1, version 1: the page was pruned on 20" in exported.stderr
    manifest = json.loads((folder / "pages" / "manifest.json").read_text())
    assert len(manifest["gaps"]) == 6


PRUNE = ("prune", "--older-than", "1h", "--yes")
PRUNING = ("scraper.archive.maintenance.pruning", "scraper.archive.pages.packing")


def copied(archive, place):
    """A copy of the archive in a folder of its own, so that the command comes to the same lines in each."""
    place.mkdir()
    archive.maintenance.backup(place / "archive.db")
    return place


def killed_beside_a_writer(place, line):
    """Kill `prune` at a line while articles are written; return how many pages are gone."""
    with Archive.open(place / "archive.db", clock=lambda: START + 2 * YEAR) as archive:
        before, written = texts(archive), []
        run = start_killed(place, line, PRUNING, *PRUNE)
        while run.poll() is None:
            number = 100 + len(written)
            write(archive, number, 0)
            written.append(text_of(number, 0))
            time.sleep(0.01)
        assert run.returncode == -signal.SIGKILL
        gone = sum(not there for there in pages(archive).values())
        assert texts(archive) == [*before, *written]
        archive.maintenance.prune(timedelta(hours=1))
        kept = [key for key, there in pages(archive).items() if there]
        assert kept == list(map(tuple, archive.db.execute("SELECT id, version FROM articles ORDER BY id")))
        assert list(archive.maintenance.verify()) == []
        return gone


@pytest.mark.slow
def test_twenty_kills_beside_a_writer_lose_nothing(folder, archive):
    lines = lines_of(copied(archive, folder / "whole"), PRUNING, *PRUNE)
    gone = [killed_beside_a_writer(copied(archive, folder / str(line)), line) for line in lines]
    assert set(gone) == {0, 6}  # some kills come before the deletion and some after, and none finds a half of it
