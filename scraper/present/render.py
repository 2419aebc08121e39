"""Render the blocks of an article as plain text, Markdown and HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import groupby

from scraper.models import Block, BlockKind, Span

TIGHT = frozenset({BlockKind.LIST_ITEM})  # neighbours of this kind are on adjacent lines
# Only these become links: a scheme such as javascript: must never be clickable.
LINKS = ("http://", "https://", "mailto:", "tel:", "/", "#", "?", "./", "../")
ASCII = 128  # the first character above it; browsers escape those above themselves
HEADINGS = 6  # levels, in Markdown as in HTML
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


# --- Markdown (CommonMark, with the tables of GitHub) -------------------------------------------


def markdown(blocks: Sequence[Block]) -> str:
    """Return CommonMark in which Markdown's own characters in the text are escaped."""
    return _joined(blocks, lambda block: MARKDOWN.get(block.kind, _md_paragraph)(block))


def _md_paragraph(block: Block) -> str:
    inline = _md_inline(block.spans)
    return _AT_START.sub(
        lambda m: f"{m[1]}{m[2]}\\" if m[2].isdigit() else f"{m[1]}\\{m[2]}", inline
    )


def _md_heading(block: Block) -> str:
    return f"{'#' * min(HEADINGS, max(1, block.level))} {_md_inline(block.spans)}"


def _md_item(block: Block) -> str:
    mark = "1." if block.ordered else "-"
    return f"{'   ' * (max(1, block.level) - 1)}{mark} {_md_paragraph(block)}"


def _md_quote(block: Block) -> str:
    source = f"\n>\n> <{block.href}>" if block.href and block.href.startswith("http") else ""
    return f"> {_md_paragraph(block)}{source}"


def _md_code(block: Block) -> str:
    runs = [len(run) for run in re.findall("`+", block.text)]
    fence = "`" * max(FENCE, 1 + max(runs, default=0))
    return f"{fence}\n{block.text}\n{fence}"


def _md_table(block: Block) -> str:
    width = max((len(row) for row in block.rows), default=1)
    rows = [[_cell(cell) for cell in row] + [""] * (width - len(row)) for row in block.rows]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([*lines[:1], f"|{' --- |' * width}", *lines[1:]])


def _cell(cell: str) -> str:
    return _LINE_END.sub(" ", _SPECIAL.sub(r"\\\1", cell))


def _md_inline(spans: Sequence[Span]) -> str:
    out: list[str] = []
    for href, group in groupby(spans, key=lambda span: span.href):
        inner = "".join(_md_look(span) for span in group)
        before, body, after = _edges(inner)
        out.append(
            f"{before}[{body}]({_md_address(href)}){after}"
            if href and href.startswith(LINKS) and body
            else inner
        )
    return "".join(out)


def _md_look(span: Span) -> str:
    before, body, after = _edges(_LINE_END.sub(" ", span.text) if "\n" in span.text else span.text)
    if not body:
        return before + after
    if span.code:
        ticks = "`" * (1 + max((len(run) for run in re.findall("`+", body)), default=0))
        pad = " " if body[0] == "`" or body[-1] == "`" else ""
        body = f"{ticks}{pad}{body}{pad}{ticks}"
    else:
        body = _SPECIAL.sub(r"\\\1", body)
    mark = ("**" if span.strong else "") + ("*" if span.em else "")
    return f"{before}{mark}{body}{mark[::-1]}{after}"


def _md_address(href: str) -> str:
    return re.sub(r"[\s<>()\\]", lambda m: f"%{ord(m[0]):02X}" if ord(m[0]) < ASCII else m[0], href)


def _edges(inner: str) -> tuple[str, str, str]:
    """Return the white space before the text, the text without it, and the white space after."""
    body = inner.strip()
    before, _, after = inner.partition(body) if body else (inner, "", "")
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


# --- HTML ---------------------------------------------------------------------------------------


def html(blocks: Sequence[Block]) -> str:
    """Return HTML with only the tags below, all text escaped, and only links with LINKS."""
    return "\n".join(_html_groups(blocks))


def _html_groups(blocks: Sequence[Block]) -> Iterator[str]:
    for in_list, group in groupby(blocks, key=lambda b: b.kind is BlockKind.LIST_ITEM):
        if in_list:
            yield _html_list(list(group))
        else:
            yield from (HTML.get(block.kind, _html_paragraph)(block) for block in group)


def _html_list(items: Sequence[Block]) -> str:
    """Return nested lists, from the depth of each item."""
    out: list[str] = []
    open_lists: list[str] = []
    for item in items:
        depth, tag = min(max(1, item.level), len(open_lists) + 1), "ol" if item.ordered else "ul"
        while len(open_lists) > depth:
            out.append(f"</li></{open_lists.pop()}>")
        if len(open_lists) == depth:
            out.append("</li>")
            if open_lists[-1] != tag:
                out.append(f"</{open_lists.pop()}>")
        if len(open_lists) < depth:
            open_lists.append(tag)
            out.append(f"<{tag}>")
        out.append(f"<li>{_html_inline(item.spans)}")
    out.extend(f"</li></{tag}>" for tag in reversed(open_lists))
    return "".join(out)


def _html_paragraph(block: Block) -> str:
    return f"<p>{_html_inline(block.spans)}</p>"


def _html_heading(block: Block) -> str:
    level = min(HEADINGS, max(1, block.level))
    return f"<h{level}>{_html_inline(block.spans)}</h{level}>"


def _html_quote(block: Block) -> str:
    cite = f' cite="{escape(block.href)}"' if block.href and block.href.startswith(LINKS) else ""
    return f"<blockquote{cite}><p>{_html_inline(block.spans)}</p></blockquote>"


def _html_code(block: Block) -> str:
    return f"<pre>{escape(block.text, quote=False)}</pre>"


def _html_table(block: Block) -> str:
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(cell, quote=False)}</td>' for cell in row)}</tr>"
        for row in block.rows
    )
    return f"<table>{rows}</table>"


def _html_inline(spans: Sequence[Span]) -> str:
    out: list[str] = []
    for href, group in groupby(spans, key=lambda span: span.href):
        inner = "".join(_html_look(span) for span in group)
        out.append(
            f'<a href="{escape(href)}">{inner}</a>' if href and href.startswith(LINKS) else inner
        )
    return "".join(out)


def _html_look(span: Span) -> str:
    inner = escape(span.text, quote=False)
    for tag, on in (("code", span.code), ("em", span.em), ("strong", span.strong)):
        inner = f"<{tag}>{inner}</{tag}>" if on else inner
    return inner


HTML: dict[BlockKind, Callable[[Block], str]] = {
    BlockKind.HEADING: _html_heading,
    BlockKind.QUOTE: _html_quote,
    BlockKind.PULL_QUOTE: _html_quote,
    BlockKind.EMBED: _html_quote,
    BlockKind.TABLE: _html_table,
    BlockKind.PREFORMATTED: _html_code,
}
