"""Serve the made-up web of `fixtures/` on the loopback, for `scraper demo` and the tests."""

from scraper.demo.fixture_answers import FixtureAnswer, fixtures
from scraper.demo.server import Request, Web

__all__ = ["FixtureAnswer", "Request", "Web", "fixtures"]
