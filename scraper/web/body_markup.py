"""The body of an article as markup of the reading room, with the passages of notes marked in it.

Links lead only to the web, headings are below the page's own, and the text is all escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise

from markupsafe import Markup

from scraper.models import Block, BlockKind, Span
from scraper.present import render
from scraper.present.block_html import BlockHtml
from scraper.web.outside_links import REL, web_address

BELOW = 1  # a heading's level is so much lower than in the article: the page has its own first one
LOWEST = 6
BETWEEN = {True: 1, False: 2}  # line ends in front of a block: within a list, and elsewhere


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a text that someone wrote a note about."""

    note_id: int
    start: int  # characters of the text of the body
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkedSpan(Span):
    """A span inside a passage; `begins` are the ids of the notes whose passages begin here."""

    begins: tuple[int, ...] = ()


def body_markup(blocks: Sequence[Block], passages: Iterable[Passage] = ()) -> Markup:
    """Return the body of an article."""
    marked = tuple(_marked(blocks, sorted(passages, key=lambda passage: passage.start)))
    return Markup(RoomHtml().blocks(marked))  # noqa: S704 - BlockHtml escapes all text


def line_markup(text: str, passages: Iterable[Passage] = ()) -> Markup:
    """Return a text without form, such as a headline."""
    line = Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=text),))
    (marked,) = _marked([line], sorted(passages, key=lambda passage: passage.start))
    return Markup(RoomHtml().inline(marked.spans))  # noqa: S704 - BlockHtml escapes all text


class RoomHtml(BlockHtml):
    """Blocks as the room shows them."""

    def heading(self, block: Block) -> str:
        """Return a heading below that of the page."""
        level = min(LOWEST, render.heading_level(block) + BELOW)
        return f"<h{level}>{self.inline(block.spans)}</h{level}>"

    def quote(self, block: Block) -> str:
        """Return a quotation or what was embedded, with a link to where it is from."""
        address = web_address(block.href)
        source = f"<footer>{self.link(address, escape(address))}</footer>" if address else ""
        return f"<blockquote><p>{self.inline(block.spans)}</p>{source}</blockquote>"

    def table(self, block: Block) -> str:
        """Return a table that can be scrolled by keyboard, too."""
        inner = super().table(block)
        return f'<div class="wide" role="region" aria-label="Table" tabindex="0">{inner}</div>'

    def code(self, block: Block) -> str:
        """Return preformatted text, which can be scrolled by keyboard, too."""
        inner = "".join(map(self.look, block.spans))
        return f'<pre role="region" aria-label="Preformatted text" tabindex="0">{inner}</pre>'

    def link(self, href: str, inner: str) -> str:
        """Return a link, if the address is one of the web."""
        if web_address(href) is None:
            return inner
        return f'<a href="{escape(href)}" rel="{REL}">{inner}</a>'

    def look(self, span: Span) -> str:
        """Return a span in its style, marked if it is in a passage."""
        inner = super().look(span)
        if not isinstance(span, MarkedSpan):
            return inner
        for note_id in span.begins[1:]:
            inner = f'<span id="passage-{note_id}">{inner}</span>'
        first = f' id="passage-{span.begins[0]}"' if span.begins else ""
        return f"<mark{first}>{inner}</mark>"


def _marked(blocks: Sequence[Block], passages: Sequence[Passage]) -> Iterator[Block]:
    """Yield the blocks, with their spans cut where passages begin and end."""
    if not passages:
        yield from blocks
        return
    place = 0
    before: Block | None = None
    for block in blocks:
        if before is not None:
            is_tight = before.kind is block.kind and block.kind in render.TIGHT
            place += BETWEEN[is_tight]
        end = place + len(block.text)
        inside = [each for each in passages if each.start < end and each.end > place]
        if inside and block.kind is not BlockKind.TABLE:
            yield replace(block, spans=tuple(_cut(block.spans, place, inside)))
        else:
            yield block
        place, before = end, block


def _cut(spans: Sequence[Span], place: int, passages: Sequence[Passage]) -> Iterator[Span]:
    """Yield the spans of a block that begins at a place, cut at the ends of the passages."""
    for span in spans:
        end = place + len(span.text)
        edges = {edge for each in passages for edge in (each.start, each.end)}
        cuts = sorted({place, end, *(edge for edge in edges if place < edge < end)})
        for start, stop in pairwise(cuts):
            yield _piece(span, place, start, stop, passages)
        place = end


def _piece(span: Span, place: int, start: int, stop: int, passages: Sequence[Passage]) -> Span:
    """Return a piece of a span, marked if a passage goes over it."""
    text = span.text[start - place : stop - place]
    if not any(each.start <= start and each.end >= stop for each in passages):
        return replace(span, text=text)
    begins = tuple(each.note_id for each in passages if each.start == start)
    return MarkedSpan(
        text=text,
        href=span.href,
        strong=span.strong,
        em=span.em,
        code=span.code,
        begins=begins,
    )
