"""A row as `export jsonl` writes it becomes an entry for the tables, or an error that says why.

No row is trusted: another program, or a person, may have written it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from scraper import urls
from scraper.archive.articles import body_shape, identity, record
from scraper.archive.articles.record import Attachments, Row
from scraper.archive.articles.text_fingerprint import sketch
from scraper.archive.store.times import is_stamp
from scraper.archive.transfer import added_rows, lineage
from scraper.archive.transfer.added_rows import AddedRows
from scraper.cleaning import clean
from scraper.models import Article
from scraper.workers.pickling import pickled_by_slots

LARGEST = 2**63 - 1  # of the integers that SQLite holds
COLUMNS = ("id", *record.COLUMNS, *record.OWN, "checksum")

_ARTICLE_TEXTS = [
    field.name for field in fields(Article) if str(field.type) in ("str", "str | None")
]
_TEXTS = (
    *("body_text", "body_form", "extractor", "first_seen", "last_changed", "last_seen", "verdict"),
    *_ARTICLE_TEXTS,
)
# what members of a row may be
_TYPES: tuple[tuple[Any, tuple[str, ...], str], ...] = (
    (str | None, _TEXTS, "a text"),
    (list | None, ("authors", "images", "tags", "versions"), "a list"),
    (Mapping | None, ("sources",), "an object"),
    (int | None, ("word_count", "version"), "a whole number"),
    (bool | int | None, ("is_free",), "true or false"),
)
# the most that each can be
_MOST = {"word_count": LARGEST, "version": LARGEST, "is_free": 1}
# what the items of lists may be; names alone are authors, too
_ITEMS: tuple[tuple[str, Any, str], ...] = (
    ("authors", Mapping | str, "objects"),
    ("images", Mapping, "objects"),
    ("versions", Mapping, "objects"),
    ("tags", str, "texts"),
)
_STORED = (str, int, bytes, type(None))  # what SQLite can hold of a row
_OF_PEOPLE = ("name", "kind", "role", "raw", "url", "caption", "credit", "alt")


@pickled_by_slots
@dataclass(frozen=True, kw_only=True, slots=True)
class ImportEntry:
    """An article that is ready to be written."""

    number: int  # of its line, from 1
    row: Row
    words_checksum: int  # of its current version
    attachments: Attachments
    names: dict[str, str]  # its aliases: address -> kind
    past: list[Row]  # earlier versions
    added: AddedRows  # labels, tags, notes and exclusions


def read(number: int, values: Any, at: str) -> ImportEntry:
    """Return the entry of a row; `at` is its time if the row has none.

    Raise TypeError or ValueError, in words for the user, for what no export writes.
    """
    if not isinstance(values, Mapping) or not isinstance(values.get("url"), str):
        raise TypeError('a row is an object with a "url"')
    check(values)
    body_text, form = body_shape.cleaned(
        values.get("body_text") or "", values.get("body_form"), record.UNFIT
    )
    past = lineage.read(values)
    added = added_rows.read(values, at)
    # the body has been cleaned as text and form
    values = clean({**values, "body_text": "", "body_form": None})
    article = _article(values)
    row = record.with_text(article, body_text, form)
    row["fingerprint"] = sketch(body_text)
    row |= _own(values, at, has_past=bool(past))
    row["url"] = urls.canonical(values["url"])
    for name in COLUMNS:
        if not isinstance(row.get(name), _STORED):
            raise TypeError(f"{name} is not a text")
    attached = record.attachments(article)
    row["checksum"], words_checksum = record.both_checksums(row, attached)
    return ImportEntry(
        number=number,
        row=row,
        words_checksum=words_checksum,
        attachments=attached,
        names=identity.aliases(article, None, None),
        past=past,
        added=added,
    )


def _article(values: Mapping[str, Any]) -> Article:
    """Return the article of values without a body, which is kept as text and form."""
    site = urls.site(urls.canonical(values["url"]))
    return record.article({**values, "site": site, "authors": _authors(values)})


def _own(values: Mapping[str, Any], at: str, *, has_past: bool) -> Row:
    """Return what only the archive knows; each time that is missing is the one before it."""
    first_seen = _stamp(values.get("first_seen"), at)
    last_changed = _stamp(values.get("last_changed"), first_seen)
    return {
        "version": values["version"] if has_past else 1,
        "capture_id": None,
        "extractor": values.get("extractor"),
        "first_seen": first_seen,
        "last_changed": last_changed,
        "last_seen": _stamp(values.get("last_seen"), last_changed),
    }


def _stamp(value: Any, otherwise: str) -> str:
    if is_stamp(value):
        return str(value)
    return otherwise


def check(values: Mapping[str, Any]) -> None:
    """Raise TypeError or ValueError for the first member that is not what an export writes."""
    for kind, names, called in _TYPES:
        for name in names:
            if not isinstance(values.get(name), kind):
                raise TypeError(f"{name} is not {called}")
    for name, most in _MOST.items():
        if not 0 <= (values.get(name) or 0) <= most:
            raise ValueError(f"{name} is out of range")
    _check_items(values)


def _check_items(values: Mapping[str, Any]) -> None:
    for name, kind, called in _ITEMS:
        if not _all_are(values.get(name), kind):
            raise TypeError(f"{name} is not a list of {called}")
    for item in (*(values.get("authors") or ()), *(values.get("images") or ())):
        if isinstance(item, Mapping):
            _check_person(item)


def _check_person(item: Mapping[str, Any]) -> None:
    """Raise TypeError for an author or image with members that no export writes."""
    for name in _OF_PEOPLE:
        if not isinstance(item.get(name), str | None):
            raise TypeError(f"{name} in authors or images is not a text")
    links = item.get("links")
    if not isinstance(links, list | None) or not _all_are(links, str):
        raise TypeError("links in authors is not a list of texts")


def _all_are(items: Iterable[Any] | None, kind: Any) -> bool:
    return all(isinstance(item, kind) for item in items or ())


def _authors(values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [_author(author) for author in values.get("authors") or ()]


def _author(author: Any) -> Mapping[str, Any]:
    if isinstance(author, dict):
        return author
    return {"name": str(author)}
