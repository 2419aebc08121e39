"""The search page: one address for one search, hits, facets, mistakes in words, and the same rows in other forms."""

import csv
import html
import io
import json
import re
import urllib.request
from urllib.parse import urlencode

import pytest

from newsroom import article, visit
from program import inside
from reading_newsroom import FORMULA, HOSTILE
from reading_room import assert_is_what_the_command_prints, visiting
from scraper.archive import Archive
from scraper.web import forms, row_source
from scraper.web.reader import Reader
from scraper.web.room import RoomOptions
from scraper.web.room_server import RoomServer
from scraper.web.safety import HEADERS

LONGEST = 5_000  # letters of a search that no one types


def asked(**values):
    return f"/search?{urlencode(values)}" if values else "/search"


def found(page):
    """How many articles a page says that there are."""
    match = re.search(r'id="found">[\d,]+–[\d,]+ of ([\d,]+)<', page)
    return int(match[1].replace(",", "")) if match else 0


CANONICAL = [
    ("/search?site=&q=ferry&since=", "/search?q=ferry"),
    ("/search?site=north.example&q=ferry", "/search?q=ferry&site=north.example"),
    ("/search?q=+ferry+&in=current&page=1", "/search?q=ferry"),
    ("/search?q=a&q=ferry", "/search?q=ferry"),
    ("/search?q=ferry&utm_source=x", "/search?q=ferry"),
    ("/search?q=ferry&page=2&in=any", "/search?q=ferry&in=any&page=2"),
    ("/search?q=%E6%9C%88&x=%0d%0aset-cookie:a", "/search?q=%E6%9C%88"),
    ("/search?sort=newest", "/search"),
    ("/search?sort=rank", "/search"),
    ("/search?q=ferry&sort=rank", "/search?q=ferry"),
    ("/search?q=ferry&sort=site", "/search?q=ferry"),
    ("/search?q=ferry&sort=newest", None),
    ("/search?", None),
    ("/search?q=ferry&in=any&as_of=&", "/search?q=ferry&in=any"),
    ("/search?q=ferry&in=any", None),
]


@pytest.mark.parametrize(("address", "expected"), CANONICAL)
def test_a_search_has_one_address(client, address, expected):
    answer = client.get(address)
    assert answer.headers.get("location") == expected
    assert answer.status_code == (303 if expected else 200)
    if expected:
        assert client.get(expected).status_code == 200


COUNTS = [
    ({}, 45),
    ({"q": "ferry"}, 45),
    ({"q": "月面"}, 44),
    ({"q": "מעבורת"}, 44),
    ({"q": "number"}, 44),
    ({"q": "number", "in": "any"}, 45),
    ({"q": "number", "in": "removed"}, 1),
    ({"q": "number", "as_of": "2026-05-01"}, 45),
    ({"q": "pier", "in": "notes"}, 1),
    ({"q": "ferry", "site": "point.md"}, 15),
    ({"site": "point.md", "since": "2024-01-01", "until": "2024-12-31"}, 8),
    ({"q": "ferry", "label": "cases"}, 45),
    ({"author": "Anna"}, 33),
    ({"q": "ferry", "tag": "wire"}, 3),
]


@pytest.mark.parametrize(("query", "count"), COUNTS)
def test_how_many_there_are(client, query, count):
    page = client.get(asked(**query)).text
    assert found(page) == count
    assert page.count('class="headline"') == min(count, 20)


