"""Tables of URLs as people and spreadsheets write them: each value comes out, or the line that is wrong is named."""

import csv
import io
import time
from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import InputError
from scraper.models import Lead
from scraper.sources import address_hints
from scraper.sources.tables import column_of_addresses, read_table
from scraper.sources.url_list import Rejected, text_of

ONE, TWO = "http://river.example/1", "https://river.example/2,b;c"


def told(text, column="url"):
    found = read_table(text, column)
    return [str(entry) if isinstance(entry, Rejected) else (entry.url, dict(entry.row)) for entry in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'url;"title, sub, rest";n\n{ONE};"x, y";1\n', [(ONE, {"title, sub, rest": "x, y", "n": "1"})]),
        (f"id;url;notes (a, b, c, d)\n1;{ONE};x\n", [(ONE, {"id": "1", "notes (a, b, c, d)": "x"})]),
        (f"url|note\n{ONE}|x, y; z\n", [(ONE, {"note": "x, y; z"})]),
        (f"note\turl\nx, y; z\t{ONE}\n", [(ONE, {"note": "x, y; z"})]),
        (f"note^url\nx^{ONE}\n", [(ONE, {"note": "x"})]),
        (f"备注，url\nx，{ONE}\n", [(ONE, {"备注": "x"})]),
        (f'url, note\n{ONE}, "x, y"\n', [(ONE, {"note": "x, y"})]),
        # a table of one column is not parted: addresses may hold any delimiter
        (f"url\n{ONE}\n{TWO}\n", [(ONE, {}), (TWO, {})]),
        (f'url\n"{TWO}"\n', [(TWO, {})]),
        # what spreadsheets put before the header
        (f"sep=;\nurl;a\n{ONE};x\n", [(ONE, {"a": "x"})]),
        (f'"sep=|"\r\nurl|a\r\n{ONE}|x\r\n', [(ONE, {"a": "x"})]),
        (f"sep=\t\nurl\ta\n{ONE}\tx\n", [(ONE, {"a": "x"})]),
        (f"\ufeffsep=,,\nurl,a\n{ONE},x\n", [(ONE, {"a": "x"})]),
        (f"\n \n;;\nurl;a\n{ONE};x\n", [(ONE, {"a": "x"})]),
        (f"# made on 3 May; by hand\nurl,a\n{ONE},x\n", [(ONE, {"a": "x"})]),
        (f"#,url\n1,{ONE}\n", [(ONE, {"#": "1"})]),
        # headers over two lines, odd line ends
        (f'url,"note\nof the day",b\n{ONE},x,y\n', [(ONE, {"note of the day": "x", "b": "y"})]),
        (f'"the\r\nurl",a\r\n{ONE},x\r\n', "no column 'url'"),
        (f"url,a\r{ONE},x\r", [(ONE, {"a": "x"})]),
        (f'url,a\n{ONE},"x\x0by\u2028z\nw"\n', [(ONE, {"a": "x\ny\u2028z\nw"})]),
        # names of columns
        (f"url,note,note\n{ONE},one,two\n", [(ONE, {"note": "one", "note_2": "two"})]),
        (f"note,note_2,url,note\n1,2,{ONE},3\n", [(ONE, {"note": "1", "note_2": "2", "note_3": "3"})]),
        (f"url,,\n{ONE},x,y\n", [(ONE, {"column_2": "x", "column_3": "y"})]),
        (f"url,url\n{ONE},{TWO}\n".replace(TWO, "b"), [(ONE, {"url_2": "b"})]),
        (f"ID,URL \n7,{ONE}\n", [(ONE, {"ID": "7"})]),
        # rows of another length
        (f"url,a\n{ONE},x,more,,last\n", [(ONE, {"a": "x", "column_3": "more", "column_5": "last"})]),
        (f"url,a,b\n{ONE}\n", [(ONE, {})]),
        (f"url\x00,a\n{ONE},x\x00\n", [(ONE, {"a": "x"})]),
    ],
)
def test_the_column_is_found_and_each_value_comes_out(text, expected):
    if isinstance(expected, str):
        with pytest.raises(InputError, match=expected):
            told(text)
    else:
        assert told(text) == expected


@pytest.mark.parametrize(
    ("column", "header"),
    [
        ("url", "URL"),
        ("Web Link", "web  link"),
        ("web link", "Web\nLink"),
        ("weblink", "Web Link"),
        ("STRASSE", "straße"),
    ],
)
def test_a_column_is_found_whatever_its_case_and_spaces(column, header):
    assert told(f'a,"{header}"\nx,{ONE}\n', column) == [(ONE, {"a": "x"})]


def test_of_two_names_that_differ_in_case_the_exact_one_is_meant():
    assert told(f"URL,url\nx,{ONE}\n") == [(ONE, {"URL": "x"})]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f'url,note\n{ONE},"open\n{TWO},x\n', 2),
        (f'url,note\n{ONE},x\n\n{TWO},"open', 4),
        (f'sep=,\nurl,note\n{ONE},"a\nb"\n{ONE},"open\n{TWO},x\n', 5),
        (f'url,"note\n{ONE},x\n', 1),
        (f'url,note\n{ONE},"open\n{TWO},"x"\n{ONE},y\n', 2),  # closed by a mark that opens another cell
        (f'url;note\n"{ONE};x\n{TWO};x\n', 2),
        (f'url,a,b\n{ONE},"x\ny","open\n{TWO},x\n', 3),
    ],
)
def test_an_open_quotation_mark_is_an_error_that_names_its_line(text, line):
    with pytest.raises(
        InputError, match=rf"^the table is broken at line {line}: a quotation mark .* close it"
    ) as caught:
        told(text)
    assert "\n" not in str(caught.value)


