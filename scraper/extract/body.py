"""The body of the article: walk, container, standfirst, keep or drop each line."""

from __future__ import annotations

from scraper.extract import blocks, container, evidence, keep, standfirst, walk
from scraper.extract.document import Document
from scraper.extract.lines import Line
from scraper.extract.reading import Reading
from scraper.extract.surroundings import Surroundings
from scraper.models import Removed


def prepare(document: Document) -> tuple[Surroundings, tuple[Line, ...]] | None:
    """The container with its surroundings, and the standfirst; None for a page without text."""
    root = document.tree.find("body")
    layout = walk.layout(root if root is not None else document.tree)
    stated = evidence.gather(document.metadata)
    found = container.find(layout, stated.titles)
    if found is None:
        return None
    around = Surroundings(layout, found, stated)
    return around, standfirst.find(around)


def read(document: Document) -> Reading:
    """The body of a page; a page without text has an empty one."""
    prepared = prepare(document)
    if prepared is None:
        return Reading()
    around, lead = prepared
    lines = keep.judge(around, lead, document.known)
    return Reading(
        blocks=blocks.blocks([each.line for each in lines if each.kept], document.url),
        subheadline="\n".join(line.text for line in lead) or None,
        container=around.found.box.element,
        lines=lines,
        removed=tuple(Removed(text=each.text, reason=each.reason) for each in lines if not each.kept),
    )
