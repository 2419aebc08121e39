"""What readers write: notes about articles and passages, and tags. The only pages that write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scraper.archive.corpus.quotations import PassageContext
from scraper.errors import InputError
from scraper.web import addresses
from scraper.web.room_request import Answer, Elsewhere, PageMissing, RoomRequest, View

FIELDS = ("text", "exact", "before", "after", "version")  # of the form of a note
MOST_DIGITS = 18  # of a number in SQLite


def write(asked: RoomRequest) -> Answer:
    """Keep a note; if it cannot be kept, return its form again with what was written."""
    article_id = _article_id(asked)
    typed = {name: asked.filled(name) for name in FIELDS}
    try:
        note_id = asked.archive.corpus.notes.add(
            article_id,
            typed["text"],
            coder=asked.coder,
            quotation=typed["exact"] or None,
            around=_surroundings(typed),
            version=_version(typed["version"]),
        )
    except InputError as error:
        values = {"article_id": article_id, "typed": typed, "why_not": _sentence(error)}
        return View(template="note_again.html", values=values, status=400)
    return Elsewhere(address=f"{_article_page(asked, typed)}#note-{note_id}")


def remove(asked: RoomRequest) -> Answer:
    """Ask whether to remove a note; when the form is sent, remove it."""
    note = _own_note(asked)
    if asked.method != "POST":
        return View(template="note_remove.html", values={"note": note})
    asked.archive.corpus.notes.remove(note["id"])
    return Elsewhere(address=f"{addresses.article(note['article_id'])}#added")


def tag(asked: RoomRequest) -> Elsewhere:
    """Give an article a tag, or take the reader's own tag from it."""
    article_id = _article_id(asked)
    tags = asked.archive.corpus.tags
    change = tags.remove if asked.filled("remove") else tags.add
    change(article_id, asked.filled("tag"), coder=asked.coder)
    return Elsewhere(address=f"{addresses.article(article_id)}#added")


def _article_id(asked: RoomRequest) -> int:
    article_id: int = asked.path["id"]
    if asked.archive.articles.find(article_id) is None:
        raise PageMissing("The archive has no such article.")
    return article_id


def _own_note(asked: RoomRequest) -> Mapping[str, Any]:
    """Return a note of the reader; raise PageMissing for that of another coder."""
    note = asked.archive.corpus.notes.get(asked.path["id"])
    if note is None:
        raise PageMissing("The archive has no such note.")
    if note["coder"] != asked.coder:
        raise InputError(f"the note is by {note['coder']}, and you write as {asked.coder}")
    return dict(note)


def _surroundings(typed: Mapping[str, str]) -> PassageContext | None:
    """Return the text around the passage, which a script adds for a passage that was selected."""
    if not typed["before"] and not typed["after"]:
        return None
    return PassageContext(before=typed["before"], after=typed["after"])


def _version(text: str) -> int | None:
    """Return the number of a version; None for the current one."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise InputError("the version must be a number")
    return int(text)


def _article_page(asked: RoomRequest, typed: Mapping[str, str]) -> str:
    """Return the address of the version that the note is about."""
    article_id: int = asked.path["id"]
    version = _version(typed["version"])
    current = asked.archive.articles.get(article_id)["version"]
    return addresses.article(article_id, None if version in (None, current) else version)


def _sentence(error: InputError) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."
