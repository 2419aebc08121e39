"""An article as its page shows it: who signed it, its pictures' words, its versions, its notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from markupsafe import Markup

from scraper.archive.articles.surroundings import ArticleSurroundings, VersionTime
from scraper.archive.corpus import quotations
from scraper.archive.corpus.quotations import Quotation
from scraper.models import PAGES_ONLY, Article, Author, Image
from scraper.web import addresses
from scraper.web.body_markup import Passage, body_markup, line_markup
from scraper.web.outside_links import web_address

BODY = "body_text"
ELSEWHERE = ("byline", "caption", "credit")
MARKED = ("headline", "subheadline", BODY)  # fields in which passages are marked


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of a byline; a name leads to the page of its author."""

    text: str
    address: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownAuthor:
    """What the byline does not show of an author: a role, profiles, or the name itself."""

    name: str
    address: str | None
    role: str | None
    profiles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownNote:
    """A note of a reader."""

    note_id: int
    version: int
    exact: str | None  # the passage that it is about
    text: str
    coder: str
    added_at: str
    is_marked: bool  # in the text that is shown
    elsewhere: str | None  # the field that has its passage, where none is marked


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownVersion:
    """Where a version is among those of its article."""

    number: int
    of: int
    first_seen: str
    replaced_at: str | None
    stealth: bool
    changed: str  # fields, in words

    @property
    def is_current(self) -> bool:
        """Return whether no version came after it."""
        return self.number == self.of


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleView:
    """All that the page of an article shows."""

    article: Article
    kind: str | None  # of a page that is no article
    headline: Markup
    standfirst: Markup
    byline: tuple[TextPiece, ...]
    authors: tuple[ShownAuthor, ...]
    body: Markup
    lead: tuple[Image, ...]
    other_pictures: tuple[Image, ...]
    version: ShownVersion
    notes: tuple[ShownNote, ...]


def article_view(
    article: Article,
    row: Mapping[str, Any],
    around: ArticleSurroundings,
    notes: Sequence[Mapping[str, Any]],
) -> ArticleView:
    """Return what the page of an article shows; `row` and `article` are of one version."""
    passages = {name: list(_passages(notes, name, row[name] or "")) for name in MARKED}
    lead, others = _pictures(article)
    return ArticleView(
        article=article,
        kind=_kind(article),
        byline=tuple(_byline(article, around.author_ids)),
        authors=tuple(_authors(article, around.author_ids)),
        headline=line_markup(article.headline or article.url, passages["headline"]),
        standfirst=line_markup(article.subheadline or "", passages["subheadline"]),
        body=body_markup(article.body, passages[BODY]),
        lead=lead,
        other_pictures=others,
        version=_version(around.versions, row["version"]),
        notes=_notes(notes, row, passages),
    )


def _kind(article: Article) -> str | None:
    """Return the kind of a page that is no article, in words."""
    kind = article.verdict.kind
    return kind.replace("_", " ") if kind in PAGES_ONLY else None


def _pictures(article: Article) -> tuple[tuple[Image, ...], tuple[Image, ...]]:
    """Return the leading pictures and the others, of those that have words."""
    described = [image for image in article.images if image.caption or image.credit]
    lead = tuple([image for image in described if image.lead])
    return lead, tuple([image for image in described if not image.lead])


def _byline(article: Article, author_ids: Mapping[str, int]) -> Iterator[TextPiece]:
    """Yield the byline, in which the names of authors are links."""
    rest = article.byline or ""
    for author in sorted(article.authors, key=lambda author: _place(rest, author.name)):
        place = _place(rest, author.name)
        author_id = author_ids.get(author.name)
        if place == len(rest) or author_id is None:
            continue
        end = place + len(author.name)
        if place:
            yield TextPiece(rest[:place])
        yield TextPiece(rest[place:end], addresses.author(author_id))
        rest = rest[end:]
    if rest:
        yield TextPiece(rest)


def _place(text: str, name: str) -> int:
    """Return where a name is in a text, whatever its case; the end of the text if it is not."""
    found = text.casefold().find(name.casefold()) if name else -1
    # in a text whose length changes with its case, the place would be another one
    is_there = found >= 0 and text[found : found + len(name)].casefold() == name.casefold()
    return found if is_there else len(text)


def _authors(article: Article, author_ids: Mapping[str, int]) -> Iterator[ShownAuthor]:
    """Yield the authors of whom the byline does not show all."""
    shown = (article.byline or "").casefold()
    for author in article.authors:
        profiles = tuple(filter(None, map(web_address, author.links)))
        if profiles or not _is_shown(author, shown):
            author_id = author_ids.get(author.name)
            yield ShownAuthor(
                name=author.name,
                address=None if author_id is None else addresses.author(author_id),
                role=author.role,
                profiles=profiles,
            )


def _is_shown(author: Author, byline: str) -> bool:
    return author.name.casefold() in byline and (author.role or "").casefold() in byline


def _version(versions: Sequence[VersionTime], number: int) -> ShownVersion:
    """Return where a version is among the others."""
    (version,) = [each for each in versions if each.number == number]
    names = [name.replace("_", " ") for name in version.changed]
    return ShownVersion(
        number=number,
        of=versions[-1].number,
        first_seen=version.first_seen,
        replaced_at=version.replaced_at,
        stealth=version.stealth,
        changed=", ".join(names).replace("body text", "text"),
    )


def _passages(notes: Sequence[Mapping[str, Any]], field: str, text: str) -> Iterator[Passage]:
    """Yield the passages of notes that a field has, whichever version they were written about."""
    for note in notes:
        if note["field"] == field and note["exact"]:
            place = quotations.find(_quotation(note), text)
            if place is not None:
                yield Passage(note["id"], *place)


def _quotation(note: Mapping[str, Any]) -> Quotation:
    return Quotation(
        field=note["field"],
        exact=note["exact"],
        prefix=note["prefix"] or "",
        suffix=note["suffix"] or "",
    )


def _notes(
    notes: Sequence[Mapping[str, Any]],
    row: Mapping[str, Any],
    passages: Mapping[str, Sequence[Passage]],
) -> tuple[ShownNote, ...]:
    """Return the notes as they are shown under a text in which these passages are marked."""
    marked = {passage.note_id for passage in chain.from_iterable(passages.values())}
    return tuple([_note(note, row, is_marked=note["id"] in marked) for note in notes])


def _note(note: Mapping[str, Any], row: Mapping[str, Any], *, is_marked: bool) -> ShownNote:
    field = note["field"]
    is_elsewhere = field in ELSEWHERE and note["exact"] in (row[field] or "")
    return ShownNote(
        note_id=note["id"],
        version=note["version"],
        exact=note["exact"],
        text=note["text"] or "",
        coder=note["coder"],
        added_at=note["added_at"],
        is_marked=is_marked,
        elsewhere=field if is_elsewhere else None,
    )
