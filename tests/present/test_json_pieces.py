"""Documents that name every file of an export are written piece by piece, whatever their number."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.cleaning import dump_json
from scraper.present import data_package, manifest, ro_crate
from scraper.present.export_record import ExportRecord
from scraper.present.json_pieces import json_pieces
from scraper.present.row_tally import RowTally
from scraper.present.written_files import WrittenFile, WrittenFiles

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
FILES = 2_000
FEW_BYTES = 400_000  # a list of what a document has of each file takes more than a million


def lazy(value):
    """Return a value with iterators in place of its lists."""
    if isinstance(value, dict):
        return {name: lazy(each) for name, each in value.items()}
    return map(lazy, value) if isinstance(value, list) else value


@settings(max_examples=40)
@given(VALUES)
def test_law_pieces_are_what_the_whole_document_is(value):
    whole = dump_json(value, indent=2)
    assert "".join(json_pieces(value)) == whole
    assert "".join(json_pieces(lazy(value))) == whole


@pytest.fixture(scope="module")
def record():
    """An export of many files."""
    files = (WrittenFile(path=f"{number}.html", bytes=number, sha256="ab" * 32) for number in range(FILES))
    return ExportRecord(
        name="pages",
        form="html",
        arguments=(),
        archive={"schema": "012", "last_change": "2026-05-01T08:00:00Z"},
        seal=None,
        files=WrittenFiles(files),
        columns=(),
        tally=RowTally(),
    )


DOCUMENTS = {
    "manifest": manifest.manifest,
    "data package": data_package.data_package,
    "crate": lambda record: ro_crate.ro_crate(record, ("manifest.json",)),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_holds_what_it_has_of_each_file(record, name):
    for _ in DOCUMENTS[name](replace(record, files=WrittenFiles())):
        pass  # what is loaded and kept for the first document is not counted
    tracemalloc.start()
    try:
        written = sum(map(len, DOCUMENTS[name](record)))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert written > 100 * FILES
    assert most < FEW_BYTES


def test_files_are_what_was_put_in(record):
    assert len(record.files) == FILES
    assert list(record.files)[-1] == WrittenFile(path="1999.html", bytes=1999, sha256="ab" * 32)
    assert list(record.files) == list(record.files)
