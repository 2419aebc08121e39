"""The form of a body without its words: blocks become a readable text, and a skeleton beside it.

The skeleton is JSON, one entry a block: `[kind, length, extras]`, where the words are the next
`length` characters of the text. A body of plain paragraphs needs none: the text alone leads back
to its blocks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import Any, TypedDict

from scraper.cleaning import clean, has_printable_lines, load_json
from scraper.models import Block, BlockKind, Span

STRONG, EM, CODE = 1, 2, 4  # the flags of a span's style, as one number
LINE_ENDS = ("", "\n", "\n\n")  # by the number of them in front of a block
BETWEEN_CELLS, BETWEEN_ROWS = len(" | "), len("\n")  # as a table is rendered

Entry = Sequence[Any]  # kind, length and, where there are any, Extras


class Extras(TypedDict, total=False):
    """What a block has besides its kind and its words."""

    level: int
    ordered: bool
    href: str
    spans: list[list[Any]]  # length, flags and, where there is one, the address of a link
    rows: list[
        list[Any]
    ]  # the lengths of a table's cells, or the cells of a block that is kept whole
    w: list[str]  # the words of a block that is kept whole, span by span


def flatten(body: Sequence[Block]) -> tuple[str, str | None]:
    """Return the text of a body and its skeleton, None for a body that needs no skeleton."""
    words = [block.text for block in body]
    gaps = _gaps([block.kind for block in body])
    shown = "".join(chain.from_iterable(zip(map(LINE_ENDS.__getitem__, gaps), words, strict=True)))
    if all(map(_is_plain, body)) and words == [part for part in shown.split("\n\n") if part]:
        return shown, None
    entries = list(map(_entry, body, words))
    return shown, json.dumps(entries, ensure_ascii=False, separators=(",", ":"))


def blocks(text: str, form: str | None) -> tuple[Block, ...]:
    """Return the blocks of a text and its skeleton."""
    if form is None:
        return tuple(_paragraph(words) for words in text.split("\n\n") if words)
    return tuple(_read(text, load_json(form)))


def _gaps(kinds: Sequence[BlockKind]) -> list[int]:
    """Return how many line ends are in front of each block of a text."""
    from scraper.present.render import TIGHT

    gaps = [0] if kinds else []
    for before, kind in pairwise(kinds):
        is_tight = before is kind and kind in TIGHT
        gaps.append(1 if is_tight else 2)
    return gaps


def _is_plain(block: Block) -> bool:
    """Return whether a block is a paragraph of words alone, which its words lead back to."""
    if block.kind != BlockKind.PARAGRAPH or len(block.spans) != 1:
        return False
    has_extras = block.level or block.ordered or block.rows or block.href is not None
    return not has_extras and _is_plain_span(block.spans[0])


def _is_plain_span(span: Span) -> bool:
    return span.href is None and not (span.strong or span.em or span.code)


def _paragraph(words: str) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=words),))


def _entry(block: Block, words: str) -> list[Any]:
    extras: dict[str, Any] = {}
    if block.rows:
        extras["rows"] = [_lengths(row) for row in block.rows]
    if len(block.spans) != 1 or not _is_plain_span(block.spans[0]):
        extras["spans"] = [_style(span) for span in block.spans]
    for name in ("level", "ordered", "href"):
        value = getattr(block, name)
        if value:
            extras[name] = value
    entry: list[Any] = [block.kind, len(words)]
    if extras:
        entry.append(extras)
    return entry


def _lengths(row: Sequence[str]) -> list[int]:
    return [len(cell) for cell in row]


def _style(span: Span) -> list[Any]:
    flags = STRONG * span.strong | EM * span.em | CODE * span.code
    style: list[Any] = [len(span.text), flags]
    if span.href is None:
        return style
    return [*style, span.href]


def _read(text: str, entries: Sequence[Entry]) -> Iterator[Block]:
    at = 0
    kinds = [BlockKind(name) for name, *_ in entries]
    for (_, length, *rest), kind, gap in zip(entries, kinds, _gaps(kinds), strict=True):
        extras: Extras = rest[0] if rest else {}
        at += gap
        if length < 0:  # kept whole, as an older program wrote it: the words are in the entry
            yield _block(kind, "".join(extras["w"]), extras, whole=True)
        else:
            yield _block(kind, text[at : at + length], extras, whole=False)
            at += length


def _block(kind: BlockKind, words: str, extras: Extras, *, whole: bool) -> Block:
    known: dict[str, Any] = dict(extras)
    attributes = {name: known[name] for name in ("level", "ordered", "href") if name in known}
    rows = extras.get("rows")
    if rows is None:
        return Block(kind=kind, spans=tuple(_spans(words, extras.get("spans"))), **attributes)
    cells = tuple(map(tuple, rows)) if whole else tuple(_cells(words, rows))
    # the words of a table are in its cells
    own = "".join(extras.get("w", ()))
    spans = tuple(_spans(own, extras.get("spans", [])))
    return Block(kind=kind, rows=cells, spans=spans, **attributes)


def _cells(words: str, rows: Sequence[Sequence[int]]) -> Iterator[tuple[str, ...]]:
    at = 0
    for row in rows:
        cells = []
        for length in row:
            cells.append(words[at : at + length])
            at += length + BETWEEN_CELLS
        if row:
            at -= BETWEEN_CELLS
        at += BETWEEN_ROWS
        yield tuple(cells)


def _spans(words: str, styles: Sequence[Sequence[Any]] | None) -> Iterator[Span]:
    if styles is None:
        yield Span(text=words)
        return
    at = 0
    for length, flags, *href in styles:
        yield Span(
            text=words[at : at + length],
            href=href[0] if href else None,
            strong=bool(flags & STRONG),
            em=bool(flags & EM),
            code=bool(flags & CODE),
        )
        at += length


def without(body: Sequence[Block], unfit: re.Pattern[str]) -> tuple[Block, ...]:
    """Return the same blocks, clean and without some characters.

    They are the very same objects if there was nothing to remove. None of the characters may be one
    that Python counts as printable.
    """
    body = tuple(body)
    if _is_fit("".join(_texts(body)), unfit):  # of most bodies: a fifth of the time of the walk
        return body
    return tuple(_block_without(block, unfit) for block in clean(body))


def _texts(body: Sequence[Block]) -> Iterator[str]:
    """Yield all texts of blocks, addresses included."""
    for block in body:
        for span in block.spans:
            yield span.text
            if isinstance(span.href, str):
                yield span.href
        for row in block.rows:
            yield from row
        if isinstance(block.href, str):
            yield block.href


def _block_without(block: Block, unfit: re.Pattern[str]) -> Block:
    spans = tuple(replace(span, text=unfit.sub("", span.text)) for span in block.spans)
    rows = tuple(_row_without(row, unfit) for row in block.rows)
    return replace(block, spans=spans, rows=rows)


def _row_without(row: Sequence[str], unfit: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(unfit.sub("", cell) for cell in row)


def cleaned(text: str, form: str | None, unfit: re.Pattern[str]) -> tuple[str, str | None]:
    """Return the text and skeleton of the same body without characters that no text may have.

    Raise ValueError or TypeError for a skeleton that does not belong to the text.
    """
    text_is_fit = _is_fit(text, unfit)
    if form is None and text_is_fit:  # plain paragraphs have nothing but the words of the text
        return text, None
    body = blocks(text, form)
    fit = without(body, unfit)
    if text_is_fit and (fit is body or fit == body):
        return text, form
    return flatten(fit)


def _is_fit(text: str, unfit: re.Pattern[str]) -> bool:
    """Return whether a text is clean and has none of some characters, which are not printable."""
    if has_printable_lines(text):
        return True
    return clean(text) is text and not unfit.search(text)
