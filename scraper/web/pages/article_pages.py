"""The page of one article, made for reading, and what is known of where it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scraper.errors import InputError
from scraper.present.article_page import as_json, as_markdown
from scraper.present.bibtex import bibtex
from scraper.present.citation_line import citation_line
from scraper.present.reading import Reading
from scraper.web import addresses
from scraper.web.article_view import article_view
from scraper.web.outside_links import web_address
from scraper.web.provenance_view import provenance_view
from scraper.web.room_request import Answer, Document, Elsewhere, PageMissing, RoomRequest, View

MISSING = "The archive has no such article."
NO_VERSION = "The article has no such version."


def article(asked: RoomRequest) -> Answer:
    """Return an article in its current version, or in the one that the address names."""
    row = _row(asked)
    if asked.form:
        return FORMS[asked.form](asked, row)
    archive, article_id = asked.archive, row["id"]
    found = archive.articles.article_of(row)
    around = archive.articles.surroundings(article_id)
    notes = [dict(note) for note in archive.corpus.notes.walk(article_id)]
    return View(
        template="article.html",
        values={
            "view": article_view(found, row, around, notes),
            "row": row,
            "added": _added(asked, article_id),
            "citation": citation_line(row),
            "bibtex": "".join(bibtex([row])).strip(),
        },
    )


def by_url(asked: RoomRequest) -> Elsewhere:
    """Return where the article of a web address is: any that has led to it."""
    url = asked.one("url")
    if url is None:
        raise InputError("name an address: /a?url=https://news.example/story")
    found = asked.archive.articles.find(url) if web_address(url) else None
    if found is None:
        raise PageMissing(f"The archive has no article of {url}.")
    return Elsewhere(address=addresses.article(found))


def provenance(asked: RoomRequest) -> View:
    """Return where each field of an article came from, and what was removed from its page."""
    row = _row(asked)
    values: dict[str, Any] = {"row": row, "view": None, "why_not": None}
    if asked.explain is None:
        values["why_not"] = "This room cannot read pages again."
    elif row["capture_id"] is None:
        values["why_not"] = "The page of this version is not kept."
    else:
        try:
            values["view"] = provenance_view(asked.explain(asked.archive, row))
        except InputError as error:  # the page was given up
            values["why_not"] = f"{error}."
    return View(template="provenance.html", values=values)


def _row(asked: RoomRequest) -> Mapping[str, Any]:
    """Return the row of the article and version that the address names; raise PageMissing."""
    article_id, version = asked.path["id"], asked.path.get("version")
    if asked.archive.articles.find(article_id) is None:
        raise PageMissing(MISSING)
    try:
        return asked.archive.articles.get(article_id, version=version)
    except InputError:
        raise PageMissing(NO_VERSION) from None


def _added(asked: RoomRequest, article_id: int) -> dict[str, Any]:
    """Return labels, tags, notes and exclusions of an article, as an export has them."""
    additions = asked.archive.corpus.additions
    (found,) = additions.with_notes(additions.with_labels([{"id": article_id}]))
    return {name: value for name, value in found.items() if name != "id"}


def _reading(asked: RoomRequest, row: Mapping[str, Any]) -> Reading:
    return Reading(asked.archive.articles.article_of(row), _added(asked, row["id"]))


def _as_json(asked: RoomRequest, row: Mapping[str, Any]) -> Document:
    return Document(body=as_json([_reading(asked, row)]) + "\n", media_type="application/json")


def _as_markdown(asked: RoomRequest, row: Mapping[str, Any]) -> Document:
    text = as_markdown(_reading(asked, row))
    return Document(body=f"{text}\n", media_type="text/markdown; charset=utf-8")


def _as_bibtex(_: RoomRequest, row: Mapping[str, Any]) -> Document:
    entries: Iterable[str] = bibtex([row])
    return Document(body="".join(entries), media_type="application/x-bibtex; charset=utf-8")


FORMS = {"json": _as_json, "md": _as_markdown, "bib": _as_bibtex}
