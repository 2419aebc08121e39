"""`scraper export`: write the archive, or a part of it, for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import When, choice_options
from scraper.commands.terminal.output_file import write_bytes, write_folder, write_text
from scraper.commands.terminal.row_output import CountedRows, chosen_columns, limit_option
from scraper.commands.terminal.session import session
from scraper.errors import DamagedRow
from scraper.present.counted_things import counted
from scraper.present.export_options import ExportOptions
from scraper.present.formats import FORMATS, Output, Rows
from scraper.progress import Progress

if TYPE_CHECKING:
    from scraper.archive import Archive, Filters
    from scraper.archive.articles.selection import Selection
    from scraper.commands.terminal.export_check import ExportDifference
    from scraper.commands.terminal.side_files import SideFiles
    from scraper.present.manifest import Manifest

# options that change nothing about the rows
NOT_RECORDED = frozenset({"form", "output", "force", "manifest", "verify"})
ENDLESS = -1  # SQLite's LIMIT for all rows
WRITERS: dict[Output, Callable[..., None]] = {
    Output.TEXT: write_text,
    Output.BYTES: write_bytes,
    Output.FOLDER: write_folder,
}
OPTIONS = {
    "plain": "--plain",
    "labels": "--with-labels",
    "notes": "--with-notes",
    "partition": "--partition",
}
OFFERED = "; ".join(f"{name} ({each.description})" for name, each in FORMATS.items())
HELP = f"""Write articles as FORMAT, the oldest first: {OFFERED}.

In csv, text that a spreadsheet would run as a formula gets a quotation mark before it; with
--plain, nothing is altered. The jsonl format includes the earlier versions of each article, and
`scraper import jsonl` reads it. The same command writes the same bytes for as long as the archive
is the same.

With --with-labels and --with-notes, `scraper import jsonl` also restores labels, tags, notes and
exclusions. A CSV file has further columns for them, in the same order each time: coder_tags, notes,
exclusions, and then SET.COLUMN for each column of each label set.

