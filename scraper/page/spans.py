"""Turn a line's pieces into spans: white space collapsed across borders, each run with its look."""

from __future__ import annotations

import re

from scraper import urls
from scraper.models import Span
from scraper.page.lines import PLAIN, Line, Style
from scraper.page.walk import BREAK

_NO_GLYPH = re.compile("[\u00ad\u200b\u2060\ufeff]")


def spans(line: Line, base: str) -> tuple[Span, ...]:
    """Return the spans of a line; their joined text is the line's. `base`: the page's address."""
    if len(line.styles) == 1:  # most lines: their text is made already
        return (_span(line.text, line.styles[0], base),)
    runs: list[tuple[str, Style]] = []
    for piece, style in zip(line.pieces, line.styles, strict=True):
        before, look = runs[-1] if runs else (" ", None)
        if line.box.verbatim:
            text = _verbatim(piece)
        else:
            text = _collapsed(piece)
            if before.endswith(" "):
                text = text.removeprefix(" ")
        if not text:
            continue
        if look is not None and (look == style or text == " "):
            runs[-1] = (before + text, look)
        else:
            runs.append((text, style))
    return tuple([_span(text, style, base) for text, style in _trimmed(runs, line.text)])


def _verbatim(piece: str) -> str:
    return _NO_GLYPH.sub("", piece).replace(BREAK, "\n")


def _collapsed(piece: str) -> str:
    """Return a piece with each run of white space as one space, at the edges too."""
    if piece.isprintable() and "  " not in piece:  # most: single spaces, and signs with a glyph
        return piece
    piece = _NO_GLYPH.sub("", piece).replace(BREAK, " ")
    words = " ".join(piece.split())
    if not words:
        return " " if piece else ""
    before = " " if piece[0].isspace() else ""
    after = " " if piece[-1].isspace() else ""
    return f"{before}{words}{after}"


def _trimmed(runs: list[tuple[str, Style]], text: str) -> list[tuple[str, Style]]:
    """Return the runs without the white space at both ends of the line."""
    joined = "".join(run for run, _ in runs)
    start = joined.find(text)
    if start < 0:
        return [(text, PLAIN)]
    end = start + len(text)
    at = 0  # letters of the runs so far
    out = []
    for run, style in runs:
        part = run[max(0, start - at) : max(0, end - at)]
        at += len(run)
        if part:
            out.append((part, style))
    return out


def _span(text: str, style: Style, base: str) -> Span:
    if style is PLAIN:
        return Span(text=text)
    href = _address(style.href, base) if style.href else None
    return Span(text=text, href=href, strong=style.strong, em=style.em, code=style.code)


def _address(href: str, base: str) -> str | None:
    """Return where a link leads; None if to the page itself."""
    if href.startswith("#"):
        return None
    address = urls.absolute(base, href)
    return address if address != base else None
