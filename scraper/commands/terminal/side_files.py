"""Write what describes an export next to it: manifest, codebook and metadata for other programs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.commands.terminal.output_file import STANDARD_OUTPUT, refuse_existing, write_text
from scraper.present import (
    citation_file,
    codebook,
    data_package,
    manifest,
    ro_crate,
)
from scraper.present.export_options import ExportOptions
from scraper.present.export_record import ExportRecord
from scraper.present.formats import FORMATS, Output
from scraper.present.row_tally import RowTally
from scraper.present.written_files import WrittenFile, WrittenFiles

if TYPE_CHECKING:
    from scraper.archive import Archive, Filters

CRATE = ro_crate.DESCRIPTOR
# name of the file -> its text; the crate is not among them, for it names the others
TEXTS: dict[str, Callable[[ExportRecord], Iterable[str]]] = {
    "manifest.json": manifest.manifest,
    "codebook.md": codebook.as_markdown,
    "codebook.json": codebook.as_json,
    "datapackage.json": data_package.data_package,
    "CITATION.cff": citation_file.citation_file,
}
NAMES = (*TEXTS, CRATE)
# not the command of the run, which may name what is nobody else's business
OF_SEAL = ("run", "ended_at", "sha256", "runs", "verifies", "fault")
OF_TABLES = ("codebook.md", "codebook.json")  # not for a format that has no columns


class SideFiles:
    """The files that describe one export: beside a file as FILE.manifest.json, inside a folder."""

    def __init__(self, output: str, form: str, options: ExportOptions) -> None:
        self.output = Path(output)
        self.form = form
        self.is_folder = FORMATS[form].output_with(options) is Output.FOLDER
        self.tally = RowTally(codebook.tallies(form, options))
        self.names = [name for name in NAMES if self.tally.columns or name not in OF_TABLES]

    def refuse_existing(self, *, force: bool) -> None:
        """Raise InputError if the export or one of the files exists and may not be replaced."""
        if self.is_folder:
            return  # it has to be empty
        refuse_existing(self.output, force=force)
        for name in self.names:
            refuse_existing(self._path(name), force=force)

    def write(
        self,
        archive: Archive,
        given: tuple[str, ...],
        filters: Filters,
        gaps: Iterable[str],
        *,
        force: bool,
    ) -> None:
        """Write all of them, after the export itself; `given` are the options of the command."""
        record = self._record(archive, given, filters, tuple(gaps))
        pieces = {name: TEXTS[name](record) for name in self.names if name != CRATE}
        paths = {name: self._path(name) for name in self.names}
        described = tuple(path.name for name, path in paths.items() if name != CRATE)
        pieces[CRATE] = ro_crate.ro_crate(record, described)
        for name, text in pieces.items():
            write_text(str(paths[name]), text, force=force)

    def _path(self, name: str) -> Path:
        if self.is_folder:
            return self.output / name
        return self.output.with_name(f"{self.output.name}.{name}")

    def _record(
        self,
        archive: Archive,
        given: tuple[str, ...],
        filters: Filters,
        gaps: tuple[str, ...],
    ) -> ExportRecord:
        from scraper.archive.store.column_comments import column_comments

        seal = archive.crawl.last_seal()
        sealed = {name: getattr(seal, name) for name in OF_SEAL} if seal else None
        return ExportRecord(
            name=self.output.resolve().name,
            form=self.form,
            arguments=given,
            archive=asdict(archive.maintenance.state()),
            seal=sealed,
            files=WrittenFiles(self._written()),
            columns=codebook.facts(
                self.form, self.tally.columns, len(self.tally.ids), column_comments("articles")
            ),
            tally=self.tally,
            gaps=gaps,
            feed_gaps=tuple(map(asdict, archive.crawl.gaps.rows(filters))),
        )

    def _written(self) -> Iterator[WrittenFile]:
        """Yield the files of the export, without those that describe it."""
        if not self.is_folder:
            yield written(self.output, self.output.name)
            return
        for name in sorted(_names_in(self.output)):
            if name not in NAMES:
                yield written(self.output / name, name)


def _names_in(folder: Path) -> Iterator[str]:
    """Yield the files in a folder, by their paths from there, with "/" between the parts."""
    for path, _, names in os.walk(folder):
        within = Path(path).relative_to(folder).as_posix()
        yield from names if within == "." else (f"{within}/{name}" for name in names)


def written(path: Path, name: str) -> WrittenFile:
    """Return size and hash of a file, under the name that it has for others."""
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return WrittenFile(path=name, bytes=path.stat().st_size, sha256=digest)


def is_described(output: str) -> bool:
    """Return whether files can go next to an output: not to standard output, a device or a pipe."""
    path = Path(output)
    if output == STANDARD_OUTPUT:
        return False
    return not path.exists() or path.is_file() or path.is_dir()