Next to FILE, files that describe it appear: FILE.manifest.json (what was asked for, and a hash of
each row), FILE.codebook.md and .json (what each column means), FILE.datapackage.json,
FILE.ro-crate-metadata.json and FILE.CITATION.cff. --verify compares an export with its manifest,
and with the archive as it is now; exit code 6 means that something differs.
"""
EXAMPLES = (
    "scraper export csv -o then.csv --query harbour --as-of 2026-02-03",
    "scraper export csv --label stories --with-labels --with-notes --sample 200",
    "scraper export jsonl --since 30d | gzip > news.jsonl.gz",
)


@declare_command("export", help=HELP, examples=EXAMPLES)
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)), required=False)
@click.option(
    "-o",
    "--output",
    metavar="FILE|DIR",
    default="-",
    help="Write to FILE, or to DIR if the format is a folder.  [default: standard output]",
)
@click.option("--force/--no-force", help="Replace files that exist.")
@click.option(
    "--manifest/--no-manifest",
    default=True,
    help="Write the manifest, the codebook and metadata, too; this is the default.",
)
@click.option(
    "--verify", metavar="FILE", help="Show what differs from an export with this manifest."
)
@click.option("--plain/--guarded", help="Alter nothing; by default, no cell of csv is a formula.")
@click.option("--columns", metavar="A,B", help="Write these columns, in this order.")
@click.option("--query", metavar="WORDS", help="Only what `scraper search WORDS` finds.")
@click.option("--as-of", type=When(), help="The texts as they were at the end of this day.")
@click.option(
    "--with-labels/--without-labels",
    "labels",
    help="Add the columns of the tables that articles came with, as SET.COLUMN.",
)
@click.option(
    "--with-notes/--without-notes", "notes", help="Add the tags, notes and exclusions of coders."
)
@click.option(
    "--partition",
    type=click.Choice(["month"]),
    help="Divide parquet into a file per month of publication, in -o DIR/data.",
)
@choice_options
@limit_option(0, "Write at most this many articles; 0 means all.")
def export(
    form: str | None,
    output: str,
    *,
    force: bool,
    manifest: bool,
    verify: str | None,
    **asked: Any,
) -> None:
    """Write articles in a format of the table."""
    if verify:
        if form:
            raise click.UsageError("--verify takes no FORMAT: the manifest names it")
        _verify(verify)
        return
    if form is None:
        raise click.MissingParameter(ctx=click.get_current_context(), param=command.params[0])
    with session().archive(read_only=True) as archive, session().watched(Progress()) as progress:
        chosen = _chosen(archive, form, progress, **asked)
        without_pages: list[int] = []
        pruned: list[str] = []
        rows = CountedRows(_noting_pages(chosen.rows, without_pages, pruned))
        side = _side_files(output, form, chosen.options, force=force) if manifest else None
        passing = side.tally.passing(rows) if side else rows
        write = WRITERS[FORMATS[form].output_with(chosen.options)]
        write(output, _pieces(form, passing, chosen.options), force=force)
        if side:
            gaps = _gaps(rows.damage, chosen.damage, without_pages=without_pages) + pruned
            side.write(archive, _given(), chosen.filters, gaps, force=force)
        if not rows.count:
            session().say(archive.articles.not_found(chosen.filters))
    if without_pages:
        of = counted(rows.count, "article")
        session().say(f"left out {len(without_pages):,} of {of}, without a kept page")
    if pruned:
        session().say(f"left out {counted(len(pruned), 'pruned page')}, the first: {pruned[0]}")
    if rows.damage:
        raise rows.damage
    if chosen.damage:
        raise DamagedRow(chosen.damage)


class Chosen(NamedTuple):
    """What is written: the rows, and how."""

    rows: Rows
    options: ExportOptions
    filters: Filters
    damage: str | None  # among what a search found


def _chosen(
    archive: Archive,
    form: str,
    progress: Progress,
    *,
    columns: str | None,
    plain: bool,
    labels: bool,
    notes: bool,
    partition: str | None,
    **choice: Any,
) -> Chosen:
    """Return the rows that the options of the command select, and the options of the format."""
    given = {"plain": plain, "labels": labels, "notes": notes, "partition": partition}
    options = _options(form, columns, **given)
    wanted, damage = _selection(archive, by_month=partition == "month", **choice)
    wanted = replace(wanted, most=FORMATS[form].most)
    rows: Rows = archive.articles.select(wanted, FORMATS[form].parts, progress=progress)
    added = archive.corpus.additions
    if labels:
        rows = added.with_labels(rows)
        options = replace(options, labels=tuple(added.label_columns()))
    if notes:
        rows = added.with_notes(rows)
    return Chosen(rows, options, wanted.filters, damage)


def _pieces(form: str, rows: Rows, options: ExportOptions) -> Iterable[Any]:
    return FORMATS[form].write(rows, options)


def _side_files(output: str, form: str, options: ExportOptions, *, force: bool) -> SideFiles | None:
    """Return the files that describe the export, none of which exists; None for standard output."""
    from scraper.commands.terminal import side_files  # standard output needs none

    if not side_files.is_described(output):
        return None
    side = side_files.SideFiles(output, form, options)
    side.refuse_existing(force=force)
    return side


def _gaps(*damage: object, without_pages: list[int]) -> list[str]:
    """Return what could not be exported, a line each."""
    damaged = [str(each) for each in damage if each]
    return damaged + [f"article {article_id} has no kept page" for article_id in without_pages]


def _given() -> tuple[str, ...]:
    """Return the options that select and form the rows, as far as the user gave them."""
    from scraper.commands.terminal import given_options

    return given_options.arguments(click.get_current_context(), NOT_RECORDED)


def _verify(name: str) -> None:
    """Print what differs from a manifest; exit with 6 if anything does."""
    from scraper.commands.terminal import export_check

    found = export_check.load(Path(name))
    differences = list(export_check.of_files(Path(name).parent, found))
    if Path(session().db).is_file():
        differences += _since(name, found, files_differ=bool(differences))
    else:
        session().say(f"there is no archive at {session().db}: only the files were compared")
    export_check.report(name, differences)


def _since(name: str, found: Manifest, *, files_differ: bool) -> list[ExportDifference]:
    """Return what differs between a manifest, the archive of now, and the file's records."""
    from scraper.commands.terminal import export_check

    read = export_check.parameters(command, found, name)
    asked = {option: value for option, value in read.items() if option not in NOT_RECORDED}
    with session().archive(read_only=True) as archive:

        def now() -> Chosen:
            return _chosen(archive, found.form, Progress(), **asked)

        def pieces() -> Iterable[str]:
            chosen = now()
            return _pieces(found.form, chosen.rows, chosen.options)

        differences = list(export_check.of_seal(archive, found))
        differences += export_check.of_articles(found, now().rows)
        if files_differ:
            changed = {each.id for each in differences}
            folder = Path(name).parent
            differences += export_check.of_records(folder, found, pieces, changed)
        last_change = archive.maintenance.state().last_change
    if last_change != found.last_change:
        session().say(f"the archive was changed since, last at {last_change}")
    return differences


def _noting_pages(rows: Rows, without: list[int], pruned: list[str]) -> Iterator[Mapping[str, Any]]:
    """Yield the rows, and note which articles have no kept page and which pages were pruned."""
    for row in rows:
        pruned.extend(row.get("pruned", ()))
        if not row.get("pages", True):
            without.append(row["id"])
        yield row


def _options(form: str, columns: str | None, **given: Any) -> ExportOptions:
    """Return the options of a format; raise UsageError for one that it does not take."""
    chosen = FORMATS[form]
    for name, value in given.items():
        if value and name not in chosen.takes:
            able = ", ".join(other for other, each in FORMATS.items() if name in each.takes)
            raise click.UsageError(f"{OPTIONS[name]} is for {able}, not for {form}")
    own = {name: value for name, value in given.items() if name != "labels"}
    if not columns:
        return ExportOptions(**own)
    if not chosen.columns:
        raise click.UsageError(f"{form} has no columns to choose from")
    return ExportOptions(columns=tuple(chosen_columns(chosen.columns, columns)), **own)


def _selection(
    archive: Archive,
    *,
    query: str | None,
    as_of: str | None,
    sample: int | None,
    seed: str,
    limit: int,
    by_month: bool,
    **filters: Any,
) -> tuple[Selection, str | None]:
    """Return which articles are meant, and what was damaged among those that a search found."""
    from scraper.archive import Filters, Query
    from scraper.archive.articles.selection import Selection

    wanted = Selection(
        filters=Filters(**filters),
        as_of=as_of,
        sample=sample,
        seed=seed,
        limit=limit or None,
        by_month=by_month,
    )
    if not query:
        return wanted, None
    search = Query(typed=query, filters=wanted.filters, sort="newest", as_of=as_of, limit=ENDLESS)
    found = archive.search.find(search)
    for note in found.notes:
        session().say(note)
    among = frozenset(hit.article_id for hit in found.hits)
    return replace(wanted, among=among), found.damage


command = export
