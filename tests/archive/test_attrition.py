"""What became of what was asked for: the attrition table, and two selections compared."""

import pytest

from newsroom import LONG, START, article, visit
from scraper.archive import Archive
from scraper.archive.corpus.attrition import Asked, attrition
from scraper.archive.corpus.comparison import compare
from scraper.archive.corpus.label_sets import LabelRow, LabelTable
from scraper.errors import InputError

KEPT = Asked(url="a", reason="new", article_id=1, verdict="article")
HARBOUR = "https://harbour.example"


def counted(*asked):
    return {(one.step, one.reason): one.count for one in attrition(asked)}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([], {}),
        ([KEPT], {("kept", None): 1, ("kept_as", "article"): 1}),
        ([KEPT, KEPT], {("doubled", None): 1, ("kept", None): 1, ("kept_as", "article"): 1}),
        (
            [KEPT, Asked(url="b", reason="same", article_id=1, verdict="article")],
            {("same_article", None): 1, ("kept", None): 1, ("kept_as", "article"): 1},
        ),
        ([Asked(url="a", reason="timeout")], {("failed", "timeout"): 1}),
        ([Asked(url="N/A", reason="bad_url")] * 2, {("failed", "bad_url"): 2}),
        ([Asked(url="1", reason="skipped_fresh")], {("left_alone", "skipped_fresh"): 1}),
        ([Asked(url="a")], {("not_visited", None): 1}),
        ([Asked(url="a", reason="listing")], {("no_article", "listing"): 1}),
        ([Asked(url="a", reason="same", article_id=1, verdict="product")], {("no_article", "product"): 1}),
        (
            [
                Asked(url="a", reason="timeout", article_id=1, verdict="teaser", excluded=True)
            ],  # kept by an earlier visit
            {("kept", None): 1, ("kept_as", "teaser"): 1, ("excluded", None): 1},
        ),
    ],
)
def test_each_address_is_counted_once(asked, expected):
    assert counted(*asked) == {("asked", None): len(asked)} | expected


def test_the_steps_add_up():
    table = list(attrition([KEPT, KEPT, Asked(url="b", reason="gone"), Asked(url="c")]))
    assert (table[0].step, table[0].count, table[0].share) == ("asked", 4, 1.0)
    assert sum(one.count for one in table[1:] if one.step not in ("kept_as", "excluded")) == 4


def test_two_selections_are_compared():
    one = [KEPT, Asked(url="b", reason="timeout"), Asked(url="c", reason="gone")]
    other = [
        Asked(url="b", reason="new", article_id=2, verdict="article"),
        Asked(url="c", reason="gone"),
        Asked(url="d"),
    ]
    assert [(diff.where, diff.url, diff.first, diff.second) for diff in compare(one, other)] == [
        ("only_first", "a", "article", None),
        ("differs", "b", "timeout", "article"),
        ("only_second", "d", None, None),
    ]


def test_a_run_and_a_label_set_have_their_tables(tmp_path):
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        run = archive.crawl.runs.start(["fetch", "x"])
        visit(archive, article(LONG, url=f"{HARBOUR}/0"))
        archive.crawl.log.touch(f"{HARBOUR}/0", run_id=run)
        archive.crawl.log.write(f"{HARBOUR}/1", "timeout", run_id=run)
        archive.crawl.runs.end(run, {"not_modified": 1, "timeout": 1, "skipped_fresh": 3})
        rows = [LabelRow(url=f"{HARBOUR}/{n}", cells={}) for n in range(3)]
        archive.corpus.labels.keep(LabelTable(name="cases", columns=(), url_column="url"), rows)
        archive.corpus.exclusions.add(1, "a reprint", coder="ann")
        selections = archive.corpus.selections
        of_run = {(one.step, one.reason): one.count for one in selections.attrition(str(run))}
        of_set = {(one.step, one.reason): one.count for one in selections.attrition("cases")}
        kept = {("kept", None): 1, ("kept_as", "article"): 1, ("excluded", None): 1}
        assert of_run == kept | {("asked", None): 5, ("failed", "timeout"): 1, ("left_alone", "skipped_fresh"): 3}
        assert of_set == kept | {("asked", None): 3, ("failed", "timeout"): 1, ("not_visited", None): 1}
        for unknown in ("9", "nothing"):
            with pytest.raises(InputError):
                list(selections.attrition(unknown))
