"""The codebook and the metadata of an export: every column has a meaning, and other programs' rules are kept."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest

from newsroom import START, filled
from scraper.archive import Archive
from scraper.archive.store.column_comments import column_comments
from scraper.present import citation_file, codebook, data_package, manifest, ro_crate
from scraper.present.article_table import ADDED
from scraper.present.column_meanings import MEANINGS
from scraper.present.export_options import ExportOptions
from scraper.present.export_record import ExportRecord
from scraper.present.formats import FORMATS
from scraper.present.row_tally import RowTally
from scraper.present.written_files import WrittenFile, WrittenFiles

TABLES = [name for name, form in FORMATS.items() if form.columns]
TYPES = {"string", "integer", "boolean", "date", "datetime", "array", "object"}
COMMENTS = column_comments("articles")
PEOPLES = ("labels", *ADDED)
LABELS = ExportOptions(labels=(("cases.csv", "outlet"),), notes=True)


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    with Archive.open(filled(tmp_path_factory.mktemp("codebook") / "a.db"), clock=lambda: START) as archive:
        archive.corpus.tags.add(1, "sea", coder="ann")
        added = archive.corpus.additions
        return list(added.with_labels(added.with_notes(archive.articles.walk(sort="added"))))


def record(form, rows, options, **other):
    tally = RowTally(codebook.tallies(form, options))
    text = "".join(FORMATS[form].write(tally.passing(rows), options))
    values = {
        "name": "a b|c.csv",
        "form": form,
        "arguments": ("--site=a b",),
        "archive": {"schema": 11, "last_change": "2026-05-01T10:00:00Z", "articles": len(rows)},
        "seal": {"run": 1, "ended_at": "2026-05-01T10:00:00Z", "sha256": "ab"},
        "files": WrittenFiles([WrittenFile(path="a b|c.csv", bytes=len(text), sha256="cd" * 32)]),
        "columns": codebook.facts(form, tally.columns, len(rows), COMMENTS),
        "tally": tally,
    }
    return ExportRecord(**{**values, **other}), text


@pytest.mark.parametrize("form", TABLES)
def test_every_column_that_can_be_exported_has_a_meaning(form):
    for name in (*FORMATS[form].columns, *ADDED):
        meaning = MEANINGS[name]
        assert meaning.text or COMMENTS[name], name
        assert meaning.type in TYPES


@pytest.mark.parametrize("form", TABLES)
def test_every_table_names_its_columns(form):
    assert set(FORMATS[form].defaults) <= set(FORMATS[form].columns)
    assert FORMATS[form].lists <= {*FORMATS[form].columns, *ADDED}
    assert FORMATS[form].defaults
    assert FORMATS[form].media_type


@pytest.mark.parametrize("options", [ExportOptions(), LABELS, replace(LABELS, columns=("site", "id"))])
def test_the_columns_are_those_of_the_file(rows, options):
    found, text = record("csv", rows, options)
    assert [column.name for column in found.columns] == next(csv.reader(io.StringIO(text)))
    kept = [{name: value for name, value in row.items() if options.notes or name not in PEOPLES} for row in rows]
    found, text = record("jsonl", kept, options)
    written = {name for line in text.splitlines() for name in json.loads(line)}
    assert {column.name for column in found.columns} - {"versions"} == written


def test_a_typed_table_keeps_its_types(rows):
    columns = codebook.tallies("parquet", LABELS)
    list(RowTally(columns).passing({**row, "is_free": True} for row in rows))
    facts = {column.name: column for column in codebook.facts("parquet", columns, len(rows), COMMENTS)}
    assert (facts["is_free"].type, facts["is_free"].example, facts["is_free"].unit) == ("boolean", "true", None)
    assert (facts["authors"].type, facts["coder_tags"].type) == ("array", "string")


def test_how_full_a_column_is_and_an_example(rows):
    sparse = [{**row, "section": "Sea" if row["id"] == 2 else None, "is_free": row["id"] == 1} for row in rows]
    facts = {column.name: column for column in record("csv", sparse, LABELS)[0].columns}
    assert (facts["section"].null_rate, facts["section"].example) == (0.6667, "Sea")
    assert (facts["is_free"].null_rate, facts["is_free"].example) == (0.0, "1")
    assert (facts["authors"].type, facts["authors"].example) == ("string", "Anna Holm")
    assert (facts["coder_tags"].null_rate, facts["coder_tags"].example) == (0.6667, "sea (ann)")
    assert facts["body_text"].example.endswith("…")
    assert facts["cases.csv.outlet"].null_rate == 1.0
    as_json = {column.name: column for column in record("jsonl", sparse, LABELS)[0].columns}
    assert (as_json["authors"].type, as_json["is_free"].example) == ("array", "true")


def test_an_export_of_nothing_is_described_too():
    found, _ = record("csv", [], ExportOptions())
    assert {(column.null_rate, column.example) for column in found.columns} == {(0.0, None)}
    assert json.loads("".join(manifest.manifest(found)))["rows"] == []
    assert found.description.startswith("0 news articles from")


def test_the_codebook_is_a_table_that_nothing_breaks(rows):
    broken = [{**row, "section": "a|b `c`\nd"} for row in rows]
    text = "".join(codebook.as_markdown(record("csv", broken, ExportOptions())[0]))
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert len(table) == 2 + 28
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table} == {7}
    assert "| `section` | " in text
    assert "`a\\|b ’c’ d`" in text


NOTES = [
    ("csv", {}, [codebook.OF_CSV, codebook.GUARDED]),
    ("csv", {"arguments": ("--plain",)}, [codebook.OF_CSV]),
    ("jsonl", {}, []),
    ("jsonl", {"gaps": ("damage in articles, row 4",)}, ["Left out: 1, which `gaps` in the manifest lists."]),
]


@pytest.mark.parametrize(("form", "other", "expected"), NOTES)
def test_the_notes_are_those_of_the_file(rows, form, other, expected):
    found, _ = record(form, rows, ExportOptions(), **other)
    assert json.loads(codebook.as_json(found))["notes"] == [*codebook.NOTES, *expected]
    assert all(f"- {note}\n" in "".join(codebook.as_markdown(found)) for note in expected)


def test_a_manifest_is_read_as_it_was_written(rows):
    found, _ = record("csv", rows, ExportOptions())
    text = "".join(manifest.manifest(found))
    read = manifest.read(text, "m")
    assert (read.form, read.arguments, read.files, read.seal) == ("csv", ("--site=a b",), tuple(found.files), "ab")
    assert list(read.rows) == [1, 2, 3]
    assert len(set(read.rows.values())) == 3


def test_a_row_hash_does_not_depend_on_when_the_text_was_seen_last(rows):
    later = [{**row, "last_seen": "2027-01-01T00:00:00Z"} for row in rows]
    edited = [{**row, "headline": "Other"} for row in rows]
    hashes = [list(record("csv", each, ExportOptions())[0].tally.hashes()) for each in (rows, later, edited)]
    assert hashes[0] == hashes[1]
    assert not set(hashes[0]) & set(hashes[2])


def test_the_data_package_has_a_field_for_each_column(rows):
    found, _ = record("csv", rows, LABELS)
    package = json.loads("".join(data_package.data_package(found)))
    (resource,) = package["resources"]
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    assert resource["hash"] == "sha256:" + "cd" * 32
    assert [field["name"] for field in resource["schema"]["fields"]] == [column.name for column in found.columns]
    assert all(field["description"] for field in resource["schema"]["fields"])
    bare = json.loads("".join(data_package.data_package(record("bibtex", rows, ExportOptions())[0])))
    assert "schema" not in bare["resources"][0]


def test_every_reference_in_the_crate_leads_somewhere(rows):
    found, _ = record("csv", rows, ExportOptions())
    for each in (found, record("csv", rows, ExportOptions(), seal=None)[0]):
        graph = json.loads("".join(ro_crate.ro_crate(each, ("a b|c.csv.manifest.json",))))["@graph"]
        ids = [entity["@id"] for entity in graph]
        assert len(set(ids)) == len(ids)
        assert not [one for one in ids if re.search(r"[ |]", one)], "an @id is a URI"
        assert set(references(graph)) - {ro_crate.CONFORMS} <= set(ids)


def references(value):
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            yield value["@id"]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from references(one)


# the lines that CITATION.cff may have here; the text of each value is a JSON string or plain
TEXT = r'(?:"(?:[^"\\]|\\.)*"|[\w.-]+)'
CFF_LINE = re.compile(
    rf"(?:cff-version: 1\.2\.0|type: dataset|date-released: \d{{4}}-\d\d-\d\d|(?:message|title|abstract|version): {TEXT}"
    rf"|(?:authors|identifiers|references):|  - name: {TEXT}|  - type: (?:other|software)|#.*"
    rf"|    (?:value|description|title|version): {TEXT}|    authors:|      - name: {TEXT})"
)


def test_the_citation_keeps_to_its_schema(rows):
    title = 'a "b": #c\\.csv'
    text = "".join(citation_file.citation_file(record("csv", rows, ExportOptions(), name=title)[0]))
    lines = text.splitlines()
    assert [line for line in lines if not CFF_LINE.fullmatch(line)] == []
    keys = [line.partition(":")[0] for line in lines if re.match("[a-z]", line)]
    assert len(set(keys)) == len(keys)
    assert {"cff-version", "message", "title", "authors"} <= set(keys)
    (titled,) = [line for line in lines if line.startswith("title: ")]
    assert json.loads(titled.removeprefix("title: ")).endswith(title)