@pytest.mark.parametrize("query", [{}, {"q": "ferry"}, {"q": "number", "in": "any"}, {"q": "ferry", "sort": "newest"}])
def test_the_pages_of_a_list_have_each_article_once(client, query):
    address, seen = asked(**query), []
    while address:
        page = client.get(address).text
        seen += re.findall(r'class="headline" href="([^"]+)"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = html.unescape(following[1]) if following else None
    assert len(seen) == len(set(seen)) == 45


@pytest.mark.parametrize(
    "query", [{}, {"q": "ferry"}, {"q": "ferry", "label": "cases"}, {"q": "pier", "site": "point.md"}]
)
def test_each_facet_leads_to_as_many_articles_as_it_says(client, query):
    page = client.get(asked(**query)).text
    links = re.findall(r'<li><a href="([^"]+)"><bdi>(.*?)</bdi></a> <span class="number">(\d+)</span>', page)
    assert len(links) > 5
    for address, text, count in links:
        narrowed = client.get(html.unescape(address))
        assert (text, found(narrowed.text)) == (text, int(count))
        assert 'class="chosen"' in narrowed.text
        removed = re.search(r'class="chosen" href="([^"]+)"', narrowed.text)[1]
        assert client.get(html.unescape(removed)).status_code == 200


def test_hits_are_marked_and_nothing_of_a_text_is_markup(client):
    page = client.get(asked(q="ferry", site="north.example")).text
    assert "<mark>ferry</mark>" in page
    assert html.escape("<script>alert(1)</script>", quote=False) in page
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "49" not in re.findall(r"onerror=alert\(2\)&gt;(\S\S)", page)
    assert "{{7*7}}" in page


def test_words_typed_on_a_list_are_searched_for_by_rank(client):
    page = client.get("/search").text
    names = re.findall(r'<(?:input|select)[^>]* name="(\w+)"', page.split('<form class="ask"')[1].split("</form>")[0])
    options = re.search(r'name="sort">(.*?)</select>', page, re.DOTALL)[1]
    assert re.findall(r'<option value="(\w*)" selected>', options) == [""]
    filled = dict.fromkeys(names, "") | {"q": "ferry", "in": "current"}
    assert client.get(asked(**filled)).headers["location"] == "/search?q=ferry"


MISTAKES = [
    ({"since": "yesterday"}, "since: 'yesterday' is not a date; write 2026-11-23, 2026-11-23T08:00 or 7d"),
    ({"until": HOSTILE}, f"until: {HOSTILE!r} is not a date"),
    ({"as_of": "2026-02-31", "q": "x"}, "as_of: '2026-02-31' is not a date"),
    ({"in": "everywhere", "q": "x"}, "in: 'everywhere' is not one of current, any, removed, notes"),
    ({"sort": "best", "q": "x"}, "sort: 'best' is not one of rank, newest"),
    ({"sort": "best"}, "sort: 'best' is not one of newest, oldest, added, site"),
    ({"q": "x", "in": "any", "as_of": "2026-05-01"}, "as_of searches one day and in all of them: use one of them"),
    ({"q": "x", "page": "0"}, "page must be a number from 1 to 500"),
    ({"q": "x", "page": "9999999999"}, "page must be a number from 1 to 500"),
]


@pytest.mark.parametrize(("query", "line"), MISTAKES)
def test_a_mistake_is_a_line_and_the_form_is_kept(client, query, line):
    answer = client.get(asked(**{name: query[name] for name in sorted(query, key=list(query).index)}))
    if answer.status_code == 303:
        answer = client.get(answer.headers["location"])
    assert answer.status_code == 400
    assert html.unescape(re.search(r'role="alert">(.*?)</p>', answer.text)[1]).startswith(line)
    for name, value in query.items():
        if name in ("since", "until", "as_of", "q"):
            assert (
                f'name="{name}" value="{html.escape(value)}"'.replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
                in answer.text
            )
    as_json = client.get(answer.url.path + ".json", params=query)
    if "page" not in query:
        assert (as_json.status_code, as_json.text.startswith(line)) == (400, True)


TYPED = [
    '"((',
    "AND OR NOT",
    "x" * LONGEST,
    "NEAR(",
    "\x00",
    "a:b:",
    "👩‍👩‍👧",
    "\ue000ferry\ue001",
    "%",
    "caption:",
    "-",
]


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("place", ["current", "any", "removed", "notes"])
def test_whatever_is_typed_is_a_search(client, typed, place):
    answer = client.get(asked(q=typed, **{"in": place}))
    if answer.status_code == 303:
        answer = client.get(answer.headers["location"])
    assert answer.status_code == 200


NOTHING = [
    ({"q": "feryr"}, "Did you mean"),
    ({"q": "zeppelin"}, "every version of each article"),
    ({"q": "ferry", "site": "nort.example"}, "No site nort.example; did you mean north.example?"),
    ({"q": "zeppelin", "in": "removed"}, "the current texts"),
    ({"q": "zeppelin", "site": "point.md"}, "without site point.md"),
    ({"q": "number", "as_of": "2020-01-01"}, "The archive has no texts from before 2026-05-01."),
    ({"label": "none"}, "No label set none"),
    ({"q": "()"}, "Nothing to look for: type a word."),
    ({"q": "ferry", "page": "4"}, "To the first page"),
]


@pytest.mark.parametrize(("query", "advice"), NOTHING)
def test_an_empty_page_says_what_to_do(client, query, advice):
    page = client.get(asked(**query)).text
    assert "Nothing found" in page
    assert advice in html.unescape(page)


def test_an_empty_archive_says_so(tmp_path):
    Archive.open(tmp_path / "a.db").close()
    with visiting(tmp_path / "a.db") as client:
        assert "The archive has no articles yet." in client.get("/search").text
        assert client.get("/search.json").json() == []


FORMS = [
    ({"q": "ferry"}, ("search", "ferry")),
    ({"q": "number", "in": "any", "sort": "newest"}, ("search", "number", "--in", "any", "--sort", "newest")),
    ({"q": "number", "as_of": "2026-05-01"}, ("search", "number", "--as-of", "2026-05-01")),
    ({"q": "ferry", "tag": "wire", "language": "en"}, ("search", "ferry", "--tag", "wire", "--lang", "en")),
    ({"site": "point.md"}, ("list", "--site", "point.md")),
    ({"sort": "added", "since": "2025-01-01"}, ("list", "--sort", "added", "--since", "2025-01-01")),
]
COLUMNS = {
    "search": "id,date_published,site,headline,snippet,url,version",
    "list": "id,date_published,site,headline,byline,url,subheadline,section,language,word_count,version,verdict,"
    "date_modified,publisher,canonical_url,first_seen,last_changed",
}


@pytest.mark.parametrize(("query", "command"), FORMS)
@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_form_is_what_the_command_prints(client, stories, query, command, form):
    columns = COLUMNS[command[0]]
    answer = client.get(f"/search.{form}", params=query)
    assert_is_what_the_command_prints(answer, stories, *command, "-n", "0", f"--{form}", "--columns", columns)


def test_a_long_list_is_sent_while_it_is_read_and_is_the_same(client, monkeypatch):
    addresses = [
        "/search.json?q=ferry",
        "/search.csv?q=ferry",
        "/search.md",
        "/search.bib",
        "/search.json?q=number&in=any",
    ]
    whole = [client.get(address) for address in addresses]
    monkeypatch.setattr(row_source, "BATCH", 2)
    monkeypatch.setattr(forms, "AT_ONCE", 2)
    monkeypatch.setattr("scraper.web.page_cache.PageCache.get", lambda *_: None)
    for address, once in zip(addresses, whole, strict=True):
        streamed = client.get(address)
        assert "content-length" in once.headers
        assert "content-length" not in streamed.headers
        assert streamed.text == once.text
        assert {name: streamed.headers[name] for name in HEADERS} == HEADERS
        assert streamed.headers["content-type"] == once.headers["content-type"]


def test_a_real_server_sends_it_in_chunks(stories, monkeypatch):
    monkeypatch.setattr(row_source, "BATCH", 2)
    monkeypatch.setattr(forms, "AT_ONCE", 2)
    printed = inside(stories, "search", "ferry", "-n", "0", "--csv", "--columns", COLUMNS["search"])
    with RoomServer(stories / "archive.db", RoomOptions(), 0) as server:
        address = f"{server.address.rstrip('/')}/search.csv?q=ferry"
        with urllib.request.urlopen(address, timeout=30) as answer:
            assert answer.headers["transfer-encoding"] == "chunked"
            assert {name: answer.headers[name] for name in HEADERS} == HEADERS
            assert answer.read().decode() == printed.stdout
        head = urllib.request.Request(address, method="HEAD")
        with urllib.request.urlopen(head, timeout=30) as answer:
            assert (answer.status, answer.read()) == (200, b"")


def test_a_stream_that_breaks_off_is_no_whole_answer(client, monkeypatch, caplog):
    monkeypatch.setattr(row_source, "BATCH", 2)
    monkeypatch.setattr(forms, "AT_ONCE", 2)
    monkeypatch.setattr("scraper.web.page_cache.PageCache.get", lambda *_: None)
    calls, archive = [], Reader._archive

    def broken(self):
        calls.append(self)
        if len(calls) > 1:
            raise ZeroDivisionError
        return archive(self)

    monkeypatch.setattr(Reader, "_archive", broken)
    answer = client.get("/search.json")
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.text)
    assert "could not be read to its end" in caplog.text


