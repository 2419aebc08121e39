"""A page or document from a few lines of HTML, for the tests of the fields."""

from datetime import UTC, datetime

from scraper.extract import article_fields
from scraper.extract.body import read_body
from scraper.extract.context import Context
from scraper.extract.dates.date_context import DateContext
from scraper.extract.field_faults import FieldFaults
from scraper.models import Page
from scraper.page.parsed_page import ParsedPage
from scraper.page_kind.by_content import classify

URL = "https://www.harbour-courier.example/news/ferry-bell"
SEEN = datetime(2026, 11, 23, tzinfo=UTC)


def page(body, url=URL, **headers):
    data = body if isinstance(body, bytes) else body.encode()
    headers = {"content-type": "text/html; charset=utf-8"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return Page(url=url, final_url=url, headers=headers, body=data, fetched_at=SEEN)


def document(body="", head="", url=URL, lang="en"):
    return read(page(f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>', url))


def read(page, known=frozenset()):
    """Everything that is read from a page before its fields; a fault is raised."""
    parsed, faults = ParsedPage(page, known=known), FieldFaults()
    text = read_body.read(parsed)
    dates = article_fields.choose_dates(parsed, text, faults)
    assert not faults.candidates
    kind = classify(parsed, text, dated=dates.found)
    return Context(parsed, article_fields.article_body(parsed, text, kind), dates, kind)


def dates_of(context):
    """The page as the strategies for dates see it."""
    return DateContext(context.parsed, context.body)


def ld(text):
    return f'<script type="application/ld+json">{text}</script>'
