"""`scraper export`: write the archive, or a part of it, for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.live_line import watched
from scraper.commands.terminal.options import When, choice_options
from scraper.commands.terminal.output_file import write_bytes, write_folder, write_text
from scraper.commands.terminal.row_output import CountedRows, chosen_columns, limit_option
from scraper.commands.terminal.session import session
from scraper.errors import DamagedRow
from scraper.present.export_options import ExportOptions
from scraper.present.formats import FORMATS, Output, Rows
from scraper.progress import Progress

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.archive.articles.selection import Selection

ENDLESS = -1  # SQLite's LIMIT for all rows
WRITERS: dict[Output, Callable[..., None]] = {
    Output.TEXT: write_text,
    Output.BYTES: write_bytes,
    Output.FOLDER: write_folder,
}
OPTIONS = {"plain": "--plain", "labels": "--with-labels", "notes": "--with-notes"}
OFFERED = "; ".join(f"{name} ({each.description})" for name, each in FORMATS.items())
HELP = f"""Write articles as FORMAT, the oldest first: {OFFERED}.

In csv, text that a spreadsheet would run as a formula gets a quotation mark before it; with
--plain, nothing is altered. The jsonl format includes the earlier versions of each article, and
`scraper import jsonl` reads it. The same command writes the same bytes for as long as the archive
is the same.

With --with-labels and --with-notes, `scraper import jsonl` also restores labels, tags, notes and
exclusions. A CSV file has further columns for them, in the same order each time: coder_tags, notes,
exclusions, and then SET.COLUMN for each column of each label set.
"""
EXAMPLES = (
    "scraper export csv -o articles.csv --query 'harbour OR ferry' --as-of 2026-02-03",
    "scraper export csv --label stories --with-labels --with-notes --sample 200 --seed 7",
    "scraper export jsonl --site news.example --since 2026-01-01 | gzip > news.jsonl.gz",
)


@declare_command("export", help=HELP, examples=EXAMPLES)
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option(
    "-o",
    "--output",
    metavar="FILE|DIR",
    default="-",
    help="Write to FILE, or to DIR if the format is a folder.  [default: standard output]",
)
@click.option("--force/--no-force", help="Replace files that exist.")
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
@choice_options
@limit_option(0, "Write at most this many articles; 0 means all.")
def export(
    form: str,
    output: str,
    columns: str | None,
    *,
    force: bool,
    plain: bool,
    labels: bool,
    notes: bool,
    **choice: Any,
) -> None:
    """Write articles in a format of the table."""
    chosen = FORMATS[form]
    options = _options(form, columns, plain=plain, labels=labels, notes=notes)
    with session().archive(read_only=True) as archive, watched(Progress()) as progress:
        wanted, damage = _selection(archive, **choice)
        found: Rows = archive.articles.select(wanted, chosen.parts, progress=progress)
        added = archive.corpus.additions
        if labels:
            found = added.with_labels(found)
            options = replace(options, labels=tuple(added.label_columns()))
        if notes:
            found = added.with_notes(found)
        without_pages: list[int] = []
        rows = CountedRows(_noting_pages(found, without_pages))
        WRITERS[chosen.output](output, chosen.write(rows, options), force=force)
        if not rows.count:
            session().say(archive.articles.not_found(wanted.filters))
    if without_pages:
        session().say(f"{len(without_pages)} of {rows.count} articles have no kept page: left out")
    if rows.damage:
        raise rows.damage
    if damage:
        raise DamagedRow(damage)


def _noting_pages(rows: Rows, without: list[int]) -> Iterator[Mapping[str, Any]]:
    """Yield the rows, and note the articles of which pages are asked for and none is kept."""
    for row in rows:
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
    **filters: Any,
) -> tuple[Selection, str | None]:
    """Return which articles are meant, and what was damaged among those that a search found."""
    from scraper.archive import Filters, Query
    from scraper.archive.articles.selection import Selection

    wanted = Selection(
        filters=Filters(**filters), as_of=as_of, sample=sample, seed=seed, limit=limit or None
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
