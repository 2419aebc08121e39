"""Lay an article out for reading on a terminal: lines with a look, links as numbered footnotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from scraper.models import PAGES_ONLY, Article, Block, BlockKind, Image, Span
from scraper.present.dates_in_words import in_words
from scraper.present.reading import MARKS_HEADING, Reading, added_lines

FOLLOWED = ("http://", "https://", "mailto:")  # addresses that are worth a footnote
QUOTED = frozenset({BlockKind.QUOTE, BlockKind.PULL_QUOTE, BlockKind.EMBED})
BULLET, BAR, INDENT = "• ", "│ ", "  "


class Look(StrEnum):
    """How a line or a piece of one appears."""

    PLAIN = "plain"
    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    ABOUT = "about"  # byline, dates, captions, footnotes: what is not the text
    HEADING = "heading"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"


class ReadingPiece(NamedTuple):
    """A part of a line."""

    text: str
    look: Look = Look.PLAIN


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """A line before it is wrapped.

    `first` is put before its first row and `rest`, which is equally wide, before the others.
    """

    pieces: tuple[ReadingPiece, ...] = ()
    look: Look = Look.PLAIN
    first: str = ""
    rest: str = ""
    as_it_is: bool = False  # code: never wrapped


EMPTY = ReadingLine()


class _Footnotes:
    """The addresses of an article's links, numbered in their order."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def mark(self, href: str | None) -> str:
        """Return the mark of an address, or "" for one that leads nowhere from here."""
        if not href or not href.startswith(FOLLOWED):
            return ""
        number = self.numbers.setdefault(href, len(self.numbers) + 1)
        return f"[{number}]"

    def lines(self) -> Iterator[ReadingLine]:
        """Yield the addresses by their numbers."""
        for href, number in self.numbers.items():
            mark = f"[{number}] "
            yield ReadingLine((ReadingPiece(href),), Look.ABOUT, mark, " " * len(mark))


def reading_lines(reading: Reading) -> Iterator[ReadingLine]:
    """Yield the article from its headline to what coders added, with empty lines between parts."""
    article, notes = reading.article, _Footnotes()
    yield from _head(article)
    described = [image for image in article.images if image.caption or image.credit]
    yield from _captions([image for image in described if image.lead])
    yield from _body(article.body, notes)
    yield from _captions([image for image in described if not image.lead])
    yield EMPTY
    yield _plain(article.url, Look.ABOUT)
    yield from notes.lines()
    yield from _added(reading)


def _added(reading: Reading) -> Iterator[ReadingLine]:
    added = list(added_lines(reading))
    if added:
        yield EMPTY
        yield _plain(MARKS_HEADING, Look.HEADING)
    for line in added:
        yield ReadingLine((ReadingPiece(line),), Look.PLAIN, BULLET, INDENT)


def _plain(text: str, look: Look) -> ReadingLine:
    return ReadingLine((ReadingPiece(text),), look)


def _head(article: Article) -> Iterator[ReadingLine]:
    yield _plain(article.headline or "(no headline)", Look.HEADLINE)
    if article.subheadline:
        yield EMPTY
        yield _plain(article.subheadline, Look.STANDFIRST)
    yield EMPTY
    people = "; ".join(
        f"{author.name}, {author.role}" if author.role else author.name
        for author in article.authors
    )
    if article.byline or people:
        yield _plain(article.byline or people, Look.ABOUT)
    changed = f"changed {in_words(article.date_modified)}" if article.date_modified else ""
    about = (in_words(article.date_published), changed, article.site, article.section)
    yield _plain(" · ".join(filter(None, about)), Look.ABOUT)
    kind = article.verdict.kind
    if kind in PAGES_ONLY:
        yield _plain(
            f"This page is not an article but a {kind}; an older scraper archived it.", Look.ABOUT
        )


def _captions(images: Sequence[Image]) -> Iterator[ReadingLine]:
    for image in images:
        credit = f"({image.credit})" if image.credit else ""
        words = " ".join(filter(None, (image.caption, credit)))
        yield EMPTY
        yield ReadingLine((ReadingPiece(f"Picture: {words}"),), Look.ABOUT, INDENT, INDENT)


def _body(blocks: Sequence[Block], notes: _Footnotes) -> Iterator[ReadingLine]:
    """Yield the blocks, with an empty line before each but the later items of a list."""
    before: Block | None = None
    for block in blocks:
        in_list = block.kind is BlockKind.LIST_ITEM
        if not (in_list and before is not None and before.kind is block.kind):
            yield EMPTY
        yield from _block(block, notes)
        before = block


def _block(block: Block, notes: _Footnotes) -> Iterator[ReadingLine]:
    if block.rows:
        for cells in block.rows:
            yield ReadingLine((ReadingPiece(" | ".join(cells)),), Look.PLAIN, INDENT, INDENT)
    elif block.kind is BlockKind.PREFORMATTED:
        for line in block.text.split("\n"):
            yield ReadingLine((ReadingPiece(line),), Look.CODE, INDENT, as_it_is=True)
    elif block.kind is BlockKind.HEADING:
        yield ReadingLine(_inline(block.spans, notes), Look.HEADING)
    elif block.kind is BlockKind.LIST_ITEM:
        indent = INDENT * max(1, block.level)
        yield ReadingLine(_inline(block.spans, notes), Look.PLAIN, indent + BULLET, indent + INDENT)
    elif block.kind in QUOTED:
        cited = _marked(notes.mark(block.href))
        yield ReadingLine((*_inline(block.spans, notes), *cited), Look.PLAIN, BAR, BAR)
    else:
        yield ReadingLine(_inline(block.spans, notes))


def _inline(spans: Sequence[Span], notes: _Footnotes) -> tuple[ReadingPiece, ...]:
    """Return spans as pieces; neighbours with the same address are one link."""
    out: list[ReadingPiece] = []
    for href, group in groupby(spans, key=_href):
        out += [ReadingPiece(span.text, _look(span)) for span in group]
        out += _marked(notes.mark(href))
    return tuple(out)


def _marked(mark: str) -> list[ReadingPiece]:
    return [ReadingPiece(mark, Look.ABOUT)] if mark else []


def _href(span: Span) -> str | None:
    return span.href


def _look(span: Span) -> Look:
    if span.code:
        return Look.CODE
    if span.strong:
        return Look.STRONG
    return Look.EMPHASIS if span.em else Look.PLAIN
