"""A page or document from a few lines of HTML, for the tests of the fields."""

from datetime import UTC, datetime

from scraper.models import Page
from scraper.page.parsed_page import Document

URL = "https://www.harbour-courier.example/news/ferry-bell"
SEEN = datetime(2026, 11, 23, tzinfo=UTC)


def page(body, url=URL, **headers):
    data = body if isinstance(body, bytes) else body.encode()
    headers = {"content-type": "text/html; charset=utf-8"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return Page(url=url, final_url=url, headers=headers, body=data, fetched_at=SEEN)


def document(body="", head="", url=URL, lang="en"):
    return Document(page(f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>', url))


def ld(text):
    return f'<script type="application/ld+json">{text}</script>'
