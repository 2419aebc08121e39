"""`scraper query`: run read-only SQL over the archive, your own or a canned question."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import Seconds
from scraper.commands.terminal.pictures import wants_reading
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session
from scraper.patterns import late
from scraper.present.listed_columns import QUESTIONS

if TYPE_CHECKING:
    from scraper.archive.questions.canned import Question

WIDEST = 88  # letters of a line to read
_NAME = late(r"[A-Za-z][\w-]*")  # no SELECT is a single word
EXAMPLES = (
    'scraper query "SELECT site, count(*) AS n FROM v_articles GROUP BY site"',
    'scraper query "SELECT url FROM v_articles WHERE site = :s" -p s a.example',
    "scraper query stealth-edits -p since 2026-01-01",
)


@declare_command("query", examples=EXAMPLES)
@click.argument("sql", required=False, metavar="SQL|NAME")
@click.option("--list/--no-list", "listed", help="List the canned questions.")
@click.option(
    "-p",
    "--param",
    "params",
    nargs=2,
    multiple=True,
    metavar="NAME VALUE",
    help="Use VALUE for :NAME in the SQL; repeatable.",
)
@click.option(
    "--timeout",
    "seconds",
    type=Seconds(),
    default=60,
    show_default=True,
    help="Stop after this many seconds; 0 means never.",
)
@listing_options(None)
def query(
    sql: str | None,
    seconds: float,
    params: tuple[tuple[str, str], ...],
    listing: Listing,
    *,
    listed: bool,
) -> None:
    """Run one SELECT over the archive, or the canned question NAME.

    SQL is best written over the stable views (v_articles and others). --list shows the questions
    with their parameters, none of which is required.

    Statements that write are refused. A BLOB is printed in hexadecimal, as SQL writes it (X'...'),
    and an infinite number is null in JSON. If two columns have the same name, the second becomes
    name_2.
    """
    from scraper.archive.questions.canned import questions

    if listed == (sql is not None):
        raise click.UsageError("give SQL or the name of a question; --list shows the questions")
    if sql is None:
        if wants_reading(listing):
            _print_questions(list(islice(questions().values(), listing.most)))
        else:
            listing.write(listing.first(_listed()), QUESTIONS)
        return
    statement, values = _statement(sql, dict(params))
    with session().archive(read_only=True) as archive:
        names, rows = archive.query(statement, values, seconds=seconds)
        shown = (dict(zip(names, row, strict=True)) for row in islice(rows, listing.most))
        listing.write(shown, names)


def _print_questions(found: Sequence[Question]) -> None:
    """Print questions to read, each with the meanings of its parameters."""
    formatter = click.HelpFormatter(width=min(shutil.get_terminal_size().columns, WIDEST))
    for question in found:
        formatter.write_heading(question.name)
        with formatter.indentation():
            formatter.write_text(question.description)
            formatter.write_dl([(f"-p {name}", text) for name, text in question.parameters.items()])
    click.echo(formatter.getvalue(), nl=False)


def _listed() -> list[dict[str, str]]:
    """Return the canned questions as rows."""
    from scraper.archive.questions.canned import questions

    return [
        {
            "name": question.name,
            "parameters": " ".join(question.parameters),
            "description": question.description,
        }
        for question in questions().values()
    ]


def _statement(sql: str, given: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """Return a statement and its parameters; of a name, those of the canned question."""
    if not _NAME.fullmatch(sql.strip()):
        return sql, given
    question = _question(sql.strip())
    known = question.parameters
    unknown = [name for name in given if name not in known]
    if unknown:
        raise click.UsageError(
            f"{question.name} has no parameter {unknown[0]!r}; it has {', '.join(known)}"
        )
    return question.sql, dict.fromkeys(known) | dict(given)


def _question(name: str) -> Question:
    """Return the question of this name; raise UsageError, with a similar name, if there is none."""
    from scraper.archive.questions.canned import questions

    found = questions().get(name)
    if found is None:
        from difflib import get_close_matches

        near = get_close_matches(name, questions(), 1)
        hint = f"did you mean {near[0]}?" if near else "--list shows all"
        raise click.UsageError(f"no question is called {name!r}: {hint}")
    return found


command = query
