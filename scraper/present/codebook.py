"""Write the codebook of an export: what each column means, its type, unit and share of values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from scraper.cleaning import dump_json
from scraper.present import article_table, jsonl
from scraper.present.column_meanings import MEANINGS, ColumnMeaning
from scraper.present.export_options import ExportOptions
from scraper.present.export_record import ColumnFacts, ExportRecord
from scraper.present.formats import FORMATS
from scraper.present.row_tally import ColumnTally, Getter, Row

AS_ROWS = ("jsonl",)  # formats whose values are those of the row, whatever they are
JOINED = f"several in one text, with “{article_table.BETWEEN.strip()}” between them"
NOTES = (
    "A row is an article, in the order in which the archive met them or a sample drew them.",
    "Count by `published_day` and order by `published_utc`; `date_published` has several shapes.",
    "Empty means that the page does not say it, not that it is false or zero.",
)
OF_CSV = "The file is UTF-8; a text in quotation marks may hold commas and line breaks."
GUARDED = (
    "A text that a spreadsheet would run as a formula has a quotation mark (') before it, which is"
    " not part of the text; `--plain` leaves it out."
)
_HEADINGS = ("column", "meaning", "type", "unit", "empty", "example")


def tallies(form: str, options: ExportOptions) -> tuple[ColumnTally, ...]:
    """Return a tally for each column that a format writes; none for a format that is no table."""
    columns = options.columns or FORMATS[form].defaults
    if not columns:
        return ()
    if form in AS_ROWS:
        names = dict.fromkeys((*columns, *jsonl.ADDED))
        return tuple(ColumnTally(name) for name in names if _is_asked_for(name, options))
    added = article_table.ADDED if options.notes else ()
    makers: dict[str, Getter] = dict(article_table.FROM_LISTS)
    if not FORMATS[form].is_typed:
        makers["is_free"] = _zero_or_one
    found = [ColumnTally(name, makers.get(name)) for name in (*columns, *added)]
    for label_set, column in options.labels:
        get = partial(article_table.label_cell, label_set=label_set, column=column)
        found.append(ColumnTally(f"{label_set}.{column}", get))
    return tuple(found)


def _is_asked_for(name: str, options: ExportOptions) -> bool:
    """Return whether rows have a column: what people added comes with an option only."""
    if name == "labels":
        return bool(options.labels)
    return options.notes or name not in article_table.ADDED


def _zero_or_one(row: Row) -> Any:
    return article_table.unguarded(row.get("is_free"))


def facts(
    form: str, columns: Iterable[ColumnTally], rows: int, comments: Mapping[str, str]
) -> tuple[ColumnFacts, ...]:
    """Return what is known of each column after all rows have passed.

    `comments` are those of the schema, by column.
    """
    return tuple(_facts(form, column, rows, comments) for column in columns)


def _facts(form: str, column: ColumnTally, rows: int, comments: Mapping[str, str]) -> ColumnFacts:
    meaning = MEANINGS.get(column.name) or _of_label(column.name)
    kind, unit = meaning.type, meaning.unit
    if form in AS_ROWS:
        unit = unit or meaning.members
    elif kind in ("array", "object") and column.name not in FORMATS[form].lists:
        kind, unit = "string", JOINED
    elif kind == "boolean" and not FORMATS[form].is_typed:
        unit = "1 is yes, 0 is no"
    return ColumnFacts(
        name=column.name,
        type=kind,
        meaning=meaning.text or comments.get(column.name, ""),
        unit=unit,
        null_rate=round(1 - column.filled / rows, 4) if rows else 0.0,
        example=column.example,
    )


def _of_label(name: str) -> ColumnMeaning:
    label_set, _, column = name.partition(".")
    text = (
        f"the column “{column}” of the table “{label_set}” that the article came with, as written"
    )
    return ColumnMeaning("string", text)


def as_json(record: ExportRecord) -> str:
    """Return the codebook as a JSON document."""
    columns = [
        {
            "name": column.name,
            "meaning": column.meaning,
            "type": column.type,
            "unit": column.unit,
            "null_rate": column.null_rate,
            "example": column.example,
        }
        for column in record.columns
    ]
    head = {"file": record.name, "rows": record.rows, "notes": _notes(record)}
    return dump_json({**head, "columns": columns}, indent=2) + "\n"


def as_markdown(record: ExportRecord) -> Iterator[str]:
    """Yield the codebook as Markdown, a line each."""
    yield f"# Codebook of {record.shown_name}\n\n{record.description}\n\n"
    yield from (f"- {note}\n" for note in _notes(record))
    yield "\n" + _table_row(_HEADINGS) + _table_row("---" for _ in _HEADINGS)
    for column in record.columns:
        example = f"`{column.example.replace('`', '’')}`" if column.example else ""
        empty = f"{column.null_rate:.1%}"
        cells = (f"`{column.name}`", column.meaning, column.type, column.unit or "", empty, example)
        yield _table_row(cells)


def _notes(record: ExportRecord) -> list[str]:
    notes = list(NOTES)
    if record.form == "csv":
        notes.append(OF_CSV)
    if record.form == "csv" and "--plain" not in record.arguments:
        notes.append(GUARDED)
    if record.gaps:
        notes.append(f"Left out: {len(record.gaps)}, which `gaps` in the manifest lists.")
    still_open = sum(gap["filled_at"] is None for gap in record.feed_gaps)
    if still_open:
        notes.append(
            f"Times in which feeds showed entries that were not seen: {still_open}, which"
            " `feed_gaps` in the manifest lists. Articles of these times may be missing."
        )
    return notes


def _table_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
