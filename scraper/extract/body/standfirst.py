"""The standfirst: the lead above the text, or its first lines; by its class, its place, or the meta description."""

from __future__ import annotations

from collections.abc import Sequence

from scraper.extract.body import header_lines
from scraper.extract.body.line_context import Surroundings
from scraper.extract.body.metadata_hints import key
from scraper.extract.body.paragraphs import ends
from scraper.lexicon import phrases
from scraper.page.boilerplate import NO_LEAD
from scraper.page.lines import HEADINGS, Box, Line

SIZE = (25, 900)  # letters
REACH = 14  # lines below the headline within which it stands
OWN = 70  # letters of a line that needs nothing but its place
MAX_UNMARKED = (
    60  # words of a standfirst that nothing but its place marks: more are the first paragraph
)
HEADS = frozenset({"header", "hgroup"})
SMALL = 1200  # a box with more paragraphs than this is not a lead, whatever its name


def find(around: Surroundings) -> tuple[Line, ...]:
    """The lines of the standfirst; none for most pages without one."""
    found, lines = around.found, around.layout.lines
    top = found.headline if found.headline >= 0 else found.lines[0].index
    until = found.good[1 if len(found.good) > 1 else 0].index + 1
    chosen: list[Line] = []
    for line in lines[max(0, top - 6) : until]:
        if _possible(line) and _is_lead(line, around, chosen) and not _says_else(line, around):
            chosen.append(line)
    return tuple(chosen)


def _possible(line: Line) -> bool:
    return not (
        line.tag == "h1"
        or line.link > 0.5 * len(line.text)
        or not SIZE[0] <= line.size <= SIZE[1]
        or line.tag in ("figcaption", "figure")
        or "hidden!" in line.box.reasons
    )


def _says_else(line: Line, around: Surroundings) -> bool:
    """Whether the line is a title, asks for consent, names a photographer or tells when."""
    text = line.text
    told = phrases.consent(text) > 0 or phrases.credit(text.lower()) or header_lines.is_date(text)
    return told or key(text) in around.evidence.titles


def _is_lead(line: Line, around: Surroundings, chosen: Sequence[Line]) -> bool:
    found = around.found
    inside = found.lines[0].index <= line.index <= found.lines[-1].index
    lead = _by_place(line, around) or _by_name(line, around)
    described = around.evidence.describes(line.text)
    if described and not lead and inside and around.look(line) == around.look(_main(around)):
        return False  # systems make the description from the first paragraph
    below = found.headline < line.index < found.headline + REACH or found.headline < 0
    if not ((lead and below) or described) or (inside and _has_twins(line, around)):
        return False
    return not chosen or (
        line.index - chosen[-1].index <= 2
        and line.box is not chosen[0].box
        and line.box.parent is chosen[0].box.parent
        and lead
    )


def _by_place(line: Line, around: Surroundings) -> bool:
    """Tell a sentence of its own between headline and text, or a heading in the headline's own box."""
    found, headline = around.found, around.found.headline
    if not 0 <= headline < line.index < headline + REACH or line.link:
        return False
    if _with_picture(line.box) or any(box.reasons & NO_LEAD for box in _near(line.box)):
        return False
    head = _head(around.layout.lines[headline].box)
    in_head = head is not None and line.index < head.last
    if line.tag in HEADINGS:
        beside = (
            line.index == headline + 1
            and line.box.parent is around.layout.lines[headline].box.parent
        )
        return beside or in_head
    text_begins = max(found.lines[0].index, found.good[0].index)
    if not in_head and line.index >= text_begins:
        return False
    return line.size > OWN and ends(line.text) and len(line.text.split()) <= MAX_UNMARKED


def _head(box: Box) -> Box | None:
    """The <header> or <hgroup> of the headline."""
    return next((each for each in box.near() if each.tag in HEADS), None)


def _by_name(line: Line, around: Surroundings) -> bool:
    """In a box whose class says so, unless that box holds much of the article."""
    parent = line.box.parent
    if _with_picture(line.box):
        return line.box.lead and ends(line.text)
    return line.box.lead or (
        parent is not None
        and parent.lead
        and parent.mass < min(SMALL, 0.5 * around.total + line.size)
    )


def _with_picture(box: Box) -> bool:
    """A picture in the same small box: the line is its caption."""
    return any(each.picture and each.last - each.first <= 3 for each in _near(box)[:2])


def _near(box: Box) -> list[Box]:
    return list(box.up())[:3]


def _main(around: Surroundings) -> Line:
    looks: dict[tuple[str, str], float] = around.by_look
    best = max(looks, key=looks.__getitem__)
    return next(line for line in around.found.good if around.look(line) == best)


def _has_twins(line: Line, around: Surroundings) -> bool:
    """Paragraphs of the same look below it in the same box: then it is the first paragraph."""
    if not line.good or line.box.lead:
        return False
    look = (line.tag, line.box.names)
    return any(
        other.index > line.index
        and other.box.parent is line.box.parent
        and (other.tag, other.box.names) == look
        for other in around.found.good
    )
