"""The room of articles: what was published, in all its versions, and what changed between them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scraper.archive.articles.filters import ANY_CHANGE, EVERYTHING, ChangeFilter, Filters
from scraper.archive.store.connection import Room, translate_errors
from scraper.archive.store.times import stamp
from scraper.version import __version__

if TYPE_CHECKING:
    from datetime import datetime

    from scraper.archive.articles.article_visits import ArticleVisits
    from scraper.archive.articles.author_list import AuthorCount, AuthorProfile
    from scraper.archive.articles.change_following import FollowedChanges
    from scraper.archive.articles.counts import CountRow
    from scraper.archive.articles.latest import Latest
    from scraper.archive.articles.record import Row, Submission
    from scraper.archive.articles.rereading import Reread
    from scraper.archive.articles.selection import Selection
    from scraper.archive.articles.site_list import SiteCount
    from scraper.archive.articles.surroundings import ArticleSurroundings
    from scraper.models import Article, Change, Page, Version
    from scraper.progress import Progress

EXTRACTOR = f"scraper {__version__}"  # of a page, unless another is named


class ArticleStore(Room):
    """The articles of an archive."""

    @translate_errors
    def save(
        self, article: Article, capture_id: int | None = None, *, extractor: str = EXTRACTOR
    ) -> Change:
        """Save an article in one transaction: new, the same, edited, or kept but not promoted."""
        from scraper.archive.articles import save
        from scraper.archive.pages import captures

        at = self.clock() if capture_id is None else captures.fetched_at(self.db, capture_id)
        return save.save(self.db, _submission(article, capture_id, extractor, stamp(at)))

    @translate_errors
    def reread(
        self,
        article: Article,
        capture_id: int,
        *,
        extractor: str = EXTRACTOR,
        simulate: bool = False,
    ) -> Reread:
        """Replace the extraction of a kept page by another; never add a version."""
        from scraper.archive.articles import rereading

        submission = _submission(article, capture_id, extractor, stamp(self.clock()))
        return rereading.reread(self.db, submission, simulate=simulate)

    @translate_errors
    def undo_reread(self, capture_id: int) -> Reread:
        """Restore the extraction before; raise InputError if there is none."""
        from scraper.archive.articles import rereading

        article, extractor = rereading.earlier(self.db, capture_id)
        return self.reread(article, capture_id, extractor=extractor)

    @translate_errors
    def outdated(self, url: str, extractor: str = EXTRACTOR) -> int | None:
        """Return the capture of a URL's current version if another extractor read it, else None.

        Such a capture has to be read again before it is compared with a new page.
        """
        from scraper.archive.articles import identity, rereading

        article_id = identity.find(self.db, url)
        if article_id is None:
            return None
        return rereading.outdated(self.db, article_id, extractor)

    @translate_errors
    def seen(self, page: Page) -> bool:
        """Return whether this URL's current text was read from these very bytes."""
        from scraper.archive.articles import identity
        from scraper.archive.pages import captures

        article_id = identity.find(self.db, page.url)
        if article_id is None:
            return False
        return captures.seen(self.db, page, article_id, identity.normalized(page.url))

    @translate_errors
    def find(self, url_or_id: str | int) -> int | None:
        """Return the id of an article by any of its URLs, or None."""
        from scraper.archive.articles import identity

        return identity.find(self.db, str(url_or_id))

    @translate_errors
    def get(self, url_or_id: str | int, *, version: int | None = None) -> Row:
        """Return one article as a row of plain values; raise InputError if there is none."""
        from scraper.archive.articles import article_list

        return article_list.article(self.db, url_or_id, version)

    @translate_errors
    def load(self, url_or_id: str | int, *, version: int | None = None) -> Article:
        """Return one article as it was saved, with its blocks."""
        from scraper.archive.articles import article_list

        return article_list.load(self.db, url_or_id, version)

    @translate_errors
    def article_of(self, row: Mapping[str, Any]) -> Article:
        """Return the article of a row that `get` returned, with its blocks."""
        from scraper.archive.articles import row_parts

        return row_parts.built(dict(row))

    @translate_errors
    def walk(
        self,
        filters: Filters = EVERYTHING,
        *,
        sort: str = "newest",
        limit: int | None = None,
        offset: int = 0,
        history: bool = False,
    ) -> Iterator[Row]:
        """Yield articles as rows, with their earlier versions if `history`.

        `sort` is newest, oldest, added or site.
        """
        from scraper.archive.articles import article_list

        rows = article_list.articles(self.db, filters, sort, limit, offset)
        yield from article_list.with_history(self.db, rows) if history else rows

    @translate_errors
    def of_ids(self, ids: Sequence[int]) -> Iterator[Row]:
        """Yield articles by their ids as rows, in that order, without those that are gone."""
        from scraper.archive.articles import article_list

        yield from article_list.of_ids(self.db, ids)

    @translate_errors
    def brief(
        self,
        columns: Sequence[str],
        filters: Filters = EVERYTHING,
        *,
        sort: str = "newest",
        limit: int | None = None,
        offset: int = 0,
    ) -> Iterator[Row]:
        """Yield some columns of the table `articles` and the id, without reading the rest."""
        from scraper.archive.articles import brief_list

        part = (-1 if limit is None else limit, offset)
        yield from brief_list.brief_rows(self.db, filters, columns, sort, part)

    @translate_errors
    def select(
        self, wanted: Selection, parts: Collection[str] = (), *, progress: Progress | None = None
    ) -> Iterator[Row]:
        """Yield the articles of a selection as rows.

        `parts` may add "versions" (the earlier ones, if there are any), "article" (an Article) and
        "pages" (a list of KeptPage).
        """
        from scraper.archive.articles import selection
        from scraper.progress import Progress

        progress = progress or Progress()
        yield from selection.select(self.db, wanted, progress, parts)

    @translate_errors
    def sample(self, filters: Filters, size: int, seed: str) -> Iterator[Row]:
        """Yield a random sample as rows in the order in which they were drawn.

        The same seed gives the same sample on every machine.
        """
        from scraper.archive.articles import article_list, sampling

        yield from article_list.of_ids(self.db, sampling.sample(self.db, filters, size, seed))

    @translate_errors
    def clusters(self, filters: Filters = EVERYTHING, *, same_site: bool = False) -> Iterator[Row]:
        """Yield articles whose text is on several sites, or with `same_site` twice on one.

        Each row has cluster, match (first, first_seen, exact, near) and likeness.
        """
        from scraper.archive.articles import clusters

        yield from clusters.clusters(self.db, filters, same_site=same_site)

    @translate_errors
    def count(self, filters: Filters = EVERYTHING) -> int:
        """Return how many articles pass the filters."""
        from scraper.archive.articles import article_list

        return article_list.count(self.db, filters)

    @translate_errors
    def counts(self, filters: Filters = EVERYTHING, *, by: str | None = None) -> Iterator[CountRow]:
        """Yield how many articles there are by a field (see `counts.NAMES` and `counts.DATES`).

        Without a field, yield the largest counts of several fields.
        """
        from scraper.archive.articles import counts

        yield from counts.counts(self.db, filters, by) if by else counts.overview(self.db, filters)

    @translate_errors
    def sites(self) -> Iterator[SiteCount]:
        """Yield the sites, with the number of articles of each, the most first."""
        from scraper.archive.articles import site_list

        yield from site_list.sites(self.db)

    @translate_errors
    def authors(self, part: str = "", *, limit: int = -1, offset: int = 0) -> Iterator[AuthorCount]:
        """Yield the authors whose name has a part, with the number of articles, the most first."""
        from scraper.archive.articles import author_list

        yield from author_list.authors(self.db, part, limit, offset)

    @translate_errors
    def author(self, author_id: int) -> AuthorProfile:
        """Return what is known of an author; raise InputError if there is none of that id."""
        from scraper.archive.articles import author_list

        return author_list.profile(self.db, author_id)

    @translate_errors
    def not_found(self, filters: Filters = EVERYTHING) -> str:
        """Return why the filters find no article, in words for the user.

        If one of them has a value that the archive lacks, the nearest value is named.
        """
        from scraper.archive.articles import known_values

        if not self.count():
            return "the archive has no articles yet"
        unknown = known_values.unknown(self.db, filters)
        return unknown or "no article matches"

    @translate_errors
    def known_values(self, name: str) -> list[str]:
        """Return the values of a filter (site, author, section, tag, label) in the archive."""
        from scraper.archive.articles import known_values

        return known_values.values(self.db, name)

    @translate_errors
    def versions(self, url_or_id: str | int) -> list[Version]:
        """Return the versions that were published, the oldest first."""
        from scraper.archive.articles import article_list, versions

        return versions.history(self.db, article_list.article(self.db, url_or_id, None)["id"])

    @translate_errors
    def surroundings(self, article_id: int) -> ArticleSurroundings:
        """Return when the versions of an article were seen, and the ids of its authors."""
        from scraper.archive.articles import surroundings

        return surroundings.surroundings(self.db, article_id)

    @translate_errors
    def changes(
        self, wanted: ChangeFilter = ANY_CHANGE, *, limit: int | None = None, offset: int = 0
    ) -> Iterator[Row]:
        """Yield changes between versions and other events of articles, the newest first."""
        from scraper.archive.articles import change_list

        yield from change_list.changes(self.db, wanted, limit, offset)

    @translate_errors
    def latest(self, limit: int) -> Latest:
        """Return so many of the newest articles, edits and removals."""
        from scraper.archive.articles import latest

        return latest.latest(self.db, limit)

    @translate_errors
    def followed_changes(
        self, wanted: ChangeFilter, asked: Mapping[str, Any], most: int | None
    ) -> FollowedChanges:
        """Return the newest of these changes as entries of a feed, named by what was asked."""
        from scraper.archive.articles import change_following

        return change_following.followed(self.db, wanted, asked, most)

    @translate_errors
    def visits(self, article_id: int, *, most: int) -> ArticleVisits:
        """Return what is known of the newest visits to an article and of its pages."""
        from scraper.archive.articles import article_visits

        return article_visits.visits(self.db, article_id, most)

    @translate_errors
    def vanished_since(self, moment: datetime) -> list[tuple[int, str]]:
        """Return id and address of the articles that were found to have vanished since a moment."""
        from scraper.archive.articles import events

        return events.vanished_since(self.db, moment)

    @translate_errors
    def known_blocks(self, url: str) -> frozenset[str]:
        """Return the fingerprints of blocks that are on many pages of a URL's site."""
        from scraper import urls
        from scraper.archive.articles import site_blocks

        return site_blocks.known(self.db, urls.site(url))


def _submission(article: Article, capture_id: int | None, extractor: str, at: str) -> Submission:
    from scraper.archive.articles import record
    from scraper.archive.articles.record import Submission

    article = record.fit(article)
    return Submission(
        article=article,
        row=record.of(article),
        attachments=record.attachments(article),
        capture_id=capture_id,
        extractor=extractor,
        at=at,
    )
