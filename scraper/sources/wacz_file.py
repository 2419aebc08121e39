"""Read the pages of a WACZ file, a ZIP file with WARC files in the folder `archive`."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile

from scraper.errors import InputError
from scraper.models import Page
from scraper.sources import warc_file

SIGNATURE = b"PK\x03\x04"
FOLDER = "archive"
SUFFIXES = (".warc", ".warc.gz")
BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error)


def pages(path: Path) -> Iterator[Page]:
    """Yield the pages of a WARC file, or of each WARC file in a WACZ file.

    Raise InputError if it is neither, or where it is damaged.
    """
    with path.open("rb") as file:
        is_packed = file.read(len(SIGNATURE)) == SIGNATURE
    if not is_packed:
        yield from warc_file.pages(path)
        return
    try:
        with zipfile.ZipFile(path) as packed:
            for name in members(packed, str(path)):
                yield from _pages_of(packed, name, path)
    except BROKEN as error:
        raise InputError(f"{path}: a damaged ZIP file ({error}): export it again") from None


def members(
    packed: zipfile.ZipFile, called: str, suffixes: tuple[str, ...] = SUFFIXES
) -> list[str]:
    """Return the names of the WARC files, in their order; raise InputError if there is none."""
    names = (name for name in packed.namelist() if PurePosixPath(name).parts[:1] == (FOLDER,))
    found = sorted(name for name in names if name.endswith(suffixes))
    if not found:
        raise InputError(f"{called}: a ZIP file without any WARC file in {FOLDER}/: no WACZ")
    return found


def _pages_of(packed: zipfile.ZipFile, name: str, path: Path) -> Iterator[Page]:
    """Yield the pages of one WARC file from a copy, for revisits are looked up in it."""
    with NamedTemporaryFile(prefix="scraper-", suffix=".warc") as copy:
        with packed.open(name) as member:
            shutil.copyfileobj(member, copy)
        copy.flush()
        yield from warc_file.pages(Path(copy.name), called=f"{path} ({name})")
