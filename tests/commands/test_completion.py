"""What bash is offered: file names where a file is named, and what the archive has; never an error."""

import pytest
from click.shell_completion import BashComplete

from newsroom import LONG, START, article, visit
from program import inside
from scraper.archive import Archive
from scraper.archive.corpus.label_sets import LabelRow, LabelTable
from scraper.commands import scraper

HARBOUR = "https://harbour.example"
FEED = f"{HARBOUR}/feed.xml"
FILES = (
    "fetch -a", "fetch --csv", "fetch --html", "fetch --error-file", "fetch -o", "fetch --cookies", "fetch --db", "--db",
    "--config", "list --log-file", "import jsonl", "feed import", "extract", "explain", "rules test", "backup", "merge",
    "bulk extract", "bulk extract -o", "bulk status", "bulk merge", "bulk merge -o", "bulk merge --failures",
)  # fmt: skip
OFFERED = (
    ("list --site", "har", ["harbour.example"]),
    ("changes --site", "HAR", ["harbour.example"]),
    ("list --site", "x", []),
    ("search ferry --section", "", ["Sport"]),
    ("list --tag", "", ["climate", "ferries", "sea"]),  # no word with a space in it
    ("export csv --label", "", ["cases", "url=", "outlet="]),
    ("label show", "c", ["cases"]),
    ("feed remove", "", [FEED]),
    ("feed show", "https://h", [FEED]),
    ("feed set", "", [FEED]),
    ("feed remove", "https://h", [FEED]),
    ("feed remove", "//h", ["//harbour.example/feed.xml"]),  # bash: after the colon
    ("list --columns", "id,date", ["id,date_published", "id,date_modified"]),
    ("list --columns", "id,i", []),
    ("feed list --columns", "err", ["error"]),
    ("feed poll --columns", "fetched", ["fetched_at"]),
    ("fetch --columns", "out", ["outcome"]),
    ("fetch --retry-failed", "timeo", ["timeout"]),
    ("list --columns", "nosuch", []),
    ("bulk status --columns", "fail", ["failures"]),
    ("bulk extract --format", "p", ["parquet"]),
    ("bulk extract --only", "art", ["article"]),
)


@pytest.fixture
def archived(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Archive.open("archive.db", clock=lambda: START) as archive:
        visit(archive, article(LONG, url=f"{HARBOUR}/1", section="Sport"))
        for tag in ("climate", "two words"):
            archive.corpus.tags.add(1, tag, coder="ann")
        archive.crawl.feeds.add(FEED)
        table = LabelTable(name="cases", columns=("url", "outlet"), url_column="url")
        archive.corpus.labels.keep(
            table, [LabelRow(url=f"{HARBOUR}/1", cells={"url": f"{HARBOUR}/1", "outlet": "BBC"})]
        )
    return tmp_path


def offered(typed, incomplete):
    completion = BashComplete(scraper, {}, "scraper", "_SCRAPER_COMPLETE")
    return [(item.type, item.value) for item in completion.get_completions(typed.split(), incomplete)]


@pytest.mark.parametrize("typed", FILES)
def test_the_shell_offers_its_files(tmp_path, monkeypatch, typed):
    monkeypatch.chdir(tmp_path)
    assert offered(typed, "art") == [("file", "art")]


@pytest.mark.parametrize(("typed", "incomplete", "values"), OFFERED)
def test_what_the_archive_has_is_offered(archived, typed, incomplete, values):
    assert offered(typed, incomplete) == [("plain", value) for value in values]


@pytest.mark.parametrize("option", ["--db other.db", "--db ."])
def test_another_archive_is_asked_and_a_missing_one_is_silent(archived, option):
    assert offered(f"list {option} --site", "") == []
    with Archive.open(archived / "other.db") as archive:
        visit(archive, article(LONG, url="https://other.example/1", site="other.example"))
    expected = [("plain", "other.example")] if "other" in option else []
    assert offered(f"list {option} --site", "") == expected


def test_a_value_need_not_be_one_that_was_offered(archived):
    assert inside(archived, "list", "--site", "elsewhere.invalid").returncode == 0