def test_lines_are_counted_as_an_editor_counts_them():
    text = f'\nsep=;\n\nurl;a\n{ONE};"two\nlines"\nnonsense;x\n'
    assert [entry.line for entry in read_table(text) if isinstance(entry, Rejected)] == [7]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("id,Link,b\n1,x,2\n", r"its columns: id, Link, b\); is it --column Link\?"),
        ('id,"Web  address"\n', 'is it --column "Web address"'),
        ("id;b\n", r"its columns: id, b\); name one with --column"),
        ("", "it is empty"),
        (" \n;;;\n", "it is empty"),
    ],
)
def test_a_table_without_the_column_says_what_it_has(text, hint):
    with pytest.raises(InputError, match=hint):
        told(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_table_of_any_spreadsheet_is_text(encoding):
    text = f"url;café\n{ONE};naïve\n{ONE};x\n"
    assert told(text_of(text.encode(encoding), "t.csv"))[0] == (ONE, {"café": "naïve"})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00", "save it as CSV"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d", "not a text at all"),
        (b"\x00" * 100, "not a text at all"),
        (b"url\n\x01\x02", "not a text at all"),
    ],
)
def test_what_is_no_text_is_refused(data, said):
    with pytest.raises(InputError, match=said):
        text_of(data, "t.xlsx")


cells = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028"), max_size=12)


@given(st.sampled_from(",;\t|"), st.lists(st.lists(cells, min_size=3, max_size=3), max_size=5))
def test_what_a_spreadsheet_writes_is_read_back(delimiter, rows):
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerows([["a", "url", "b", "c"], *([row[0], ONE, *row[1:]] for row in rows)])
    assert told(file.getvalue()) == [(ONE, dict(zip("abc", row, strict=True))) for row in rows]


@given(st.text(alphabet=st.sampled_from('url,;|\t"\n\r #sep=h\x00é'), max_size=60))
def test_any_text_is_read_or_refused_in_one_line(text):
    try:
        assert all(isinstance(entry, Lead | Rejected) for entry in read_table(text))
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017


@pytest.mark.parametrize(
    "text", ['"' * 400_000, 'url,a\n"' + "x,\n" * 200_000, "," * 500_000, "\n" * 500_000, '"a\n' * 200_000]
)
@pytest.mark.slow
def test_a_hostile_table_costs_little(text):
    start = time.process_time()
    with pytest.raises(InputError):
        list(read_table(text))
    assert time.process_time() - start < 60  # some 1 s; ten times that where coverage is measured


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (f"id,link\n1,{ONE}\n", "link"),
        (f"\nsep=;\nid;Web link\n1;{ONE}\n", "Web link"),
        (f"{ONE},x\n{ONE},y\n", None),  # no header
        (f"url\n{ONE}\n", None),  # a list with a heading
        ("a,b\n1,2\n", None),
        ("", None),
    ],
)
def test_a_table_is_told_from_a_list(text, column):
    assert column_of_addresses(text) == column


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"<{ONE}>", f"did you mean {ONE}"),
        (f'"{ONE}"', f"did you mean {ONE}"),
        (f"URL: {ONE}.", f"did you mean {ONE}"),
        (f"[a story]({ONE})", f"did you mean {ONE}"),
        ("www.river.example/1", "did you mean https://www.river.example/1"),
        ("river.example", "did you mean https://river.example"),
        ("127.0.0.5:8811/news/1", "did you mean https://127.0.0.5:8811/news/1"),
        ("//river.example/1", "did you mean https://river.example/1"),
        ("htps://river.example/1", "did you mean https://river.example/1"),
        ("http:/river.example/1", "did you mean https://river.example/1"),
        (f"{ONE} {ONE}", "two addresses in one place: give each a line of its own"),
        ("clean.csv", "if it is a file: there is none of that name here"),
        ("tides", None),
        ("", None),
        ("N/A", None),
        ("3.5", None),
        ("mailto:a@b.example", None),
        ("ftp://river.example/1", None),
        ("Mr. Holm said so", None),
    ],
)  # fmt: skip
def test_what_somebody_may_have_meant(text, said):
    assert address_hints.meant(text) == said


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (ONE, True),
        (f"{ONE}?to=https://river.example/", True),
        (f"https://web.archive.org/web/2020/{ONE}", True),
        (f"{ONE}/a page", True),
        (f"{ONE} {ONE}", False),
        (f"{ONE}, {ONE}", False),
        (f"{ONE};{ONE}", False),
        (f"{ONE}\n{ONE}", False),
    ],
)
def test_two_addresses_in_one_cell_are_not_fetched_as_one(text, is_one):
    with nullcontext() if is_one else pytest.raises(ValueError, match="not a URL"):
        address_hints.check(text)
    (found,) = read_table(f'url\n"{text}"\n')
    assert isinstance(found, Lead) == is_one


@given(st.text(max_size=60))
def test_a_doubt_is_one_line(text):
    assert "\n" not in (address_hints.meant(text) or "")
