"""Find the page that a command looks at: a file, or one that the archive keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper import files
from scraper.cleaning import clean_argument
from scraper.commands.terminal.session import session
from scraper.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from scraper.jobs.read_page import ReadTask


def reading_of(what: str, url: str | None = None, rules: tuple[Path, ...] = ()) -> ReadTask:
    """Return the page of a FILE, or of an article's URL or id, with what the archive knows of it.

    Raise InputError if there is no such page.
    """
    from scraper.jobs.explanation import kept_reading
    from scraper.jobs.read_file import page_from_file
    from scraper.jobs.read_page import ReadTask

    if files.is_readable(what):
        return ReadTask(page=page_from_file(what, url), rules=rules)
    names_article = "://" in what or what.isdecimal()
    if not names_article:
        found = files.special(what)
        if found is not None:
            raise InputError(f"{what} is not a page but {found}")
        raise InputError(f"{what} is neither a file nor a URL, nor an id of `scraper list`")
    with session().archive(read_only=True) as archive:
        row = archive.articles.get(clean_argument(what))
        return kept_reading(archive, row, rules)
