"""An empty list says on standard error what it did not find, and names the nearest that the archive has."""

import pytest

from newsroom import LONG, START, article, visit
from program import inside
from scraper.archive import Archive
from scraper.archive.corpus.label_sets import LabelRow, LabelTable
from scraper.models import Author

HARBOUR = "https://harbour-courier.example"
FOUND = (
    ("list --site harbour-courier", "no site harbour-courier; did you mean harbour-courier.example?"),
    ("list --site harbor-courier.example", "no site harbor-courier.example; did you mean harbour-courier.example?"),
    ("list --site elsewhere.invalid", "no site elsewhere.invalid"),
    ("list --author Holme", "no author Holme; did you mean Anna Holm?"),
    ("list --section Sprot", "no section Sprot; did you mean Sport?"),
    ("list --tag ferri", "no tag ferri; did you mean ferries?"),
    ("list --tag climat", "no tag climat; did you mean climate?"),
    ("list --lang de", "no language de"),
    ("list --label case", "no label set case; did you mean cases?"),
    ("list --label case:outlet=BBC", "no label set case; did you mean cases?"),
    ("list --label outlt=BBC", "no label column outlt; did you mean outlet?"),
    ("list --label cases:outlet=BB", "no label cases:outlet=BB; did you mean BBC?"),
    ("list --label lost", "no article of the label set lost"),
    ("list --until 2000-01-01", "no article matches"),
    ("list --site harbour-courier.example --lang en --until 2000-01-01", "no article matches"),
    ("list --sample 3 --tag ferri", "no tag ferri; did you mean ferries?"),
    ("list --clusters", "no text is on several sites"),
    ("list --clusters --site harbour-courier", "no site harbour-courier; did you mean harbour-courier.example?"),
    ("export csv --site harbour-courier", "no site harbour-courier; did you mean harbour-courier.example?"),
    ("changes --site harbour-courier", "no site harbour-courier; did you mean harbour-courier.example?"),
    ("changes --stealth", "no change matches"),
    ("search ferry --tag ferri", "nothing found: no tag ferri; did you mean ferries?"),
    ("search ferry --until 2000-01-01", "nothing found: no article matches"),
    ("search fery --lang en", "nothing found; did you mean: ferry"),
)  # fmt: skip


@pytest.fixture(scope="module")
def archived(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archived")
    with Archive.open(folder / "archive.db", clock=lambda: START) as archive:
        told = article(
            LONG,
            url=f"{HARBOUR}/1",
            site="harbour-courier.example",
            section="Sport",
            authors=(Author(name="Anna Holm"),),
        )
        visit(archive, told)
        archive.corpus.tags.add(1, "climate", coder="ann")
        for name, url in (("cases", f"{HARBOUR}/1"), ("lost", f"{HARBOUR}/2")):
            table = LabelTable(name=name, columns=("url", "outlet"), url_column="url")
            archive.corpus.labels.keep(table, [LabelRow(url=url, cells={"url": url, "outlet": "BBC"})])
    return folder


@pytest.mark.parametrize(("command", "message"), FOUND)
def test_what_was_not_found_is_named(archived, command, message):
    done = inside(archived, *command.split())
    assert done.stderr == f"{message}\n"
    assert done.returncode == (1 if command.startswith("search") else 0)
    assert done.stdout.count("\n") == 1  # the header
    assert inside(archived, *command.split(), "-q").stderr == ""


def test_an_archive_without_articles(tmp_path):
    with Archive.open(tmp_path / "archive.db"):
        pass
    assert inside(tmp_path, "list", "--site", "x.example").stderr == "the archive has no articles yet\n"


def test_what_was_found_needs_no_message(archived):
    for command in (
        "list --site harbour-courier.example",
        "list --label CASES:Outlet=bbc",
        "search ferry",
        "export csv",
    ):
        assert inside(archived, *command.replace("CASES", "cases").split()).stderr == ""
