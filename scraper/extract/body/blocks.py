"""Make blocks of the kept lines: their kind is that of the boxes around them.

Links become absolute, cells are joined to tables, lines of code to code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import groupby

from scraper import urls
from scraper.lexicon.class_words import EMBEDS, PULL_QUOTES
from scraper.models import Block, BlockKind, Span
from scraper.page.lines import HEADINGS, Box, Line
from scraper.page.spans import spans

QUOTES = frozenset({"blockquote", "aside"})
LISTS = frozenset({"ul", "ol"})
CELLS = frozenset({"td", "th"})
MUCH = 2000  # letters of paragraphs that no table of figures holds
SEVERAL = 3  # paragraphs of one cell, with which a table places text on the page
MAX_ROWS = 60  # rows of a table that are looked at


def blocks(lines: Sequence[Line], base: str) -> tuple[Block, ...]:
    """Return the blocks of an article, from the lines that belong to it.

    `base`: the page's address.
    """
    made: list[Block] = []
    data = _FigureTables()
    for whole, group in groupby(lines, key=lambda line: _whole(line.box, data)):
        together = list(group)
        if whole is None or (whole.tag == "table" and places_text(together)):
            made += [_block(line, base) for line in together]
        else:
            made.append(_joined(whole, together))
    return tuple(made)


def places_text(cells: Sequence[Line]) -> bool:
    """Return whether one cell holds several paragraphs: the table places them on the page."""
    paragraphs = Counter(line.box.index for line in cells if line.good)
    return max(paragraphs.values(), default=0) >= SEVERAL


def holds_figures(table: Box) -> bool:
    """Return whether a table has several cells in a row and little prose."""
    if table.mass >= MUCH:
        return False
    rows = table.element.findall(".//tr")[:MAX_ROWS]
    cells = [sum(cell.tag in CELLS for cell in row) for row in rows]
    return len(rows) > 1 and max(cells) > 1


class _FigureTables(dict[Box, bool]):
    """Whether a table is one of figures; others place paragraphs on the page."""

    def __missing__(self, table: Box) -> bool:
        known = self[table] = holds_figures(table)
        return known


def _whole(box: Box, data: _FigureTables) -> Box | None:
    """Return the table or <pre> of which the box is a part: its lines make one block."""
    if box.verbatim:
        return _nearest(box, {"pre"})
    if box.tag not in CELLS and box.tag != "table":
        return None
    tables = [each for each in box.near() if each.tag == "table"]
    return next((each for each in reversed(tables) if data[each]), None)


def _nearest(box: Box, tags: Container[str]) -> Box | None:
    return next((each for each in box.near() if each.tag in tags), None)


def _joined(whole: Box, lines: Sequence[Line]) -> Block:
    """Return a table or a <pre> as one block."""
    if whole.tag == "pre":
        text = "\n".join(line.text for line in lines)
        return Block(kind=BlockKind.PREFORMATTED, spans=(Span(text=text),))
    return Block(kind=BlockKind.TABLE, rows=tuple(_rows(lines)))


def _block(line: Line, base: str) -> Block:
    """Return one line as a block."""
    looks = spans(line, base)
    if line.tag in HEADINGS:
        return Block(kind=BlockKind.HEADING, spans=looks, level=int(line.tag[1]))
    for box in line.box.near():
        if box.tag == "li":
            return _item(box, looks)
        kind = _quote_kind(box) if box.tag in QUOTES else None
        if kind is not None:
            return Block(kind=kind, spans=looks, href=_source(box, kind, looks, base))
    return Block(kind=BlockKind.PARAGRAPH, spans=looks)


def _item(box: Box, looks: tuple[Span, ...]) -> Block:
    return Block(
        kind=BlockKind.LIST_ITEM,
        spans=looks,
        level=max(1, sum(each.tag in LISTS for each in box.near())),
        ordered=box.parent is not None and box.parent.tag == "ol",
    )


def _quote_kind(box: Box) -> BlockKind | None:
    names = box.names.lower()
    if any(name in names for name in EMBEDS):
        return BlockKind.EMBED
    if any(name in names for name in PULL_QUOTES):
        return BlockKind.PULL_QUOTE
    return BlockKind.QUOTE if box.tag == "blockquote" else None


def _source(box: Box, kind: BlockKind, looks: Sequence[Span], base: str) -> str | None:
    """Return the address of what is quoted; that of an embedded post is its last link."""
    cite = box.element.get("cite")
    if cite:
        return urls.absolute(base, cite)
    links = [span.href for span in looks if span.href]
    return links[-1] if links and kind is BlockKind.EMBED else None


def _rows(cells: Sequence[Line]) -> Iterator[tuple[str, ...]]:
    for _, row in groupby(cells, key=lambda cell: _index(cell.box, {"tr"}, -1)):
        yield tuple(_texts(row))


def _texts(row: Iterable[Line]) -> Iterator[str]:
    """Yield the text of each cell of a row."""
    for _, cell in groupby(row, key=lambda line: _index(line.box, CELLS, line.box.index)):
        yield " ".join(line.text for line in cell)


def _index(box: Box, tags: Container[str], otherwise: int) -> int:
    nearest = _nearest(box, tags)
    return otherwise if nearest is None else nearest.index
