"""Which records a bulk run wants, before and after they are extracted."""

import pytest

from scraper.errors import InputError
from scraper.sources.bulk_filters import RecordFilter, refusal, refusal_of_row, stated_language, url_pattern
from scraper.sources.bulk_records import BulkRecord


def page(**facts):
    defaults = {
        "key": "0",
        "url": "https://www.news.example/a",
        "content": b"<html>",
        "status": 200,
        "mime": "text/html",
    }
    return BulkRecord(**(defaults | facts))


@pytest.mark.parametrize(
    ("wanted", "record", "reason"),
    [
        ({}, {}, None),
        ({}, {"status": None}, None),
        ({}, {"status": 299}, None),
        ({}, {"status": 301}, "status"),
        ({}, {"status": 404}, "status"),
        ({"statuses": frozenset({404})}, {"status": 404}, None),
        ({"statuses": frozenset()}, {"status": 500}, None),
        ({}, {"mime": ""}, None),
        ({}, {"mime": "application/xhtml+xml"}, None),
        ({}, {"mime": "image/png"}, "mime"),
        ({"mimes": frozenset({"image/png"})}, {}, "mime"),
        ({"hosts": frozenset({"news.example"})}, {}, None),
        ({"hosts": frozenset({"www.news.example"})}, {"url": "https://news.example/"}, "host"),
        ({"hosts": frozenset({"ews.example"})}, {}, "host"),
        ({"hosts": frozenset({"news.example"})}, {"url": "no address"}, "host"),
        ({"smallest": 7}, {}, "size"),
        ({"smallest": 6, "largest": 6}, {}, None),
        ({"largest": 5}, {}, "size"),
        ({"languages": frozenset({"de"})}, {}, None),
        ({"languages": frozenset({"de"})}, {"content": b'<html lang="de-AT">'}, None),
        ({"languages": frozenset({"de"})}, {"content": b'<html lang="en">'}, "language"),
        ({"url_matches": url_pattern(r"/a$")}, {}, None),
        ({"url_matches": url_pattern(r"/b$")}, {}, "url"),
        ({"url_excludes": url_pattern(r"/a$")}, {}, "url"),
        ({"kinds": frozenset({"article"})}, {}, None),
    ],
)
def test_what_is_refused_before_it_is_extracted(wanted, record, reason):
    assert refusal(RecordFilter(**wanted), page(**record)) == reason


@pytest.mark.parametrize(
    ("wanted", "row", "reason"),
    [
        ({}, {"verdict": "listing"}, None),
        ({"kinds": frozenset({"article"})}, {"verdict": "article"}, None),
        ({"kinds": frozenset({"article"})}, {"verdict": "listing"}, "kind"),
        ({"kinds": frozenset({"article"})}, {}, "kind"),
        ({"languages": frozenset({"de"})}, {"language": "de-AT"}, None),
        ({"languages": frozenset({"de"})}, {"language": "en"}, "language"),
        ({"languages": frozenset({"de"})}, {"language": None}, None),
    ],
)
def test_what_is_refused_afterwards(wanted, row, reason):
    assert refusal_of_row(RecordFilter(**wanted), row) == reason


@pytest.mark.parametrize(
    ("start", "headers", "language"),
    [
        (b"<!doctype html><html class=x lang=fr>", (), "fr"),
        (b"<HTML LANG='pt-BR'>", (), "pt"),
        (b'<html data-x="1"\n xml:lang="de" lang="en">', (), "en"),
        (b"<html>", (("Content-Language", "sv"),), "sv"),
        (b"<html>", (("Content-Language", "sv, en"),), ""),
        (b"<html lang=''>", (), ""),
        (b'<html data-lang="xy">', (), ""),
        (b"", (), ""),
    ],
)
def test_which_language_a_page_states(start, headers, language):
    assert stated_language(page(content=start, headers=headers)) == language


def test_a_broken_pattern_is_refused_in_one_line():
    with pytest.raises(InputError, match=r"'\(' is not a regular expression"):
        url_pattern("(")
