"""A body's form without its words: blocks become a text that people can read, and a skeleton that leads back to them.

The skeleton is JSON, one entry a block: `[kind, length, extras]`, where the words are the next `length` characters of
the text. A body of plain paragraphs needs none: its text says it all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from scraper.cleaning import clean, load_json
from scraper.models import Block, BlockKind, Span

STRONG, EM, CODE = 1, 2, 4  # the looks of a span, as one number


def flatten(body: Sequence[Block]) -> tuple[str, str | None]:
    """The text of a body and its skeleton."""
    from scraper.present.render import TIGHT, text

    shown, at, entries = text(body), 0, []
    before = None
    for block in body:
        if before is not None:
            at += 1 if before is block.kind and block.kind in TIGHT else 2
        words = block.text
        entries.append(_entry(block, len(words)))
        at += len(words)
        before = block.kind
    if at != len(shown):  # a body that the text does not spell out: the blocks are kept whole
        entries = [_entry(block, -1) for block in body]
    if _is_plain(entries) and tuple(body) == blocks(shown, None):
        return shown, None
    return shown, json.dumps(entries, ensure_ascii=False, separators=(",", ":"))


def blocks(text: str, form: str | None) -> tuple[Block, ...]:
    """The blocks that a text and its skeleton tell of."""
    if form is None:
        return tuple(_paragraph(words) for words in text.split("\n\n") if words)
    return tuple(_read(text, load_json(form)))


def _is_plain(entries: Sequence[Sequence[Any]]) -> bool:
    return all(
        len(entry) == 2 and entry[0] == BlockKind.PARAGRAPH and entry[1] > 0 for entry in entries
    )


def _paragraph(words: str) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=words),))


def _entry(block: Block, length: int) -> list[Any]:
    extras: dict[str, Any] = {}
    if length < 0:
        extras["w"] = [span.text for span in block.spans]
    if block.rows:
        extras["rows"] = [
            [len(cell) for cell in row] if length >= 0 else list(row) for row in block.rows
        ]
    if _has_looks(block.spans):
        extras["spans"] = [_look(span) for span in block.spans]
    extras.update(
        {name: value for name in ("level", "ordered", "href") if (value := getattr(block, name))}
    )
    return [str(block.kind), length, extras] if extras else [str(block.kind), length]


def _has_looks(spans: Sequence[Span]) -> bool:
    return len(spans) != 1 or _look(spans[0])[1:] != [0]


def _look(span: Span) -> list[Any]:
    flags = STRONG * span.strong | EM * span.em | CODE * span.code
    return [len(span.text), flags, span.href] if span.href is not None else [len(span.text), flags]


def _read(text: str, entries: Sequence[Sequence[Any]]) -> Iterator[Block]:
    from scraper.present.render import TIGHT

    at, before = 0, None
    for name, length, *rest in entries:
        extras = rest[0] if rest else {}
        kind = BlockKind(name)
        if before is not None:
            at += 1 if before is kind and kind in TIGHT else 2
        words = "".join(extras["w"]) if length < 0 else text[at : at + length]
        at += max(length, 0)
        before = kind
        yield _block(kind, words, extras, whole=length < 0)


def _block(kind: BlockKind, words: str, extras: dict[str, Any], *, whole: bool) -> Block:
    common = {name: extras[name] for name in ("level", "ordered", "href") if name in extras}
    rows = extras.get("rows")
    if rows is not None:
        cells = tuple(map(tuple, rows)) if whole else tuple(_cells(words, rows))
        words = "".join(extras.get("w", ()))
        return Block(
            kind=kind, rows=cells, spans=tuple(_spans(words, extras.get("spans", []))), **common
        )
    return Block(kind=kind, spans=tuple(_spans(words, extras.get("spans"))), **common)


def _cells(words: str, rows: Sequence[Sequence[int]]) -> Iterator[tuple[str, ...]]:
    at = 0
    for row in rows:
        cells = []
        for length in row:
            cells.append(words[at : at + length])
            at += length + len(" | ")
        at += len("\n") - (len(" | ") if row else 0)
        yield tuple(cells)


def _spans(words: str, looks: Sequence[Sequence[Any]] | None) -> Iterator[Span]:
    if looks is None:
        yield Span(text=words)
        return
    at = 0
    for length, flags, *href in looks:
        yield Span(
            text=words[at : at + length],
            href=href[0] if href else None,
            strong=bool(flags & STRONG),
            em=bool(flags & EM),
            code=bool(flags & CODE),
        )
        at += length


def without(body: Sequence[Block], unfit: re.Pattern[str]) -> tuple[Block, ...]:
    """Return the same blocks, clean and without some characters; the very same ones, as a rule."""
    blocks_ = clean(tuple(body))
    if not unfit.search("".join(block.text for block in blocks_)):
        return blocks_
    return tuple(
        replace(
            block,
            spans=tuple(replace(span, text=unfit.sub("", span.text)) for span in block.spans),
            rows=tuple(tuple(unfit.sub("", cell) for cell in row) for row in block.rows),
        )
        for block in blocks_
    )


def cleaned(text: str, form: str | None, unfit: re.Pattern[str]) -> tuple[str, str | None]:
    """Return the text and skeleton of the same body without characters that no text may have.

    Raises ValueError or TypeError for a skeleton that does not belong to the text.
    """
    body = blocks(text, form)
    fit = without(body, unfit)
    return (
        (text, form)
        if fit == body and clean(text) is text and not unfit.search(text)
        else flatten(fit)
    )
