"""What is shown of one article: the article itself, and what people brought along and added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scraper.models import Article
from scraper.present.dates_in_words import in_words

MARKS_HEADING = "Added in this archive"


@dataclass(frozen=True, slots=True)
class Reading:
    """An article, and the members coder_tags, notes, exclusions and labels of its export."""

    article: Article
    added: Mapping[str, Any] = field(default_factory=dict)


def added_lines(reading: Reading) -> Iterator[str]:
    """Yield a line for all tags, and one for each note, exclusion and row of a label set."""
    tags = reading.added.get("coder_tags") or ()
    if tags:
        yield f"tags: {', '.join(_tags(tags))}"
    yield from map(_note, reading.added.get("notes") or ())
    for each in reading.added.get("exclusions") or ():
        yield f"excluded by {_who(each)}: {each['reason']}"
    labels = reading.added.get("labels") or {}
    for name, rows in labels.items():
        yield from (f"{name}, row {each['row']}: {_cells(each)}" for each in rows)


def _tags(tags: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield each tag once, with those who gave it."""
    coders: dict[str, list[str]] = {}
    for each in tags:
        coders.setdefault(each["tag"], []).append(each["coder"])
    for tag, names in coders.items():
        yield f"{tag} ({', '.join(names)})"


def _note(note: Mapping[str, Any]) -> str:
    passage = f" on “{note['exact']}” (version {note['version']})" if note["exact"] else ""
    text = f": {note['text']}" if note["text"] else ""
    return f"note by {_who(note)}{passage}{text}"


def _who(row: Mapping[str, Any]) -> str:
    return f"{row['coder']}, {in_words(row['added_at'])}"


def _cells(row: Mapping[str, Any]) -> str:
    """Return the cells of a row but for its address, which the article shows already."""
    own = {name: cell for name, cell in row["cells"].items() if name != row["url_column"] and cell}
    return "; ".join(f"{name} = {cell}" for name, cell in own.items()) or "no other columns"
