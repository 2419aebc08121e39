"""What coders do at the command line: tag, note, exclude, and look at their label sets."""

import json

import pytest

from newsroom import LONG, START, article, visit
from program import inside
from scraper.archive import Archive
from scraper.archive.corpus.label_sets import LabelRow, LabelTable

HARBOUR = "https://harbour.example"
ANN = {"SCRAPER_CODER": "ann"}


@pytest.fixture
def corpus(tmp_path):
    with Archive.open(tmp_path / "archive.db", clock=lambda: START) as archive:
        for n in range(4):
            visit(archive, article(f"Number {n}. {LONG}", url=f"{HARBOUR}/{n}"))
    return tmp_path


def rows(folder, *args, env=None):
    done = inside(folder, *args, "--json", env=env)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_tags_are_given_listed_and_removed(corpus):
    done = inside(corpus, "tag", "climate", "1", f"{HARBOUR}/1?utm_source=x", "-", stdin="3\n\n1\n", env=ANN)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "climate: given to 3 of 3 articles\n")
    assert inside(corpus, "tag", "--remove", "climate", "2", env=ANN).stderr == "climate: removed from 1 of 1 article\n"
    assert [(row["article_id"], row["tag"], row["coder"]) for row in rows(corpus, "tag", "--list")] == [
        (1, "climate", "ann"),
        (3, "climate", "ann"),
    ]


def test_a_name_that_is_unknown_leaves_all_untouched(corpus):
    done = inside(corpus, "tag", "climate", "1", "99", env=ANN)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no article 99" in done.stderr
    assert rows(corpus, "tag", "--list") == []


def test_two_coders_are_compared(corpus):
    for coder, tag, ids in (
        ("ann", "climate", "1234"),
        ("ann", "sport", "1"),
        ("ben", "climate", "12"),
        ("ben", "sport", "134"),
    ):
        inside(corpus, "tag", tag, *ids, "--coder", coder)
    assert rows(corpus, "tag", "--compare", "ann", "ben") == [
        {"tag": "climate", "both": 2, "only_first": 2, "only_second": 0, "neither": 0, "kappa": 0.0},
        {"tag": "sport", "both": 1, "only_first": 0, "only_second": 2, "neither": 1, "kappa": 0.2},
    ]
    assert "no article in common" in inside(corpus, "tag", "--compare", "ann", "eve").stderr


def test_a_note_is_anchored_listed_and_removed(corpus):
    done = inside(corpus, "note", "1", "-", "--quote", "old pier", stdin="Which one?\n", env=ANN)
    assert (done.returncode, done.stderr) == (0, "note 1 on article 1\n")
    (row,) = rows(corpus, "note", "--list", "--columns", "id,text,exact,field,version,coder")
    assert row == {
        "id": 1,
        "text": "Which one?",
        "exact": "old pier",
        "field": "body_text",
        "version": 1,
        "coder": "ann",
    }
    assert inside(corpus, "note", "--remove", "1").returncode == 0
    assert rows(corpus, "note", "2", "--list") == []


def test_exclusions_need_a_reason_and_can_be_undone(corpus):
    assert inside(corpus, "exclude", "1").returncode == 2
    inside(corpus, "exclude", "1", "2", "--reason", "a reprint", env=ANN)
    assert [(row["article_id"], row["reason"]) for row in rows(corpus, "exclude", "--list")] == [
        (1, "a reprint"),
        (2, "a reprint"),
    ]
    assert inside(corpus, "exclude", "1", "3", "--undo", env=ANN).stderr == "1 of 2 articles included again\n"


def test_a_label_set_is_shown_with_its_articles(corpus):
    with Archive.open(corpus / "archive.db") as archive:
        archive.crawl.log.write(f"{HARBOUR}/9", "timeout", error="too slow")
        table = LabelTable(name="cases", columns=("id", "link", "status"), url_column="link", source="cases.csv")
        cells = [{"id": "7", "link": f"{HARBOUR}/1", "status": "x"}, {"id": "8", "link": f"{HARBOUR}/9", "status": "y"}]
        archive.corpus.labels.keep(table, [LabelRow(url=one["link"], cells=one) for one in cells])
    assert [(one["name"], one["rows"], one["articles"]) for one in rows(corpus, "label", "list")] == [("cases", 2, 1)]
    shown = rows(corpus, "label", "show", "cases")
    assert list(shown[0]) == [
        "id",
        "link",
        "status",
        "row",
        "article_id",
        "reason",
        "error",
        "fetched_at",
        "scraper_status",
    ]
    assert [(one["id"], one["status"], one["article_id"], one["reason"], one["error"]) for one in shown] == [
        ("7", "x", 2, None, None),
        ("8", "y", None, "timeout", "too slow"),
    ]
    assert inside(corpus, "label", "remove", "cases").returncode == 0
    done = inside(corpus, "label", "show", "cases")
    assert (done.returncode, "none yet" in done.stderr) == (2, True)


