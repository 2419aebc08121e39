"""All that a search finds, in parts: for the other forms of its list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from scraper.archive import Archive, Hit, Query
from scraper.present.listed_columns import ARTICLES
from scraper.web.row_source import Row


@dataclass(frozen=True, slots=True)
class HitRows:
    """The hits of a search; `ids` are those of its articles, if they could be found at once.

    Ranking is most of the work, and is not done anew for each part.
    """

    query: Query
    ids: Sequence[int] | None

    def part(self, archive: Archive, start: int, most: int) -> Iterable[Row]:
        """Return some of the hits, as `scraper search` prints them."""
        part = replace(self.query, limit=most, offset=start)
        if self.ids is None:
            hits: Iterable[Hit] = archive.search.find(part).hits
        else:
            hits = archive.search.hits_of(part, self.ids[start : start + most])
        return [{"id": hit.article_id, **asdict(hit)} for hit in hits]

    def whole(self, archive: Archive, start: int, most: int) -> Iterable[Row]:
        """Return some of the articles with all their fields."""
        return archive.articles.of_ids([row["id"] for row in self.part(archive, start, most)])


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """The articles that filters let pass, where nothing was typed."""

    query: Query

    def part(self, archive: Archive, start: int, most: int) -> Iterable[Row]:
        """Return some of the articles, as `scraper list` prints them."""
        wanted = self.query
        return archive.articles.brief(
            ARTICLES, wanted.filters, sort=wanted.sort, limit=most, offset=start
        )

    def whole(self, archive: Archive, start: int, most: int) -> Iterable[Row]:
        """Return some of the articles with all their fields."""
        wanted = self.query
        return archive.articles.walk(wanted.filters, sort=wanted.sort, limit=most, offset=start)
