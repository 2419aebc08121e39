"""Compare an export, and the archive of today, with the manifest that was written with it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from scraper.commands.terminal.row_output import Listing
from scraper.commands.terminal.session import session
from scraper.commands.terminal.side_files import written
from scraper.errors import InputError
from scraper.present.counted_things import counted
from scraper.present.exported_records import RECORDS, Record, differing
from scraper.present.manifest import Manifest, read
from scraper.present.row_tally import row_hash
from scraper.present.written_files import WrittenFile

if TYPE_CHECKING:
    from scraper.archive import Archive

DIFFERS = 6  # the exit code
LARGEST_MANIFEST = 2**30  # bytes: ten million rows
Row = Mapping[str, Any]


class ExportDifference(NamedTuple):
    """One thing that is not as the manifest has it."""

    what: str  # file, row or archive
    id: str  # the file, the record in it, or the article
    difference: str


def load(path: Path) -> Manifest:
    """Read a manifest; raise InputError if it cannot be read or is none."""
    for other in (path / "manifest.json", path.with_name(f"{path.name}.manifest.json")):
        if other.is_file():
            raise InputError(f"{path} is not a manifest: name {other}")
    try:
        if path.stat().st_size > LARGEST_MANIFEST:
            raise InputError(f"{path} is not a manifest that `scraper export` wrote")
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{path} is not a manifest that `scraper export` wrote") from None
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
    return read(text, str(path))


def parameters(command: click.Command, found: Manifest, name: str) -> dict[str, Any]:
    """Return the parameters of the command that wrote an export, as click gives them.

    Raise InputError for options that the command does not know.
    """
    try:
        context = command.make_context("export", [found.form, *found.arguments])
    except click.ClickException as error:
        raise InputError(f"{name} cannot be compared: {error.format_message()}") from None
    return context.params


def of_files(folder: Path, found: Manifest) -> Iterator[ExportDifference]:
    """Yield the files that are missing or have other bytes."""
    for file in found.files:
        path = folder / file.path
        if not path.is_file():
            yield ExportDifference("file", file.path, "is missing")
            continue
        now = written(path, file.path)
        if now != file:
            yield ExportDifference("file", file.path, _how(now, file))


def _how(now: WrittenFile, then: WrittenFile) -> str:
    if now.bytes != then.bytes:
        return f"has {now.bytes} bytes and not {then.bytes}"
    return "has other bytes (SHA-256)"


def of_seal(archive: Archive, found: Manifest) -> Iterator[ExportDifference]:
    """Yield whether the archive is another one, or its runs were sealed anew."""
    if found.seal and not archive.crawl.has_seal(found.seal):
        how = "is not in this archive: it is another one, or its runs were sealed anew"
        yield ExportDifference("archive", "seal of the last run", how)


def of_articles(found: Manifest, rows: Iterable[Row]) -> Iterator[ExportDifference]:
    """Yield the articles that are not in the archive as they were exported."""
    gone = dict(found.rows)
    for row in rows:
        then = gone.pop(row["id"], None)
        name = f"article {row['id']}"
        if then is None:
            yield ExportDifference("archive", name, "is new since the export")
        elif then != row_hash(row).hex():
            yield ExportDifference("archive", name, "has changed since the export")
    for article_id in gone:
        yield ExportDifference("archive", f"article {article_id}", "is not found any more")


def of_records(
    folder: Path, found: Manifest, pieces: Callable[[], Iterable[str]], changed: set[str]
) -> Iterator[ExportDifference]:
    """Yield the records of a file that differ from those that the archive gives today.

    Those of articles that have `changed` in the archive cannot be compared.
    """
    if found.form not in RECORDS or not found.files:
        return
    path = folder / found.files[0].path
    if not path.is_file():
        return
    try:
        with path.open(encoding="utf-8", errors="surrogatepass", newline="") as file:
            for name, how in differing(_records(found, pieces()), _records(found, file)):
                if name not in changed:
                    yield ExportDifference("row", name, f"{how} in {found.files[0].path}")
    except (ValueError, RecursionError) as error:
        yield ExportDifference(
            "file", found.files[0].path, f"cannot be read as {found.form}: {error}"
        )


def _records(found: Manifest, lines: Iterable[str]) -> Iterator[Record]:
    return RECORDS[found.form](lines)


def report(name: str, differences: list[ExportDifference]) -> None:
    """Print what differs, and exit with 6 if anything does."""
    if not differences:
        session().say(f"everything is as {name} has it")
        return
    listing = Listing(form=None, columns=None, no_headers=False)
    listing.write((each._asdict() for each in differences), ExportDifference._fields)
    count = counted(len(differences), "difference")
    session().warn(f"Error: {count} from {name}: export again, or restore the files")
    sys.exit(DIFFERS)
