"""SQLite, and only here: pages, articles and their versions in one file that anyone can search."""

from scraper.archive.archive import Archive
from scraper.archive.articles.filters import ChangeFilter, Filters
from scraper.archive.search.search_types import Hit, Query, SearchResult

__all__ = ["Archive", "ChangeFilter", "Filters", "Hit", "Query", "SearchResult"]
