"""What people bring along and add: label sets, tags, notes, exclusions; kept, verified, never part of a hash."""

import pytest

from newsroom import LONG, START, article, visit
from scraper.archive import Archive
from scraper.archive.corpus import quotations
from scraper.archive.corpus.label_sets import LabelRow, LabelTable
from scraper.archive.corpus.quotations import find, places, quote
from scraper.errors import InputError

HARBOUR = "https://harbour.example"


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        for n in range(2):
            visit(archive, article(f"Number {n}. {LONG}", url=f"{HARBOUR}/{n}"))
        archive.crawl.log.write(f"{HARBOUR}/2", "timeout", error="too slow")
        yield archive


def table(name="cases", columns=("id", "URL", "outlet")):
    return LabelTable(name=name, columns=columns, url_column="URL", source="cases.csv")


def row(number, url, *, error=None, outlet="BBC"):
    return LabelRow(url=url, error=error, cells={"id": str(number), "URL": url, "outlet": outlet})


def test_each_row_leads_to_its_article_or_its_reason(archive):
    tracked = f"{HARBOUR}/1?utm_source=x#top"
    rows = [row(7, f"{HARBOUR}/0"), row(8, tracked), row(9, f"{HARBOUR}/2"), row(10, "N/A", error="not a URL")]
    assert archive.corpus.labels.keep(table(), rows) == 4
    kept = list(archive.corpus.labels.rows("cases"))
    assert [(one["row"], one["article_id"], one["reason"], one["error"]) for one in kept] == [
        (1, 1, None, None),  # archived without a visit in the log
        (2, 2, None, None),
        (3, None, "timeout", "too slow"),
        (4, None, "bad_url", "not a URL"),
    ]
    assert kept[1]["cells"] == {"id": "8", "URL": tracked, "outlet": "BBC"}
    assert list(kept[0]["cells"]) == ["id", "URL", "outlet"]
    assert not list(archive.maintenance.verify())


def test_a_table_read_again_replaces_its_rows(archive):
    labels = archive.corpus.labels
    labels.keep(table(), [row(1, f"{HARBOUR}/0"), row(2, f"{HARBOUR}/1")])
    labels.keep(table(columns=("URL", "outlet")), [row(3, f"{HARBOUR}/1", outlet="NRK")])
    kept = labels.get("cases")
    assert (kept.rows, kept.articles, kept.columns) == (1, 1, ("URL", "outlet"))
    assert [cell["value"] for cell in labels.of_article(2) if cell["column"] == "outlet"] == ["NRK"]
    assert not list(labels.of_article(1))
    assert not list(archive.maintenance.verify())


def test_another_table_under_the_same_name_is_refused(archive):
    archive.corpus.labels.keep(table(), [row(1, f"{HARBOUR}/0")])
    with pytest.raises(InputError, match="--label-set"):
        archive.corpus.labels.keep(table(), [row(1, "https://other.example/0")])
    assert archive.corpus.labels.get("cases").rows == 1


def test_a_set_is_removed_and_its_articles_stay(archive):
    archive.corpus.labels.keep(table(), [row(1, f"{HARBOUR}/0")])
    archive.corpus.labels.remove("cases")
    assert not list(archive.corpus.labels.walk())
    assert archive.articles.count() == 2
    with pytest.raises(InputError, match="none yet"):
        archive.corpus.labels.get("cases")


def test_two_coders_tag_one_article(archive):
    tags = archive.corpus.tags
    assert tags.add(1, "  climate \n change ", coder="ann")
    assert not tags.add(1, "climate change", coder="ann")
    assert tags.add(1, "climate change", coder="ben")
    assert [(one["tag"], one["coder"]) for one in tags.walk()] == [("climate change", "ann"), ("climate change", "ben")]
    assert tags.remove(1, "climate change", coder="ann")
    assert not tags.remove(1, "climate change", coder="ann")
    assert [one["coder"] for one in tags.walk(1)] == ["ben"]
    with pytest.raises(InputError, match="character"):
        tags.add(1, "\x00 ", coder="ann")


def test_an_exclusion_has_one_reason_a_coder(archive):
    exclusions = archive.corpus.exclusions
    exclusions.add(1, "an obituary", coder="ann")
    exclusions.add(1, "a reprint", coder="ann")
    assert [(one["reason"], one["added_at"]) for one in exclusions.walk()] == [("a reprint", "2026-05-01T09:00:00Z")]
    with pytest.raises(InputError, match="reason"):
        exclusions.add(2, "  ", coder="ann")
    assert exclusions.remove(1, coder="ann")
    assert not list(exclusions.walk())


def test_a_note_keeps_the_version_that_it_quotes(archive):
    notes = archive.corpus.notes
    first = notes.add(1, "see the tide", coder="ann", quotation="old  pier at dawn")
    visit(archive, article(f"Rewritten. {LONG}", url=f"{HARBOUR}/0"), hours=1)
    second = notes.add(1, "the whole of it", coder="ben")
    kept = {one["id"]: one for one in notes.walk(1)}
    assert (kept[first]["version"], kept[first]["is_current"], kept[first]["field"]) == (1, 0, "body_text")
    assert kept[first]["exact"] == "old pier at dawn"
    assert (kept[second]["version"], kept[second]["exact"]) == (2, None)
    assert not list(archive.maintenance.verify())
    notes.remove(first)
    with pytest.raises(InputError, match="no note has"):
        notes.remove(first)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"text": " "}, "some text"),
        ({"text": "x", "quotation": "no such words"}, "does not have this passage"),
        ({"text": "x", "quotation": "ferry sails", "occurrence": 9}, "6 times, not 9"),
        ({"text": "x", "version": 5}, "version 5 is not"),
    ],
)
def test_a_note_that_cannot_be_is_refused(archive, told, words):
    with pytest.raises(InputError, match=words):
        archive.corpus.notes.add(1, coder="ann", **told)
    assert not list(archive.corpus.notes.walk())


def test_what_people_add_is_no_part_of_the_seal(archive):
    before = archive.db.execute("SELECT text_sha256, checksum FROM articles").fetchall()
    archive.corpus.tags.add(1, "a", coder="ann")
    archive.corpus.notes.add(1, "b", coder="ann")
    archive.corpus.exclusions.add(1, "c", coder="ann")
    assert archive.db.execute("SELECT text_sha256, checksum FROM articles").fetchall() == before


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("one two one two", "one  two", [(0, 7), (8, 15)]),
        ("one\ntwo", "one two", [(0, 7)]),
        ("one twofold", "one two", [(0, 7)]),
        ("aaa", "aa", [(0, 2), (1, 3)]),
        ("one three", "one two", []),
    ],
)
def test_where_a_passage_is(text, passage, expected):
    assert places(text, passage) == expected


def test_a_passage_is_found_again_by_its_surroundings():
    old = "The mayor spoke. The crowd cheered. The mayor left."
    quotation = quote({"headline": "None", "body_text": old}, "The mayor", occurrence=2)
    assert (quotation.field, quotation.prefix[-9:]) == ("body_text", "cheered. ")
    new = "An opening line. The mayor spoke. The crowd cheered. The mayor left early."
    assert find(quotation, new) == (new.rindex("The mayor"), new.rindex("The mayor") + len("The mayor"))
    assert find(quotation, "Nothing of it is left.") is None
    assert len(quotation.prefix) <= quotations.CONTEXT
