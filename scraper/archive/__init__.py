"""SQLite, and only here: pages, articles and their versions in one file that anyone can search."""

from scraper.archive.archive import Archive
from scraper.archive.filters import Filters
from scraper.archive.history import Asked
from scraper.archive.search import Found, Query

__all__ = ["Archive", "Asked", "Filters", "Found", "Query"]
