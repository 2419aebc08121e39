"""Read the body of the article: walk, container, standfirst, keep or drop each line.

Where that keeps next to nothing, a second reader is asked.
"""

from __future__ import annotations

from dataclasses import replace

from scraper.extract.body import (
    blocks,
    classifier,
    container,
    metadata_hints,
    second_opinion,
    standfirst,
)
from scraper.extract.body.line_context import Surroundings
from scraper.extract.body.word_repair import Glue
from scraper.models import Removed
from scraper.page import embedded_state, walk
from scraper.page.body_reading import BodyReading, JudgedLine
from scraper.page.lines import Layout, Line
from scraper.page.parsed_page import ParsedPage

LITTLE = 200  # letters of body, below which the page's data is searched for the article


def layout(document: ParsedPage) -> Layout:
    """Return the page's lines and boxes."""
    root = document.tree.find("body")
    return walk.layout(root if root is not None else document.tree, document.metadata.marks.said)


def prepare(document: ParsedPage) -> tuple[Surroundings, tuple[Line, ...]] | None:
    """Return the surroundings of the container, and the standfirst; None without text."""
    stated = metadata_hints.gather(document.metadata)
    lines = layout(document)
    found = container.find(lines, stated.titles, url=document.url, live=stated.live)
    if found is None:
        return None
    around = Surroundings(lines, found, stated)
    return around, standfirst.find(around)


def read(document: ParsedPage) -> BodyReading:
    """Return the body of a page; a page without text has an empty one."""
    prepared = prepare(document)
    reading = _read(document, *prepared) if prepared is not None else BodyReading()
    if sum(len(block.text) for block in reading.blocks) >= LITTLE:
        return reading
    found = embedded_state.find(document)
    if not found:
        return reading
    return replace(reading, blocks=found.blocks, data=found.fields)


def _read(document: ParsedPage, around: Surroundings, lead: tuple[Line, ...]) -> BodyReading:
    lines = classifier.judge(around, lead, document.known)
    kept = [each.line for each in lines if each.kept]
    other = None
    if second_opinion.is_wanted(around, lines):
        answer = second_opinion.ask(document.text, document.url)
        other = second_opinion.better(around, lines, lead, answer)
        if other is not None:
            lines, kept = _overruled(lines, other), list(other)
    glue = Glue(around.layout.lines, document.metadata)
    repairs = [why for line in (*lead, *kept) if len(line.pieces) > 1 for why in glue.part(line)]
    return BodyReading(
        blocks=blocks.blocks(kept, document.url),
        subheadline="\n".join(line.text for line in lead) or None,
        container=around.found.box.element,
        lines=lines,
        removed=tuple(
            Removed(text=each.text, reason=each.reason) for each in lines if not each.kept
        ),
        repairs=tuple(repairs),
        second_opinion=other is not None,
        layout=around.layout,
    )


def _overruled(lines: tuple[JudgedLine, ...], other: tuple[Line, ...]) -> tuple[JudgedLine, ...]:
    """Return our lines, kept or not as the second opinion has it."""
    chosen = frozenset(other)
    return tuple(
        JudgedLine(each.line, kept=each.line in chosen, reason="second opinion") for each in lines
    )
