"""Render the blocks of an article as plain text and Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from scraper.models import Block, BlockKind, Span

TIGHT = frozenset({BlockKind.LIST_ITEM})  # neighbours of this kind are on adjacent lines
# Only these become links: a scheme such as javascript: must never be clickable.
LINKS = ("http://", "https://", "mailto:", "tel:", "/", "#", "?", "./", "../")
ASCII = 128  # the first character above it; browsers escape those above themselves
HEADINGS = 6  # levels, in Markdown as in HTML
INDENT = "   "  # of an item in a list below another; "1. " is three characters wide
FENCE = 3  # backticks around a block of code, at least

_SPECIAL = re.compile(r"([\\`*_\[\]<>~|])")
_AT_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+>=](?=\s|$|-)|\d{1,9}(?=[.)](?:\s|$)))")
_LINE_END = re.compile(r"(?<![^\S\n])[^\S\n]*+\n\s*+")


def text(blocks: Sequence[Block]) -> str:
    """Return paragraphs with an empty line between them, and list items on neighbouring lines."""
    return _joined(blocks, lambda block: block.text)


def _joined(blocks: Sequence[Block], form: Callable[[Block], str]) -> str:
    out: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before is not None:
            out.append("\n" if before.kind is block.kind and block.kind in TIGHT else "\n\n")
        out.append(form(block))
        before = block
    return "".join(out)


def heading_level(block: Block) -> int:
    """Return the level of a heading, 1 to 6."""
    return min(HEADINGS, max(1, block.level))


# --- Markdown (CommonMark, with the tables of GitHub) -------------------------------------------


def markdown(blocks: Sequence[Block]) -> str:
    """Return CommonMark in which Markdown's own characters in the text are escaped."""
    return _joined(blocks, lambda block: MARKDOWN.get(block.kind, _md_paragraph)(block))


def _md_paragraph(block: Block) -> str:
    return _AT_START.sub(_escaped_start, _md_inline(block.spans))


def _escaped_start(found: re.Match[str]) -> str:
    """Return the beginning of a paragraph so that it begins no heading, list or quotation."""
    indent, mark = found[1], found[2]
    if mark.isdigit():
        return f"{indent}{mark}\\"  # the full stop after the number is escaped
    return f"{indent}\\{mark}"


def _md_heading(block: Block) -> str:
    return f"{'#' * heading_level(block)} {_md_inline(block.spans)}"


def _md_item(block: Block) -> str:
    mark = "1." if block.ordered else "-"
    indent = INDENT * (max(1, block.level) - 1)
    return f"{indent}{mark} {_md_paragraph(block)}"


def _md_quote(block: Block) -> str:
    quotation = f"> {_md_paragraph(block)}"
    if block.href and block.href.startswith("http"):
        return f"{quotation}\n>\n> <{block.href}>"
    return quotation


def _md_code(block: Block) -> str:
    fence = "`" * max(FENCE, 1 + _longest_run_of_backticks(block.text))
    return f"{fence}\n{block.text}\n{fence}"


def _longest_run_of_backticks(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)


def _md_table(block: Block) -> str:
    """Return a table; its first row is the header, and short rows get empty cells."""
    width = max(map(len, block.rows), default=1)
    lines = [_md_row(row, width) for row in block.rows]
    rule = f"|{' --- |' * width}"
    return "\n".join([*lines[:1], rule, *lines[1:]])


def _md_row(row: Sequence[str], width: int) -> str:
    missing = [""] * (width - len(row))
    return f"| {' | '.join([*map(markdown_cell, row), *missing])} |"


def markdown_cell(cell: str) -> str:
    """Return a text for a cell of a table: on one line, with Markdown's own characters escaped."""
    return _LINE_END.sub(" ", _md_escaped(cell))


def _md_escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _md_inline(spans: Sequence[Span]) -> str:
    """Return spans; neighbours with the same address are one link, without the space around it."""
    out: list[str] = []
    for href, group in groupby(spans, key=_href):
        inner = "".join(map(_md_look, group))
        before, body, after = _edges(inner)
        if is_link(href) and body:
            inner = f"{before}[{body}]({_md_address(href or '')}){after}"
        out.append(inner)
    return "".join(out)


def _href(span: Span) -> str | None:
    return span.href


def is_link(href: str | None) -> bool:
    """Return whether an address may become a link."""
    return bool(href) and str(href).startswith(LINKS)


def _md_look(span: Span) -> str:
    """Return a span with its marks, which must not enclose the white space at its ends."""
    text = span.text
    if "\n" in text:
        text = _LINE_END.sub(" ", text)
    before, body, after = _edges(text)
    if not body:
        return before + after
    body = _md_code_span(body) if span.code else _md_escaped(body)
    strong, em = "**" if span.strong else "", "*" if span.em else ""
    return f"{before}{strong}{em}{body}{em}{strong}{after}"


def _md_code_span(text: str) -> str:
    ticks = "`" * (1 + _longest_run_of_backticks(text))
    needs_space = text.startswith("`") or text.endswith("`")
    pad = " " if needs_space else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _md_address(href: str) -> str:
    return re.sub(r"[\s<>()\\]", _percent_encoded, href)


def _percent_encoded(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"%{code:02X}" if code < ASCII else found[0]


def _edges(inner: str) -> tuple[str, str, str]:
    """Return the white space before the text, the text without it, and the white space after."""
    body = inner.strip()
    if not body:
        return inner, "", ""
    before, _, after = inner.partition(body)
    return before, body, after


MARKDOWN: dict[BlockKind, Callable[[Block], str]] = {
    BlockKind.HEADING: _md_heading,
    BlockKind.LIST_ITEM: _md_item,
    BlockKind.QUOTE: _md_quote,
    BlockKind.PULL_QUOTE: _md_quote,
    BlockKind.EMBED: _md_quote,
    BlockKind.TABLE: _md_table,
    BlockKind.PREFORMATTED: _md_code,
}
