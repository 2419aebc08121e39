"""Take the texts that a reading list kept, of pages that the archive does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.archive.pages.captures import COPY
from scraper.commands.import_warc import TakenPages
from scraper.commands.terminal.processors import processors
from scraper.commands.terminal.run_record import run_hooks
from scraper.commands.terminal.session import session
from scraper.errors import InputError
from scraper.files import read_file
from scraper.progress import Progress
from scraper.sources.kept_copies import CopyNames, copies
from scraper.sources.reading_lists import ExportedFile

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.models import Page


def take_copies(archive: Archive, files: Iterable[ExportedFile], names: CopyNames) -> int:
    """Archive the copies in exports, and print how many; those of a known page are left out.

    Return how many could not be read as articles.
    """
    from scraper.jobs import run
    from scraper.jobs.collect import Plan

    seen = TakenPages()
    with session().watched(Progress(what="reads texts", unit="texts")) as progress:
        pages = _unknown(archive, files, names, seen)
        hooks, plan = run_hooks(progress=progress), Plan(jobs=processors())
        run.take_all(archive, pages, plan, seen, source=COPY, hooks=hooks)
    session().say(f"texts: {seen.sentence()}")
    return seen.counts["failed"]


def _unknown(
    archive: Archive, files: Iterable[ExportedFile], names: CopyNames, seen: TakenPages
) -> Iterator[Page]:
    """Yield the copies of pages that lead to no article: a page that was fetched is better."""
    for file in files:
        for page in copies(file, names, partial(_text, Path(file.name).parent)):
            if archive.articles.find(page.url) is None:
                yield page
            else:
                seen.counts["same"] += 1


def _text(folder: Path, name: str) -> str:
    """Return a text that is in a file of its own, or "" if there is none."""
    try:
        return read_file(folder / name, "a text of the export").decode("utf-8", "replace")
    except InputError:
        return ""
