"""Which lines read like paragraphs of an article, and how much of them each box holds."""

from __future__ import annotations

from scraper.lexicon import phrases
from scraper.page.lines import HEADINGS, Layout, Line

MIN_PLAIN = 50  # letters outside links that a paragraph has
LONG = 100  # letters from which a paragraph needs no full stop
LINKED = 0.45  # of a line's letters are links: it leads away
CONSENT = 600  # letters of a line below which two words of consent make it a cookie notice
ENDS = frozenset('.!?…。！？।॥؟۔:;"”»“’)]')  # of sentences


def ends(text: str) -> bool:
    """Return whether the line ends as a sentence does."""
    return text.rstrip()[-1:] in ENDS


def weigh(layout: Layout) -> None:
    """Find the paragraphs, and what each box holds of them."""
    for line in layout.lines:
        plain = line.size - line.link
        if plain >= MIN_PLAIN and _is_paragraph(line):
            line.good = True
            line.box.mass += plain
    for box in layout.boxes[:0:-1]:  # inner boxes come after the outer ones
        if box.mass and box.parent is not None:
            box.parent.mass += box.mass


def _is_paragraph(line: Line) -> bool:
    """Return whether a line with enough letters outside links is a paragraph."""
    if line.tag in HEADINGS or line.link >= LINKED * len(line.text):
        return False
    if line.size <= LONG and not ends(line.text):
        return False
    return line.size >= CONSENT or phrases.consent(line.text) <= 1
