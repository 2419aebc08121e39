"""`scraper import parquet`: the articles of `export parquet` and `bulk extract` come back, each once."""

import json

import pytest
from pyarrow import Table, table
from pyarrow.parquet import read_table, write_table

from newsroom import filled, made_up, rows_of
from program import inside
from scraper.archive import Archive
from scraper.sources.article_tables import article_row

# what such a file has of an article: authors are names there, and earlier versions are left out
SAME = "url,canonical_url,site,publisher,headline,subheadline,byline,date_published,section,tags,language,word_count,is_free,verdict,first_seen,last_seen,body_text"


@pytest.fixture
def exported(tmp_path):
    with Archive.open(tmp_path / "one.db") as archive:
        list(archive.transfer.import_jsonl(rows_of(made_up(30))))
    assert inside(tmp_path, "--db", "one.db", "export", "parquet", "-o", "a.parquet").returncode == 0
    done = inside(tmp_path, "--db", "one.db", "export", "parquet", "--partition", "month", "-o", "parts")
    assert done.returncode == 0, done.stderr
    return tmp_path


def rows(folder, name):
    return sorted(inside(folder, "--db", name, "export", "jsonl", "--columns", SAME).stdout.splitlines())


@pytest.mark.parametrize("files", [["a.parquet"], ["parts/data"], ["parts", "a.parquet"]])
def test_the_same_articles_come_back_and_once(exported, files):
    done = inside(exported, "--db", "two.db", "import", "parquet", *files)
    known = 30 if len(files) > 1 else 0
    assert (done.returncode, done.stderr, done.stdout) == (0, f"30 new, {known} already here\n", "")
    assert rows(exported, "two.db") == rows(exported, "one.db")
    authors = [
        json.loads(inside(exported, "--db", name, "export", "jsonl").stdout.splitlines()[0])["authors"]
        for name in ("one.db", "two.db")
    ]
    assert [author["name"] for author in authors[0]] == [author["name"] for author in authors[1]]
    again = inside(exported, "--db", "two.db", "import", "parquet", *files)
    assert again.stderr == f"0 new, {30 + known} already here\n"
    assert inside(exported, "--db", "two.db", "verify", "-q").returncode == 0


def test_a_row_that_is_no_article_is_reported_and_the_others_follow(exported):
    whole = read_table(exported / "a.parquet")
    spoilt = whole.to_pylist()
    spoilt[3]["url"] = None
    write_table(Table.from_pylist(spoilt, schema=whole.schema), exported / "b.parquet")
    done = inside(exported, "--db", "two.db", "import", "parquet", "b.parquet")
    assert done.returncode == 3
    assert done.stderr.splitlines()[0] == "29 new, 0 already here, 1 refused"
    assert 'row 4: not an article: a row is an object with a "url"' in done.stderr


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.write_bytes(b"nothing"), "is not a Parquet file, or damaged"),
        (lambda path: write_table(table({"url": ["x"], "text": ["y"]}), path), "the column body_text is missing"),
        (lambda path: path.mkdir(), "is a folder without Parquet files"),
        (lambda path: None, "there is no such file or folder"),
    ],
)
def test_what_has_no_articles_is_refused_in_one_line(tmp_path, make, message):
    make(tmp_path / "a.parquet")
    done = inside(tmp_path, "import", "parquet", "a.parquet")
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "archive.db").exists()


@pytest.mark.parametrize(
    ("values", "row"),
    [
        ({"url": "u", "body_text": "t", "extra": 1, "site": None}, {"url": "u", "body_text": "t"}),
        (
            {"authors": ["Ada"], "author_details": '[{"name": "Ada", "role": "desk"}]'},
            {"authors": [{"name": "Ada", "role": "desk"}]},
        ),
        ({"authors": ["Ada"], "author_details": [{"name": "Ada"}]}, {"authors": [{"name": "Ada"}]}),
        (
            {"sources": '{"headline": "og"}', "fetched_at": "2026-05-01T09:00:00Z"},
            {"sources": {"headline": "og"}, "first_seen": "2026-05-01T09:00:00Z"},
        ),
        (
            {"lead_image": "https://a.example/i.jpg", "caption": "C"},
            {"images": [{"lead": True, "url": "https://a.example/i.jpg", "caption": "C", "credit": None}]},
        ),
        ({"images": [], "lead_image": "x"}, {"images": []}),
    ],
)
def test_how_a_row_of_a_table_is_read(values, row):
    assert article_row(values) == row


def test_an_older_file_is_not_taken_for_newer(tmp_path):
    filled(tmp_path / "one.db")
    inside(tmp_path, "--db", "one.db", "export", "parquet", "-o", "a.parquet")
    before = rows(tmp_path, "one.db")
    done = inside(tmp_path, "--db", "one.db", "import", "parquet", "a.parquet")
    assert done.stderr.startswith("0 new, ")
    assert rows(tmp_path, "one.db") == before
