"""Load the article that a command shows, with what people added to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.present.reading import Reading

if TYPE_CHECKING:
    from scraper.archive import Archive


def reading_of_article(archive: Archive, what: str, version: int | None) -> Reading:
    """Return an article by URL or id; raise InputError if there is none, or no such version."""
    article = archive.articles.load(what, version=version)
    additions = archive.corpus.additions
    row = {"id": archive.articles.find(what)}
    (added,) = additions.with_notes(additions.with_labels([row]))
    return Reading(article, {name: value for name, value in added.items() if name != "id"})
