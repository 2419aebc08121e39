"""Render the blocks of an article as HTML: only the tags below, and all text escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import groupby

from scraper.models import Block, BlockKind, Span
from scraper.present.render import heading_level, is_link


def html(blocks: Sequence[Block]) -> str:
    """Return HTML with only the tags below, all text escaped, and only links with LINKS."""
    return BlockHtml().blocks(blocks)


class BlockHtml:
    """How blocks become HTML; a subclass may render some of them in another way."""

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Return blocks in their order; neighbouring list items become lists."""
        return "\n".join(self._groups(blocks))

    def _groups(self, blocks: Sequence[Block]) -> Iterator[str]:
        for in_list, group in groupby(blocks, key=lambda b: b.kind is BlockKind.LIST_ITEM):
            if in_list:
                yield self._list(list(group))
            else:
                yield from map(self._block, group)

    def _block(self, block: Block) -> str:
        return FORMS.get(block.kind, BlockHtml.paragraph)(self, block)

    def _list(self, items: Sequence[Block]) -> str:
        """Return nested lists, from the depth of each item."""
        out: list[str] = []
        open_lists: list[str] = []
        for item in items:
            tag = "ol" if item.ordered else "ul"
            depth = min(max(1, item.level), len(open_lists) + 1)
            out += _closed(open_lists, depth, tag)
            if len(open_lists) < depth:
                open_lists.append(tag)
                out.append(f"<{tag}>")
            out.append(f"<li>{self.inline(item.spans)}")
        out.extend(f"</li></{tag}>" for tag in reversed(open_lists))
        return "".join(out)

    def paragraph(self, block: Block) -> str:
        """Return a paragraph."""
        return f"<p>{self.inline(block.spans)}</p>"

    def heading(self, block: Block) -> str:
        """Return a heading of its own level."""
        level = heading_level(block)
        return f"<h{level}>{self.inline(block.spans)}</h{level}>"

    def quote(self, block: Block) -> str:
        """Return a quotation, with its address for machines."""
        href = block.href or ""
        cite = f' cite="{escape(href)}"' if is_link(href) else ""
        return f"<blockquote{cite}><p>{self.inline(block.spans)}</p></blockquote>"

    def code(self, block: Block) -> str:
        """Return a block whose lines and blanks are its own."""
        return f"<pre>{escape(block.text, quote=False)}</pre>"

    def table(self, block: Block) -> str:
        """Return a table."""
        return f"<table>{''.join(map(_row, block.rows))}</table>"

    def inline(self, spans: Sequence[Span]) -> str:
        """Return spans; neighbours with the same address are one link."""
        out: list[str] = []
        for href, group in groupby(spans, key=lambda span: span.href):
            inner = "".join(map(self.look, group))
            out.append(self.link(href, inner) if href else inner)
        return "".join(out)

    def link(self, href: str, inner: str) -> str:
        """Return markup as a link, if its address may be one."""
        return f'<a href="{escape(href)}">{inner}</a>' if is_link(href) else inner

    def look(self, span: Span) -> str:
        """Return a span in its style."""
        inner = escape(span.text, quote=False)
        for tag, on in (("code", span.code), ("em", span.em), ("strong", span.strong)):
            inner = f"<{tag}>{inner}</{tag}>" if on else inner
        return inner


FORMS: dict[BlockKind, Callable[[BlockHtml, Block], str]] = {
    BlockKind.HEADING: lambda form, block: form.heading(block),
    BlockKind.QUOTE: lambda form, block: form.quote(block),
    BlockKind.PULL_QUOTE: lambda form, block: form.quote(block),
    BlockKind.EMBED: lambda form, block: form.quote(block),
    BlockKind.TABLE: lambda form, block: form.table(block),
    BlockKind.PREFORMATTED: lambda form, block: form.code(block),
}


def _closed(open_lists: list[str], depth: int, tag: str) -> Iterator[str]:
    """Close the lists that end before an item of this depth, and one of another kind."""
    while len(open_lists) > depth:
        yield f"</li></{open_lists.pop()}>"
    if len(open_lists) == depth:
        yield "</li>"
        if open_lists[-1] != tag:
            yield f"</{open_lists.pop()}>"


def _row(row: Sequence[str]) -> str:
    cells = "".join(f"<td>{escape(cell, quote=False)}</td>" for cell in row)
    return f"<tr>{cells}</tr>"
