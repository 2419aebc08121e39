"""What a worker does with a page: what comes out crosses the border of its process whole."""

import json
import pickle
from datetime import UTC, datetime

import pytest

from program import article
from scraper.errors import InputError
from scraper.jobs.read_file import FileTask, file_line, page_from_file
from scraper.jobs.read_page import ReadTask, article_of
from scraper.models import Page

PAGE = Page(
    url="https://gazette.example/a",
    final_url="https://gazette.example/a",
    body=article("Ferry returns"),
    fetched_at=datetime(2026, 11, 1, tzinfo=UTC),
)


def test_reading_and_article_cross_a_process_border():
    task = ReadTask(page=PAGE, known=frozenset({"x"}))
    assert pickle.loads(pickle.dumps(task)) == task
    read = article_of(task)
    assert read.headline == "Ferry returns"
    assert pickle.loads(pickle.dumps(read)) == read


def test_a_file_becomes_a_line(tmp_path):
    (tmp_path / "a.html").write_bytes(PAGE.body)
    line = json.loads(file_line(FileTask(path=str(tmp_path / "a.html"), id="7", url=PAGE.url)))
    assert (line["id"], line["headline"], line["site"]) == ("7", "Ferry returns", "gazette.example")


@pytest.mark.parametrize(
    ("name", "words"), [("missing.html", "cannot be read"), (".", "is a folder"), ("a\0b", "cannot be read")]
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, name, words):
    with pytest.raises(InputError, match=words):
        page_from_file(str(tmp_path / name) if "\0" not in name else name, None)
