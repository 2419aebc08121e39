"""The versions of the article that an address names."""

from __future__ import annotations

from collections.abc import Sequence

from scraper.models import Version
from scraper.web.room_request import PageMissing, RoomRequest


def versions_of(asked: RoomRequest) -> list[Version]:
    """Return the versions of an article, the oldest first; raise PageMissing if it is unknown."""
    article_id = asked.path["id"]
    if asked.archive.articles.find(article_id) is None:
        raise PageMissing(f"The archive has no article {article_id}.")
    return asked.archive.articles.versions(article_id)


def version_of(versions: Sequence[Version], number: int) -> Version:
    """Return the version with a number; raise PageMissing if there is none."""
    for version in versions:
        if version.number == number:
            return version
    known = ", ".join(str(version.number) for version in versions)
    raise PageMissing(f"There is no version {number} of this article, only {known}.")
