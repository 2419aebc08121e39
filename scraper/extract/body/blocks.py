"""Kept lines -> blocks: their kind by the boxes around them, links absolute, cells joined to tables, lines to code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from scraper import urls
from scraper.lexicon.class_words import EMBEDS
from scraper.models import Block, BlockKind, Span
from scraper.page.lines import HEADINGS, Box, Line
from scraper.page.spans import spans

QUOTES = frozenset({"blockquote", "aside"})
CELLS = frozenset({"td", "th", "table"})
MUCH = 2000  # letters of paragraphs that no table of figures holds
PULL_QUOTES = ("pullquote", "pull-quote", "pull_quote", "blockquote--pull", "zitat-gross")


def blocks(lines: Sequence[Line], base: str) -> tuple[Block, ...]:
    """The blocks of an article, from the lines that belong to it; base is the page's address."""
    made: list[Block] = []
    data = _Tables()
    for whole, group in groupby(lines, key=lambda line: _whole(line.box, data)):
        together = list(group)
        if whole is None or (whole.tag == "table" and places_text(together)):
            made += [_block(line, base) for line in together]
        else:
            made.append(_joined(whole, together))
    return tuple(made)


def places_text(cells: Sequence[Line]) -> bool:
    """Whether one cell holds several paragraphs: the table is there to place them on the page."""
    return max(Counter(line.box.index for line in cells if line.good).values(), default=0) > 2


def _whole(box: Box, data: _Tables) -> Box | None:
    """The table or <pre> of which the box is a part: its lines make one block."""
    if box.verbatim:
        return next((each for each in box.near() if each.tag == "pre"), None)
    if box.tag not in CELLS:
        return None
    tables = [each for each in box.near() if each.tag == "table"]
    return next((each for each in reversed(tables) if data[each]), None)


class _Tables(dict[Box, bool]):
    """Whether a table is one of figures: several cells in a row, all short. Others place paragraphs on the page."""

    def __missing__(self, table: Box) -> bool:
        known = self[table] = holds_figures(table)
        return known


def holds_figures(table: Box) -> bool:
    """Return whether a table has several cells in a row and little prose."""
    rows = table.element.findall(".//tr")[:60] if table.mass < MUCH else []
    return len(rows) > 1 and any(sum(c.tag in ("td", "th") for c in row) > 1 for row in rows)


def _joined(whole: Box, lines: Sequence[Line]) -> Block:
    """A table or a <pre>, from its lines."""
    if whole.tag == "pre":
        return Block(
            kind=BlockKind.PREFORMATTED, spans=(Span(text="\n".join(line.text for line in lines)),)
        )
    return Block(kind=BlockKind.TABLE, rows=tuple(_rows(lines)))


def _block(line: Line, base: str) -> Block:
    looks = spans(line, base)
    if line.tag in HEADINGS:
        return Block(kind=BlockKind.HEADING, spans=looks, level=int(line.tag[1]))
    for box in line.box.near():
        if box.tag == "li":
            return Block(
                kind=BlockKind.LIST_ITEM,
                spans=looks,
                level=_depth(box),
                ordered=box.parent is not None and box.parent.tag == "ol",
            )
        if box.tag in QUOTES:
            kind = _quote_kind(box)
            if kind is not None:
                cite = box.element.get("cite")
                return Block(
                    kind=kind,
                    spans=looks,
                    href=urls.absolute(base, cite) if cite else _last_link(looks, kind),
                )
    return Block(kind=BlockKind.PARAGRAPH, spans=looks)


def _quote_kind(box: Box) -> BlockKind | None:
    names = box.names.lower()
    if any(name in names for name in EMBEDS):
        return BlockKind.EMBED
    if any(name in names for name in PULL_QUOTES):
        return BlockKind.PULL_QUOTE
    return BlockKind.QUOTE if box.tag == "blockquote" else None


def _last_link(looks: Sequence[Span], kind: BlockKind) -> str | None:
    links = [span.href for span in looks if span.href]
    return links[-1] if links and kind is BlockKind.EMBED else None


def _depth(item: Box) -> int:
    return max(1, sum(box.tag in ("ul", "ol") for box in item.near()))


def _rows(cells: Sequence[Line]) -> Iterator[tuple[str, ...]]:
    for _, row in groupby(
        cells, key=lambda cell: next((b.index for b in cell.box.near() if b.tag == "tr"), -1)
    ):
        yield tuple(
            " ".join(line.text for line in cell)
            for _, cell in groupby(row, key=lambda line: _cell(line.box))
        )


def _cell(box: Box) -> int:
    return next((b.index for b in box.near() if b.tag in ("td", "th")), box.index)
