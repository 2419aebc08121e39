"""500 rows in seven encodings and dialects: a day later, the archive alone joins each to its article or reason."""

import csv
import io
import json
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import timedelta

import pytest

from newsroom import START
from program import ALLOW, article, inside, serving
from scraper.archive import Archive
from scraper.workers import pool

STORIES = 9
LATER = START + timedelta(days=1, hours=1)
# name -> encoding, delimiter, first line, and a note with whatever this encoding can write
DIALECTS = {
    "plain": ("utf-8", ",", "", "łódź, 北京"),
    "marked": ("utf-8-sig", ";", "", "naïve; 1;2"),
    "excel": ("utf-16", "\t", "", "Ελλάδα\tκαι"),
    "big": ("utf-16-be", ",", "", "жур‚нал"),
    "western": ("cp1252", ";", "sep=;", "Müller – 5 €"),
    "pipes": ("utf-8", "|", '"sep=|"', 'he said "no" | twice'),
    "quoted": ("utf-8", ",", "", 'first line\n"second", line'),
}
FORMS = 8  # of an address; the last three are no article
ROWS_OF_A_FORM = STORIES  # each story in each form
FAILING = 2  # addresses that fail in each way


def address(base, form, n):
    """The address of a row, and what becomes of it: a path that leads to an article, or the reason."""
    story = f"/s/{n}"
    return [
        (base + story, story),
        (f"  {base}{story}#comments ", story),
        (f"{base}{story}?utm_source=mail&fbclid={n}", story),
        (f"{base}/old/{n}", story),
        (f"{base}/broken/{n % FAILING}", "server_error"),
        (f"{base}/gone/{n % FAILING}", "not_found"),
        (("N/A", "www.river.example/x", "mailto:desk@river.example", f"<{base}{story}>")[n % 4], "bad_url"),
        ("", "bad_url"),
    ][form]


def table(base, name):
    """A table of one dialect -> its bytes, and for each id of a row: its cells, and what becomes of it."""
    encoding, delimiter, first_line, note = DIALECTS[name]
    rows = {}
    for number in range(FORMS * ROWS_OF_A_FORM):
        url, became = address(base, number % FORMS, number // FORMS)
        cells = {"id": f"{name}-{number:03}", "note": f"{note} {number}", "URL": url, "status": "007", "row": ""}
        rows[cells["id"]] = (cells, became)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(cells), delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(cells for cells, _ in rows.values())
    text = f"{first_line}\r\n{out.getvalue()}" if first_line else out.getvalue()
    return text.encode(encoding), rows


@pytest.fixture(scope="module")
def corpus(tmp_path_factory, idle_workers):
    """An archive that fetched the tables, which are gone -> its folder, the site, and the rows by table."""
    folder = tmp_path_factory.mktemp("corpus")
    with serving() as site, pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "_Worker", idle_workers.take)
        for n in range(STORIES):
            words = " ".join(f"word{n}x{k}" for k in range(60))
            site.pages[f"/s/{n}"] = (200, {}, article(f"Story number {n}", f"The board met. {words}."))
            site.pages[f"/old/{n}"] = (302, {"Location": f"/s/{n}"}, b"")
        expected = {}
        for name in DIALECTS:
            data, expected[name] = table(site.base, name)
            site.pages |= {f"/broken/{n}": (500, {}, b"") for n in range(FAILING)}
            (folder / f"{name}.csv").write_bytes(data)
            patch.setitem(Archive.open.__func__.__kwdefaults__, "clock", lambda: START)
            done = inside(folder, "fetch", *ALLOW, "--csv", f"{name}.csv", "-q")
            assert done.returncode == 3, done.stderr
            (folder / f"{name}.csv").unlink()
        # the next day one page works again, and another run comes by
        patch.setitem(Archive.open.__func__.__kwdefaults__, "clock", lambda: LATER)
        site.pages["/broken/0"] = (200, {}, article("Mended", "A page that works again, with words of its own."))
        inside(folder, "fetch", *ALLOW, "-q", f"{site.base}/s/1", f"{site.base}/broken/0")
        yield folder, site.base, expected


def test_there_are_500_rows(corpus):
    assert sum(map(len, corpus[2].values())) >= 500


@pytest.mark.parametrize("name", DIALECTS)
def test_every_row_has_its_cells_and_its_article_or_reason(corpus, name):
    folder, base, expected = corpus
    with Archive.open(folder / "archive.db", read_only=True) as archive:
        article_of = {
            path: archive.articles.find(base + path) for path in ("/broken/0", *(f"/s/{n}" for n in range(STORIES)))
        }
    assert len(set(article_of.values())) == STORIES + 1
    rows = json.loads(inside(folder, "label", "show", name, "--json").stdout)
    assert [row["id"] for row in rows] == list(expected[name])
    for row in rows:
        cells, became = expected[name][row["id"]]
        assert {column: row[column] for column in cells} == cells | {"URL": cells["URL"].strip()}
        if cells["URL"] == f"{base}/broken/0":
            became = "/broken/0"
        assert row["article_id"] == article_of.get(became), row
        if row["article_id"] is None:
            assert (row["reason"], bool(row["error"])) == (became, True), row


@pytest.mark.parametrize("name", DIALECTS)
def test_what_became_of_the_rows_adds_up(corpus, name):
    steps = json.loads(inside(corpus[0], "stats", "--attrition", name, "--json").stdout)
    counted = {(step["step"], step["reason"]): step["count"] for step in steps}
    rest = ROWS_OF_A_FORM - FAILING  # rows of an address that failed before
    assert counted == {
        ("asked", None): FORMS * ROWS_OF_A_FORM,
        ("doubled", None): 2 * STORIES + 2 * rest,
        ("same_article", None): STORIES,
        ("failed", "server_error"): FAILING - 1,
        ("failed", "not_found"): FAILING,
        ("failed", "bad_url"): 2 * ROWS_OF_A_FORM,
        ("kept", None): STORIES + 1,
        ("kept_as", "article"): STORIES + 1,
    }


def test_any_program_reads_the_cells_from_the_file(corpus):
    folder, _, expected = corpus
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        cells = db.execute('SELECT label_set, row, "column", value, article_id FROM v_labels').fetchall()
        joined = db.execute(
            "SELECT count(*), sum(r.article_id IS NOT NULL), sum(r.article_id IS NULL AND r.reason IS NOT NULL)"
            " FROM v_label_rows r"
        ).fetchone()
    rows = [cells for name in expected for cells, _ in expected[name].values()]
    assert len(cells) == sum(map(len, rows))
    notes = Counter(value for _, _, column, value, _ in cells if column == "note")
    assert notes == Counter(row["note"] for row in rows)
    assert joined[0] == joined[1] + joined[2] == len(rows)
