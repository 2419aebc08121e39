"""Read tar files of HTML as records of a bulk run: plain, gzip, bzip2, xz or zstd, in one pass."""

from __future__ import annotations

import lzma
import tarfile
import zlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import IO, Any, Self
from urllib.parse import quote

from scraper.errors import InputError
from scraper.models import LARGEST_PAGE
from scraper.sources import bulk_paths
from scraper.sources.bulk_folder import SIGNATURE, is_html, page_record, too_large
from scraper.sources.bulk_records import BulkFault, BulkItem, BulkItems, ReadingCounts, utc_text
from scraper.sources.bulk_unpacking import unpacked_zstd

_BROKEN = (tarfile.TarError, OSError, EOFError, zlib.error, lzma.LZMAError)


@dataclass(slots=True)
class _Seen:
    """What the headers of a file show that tarfile does not report."""

    damaged: bool = False  # a header, since the last file that could be read
    ended: bool = False  # the mark of the end, after the last file


def read(path: str, counts: ReadingCounts | None = None) -> BulkItems:
    """Yield the HTML files of a tar file, in their order; raise InputError if it is not a tar file.

    The key is the place of the file and its name, for a tar file can hold a name twice.
    """
    counts = counts if counts is not None else ReadingCounts()
    seen = _Seen()
    with bulk_paths.open_binary(path) as file:
        try:
            tar = _opened(file, seen)
        except _BROKEN as error:
            raise InputError(
                f"{path} is not a tar file, or damaged at its start: {error}"
            ) from None
        with tar:
            yield from _members(tar, path, seen, counts)


def _opened(file: IO[bytes], seen: _Seen) -> tarfile.TarFile:
    """Open a stream; zeros are no end of it, for one tar file may follow another."""
    stream: Any = unpacked_zstd(file)
    return tarfile.open(fileobj=stream, mode="r|*", ignore_zeros=True, tarinfo=_noting(seen))


def _noting(seen: _Seen) -> type[tarfile.TarInfo]:
    """Return a kind of header that notes what tarfile passes over without a word."""

    class NotingHeader(tarfile.TarInfo):
        """A header of a tar file."""

        @classmethod
        def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
            """Return the header in a block."""
            try:
                header = super().frombuf(buf, encoding, errors)
            except tarfile.HeaderError:
                if any(buf):
                    seen.damaged = True
                elif buf:
                    seen.ended = True
                raise
            seen.ended = False
            return header

    return NotingHeader


def _members(tar: tarfile.TarFile, path: str, seen: _Seen, counts: ReadingCounts) -> BulkItems:
    root = bulk_paths.name_of(path).partition(".")[0]
    key = "0"
    try:
        for member in tar:
            if seen.damaged:
                yield BulkFault(f"{key}+", "", "damaged bytes after this file: skipped")
                seen.damaged = False
            key = f"{member.offset}:{member.name}"
            item = _item(tar, member, key, root)
            if item is None:
                counts.others += 1
            else:
                yield item
            tar.members = []  # type: ignore[attr-defined]  # else each header is held to the end
    except _BROKEN as error:
        yield BulkFault(f"{key}+", "", f"damaged, and the rest is lost: {error}")
        return
    if seen.damaged or not seen.ended:
        yield BulkFault(f"{key}+", "", "damaged, and the rest is lost: it has no end")


def _item(tar: tarfile.TarFile, member: tarfile.TarInfo, key: str, root: str) -> BulkItem | None:
    """Return the record of a file, None if it is not a page."""
    file = tar.extractfile(member) if member.isfile() else None
    if file is None:
        return None
    start = file.read(SIGNATURE)
    if not is_html(member.name, start):
        return None
    if member.size > LARGEST_PAGE:
        return too_large(key)
    record = page_record(
        member.name,
        start + file.read(),
        root=root,
        otherwise=f"file:///{quote(root)}/{quote(member.name)}",
        fetched_at=utc_text(datetime.fromtimestamp(int(member.mtime), UTC)),
    )
    return replace(record, key=key)
