"""`scraper import pocket` and its like: queue the addresses that another program has saved."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

import click

from scraper.archive.corpus.label_sets import LabelRow, LabelTable
from scraper.commands.terminal.command_class import Command, declare_command
from scraper.commands.terminal.partial_failure import exit_if_failed, print_failures
from scraper.commands.terminal.session import session
from scraper.files import read_file
from scraper.models import Lead
from scraper.secrets import without_secrets
from scraper.sources.link_formats import FORMATS, LinkFormat
from scraper.sources.reading_lists import ExportedFile
from scraper.sources.saved_links import COLUMNS
from scraper.sources.url_list import URL, Rejected

if TYPE_CHECKING:
    from scraper.archive import Archive

_Found = dict[str, list[Lead | Rejected]]  # file -> what it holds

HELP = """\
Queue the addresses in {title}.

{how} Nothing is fetched yet: `scraper fetch --pending` visits what is new. Addresses that the
archive has, or that were queued before, are not queued again.

Titles, dates, tags, folders and notes are kept as the label set {name} (--label-set gives it
another name): `scraper label show {name}` lists them with the articles. A newer export replaces
the rows of its own addresses, and all others stay.
"""


def _command_of(form: LinkFormat) -> Command:
    """Return the command that imports a format."""
    text = HELP.format(title=form.title, how=form.how, name=form.name)
    examples = (
        f"scraper import {form.name} {form.example}",
        f"scraper import {form.name} {form.example} --label-set private",
    )

    @declare_command(form.name, examples=examples, help=text)
    @click.argument("files", metavar="FILE...", nargs=-1, required=True)
    @click.option("--label-set", metavar="NAME", help="Keep the columns under NAME.")
    @click.option("--strict/--no-strict", help="Exit with 1, not 3, if some entries were refused.")
    def imported(files: tuple[str, ...], label_set: str | None, *, strict: bool) -> None:
        _import(form, files, label_set or form.name, strict=strict)

    return imported


def _import(form: LinkFormat, files: tuple[str, ...], name: str, *, strict: bool) -> None:
    """Import the files; raise InputError for a file that is wrong before any is imported."""
    entries = {file: list(_entries(form, file)) for file in files}
    leads = [one for found in entries.values() for one in found if isinstance(one, Lead)]
    if any(lead.userinfo for lead in leads):
        session().keep_private()
    with session().archive() as archive:
        # the labels first: an import that is killed between the two is simply run again
        _keep(archive, name, entries)
        new = archive.crawl.queue.never_queued(leads)
        archive.crawl.queue.add(new)
    refused = list(_refused(form, entries))
    _report(len(new), len(leads), refused)
    exit_if_failed(len(refused), len(leads), strict=strict)


def _refused(form: LinkFormat, entries: _Found) -> Iterator[str]:
    """Yield a line for each entry that cannot be fetched."""
    for file, found in entries.items():
        for one in found:
            if isinstance(one, Rejected):
                yield f"{file}: {form.place} {one.line}: {one.why}"


def _entries(form: LinkFormat, file: str) -> Iterator[Lead | Rejected]:
    data = sys.stdin.buffer.read() if file == "-" else read_file(file, form.title)
    name = "standard input" if file == "-" else file
    return form.read(ExportedFile(data=data, name=name))


def _keep(archive: Archive, name: str, entries: _Found) -> None:
    """Keep what the entries came with as a label set."""
    source = ", ".join(file for file in entries if file != "-") or None
    table = LabelTable(name=name, columns=(URL, *COLUMNS), url_column=URL, source=source)
    archive.corpus.labels.add(table, _rows(chain.from_iterable(entries.values())))


def _rows(entries: Iterable[Lead | Rejected]) -> Iterator[LabelRow]:
    for entry in entries:
        if isinstance(entry, Rejected):
            url, error = entry.text, entry.why
        else:
            url, error = entry.url, None
        yield LabelRow(url=url, cells={URL: without_secrets(url), **entry.row}, error=error)


def _report(new: int, usable: int, refused: list[str]) -> None:
    """Print the counts, and the first entries that cannot be fetched."""
    counts = f"{new} new, {usable - new} already here"
    if refused:
        counts += f", {len(refused)} refused"
    session().say(f"{counts}{'; visit the new ones: scraper fetch --pending' if new else ''}")
    print_failures(refused)


def link_commands() -> Iterator[Command]:
    """Yield a command for each format of the table."""
    yield from map(_command_of, FORMATS)
