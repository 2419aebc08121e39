"""A line's pieces as spans: the same text, white space collapsed across their borders, each run with its look."""

from __future__ import annotations

import re

from scraper import urls
from scraper.models import Span
from scraper.page.lines import PLAIN, Line, Style
from scraper.page.walk import BREAK

_NO_GLYPH = re.compile("[\u00ad\u200b\u2060\ufeff]")


def spans(line: Line, base: str) -> tuple[Span, ...]:
    """The spans of a line; their joined text is the line's text. `base` is the page's address."""
    if len(line.styles) == 1:  # most lines: their text is made already
        return (_span(line.text, line.styles[0], base),)
    collapse = _verbatim if line.box.verbatim else _collapsed
    runs: list[tuple[str, Style]] = []
    for piece, style in zip(line.pieces, line.styles, strict=True):
        text = collapse(piece)
        if (
            collapse is _collapsed
            and text.startswith(" ")
            and (not runs or runs[-1][0].endswith(" "))
        ):
            text = text[1:]
        if not text:
            continue
        if runs and (runs[-1][1] == style or text == " "):
            runs[-1] = (runs[-1][0] + text, runs[-1][1])
        else:
            runs.append((text, style))
    return tuple([_span(text, style, base) for text, style in _trimmed(runs, line.text)])


def _verbatim(piece: str) -> str:
    return _NO_GLYPH.sub("", piece).replace(BREAK, "\n")


def _collapsed(piece: str) -> str:
    """Each run of white space as one space, at the edges too."""
    if (
        piece.isprintable() and "  " not in piece
    ):  # most: nothing but single spaces, and signs that have a glyph
        return piece
    piece = _NO_GLYPH.sub("", piece).replace(BREAK, " ")
    words = " ".join(piece.split())
    if not words:
        return piece[:1] and " "
    before, after = " " if piece[0].isspace() else "", " " if piece[-1].isspace() else ""
    return f"{before}{words}{after}"


def _trimmed(runs: list[tuple[str, Style]], text: str) -> list[tuple[str, Style]]:
    """The runs without the white space at both ends of the line."""
    joined = "".join(run for run, _ in runs)
    start = joined.find(text)
    if start < 0:
        return [(text, PLAIN)]
    end, at, out = start + len(text), 0, []
    for run, style in runs:
        part = run[max(0, start - at) : max(0, end - at)]
        at += len(run)
        if part:
            out.append((part, style))
    return out


def _span(text: str, style: Style, base: str) -> Span:
    if style is PLAIN:
        return Span(text=text)
    href = (
        urls.absolute(base, style.href) if style.href and not style.href.startswith("#") else None
    )
    return Span(
        text=text,
        href=href if href != base else None,
        strong=style.strong,
        em=style.em,
        code=style.code,
    )
