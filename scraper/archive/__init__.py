"""SQLite, and only here: pages, articles and their versions in one file that anyone can search."""

from scraper.archive.archive import Archive
from scraper.archive.articles.filters import Asked, Filters
from scraper.archive.search.search_types import Found, Hit, Query

__all__ = ["Archive", "Asked", "Filters", "Found", "Hit", "Query"]
