"""The room of search: articles by their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.archive.store.connection import Room, translate_errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scraper.archive.articles.filters import Filters
    from scraper.archive.search.facets import Facets
    from scraper.archive.search.matching_ids import MatchingIds
    from scraper.archive.search.search_types import Hit, Query, SearchResult
    from scraper.archive.search.term_counts import Trends


class ArticleSearch(Room):
    """The full-text search of an archive."""

    @translate_errors
    def find(self, query: Query) -> SearchResult:
        """Return the articles that match a query."""
        from scraper.archive.search import run_search

        return run_search.search(self.db, query)

    @translate_errors
    def matches(self, query: Query) -> list[int] | None:
        """Return the ids of all articles that a query finds in the current texts, in its order.

        None where `find` is the way: for other texts than the current ones, and for an address.
        """
        from scraper.archive.search import run_search

        return run_search.matches(self.db, query)

    @translate_errors
    def hits_of(self, query: Query, ids: Sequence[int]) -> list[Hit]:
        """Return some of the articles that a query finds as hits."""
        from scraper.archive.search import run_search

        return run_search.hits_of(self.db, query, ids)

    @translate_errors
    def facets(self, query: Query) -> Facets:
        """Return how the articles that a query finds are divided by site, year, section, ..."""
        from scraper.archive.search import facets

        return facets.facets(self.db, query)

    @translate_errors
    def matching(self, typed: str) -> MatchingIds:
        """Return the ids of all articles that `find` finds in current texts for these words."""
        from scraper.archive.search import matching_ids

        return matching_ids.matching_ids(self.db, typed)

    @translate_errors
    def suggest(self, query: Query) -> str | None:
        """Return a query that finds something in place of one that found nothing, or None."""
        from scraper.archive.search import run_search

        return run_search.suggest(self.db, query)

    @translate_errors
    def trends(self, terms: Sequence[str], filters: Filters, by: str) -> Trends:
        """Return how many articles of each day, week, month or year (`by`) have each term."""
        from scraper.archive.search import term_counts

        return term_counts.trends(self.db, terms, filters, by)
