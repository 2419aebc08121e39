"""`scraper import pocket` and its like: queue the addresses that another program has saved."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from scraper import urls
from scraper.archive.corpus.label_sets import LabelRow, LabelTable
from scraper.commands.import_and_fetch import (
    fetch_imported,
    fetching_options,
    refuse_without_fetch,
)
from scraper.commands.import_copies import take_copies
from scraper.commands.terminal.command_class import Command, declare_command
from scraper.commands.terminal.inputs import RunInput
from scraper.commands.terminal.partial_failure import exit_if_failed, print_failures
from scraper.commands.terminal.run_options import GROUPS
from scraper.commands.terminal.session import session
from scraper.files import read_file
from scraper.models import Lead
from scraper.secrets import without_secrets
from scraper.sources.kept_copies import CopyNames
from scraper.sources.link_formats import FORMATS, LinkFormat
from scraper.sources.reading_lists import ExportedFile
from scraper.sources.saved_links import COLUMNS
from scraper.sources.url_list import URL, Rejected

if TYPE_CHECKING:
    from scraper.archive import Archive

Function = Callable[..., Any]
STDIN = "standard input"
_Found = dict[str, list[Lead | Rejected]]  # file -> what it holds


class Queued(NamedTuple):
    """What became of the entries of an import."""

    usable: list[Lead]
    refused: list[Rejected]
    failed_texts: int  # copies that could not be read
    unvisited: int  # addresses that are left out of the usable ones, for they do not wait


HELP = """\
Queue the addresses in {title}.

{how} Addresses that the archive has, or that were queued before, are not queued again.
`scraper fetch --pending` visits what is new; with --fetch that is done at once, and rows, report
and exit code are those of `scraper fetch`.

Titles, dates, tags, folders and notes are kept as the label set {name} (--label-set gives it
another name): `scraper label show {name}` lists them with the articles. A newer export replaces
the rows of its own addresses, and all others stay.
"""


def _command_of(form: LinkFormat) -> Command:
    """Return the command that imports a format."""
    text = HELP.format(title=form.title, how=form.how, name=form.name)
    examples = (
        f"scraper import {form.name} {form.example}",
        f"scraper import {form.name} {form.example} --label-set mine --fetch",
    )

    @declare_command(form.name, examples=examples, help=text, groups=GROUPS)
    @click.argument("files", metavar="FILE...", nargs=-1, required=True)
    @click.option("--label-set", metavar="NAME", help="Keep the columns under NAME.")
    @_texts_option(form)
    @fetching_options
    def imported(
        files: tuple[str, ...], label_set: str | None, *, fetch: bool, **more: Any
    ) -> None:
        if not fetch:
            refuse_without_fetch()
        exports = [_exported(form, file) for file in files]
        copies = form.copies if more.pop("with_texts", False) else None
        done = _import(form, exports, label_set or form.name, copies, fetch=fetch)
        if fetch:
            entries: list[Lead | Rejected] = [*done.usable, *done.refused]
            fetch_imported(RunInput(entries=entries, tables=[], unvisited=done.unvisited), **more)
        _exit(done, strict=more["strict"])

    return imported


def _exit(done: Queued, *, strict: bool) -> None:
    """Print the first entries that were refused, and exit if anything failed."""
    print_failures([str(one) for one in done.refused])
    exit_if_failed(len(done.refused) + done.failed_texts, len(done.usable), strict=strict)


def _texts_option(form: LinkFormat) -> Callable[[Function], Function]:
    """Return what gives a command --with-texts, if the export of its program has texts."""
    if form.copies is None:
        return lambda function: function
    return click.option(
        "--with-texts/--no-with-texts",
        help="Keep the texts in the export, too, of pages that the archive does not have.",
    )


def _import(
    form: LinkFormat,
    exports: list[ExportedFile],
    name: str,
    copies: CopyNames | None,
    *,
    fetch: bool,
) -> Queued:
    """Import the files, and print the counts; raise InputError for a wrong one before any is.

    With `fetch`, the usable entries are only those that wait for a visit.
    """
    entries = {file.name: list(form.read(file)) for file in exports}
    refused = list(_refused(form, entries))
    leads = [one for found in entries.values() for one in found if isinstance(one, Lead)]
    if any(lead.userinfo for lead in leads):
        session().keep_private()
    with session().archive() as archive:
        # the labels first: an import that is killed between the two is simply run again
        _keep(archive, name, entries)
        new = archive.crawl.queue.never_queued(leads)
        archive.crawl.queue.add(new)
        _report(len(new), len(leads), len(refused), fetch=fetch)
        failed = 0
        if copies is not None:
            failed = take_copies(archive, exports, copies)
            archive.crawl.queue.add(new)  # a copy is no visit
        usable = _waiting(archive, leads) if fetch else leads
    unvisited = _addresses(leads) - _addresses(usable)
    return Queued(usable, refused, failed, len(unvisited))


def _addresses(leads: Iterable[Lead]) -> set[str]:
    return {urls.canonical(lead.url) for lead in leads}


def _waiting(archive: Archive, leads: Iterable[Lead]) -> list[Lead]:
    """Return those of the addresses that wait for a visit."""
    ours = _addresses(leads)
    return [lead for lead in archive.crawl.queue.waiting() if urls.canonical(lead.url) in ours]


def _refused(form: LinkFormat, entries: _Found) -> Iterator[Rejected]:
    """Yield the entries that cannot be fetched, with file and place in the reason."""
    for file, found in entries.items():
        for one in found:
            if isinstance(one, Rejected):
                yield replace(one, line=0, why=f"{file}: {form.place} {one.line}: {one.why}")


def _exported(form: LinkFormat, file: str) -> ExportedFile:
    data = sys.stdin.buffer.read() if file == "-" else read_file(file, form.title)
    return ExportedFile(data=data, name=STDIN if file == "-" else file)


def _keep(archive: Archive, name: str, entries: _Found) -> None:
    """Keep what the entries came with as a label set."""
    source = ", ".join(file for file in entries if file != STDIN) or None
    table = LabelTable(name=name, columns=(URL, *COLUMNS), url_column=URL, source=source)
    archive.corpus.labels.add(table, _rows(chain.from_iterable(entries.values())))


def _rows(entries: Iterable[Lead | Rejected]) -> Iterator[LabelRow]:
    for entry in entries:
        if isinstance(entry, Rejected):
            url, error = entry.text, entry.why
        else:
            url, error = entry.url, None
        yield LabelRow(url=url, cells={URL: without_secrets(url), **entry.row}, error=error)


def _report(new: int, usable: int, refused: int, *, fetch: bool) -> None:
    """Print the counts, and what to type next."""
    counts = f"{new:,} new, {usable - new:,} already here"
    if refused:
        counts += f", {refused:,} refused"
    has_next = new and not fetch
    session().say(f"{counts}{'; visit the new ones: scraper fetch --pending' if has_next else ''}")


def link_commands() -> Iterator[Command]:
    """Yield a command for each format of the table."""
    yield from map(_command_of, FORMATS)
