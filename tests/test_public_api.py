"""The public API: its names, its laziness, and what `extract_article` does with each kind of input."""

import asyncio
import inspect
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

import scraper
from scraper import Article, InputError, Page, VerdictKind, extract_article

ROOT = Path(__file__).parent.parent
URL = "https://harbour.example/tide-gauge"
TEXT = "The tide gauge at the old pier has been read by hand every morning since the harbour opened. "
HTML = f"""<!DOCTYPE html><html lang="en"><head><meta charset="iso-8859-1"><title>Käpt’n</title></head><body>
<article><h1>The gauge of Käpt’n Örn</h1><p class="byline">By Ines Falk</p>
<time datetime="2026-02-03T08:00:00+01:00">3 February 2026</time>
<p>{TEXT * 3}</p><p>{TEXT * 4}</p><p>Örn says: {TEXT * 2}</p><a href="/next">next</a></article></body></html>"""


def public():
    return [name for name in scraper.__all__ if not name.startswith("__")]


def test_names_are_sorted_and_none_is_missing():
    assert list(scraper.__all__) == sorted(scraper.__all__)
    assert {name for name in public() if getattr(scraper, name, None) is None} == set()
    assert set(scraper.__all__) <= set(dir(scraper))


def test_no_name_is_that_of_a_room():
    rooms = {path.name.removesuffix(".py") for path in Path(scraper.__file__).parent.iterdir()}
    assert {"archive", "extract", "urls"} <= rooms
    assert not rooms & set(scraper.__all__)


@pytest.mark.parametrize("name", public())
def test_every_name_is_documented(name):
    value = getattr(scraper, name)
    assert value.__name__ == name
    own = inspect.getdoc(value)
    assert own
    assert not own.startswith(f"{name}("), "the signature that dataclasses make is no documentation"


@pytest.mark.parametrize("word", ["return", "raise", "inputerror"])
@pytest.mark.parametrize("name", [name for name in public() if name.islower()])
def test_every_function_documents_its_result_and_its_errors(name, word):
    assert word in inspect.getdoc(getattr(scraper, name)).lower()


def test_import_loads_nothing_heavy():
    code = "import sys; import scraper; print(*sorted(m for m in sys.modules if m.startswith('scraper')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["scraper", "scraper.version"]


@pytest.mark.parametrize("name", ["Archives", "extract_articles", "_nothing"])
def test_another_name_is_an_attribute_error(name):
    with pytest.raises(AttributeError, match=name):
        getattr(scraper, name)


def test_the_version_is_that_of_the_package():
    assert scraper.__version__ == tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]


def test_a_type_checker_sees_every_name(tmp_path):
    """As a user's program is checked: with the package installed, and strictly."""
    lines = [f"from scraper import {name}\nreveal_type({name})" for name in public()]
    (tmp_path / "program.py").write_text("\n".join(lines))
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "program.py"]
    command[3:3] = ["--follow-imports", "silent"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False, timeout=300)
    assert done.returncode == 0, done.stdout
    assert 'Revealed type is "Any"' not in done.stdout
    assert done.stdout.count("Revealed type") == len(public())


def page(**changes):
    given = {"url": URL, "final_url": URL, "body": HTML.encode("iso-8859-1", "xmlcharrefreplace")}
    return Page(**given | {"fetched_at": datetime(2026, 3, 1, tzinfo=UTC)} | changes)


INPUTS = {
    "text": lambda: extract_article(HTML, URL),
    "bytes": lambda: extract_article(page().body, url=URL),
    "bytearray": lambda: extract_article(bytearray(page().body), url=URL),
    "page": lambda: extract_article(page()),
    "utf-16": lambda: extract_article(HTML.replace("iso-8859-1", "utf-16").encode("utf-16"), url=URL),
}


@pytest.mark.parametrize("read", INPUTS.values(), ids=INPUTS)
def test_each_kind_of_input_gives_the_same_article(read):
    article = read()
    assert isinstance(article, Article)
    assert article.headline == "The gauge of Käpt’n Örn"
    assert [author.name for author in article.authors] == ["Ines Falk"]
    assert article.date_published == "2026-02-03T08:00:00+01:00"
    assert "Örn says" in article.body[-1].text
    assert (article.url, article.site) == (URL, "harbour.example")


def test_it_works_inside_a_running_loop():
    async def cell():
        return extract_article(HTML, URL)

    assert asyncio.run(cell()) == extract_article(HTML, URL)


@pytest.mark.parametrize("empty", ["", b"", "   ", "\x00\ud800"])
def test_an_empty_page_is_a_verdict(empty):
    assert extract_article(empty, URL).verdict.kind is VerdictKind.EMPTY


def test_dates_after_the_fetch_are_not_believed():
    early = datetime(2026, 1, 1, tzinfo=UTC)
    assert extract_article(HTML, URL, fetched_at=early).date_published is None


def test_rules_of_ones_own_come_first(tmp_path):
    (tmp_path / "harbour.example.toml").write_text('headline = "title"\n')
    assert extract_article(HTML, URL, rules=[tmp_path]).headline == "Käpt’n"


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        ((HTML,), {}, "address of the page is missing"),
        ((HTML, ""), {}, "address of the page is missing"),
        ((HTML, 7), {}, "address of the page is missing"),
        ((HTML, "ftp://harbour.example/"), {}, "only http and https"),
        ((HTML, "harbour"), {}, "not a URL"),
        ((None, URL), {}, "bytes, text or a Page, not NoneType"),
        ((["<p>"], URL), {}, "bytes, text or a Page, not list"),
        ((b"%PDF-1.7\n", URL), {}, "not a web page but"),
        ((b"\x89PNG\r\n\x1a\n\0\0", URL), {}, "not a web page but"),
        (('<?xml version="1.0"?><rss version="2.0"></rss>', URL), {}, "not a web page but"),
        ((page(), URL), {}, "leave them out"),
        ((page(body=b"%PDF-1.7\n"),), {}, "not a web page but"),
        ((HTML, URL), {"fetched_at": datetime(2026, 1, 1)}, "time zone"),  # noqa: DTZ001  (the fault)
    ],
)
def test_unusable_input_is_one_clear_line(arguments, options, message):
    with pytest.raises(InputError, match=message) as caught:
        extract_article(*arguments, **options)
    assert "\n" not in str(caught.value)
