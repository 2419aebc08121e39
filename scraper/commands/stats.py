"""`scraper stats`: what became of what was asked for, and how two selections differ."""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.session import command, session

if TYPE_CHECKING:
    from scraper.archive.corpus.attrition import Asked

ATTRITION = ("step", "reason", "count", "share")
DIFFERENCES = ("where", "url", "first", "second")


@command(
    "stats",
    examples=[
        "scraper stats --attrition cases",
        "scraper stats --attrition 12 --csv > run-12.csv",
        "scraper stats --compare wave1 wave2",
        "scraper stats --compare archive.db older.db",
    ],
)
@click.option("--attrition", metavar="SET|RUN", help="Count what became of all that was asked for.")
@click.option(
    "--compare",
    nargs=2,
    metavar="A B",
    help="List what differs between two label sets, runs or archives.",
)
@limit_option(0)
@listing_options()
def stats(
    attrition: str | None,
    compare: tuple[str, str] | None,
    limit: int,
    form: str | None,
    columns: str | None,
    *,
    no_headers: bool,
) -> None:
    """Count what became of a label set or a run, or compare two of them.

    --attrition: how many addresses were asked for, how many came twice, failed (by reason), led to a list or a product,
    to an article that another address had led to, and to articles of their own (`kept`); `kept_as` divides these by
    kind (a teaser is the free beginning of an article), `excluded` are those that coders left out.

    --compare: the addresses that only one of two selections has, and those with different outcomes. A selection is
    the name of a label set, the number of a run, or the file of an archive.
    """
    if (attrition is None) == (compare is None):
        raise click.UsageError("say --attrition SET|RUN or --compare A B")
    if attrition is not None:
        with session().archive(read_only=True) as archive:
            rows = list(map(asdict, archive.corpus.selections.attrition(attrition)))
        known = ATTRITION
    else:
        assert compare is not None
        rows, known = _differences(*compare), DIFFERENCES
    write_rows(islice(rows, limit or None), known, form=form, chosen=columns, no_headers=no_headers)


def _differences(first: str, second: str) -> list[dict[str, object]]:
    """Return the differences of two selections; standard error has their sum."""
    from scraper.archive.corpus.comparison import compare

    found = [asdict(one) for one in compare(_selection(first), _selection(second))]
    count = {
        name: sum(one["where"] == name for one in found)
        for name in ("only_first", "only_second", "differs")
    }
    session().say(
        f"only in {first}: {count['only_first']}, only in {second}: {count['only_second']},"
        f" with another outcome: {count['differs']}"
    )
    return found


def _selection(name: str) -> list[Asked]:
    """Return what a label set, a run or an archive has."""
    if Path(name).is_file():
        from scraper.archive import Archive

        with Archive.open(name, read_only=True) as archive:
            return list(archive.corpus.selections.articles())
    with session().archive(read_only=True) as archive:
        return list(archive.corpus.selections.asked(name))


command = stats