def test_the_forms_are_named_typed_and_linked(client):
    page = client.get("/search?q=ferry").text
    for form, kind in [
        ("json", "application/json"),
        ("csv", "text/csv"),
        ("md", "text/markdown"),
        ("bib", "application/x-bibtex"),
    ]:
        assert f'href="/search.{form}?q=ferry"' in page.split("<body>")[0]
        assert f'href="/search.{form}?q=ferry"' in page.split("<body>")[1]
        answer = client.get(f"/search.{form}?q=ferry")
        assert answer.headers["content-type"].startswith(kind)
        assert ("content-disposition" in answer.headers) == (form in ("csv", "bib"))
    assert client.get("/search.bib").text.count("@online{") == 45
    assert client.get("/search.csv").headers["content-disposition"] == "attachment; filename*=UTF-8''search.csv"


def test_no_spreadsheet_runs_a_cell_and_no_markdown_is_of_a_text(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/search.csv?q=ferry").text)))
    assert f"'{FORMULA}" in {row["headline"] for row in rows}
    assert not [cell for row in rows for cell in row.values() if cell and cell[0] in "=+-@"]
    table = client.get("/search.md?q=ferry").text
    assert re.findall(r"[^\\]<", table) == []
    assert {line.count("|") - line.count(r"\|") for line in table.splitlines()} == {8}


def test_a_damaged_row_costs_only_itself(stories, tmp_path):
    path = tmp_path / "archive.db"
    path.write_bytes((stories / "archive.db").read_bytes())
    with Archive.open(path) as archive:
        archive.db.execute("UPDATE articles SET publisher = x'00' WHERE id = 3")
        visit(archive, article(headline="Later"))
    with visiting(path) as client:
        assert len(client.get("/search.json").json()) == 45
        assert found(client.get("/search?q=ferry").text) == 46
        assert client.get("/search.csv?q=ferry").status_code == 200
