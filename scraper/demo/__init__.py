"""The made-up web of `fixtures/`, served on the loopback: what `scraper demo` archives and the tests fetch."""

from scraper.demo.answers import Answer, fixtures
from scraper.demo.server import Request, Web

__all__ = ["Answer", "Request", "Web", "fixtures"]