def test_attrition_and_comparison(corpus, tmp_path):
    with Archive.open(corpus / "archive.db") as archive:
        for name, numbers in (("first", (0, 1, 2)), ("second", (1, 2, 9))):
            table = LabelTable(name=name, columns=("url",), url_column="url")
            archive.corpus.labels.keep(table, [LabelRow(url=f"{HARBOUR}/{n}", cells={}) for n in numbers])
        archive.maintenance.backup(corpus / "older.db")
        visit(archive, article(LONG, url=f"{HARBOUR}/new"))
    assert [(row["step"], row["count"]) for row in rows(corpus, "stats", "--attrition", "second")] == [
        ("asked", 3),
        ("not_visited", 1),
        ("kept", 2),
        ("kept_as", 2),
    ]
    assert [(row["where"], row["url"]) for row in rows(corpus, "stats", "--compare", "first", "second")] == [
        ("only_first", f"{HARBOUR}/0"),
        ("only_second", f"{HARBOUR}/9"),
    ]
    done = inside(corpus, "stats", "--compare", "archive.db", "older.db", "--json")
    assert json.loads(done.stdout) == [
        {"where": "only_first", "url": f"{HARBOUR}/new", "first": "article", "second": None}
    ]
    assert "only in archive.db: 1, only in older.db: 0" in done.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("tag", "climate"), "name the articles"),
        (("tag", "--list", "climate", "1"), "without a tag"),
        (("tag", " ", "1"), "at least one character"),
        (("note", "1"), "some text"),
        (("note", "1", "x", "--quote", "no such words"), "does not have this passage"),
        (("note", "--remove", "9"), "no note has the id 9"),
        (("exclude", "1", "--reason", " "), "needs a reason"),
        (("stats", "--attrition", "1", "--compare", "x", "y"), "--attrition SET|RUN or --compare"),
        (("stats", "--attrition", "1", "--by", "site"), "without --by"),
        (("stats", "--compare", "x", "y", "--not-excluded"), "without filters"),
        (("stats", "--attrition", "7"), "no run 7"),
        (("stats", "--compare", "x", "y"), "neither a label set"),
    ],
)
def test_what_cannot_be_done_is_one_line(corpus, args, words):
    done = inside(corpus, *args, env=ANN)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr


def test_lists_searches_and_exports_take_labels_tags_and_exclusions(corpus):
    with Archive.open(corpus / "archive.db") as archive:
        table = LabelTable(name="cases", columns=("url", "outlet"), url_column="url")
        cells = [{"url": f"{HARBOUR}/{n}", "outlet": outlet} for n, outlet in enumerate(("BBC", "NRK"))]
        archive.corpus.labels.keep(table, [LabelRow(url=one["url"], cells=one) for one in cells])
    inside(corpus, "tag", "climate", "1", "3", env=ANN)
    inside(corpus, "exclude", "3", "--reason", "a reprint", env=ANN)
    inside(corpus, "note", "2", "Which pier?", env=ANN)

    def ids(*args):
        return sorted(row["id"] for row in rows(corpus, *args))

    assert ids("list", "--label", "outlet=BBC") == [1]
    assert ids("search", "ferry", "--label", "cases") == [1, 2]
    assert ids("list", "--tag", "climate", "--not-excluded") == [1]
    assert ids("list", "--excluded") == [3]
    assert ids("search", "--in", "notes", "pier") == [2]
    done = inside(corpus, "export", "jsonl", "--label", "cases:outlet=NRK")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [2]


def test_a_sample_of_a_list_is_the_same_again(corpus):
    drawn = [
        [row["id"] for row in rows(corpus, "list", "--sample", "2", "--seed", seed)] for seed in ("a", "a", "b", "c")
    ]
    assert drawn[0] == drawn[1]
    assert len({tuple(one) for one in drawn}) > 1
    assert inside(corpus, "list", "--sample", "2", "--clusters").returncode == 2
