"""What describes an export, read by programs that were not written here: `pip install '.[dev]'`, else skipped."""

import json
import shutil
from pathlib import Path

import pytest

from newsroom import START, filled
from program import inside
from scraper.archive import Archive
from scraper.archive.corpus.label_sets import LabelRow, LabelTable


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("readers")
    filled(path / "archive.db", 3)
    with Archive.open(path / "archive.db", clock=lambda: START) as archive:
        table = LabelTable(name="cases", columns=("url", "outlet"), url_column="url")
        cells = {"url": "https://harbour.example/0", "outlet": "Courier"}
        archive.corpus.labels.keep(table, [LabelRow(url=cells["url"], cells=cells)])
        archive.corpus.tags.add(1, "sea", coder="ann")
        archive.corpus.notes.add(2, "the tide", coder="ann")
    for args in (["csv", "-o", "a.csv"], ["jsonl", "-o", "a.jsonl"], ["csl", "-o", "a.json"]):
        done = inside(path, "export", *args)
        assert done.returncode == 0, done.stderr
    return path


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_frictionless_finds_nothing_wrong(folder, name):
    frictionless = pytest.importorskip("frictionless")
    package = frictionless.Package(str(folder / f"{name}.datapackage.json"))
    (resource,) = package.resources
    report = resource.validate()
    assert report.flatten(["rowNumber", "fieldName", "type", "note"]) == []
    assert len(resource.read_rows()) == 3


PARQUET = {
    "a.parquet.datapackage.json": ["-o", "a.parquet"],
    "added.parquet.datapackage.json": ["-o", "added.parquet", "--with-labels", "--with-notes"],
    "months/datapackage.json": ["-o", "months", "--partition", "month"],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", PARQUET)
def test_frictionless_finds_nothing_wrong_with_parquet(folder, name):
    frictionless = pytest.importorskip("frictionless")
    pytest.importorskip("pandas")
    done = inside(folder, "export", "parquet", *PARQUET[name])
    assert done.returncode == 0, done.stderr
    package = frictionless.Package(str(folder / name))
    report = package.validate()
    assert report.flatten(["rowNumber", "fieldName", "type", "note"]) == []
    rows = [row for resource in package.resources for row in resource.read_rows()]
    assert [row["id"] for row in rows] == [1, 2, 3]
    assert {row["published_day"].isoformat() for row in rows} == {"2026-05-01"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json"])
def test_rocrate_finds_the_files(folder, tmp_path, name):
    rocrate = pytest.importorskip("rocrate.rocrate")
    for path in folder.glob(f"{name}*"):
        shutil.copy(path, tmp_path)
    (tmp_path / f"{name}.ro-crate-metadata.json").rename(tmp_path / "ro-crate-metadata.json")
    crate = rocrate.ROCrate(tmp_path)
    assert name in {entity.id for entity in crate.data_entities}
    assert crate.version == "1.2"
    assert crate.datePublished.isoformat() == "2026-05-01T00:00:00"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["added.csv", "added.jsonl"])
def test_frictionless_reads_what_people_added(folder, name):
    frictionless = pytest.importorskip("frictionless")
    form = name.partition(".")[2]
    done = inside(folder, "export", form, "-o", name, "--with-labels", "--with-notes")
    assert done.returncode == 0, done.stderr
    assert frictionless.Package(str(folder / f"{name}.datapackage.json")).validate().valid


# of the Citation File Format, by its authors, CC-BY-4.0: https://doi.org/10.5281/zenodo.5171937
CFF = Path(__file__).parent.parent / "schemas" / "cff-1.2.0.json"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json"])
def test_the_citation_is_as_its_schema_says(folder, name):
    yaml = pytest.importorskip("yaml")
    jsonschema = pytest.importorskip("jsonschema")
    found = yaml.load((folder / f"{name}.CITATION.cff").read_text("utf-8"), yaml.BaseLoader)
    schema = json.loads(CFF.read_text("utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(found)] == []
    assert next(validator.iter_errors(found | {"date-released": "yesterday"}))
    assert found["title"] == f"News articles: {name}"
    assert found["identifiers"][0]["value"].startswith("sha256:")
