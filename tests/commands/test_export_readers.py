"""What describes an export, read by programs that were not written here: `pip install '.[check]'`, else skipped."""

import shutil

import pytest

from newsroom import filled
from program import inside


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("readers")
    filled(path / "archive.db", 3)
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


@pytest.mark.slow
def test_frictionless_reads_typed_columns(folder):
    frictionless = pytest.importorskip("frictionless")
    pytest.importorskip("pyarrow")
    done = inside(folder, "export", "parquet", "-o", "a.parquet", "--force")
    assert done.returncode == 0, done.stderr
    (resource,) = frictionless.Package(str(folder / "a.parquet.datapackage.json")).resources
    table = pytest.importorskip("pyarrow.parquet").read_table(folder / "a.parquet").to_pydict()
    assert list(table) == [field.name for field in resource.schema.fields]


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
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json"])
def test_yaml_reads_the_citation(folder, name):
    yaml = pytest.importorskip("yaml")
    found = yaml.safe_load((folder / f"{name}.CITATION.cff").read_text("utf-8"))
    assert found["title"] == f"News articles: {name}"
    assert found["identifiers"][0]["value"].startswith("sha256:")
