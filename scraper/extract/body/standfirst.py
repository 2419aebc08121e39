"""The standfirst: the lead above the text, or its first lines.

It is known by its class, by its place, or as the meta description.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from scraper.extract.body import header_lines
from scraper.extract.body.line_context import Surroundings
from scraper.extract.body.metadata_hints import key
from scraper.extract.body.paragraphs import ends
from scraper.lexicon import phrases
from scraper.page.boilerplate import NO_LEAD
from scraper.page.lines import HEADINGS, Box, Line

NEXT = 2  # lines further: the next one, or the one after a kicker
SIZE = (25, 900)  # letters
REACH = 14  # lines below the headline that may be the standfirst
ABOVE = 6  # lines above the headline that may be
OWN = 70  # letters of a line that needs nothing but its place
# Words of a standfirst that nothing but its place marks: more are the first paragraph.
MAX_UNMARKED = 60
HEADS = frozenset({"header", "hgroup"})
CAPTIONS = frozenset({"figcaption", "figure"})
SMALL = 1200  # letters of paragraphs, from which a box is not a lead, whatever its name
LINKED = 0.5  # of a line's letters are links
SHARE = 0.5  # of the paragraphs that a box named as a lead may hold
PICTURED = 3  # lines of a box in which a picture has its caption
BOXES = 3  # around a line, whose names count


def find(around: Surroundings) -> tuple[Line, ...]:
    """Return the lines of the standfirst; none for most pages without one."""
    found, lines = around.found, around.layout.lines
    top = found.headline if found.headline >= 0 else found.lines[0].index
    second = found.good[min(1, len(found.good) - 1)]
    chosen: list[Line] = []
    for line in lines[max(0, top - ABOVE) : second.index + 1]:
        if _possible(line) and _is_lead(line, around, chosen) and not _says_else(line, around):
            chosen.append(line)
    return tuple(chosen)


def _possible(line: Line) -> bool:
    if line.tag == "h1" or line.tag in CAPTIONS or "hidden!" in line.box.reasons:
        return False
    shortest, longest = SIZE
    return shortest <= line.size <= longest and line.link <= LINKED * len(line.text)


def _says_else(line: Line, around: Surroundings) -> bool:
    """Return whether the line is a title, a date, a credit or a question for consent."""
    text = line.text
    if phrases.consent(text) > 0 or phrases.credit(text.lower()):
        return True
    return header_lines.is_date(text) or key(text) in around.evidence.titles


def _is_lead(line: Line, around: Surroundings, chosen: Sequence[Line]) -> bool:
    """Return whether a line is a part of the standfirst; `chosen`: the parts above it."""
    found = around.found
    inside = found.lines[0].index <= line.index <= found.lines[-1].index
    lead = _by_place(line, around) or _by_name(line, around)
    near = found.headline < 0 or found.headline < line.index < found.headline + REACH
    is_marked = lead and near
    if not is_marked and not _is_described(line, around, inside=inside, lead=lead):
        return False
    if inside and _has_twins(line, around):
        return False
    return not chosen or (lead and _goes_on(line, chosen))


def _is_described(line: Line, around: Surroundings, *, inside: bool, lead: bool) -> bool:
    """Return whether the line is the description, and not only a first paragraph.

    Systems make the description from the first paragraph.
    """
    if not around.evidence.describes(line.text):
        return False
    is_paragraph = inside and around.look(line) == _main_look(around)
    return lead or not is_paragraph


def _goes_on(line: Line, chosen: Sequence[Line]) -> bool:
    """Return whether the line is the next one, in a box of its own next to that of the first."""
    first, last = chosen[0], chosen[-1]
    if line.index - last.index > NEXT or line.box is first.box:
        return False
    return line.box.parent is first.box.parent


def _by_place(line: Line, around: Surroundings) -> bool:
    """Return whether the line is a sentence of its own between headline and text.

    A heading is one in the headline's own box.
    """
    headline = around.found.headline
    if not 0 <= headline < line.index < headline + REACH or line.link:
        return False
    if _is_pictured(line.box) or any(box.reasons & NO_LEAD for box in _near(line.box)):
        return False
    top = around.layout.lines[headline]
    in_head = _shares_head(line, top)
    if line.tag in HEADINGS:
        follows = line.index == headline + 1 and line.box.parent is top.box.parent
        return follows or in_head
    text_begins = max(around.found.lines[0].index, around.found.good[0].index)
    return (in_head or line.index < text_begins) and _is_own_sentence(line)


def _shares_head(line: Line, headline: Line) -> bool:
    """Return whether a line below the headline is in the headline's <header> or <hgroup>."""
    head = next((box for box in headline.box.near() if box.tag in HEADS), None)
    return head is not None and line.index < head.last


def _is_own_sentence(line: Line) -> bool:
    return line.size > OWN and ends(line.text) and len(line.text.split()) <= MAX_UNMARKED


def _by_name(line: Line, around: Surroundings) -> bool:
    """Return whether a class says so, unless its box holds much of the article."""
    if _is_pictured(line.box):
        return line.box.lead and ends(line.text)
    if line.box.lead:
        return True
    parent = line.box.parent
    most = min(SMALL, SHARE * around.total + line.size)
    return parent is not None and parent.lead and parent.mass < most


def _is_pictured(box: Box) -> bool:
    """Return whether a picture is in the same small box: the line is its caption."""
    return any(each.picture and each.last - each.first <= PICTURED for each in _near(box)[:2])


def _near(box: Box) -> list[Box]:
    return list(islice(box.up(), BOXES))


def _main_look(around: Surroundings) -> tuple[str, str]:
    """Return the look of most of the paragraphs."""
    return max(around.by_look, key=around.by_look.__getitem__)


def _has_twins(line: Line, around: Surroundings) -> bool:
    """Return whether paragraphs of its look follow in its box: then it is the first of them."""
    if not line.good or line.box.lead:
        return False
    return any(
        other.index > line.index
        and other.box.parent is line.box.parent
        and (other.tag, other.box.names) == (line.tag, line.box.names)
        for other in around.found.good
    )
