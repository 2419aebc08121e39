"""Parquet: typed columns that read back as they were, whole or by month."""

from __future__ import annotations

import io
import sys
from datetime import UTC, date, datetime

import pytest

from newsroom import START, article, visit
from scraper.archive import Archive
from scraper.archive.articles.selection import Selection
from scraper.errors import InputError
from scraper.present import parquet as module
from scraper.present.article_table import COLUMNS
from scraper.present.export_options import AS_DEFAULT, ExportOptions
from scraper.present.parquet import parquet

reading = pytest.importorskip("pyarrow.parquet", reason="install the dev extra again")

DATES = ["2026-05-01T08:00:00+02:00", "2026-05-03", "2026-04", "2026", None]


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    with Archive.open(tmp_path_factory.mktemp("parquet") / "a.db", clock=lambda: START) as archive:
        for n, day in enumerate(DATES):
            visit(archive, article(f"Text {n} ä\n\n=1+1", url=f"https://harbour.example/{n}", date_published=day))
        return list(archive.articles.select(Selection()))


def opened(rows, options=AS_DEFAULT):
    return reading.ParquetFile(io.BytesIO(b"".join(parquet(rows, options))))


def parts(rows):
    files = {}
    for name, data in parquet(rows, ExportOptions(partition="month")):
        files[name] = files.get(name, b"") + data
    return files


def test_rows_read_back_with_their_types(rows):
    found = opened(rows).read().to_pylist()
    assert list(found[0]) == list(COLUMNS)
    for row, back in zip(rows, found, strict=True):
        plain = ("id", "url", "headline", "date_published", "word_count", "is_free", "tags", "body_text", "version")
        assert [back[name] for name in plain] == [row[name] for name in plain]
        assert back["authors"] == ["Anna Holm"]
        assert back["first_seen"] == START
    assert [back["published_day"] for back in found] == [date(2026, 5, 1), date(2026, 5, 3), None, None, None]
    assert [back["published_utc"] for back in found] == [datetime(2026, 5, 1, 6, tzinfo=UTC), None, None, None, None]


def test_groups_are_small_and_bytes_the_same(rows, monkeypatch):
    monkeypatch.setattr(module, "GROUP", 2)
    monkeypatch.setattr(module, "BATCH", 1)
    file = opened(rows)
    groups = [file.metadata.row_group(n) for n in range(file.metadata.num_row_groups)]
    assert [group.num_rows for group in groups] == [2, 2, 1]
    assert groups[0].column(0).compression == "ZSTD"
    assert list(parquet(rows)) == list(parquet(rows))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-05-01T08:00:00+02:00", datetime(2026, 5, 1, 6, tzinfo=UTC)),
        ("2026-05-01T06:00:00", datetime(2026, 5, 1, 6, tzinfo=UTC)),
        ("2026-05-01", datetime(2026, 5, 1, tzinfo=UTC)),
        ("the day before", None),
        ("", None),
    ],
)
def test_a_time_that_was_written_by_hand_spoils_no_other(rows, text, moment):
    found = opened([rows[0], {**rows[1], "first_seen": text}]).read().to_pylist()
    assert [row["first_seen"] for row in found] == [START, moment]


def test_months_are_files_and_none_is_written_over(rows):
    files = parts([*rows, rows[0]])
    found = {name: reading.ParquetFile(io.BytesIO(data)).read().to_pylist() for name, data in files.items()}
    assert {name: [row["id"] for row in part] for name, part in found.items()} == {
        "data/month=2026-05/part-0.parquet": [1, 2],
        "data/month=2026-04/part-0.parquet": [3],
        "data/month=__HIVE_DEFAULT_PARTITION__/part-0.parquet": [4, 5],
        "data/month=2026-05/part-1.parquet": [1],
    }


def test_columns_labels_and_notes(rows):
    labelled = [{**row, "labels": {"set": [{"cells": {"A": "x"}}]}, "coder_tags": [], "notes": [], "exclusions": []} for row in rows]  # fmt: skip
    options = ExportOptions(columns=("id", "vanished_at"), labels=(("set", "A"),), notes=True)
    (first, *_) = opened(labelled, options).read().to_pylist()
    assert first == {"id": 1, "vanished_at": None, "coder_tags": "", "notes": "", "exclusions": "", "set.A": "x"}


def test_no_article_is_a_file_without_rows():
    assert opened([]).read().num_rows == 0
    assert parts([]) == {}


def test_without_pyarrow_the_message_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"pip install 'scraper\[parquet\]'"):
        parquet([])


@pytest.mark.parametrize(
    ("length", "groups"), [(10, [6]), (400, [2, 2, 2]), (900, [1, 1, 1, 1, 1, 1])], ids=["short", "long", "longest"]
)
def test_groups_are_bounded_by_their_text(length, groups, monkeypatch):
    monkeypatch.setattr(module, "GROUP_TEXT", 800)
    monkeypatch.setattr(module, "BATCH_TEXT", 400)
    file = module.parquet_file(
        {"body_text": module.TypedColumn("string", lambda rows: [row["body_text"] for row in rows])}
    )
    data = b"".join(file.add({"body_text": "x" * length}) for _ in range(6)) + file.close()
    read = reading.ParquetFile(io.BytesIO(data))
    assert [read.metadata.row_group(at).num_rows for at in range(read.num_row_groups)] == groups
