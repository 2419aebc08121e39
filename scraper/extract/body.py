"""The body of the article: walk, container, standfirst, keep or drop each line."""

from __future__ import annotations

from scraper.extract import blocks, container, evidence, walk
from scraper.extract.document import Document
from scraper.extract.reading import Judged, Reading
from scraper.models import Removed


def read(document: Document) -> Reading:
    """The body of a page; a page without text has an empty one."""
    root = document.tree.find("body")
    layout = walk.layout(root if root is not None else document.tree)
    known = evidence.gather(document.metadata)
    found = container.find(layout, known.titles)
    if found is None:
        return Reading()
    lines = tuple(
        Judged(
            line=line,
            kept=line.good and not line.box.junk,
            reason="paragraph" if line.good else "not a paragraph",
            score=1.0 if line.good else -1.0,
        )
        for line in found.lines
    )
    return Reading(
        blocks=blocks.blocks([each.line for each in lines if each.kept], document.url),
        container=found.box.element,
        lines=lines,
        removed=tuple(Removed(text=each.text, reason=each.reason) for each in lines if not each.kept),
    )
