"""A page that a command is to look at: a file, or one that the archive keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper import files
from scraper.cleaning import clean_argument
from scraper.commands.session import session
from scraper.errors import InputError

if TYPE_CHECKING:
    from scraper.models import Page


def page_of(what: str, url: str | None = None) -> tuple[Page, frozenset[str]]:
    """The page of a FILE or URL, and what the archive knows of its site's boilerplate; InputError if there is none."""
    from scraper.read import page_from_file

    if files.is_readable(what):
        return page_from_file(what, url), frozenset()
    if "://" not in what and (found := files.special(what)) is not None:
        raise InputError(f"{what} is not a page but {found}")
    if "://" not in what:
        raise InputError(f"{what} is neither a file nor a URL")
    with session().archive(read_only=True) as archive:
        capture = archive.article(clean_argument(what))["capture_id"]
        if capture is None:
            raise InputError(f"the page of {what} was not kept: give it as a FILE")
        page = archive.page(capture)
        return page, archive.known_blocks(page.final_url)
