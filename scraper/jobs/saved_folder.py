"""Look through folders of saved pages: which files are pages, and where and when each was saved."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath

from scraper.errors import InputError
from scraper.jobs.read_file import page_from_file
from scraper.models import Page
from scraper.sources import mhtml_file
from scraper.sources.bulk_folder import is_html
from scraper.sources.saved_pages import (
    HEAD,
    Origin,
    address_inside,
    canonical_address,
    stated_origin,
)

NO_ADDRESS = (
    "no address in it, nor in the names of its folders:"
    " `scraper fetch --html FILE --url URL` takes it"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedFile:
    """A page in a file, with what is known of its origin."""

    path: Path
    url: str
    saved_at: datetime


@dataclass(kw_only=True, slots=True)
class SavedFolder:
    """The pages of some folders."""

    files: list[SavedFile] = field(default_factory=list)  # the oldest first
    refused: list[str] = field(default_factory=list)  # a line for each page without an address
    others: int = 0  # files that are no pages

    def pages(self) -> Iterator[Page]:
        """Yield the pages, the oldest first; one that cannot be read is noted and left out."""
        for file in self.files:
            try:
                page = page_from_file(str(file.path), file.url)
            except InputError as error:
                self.refused.append(str(error))
                continue
            yield replace(page, fetched_at=file.saved_at)


def look_through(named: Sequence[str]) -> SavedFolder:
    """Return the pages in files and folders; raise InputError for a name without a file."""
    folder = SavedFolder()
    for name in named:
        for path, inside in _files(Path(name)):
            _look_at(folder, path, inside)
    folder.files.sort(key=lambda file: (file.saved_at, str(file.path)))
    return folder


def _files(root: Path) -> Iterator[tuple[Path, PurePath]]:
    """Yield each file, and its folder below the one that was named, with that folder's name."""
    if not root.exists():
        raise InputError(f"cannot read {root}: there is no such file or folder")
    around = root.absolute().parent
    if not root.is_dir():
        yield root, PurePath()
        return
    for folder, below, names in os.walk(root):
        below.sort()
        here = Path(folder)
        inside = here.absolute().relative_to(around)
        for name in sorted(names):
            path = here / name
            if path.is_file():  # neither a pipe nor a link to nowhere
                yield path, inside


def _look_at(folder: SavedFolder, path: Path, inside: PurePath) -> None:
    try:
        with path.open("rb") as file:
            facts = os.fstat(file.fileno())
            # room for more than there is takes as long to get as the file takes to read
            start = file.read(min(HEAD, facts.st_size))
    except OSError as error:
        folder.refused.append(f"{path}: cannot be read ({error.strerror})")
        return
    if not _is_page(path, start):
        folder.others += 1
        return
    try:
        origin = _origin(start, inside, path.name)
    except InputError as error:
        folder.refused.append(f"{path}: {error}")
        return
    if origin is None:
        folder.refused.append(f"{path}: {NO_ADDRESS}")
        return
    saved_at = origin.saved_at or datetime.fromtimestamp(facts.st_mtime, UTC)
    folder.files.append(
        SavedFile(path=path, url=origin.url, saved_at=saved_at.replace(microsecond=0))
    )


def _is_page(path: Path, start: bytes) -> bool:
    is_mhtml = path.suffix.lower() in mhtml_file.SUFFIXES or mhtml_file.is_mhtml(start)
    return is_mhtml or is_html(path.name, start)


def _origin(start: bytes, inside: PurePath, name: str) -> Origin | None:
    """Return where and when a page was saved, as far as its file and its folders show it."""
    if mhtml_file.is_mhtml(start):
        mailed = mhtml_file.read_mhtml(start)
        address = mailed.url or canonical_address(mailed.body)
        return Origin(address, mailed.saved_at) if address else None
    origin = stated_origin(start)
    if origin:
        return origin
    address = address_inside(start, inside / name)
    return Origin(address, None) if address else None
