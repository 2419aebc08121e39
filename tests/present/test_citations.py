"""Citations: three formats from one table, each read back by a program that was not written here."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.cleaning import clean_text
from scraper.present.bibtex import TEX, bibtex
from scraper.present.citation_fields import citation
from scraper.present.csl import csl
from scraper.present.ris import ris
from scraper.references import PersonName, cited_date, on_a_line, split_name

bibtexparser = pytest.importorskip("bibtexparser", reason="install the dev extra again")
rispy = pytest.importorskip("rispy", reason="install the dev extra again")

ROW = {
    "id": 7,
    "url": "https://www.harbour.example/a_b?c={1}&d=%20~",
    "site": "harbour.example",
    "publisher": "The Harbour & Sons",
    "headline": "NATO {ships} cost $5_000, up 10% at #1 \\ ~ ^ in @book{x, Oslo",
    "subheadline": "A standfirst",
    "authors": [
        {"name": "Anna van der Holm", "kind": "person"},
        {"name": "BBC and Sons, Ltd", "kind": "organisation"},
    ],
    "date_published": "2026-05-01T08:00:00+02:00",
    "last_seen": "2026-06-02T09:00:00Z",
    "language": "en",
    "section": "News",
    "tags": ["sea", "fish, fresh"],
}
PLAIN = {escape: character for character, escape in TEX.items()}
ESCAPES = re.compile("|".join(re.escape(escape) for escape in sorted(PLAIN, key=len, reverse=True)) + "|[{}]")


def from_tex(text):
    """What a field of BibTeX says: escapes become their characters, and braces protect only."""
    return ESCAPES.sub(lambda found: PLAIN.get(found[0], ""), text)


def parsed_bibtex(rows):
    library = bibtexparser.parse_string("".join(bibtex(rows)))
    assert not library.failed_blocks
    return [(entry.key, entry.entry_type, {f.key: f.value for f in entry.fields}) for entry in library.entries]


def test_bibtex():
    ((key, kind, fields),) = parsed_bibtex([ROW])
    assert (key, kind) == ("vanderholm2026-7", "online")
    assert from_tex(fields["title"]) == ROW["headline"]
    assert fields["title"].startswith("{NATO} ")
    assert fields["title"].endswith(" {Oslo}")
    assert fields["author"] == "van der Holm, Anna and {BBC and Sons, Ltd}"
    assert from_tex(fields["organization"]) == "The Harbour & Sons"
    assert (fields["date"], fields["urldate"], fields["keywords"]) == ("2026-05-01", "2026-06-02", "sea, fish fresh")
    assert fields["url"] == "https://www.harbour.example/a_b?c=%7B1%7D&d=%20~"


def test_ris():
    (record,) = rispy.loads("".join(ris([ROW])))
    assert record == {
        "type_of_reference": "NEWS",
        "id": "vanderholm2026-7",
        "title": ROW["headline"],
        "authors": ["van der Holm, Anna", "BBC and Sons Ltd"],
        "secondary_title": "The Harbour & Sons",
        "date": "2026/05/01/",
        "section": "News",
        "urls": [ROW["url"]],
        "access_date": "2026/06/02/",
        "language": "en",
        "abstract": "A standfirst",
        "keywords": ["sea", "fish, fresh"],
        "year": "2026",
    }


def test_csl():
    (item,) = json.loads("".join(csl([ROW])))
    assert item["type"] == "article-newspaper"
    assert item["author"] == [{"family": "van der Holm", "given": "Anna"}, {"literal": "BBC and Sons, Ltd"}]
    assert item["issued"] == {"date-parts": [[2026, 5, 1]]}
    assert (item["title"], item["URL"], item["container-title"]) == (ROW["headline"], ROW["url"], ROW["publisher"])


@pytest.mark.parametrize("write", [bibtex, ris, csl])
def test_nothing_and_little_can_be_written(write):
    assert write is not csl or json.loads("".join(write([]))) == []
    little = "".join(write([{"id": 1, "url": "https://a.example/", "site": "a.example", "tags": [" "]}]))
    assert "article" not in little.replace("article-newspaper", "")
    assert "aexample-1" in little


NAMES = [
    ("Anna Holm", ("Holm", "Anna", "")),
    ("Ludwig van der Berg", ("van der Berg", "Ludwig", "")),
    ("Martin Luther King Jr.", ("King", "Martin Luther", "Jr.")),
    ("Madonna", ("Madonna", "", "")),
    ("王小明", ("王小明", "", "")),
    ("Holm, Anna", ("Holm, Anna", "", "")),
    ("Anna and Ben Holm", ("Anna and Ben Holm", "", "")),
    ("bell hooks", ("hooks", "bell", "")),
    ("", ("", "", "")),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_names_are_parted(name, expected):
    assert split_name(name) == PersonName(*expected)


DATES = [
    ("2026-05-01T08:00:00+02:00", (2026, 5, 1)),
    ("2026-05", (2026, 5)),
    ("2026", (2026,)),
    ("2026/5/1/", (2026, 5, 1)),
    ("2026-13-01", (2026,)),
    ("2026-02-32", (2026, 2)),
    ("20260501", ()),
    ("May", ()),
    (None, ()),
]


@pytest.mark.parametrize(("moment", "expected"), DATES)
def test_dates_are_as_precise_as_they_were(moment, expected):
    assert cited_date(moment) == expected


texts = st.text(max_size=30).map(clean_text)
rows = st.fixed_dictionaries(
    {
        "id": st.integers(1, 99),
        "url": st.just("https://a.example/x"),
        "site": st.just("a.example"),
        "headline": texts,
        "subheadline": texts,
        "section": texts,
        "authors": st.lists(
            st.fixed_dictionaries({"name": texts, "kind": st.sampled_from(["person", "organisation"])}), max_size=3
        ),
        "date_published": st.sampled_from(["2026", "2026-02", "2026-02-03T00:00:00Z", None]),
        "tags": st.lists(texts, max_size=2),
    }
)


@settings(max_examples=150, deadline=None)
@given(rows)
def test_law_references_are_read_back(row):
    key, values = citation(row)
    ((its_key, _, fields),) = parsed_bibtex([row])
    assert its_key == key
    for name, its_name in (("title", "title"), ("abstract", "abstract"), ("section", "section")):
        assert from_tex(fields.get(its_name, "")) == values.get(name, "")
    authors = re.split(r" and (?![^{]*\})", fields["author"]) if "author" in fields else []
    assert len(authors) == len(values.get("author", ()))
    (record,) = rispy.loads("".join(ris([row])))
    assert on_a_line(record["title"]) == values["title"]
    assert len(record.get("authors", ())) == len(values.get("author", ()))
    assert record.get("keywords", []) == values.get("keyword", [])
    (item,) = json.loads("".join(csl([row])))
    assert item["title"] == values["title"]
