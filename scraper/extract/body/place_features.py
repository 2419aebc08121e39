"""The features of a line's place: in the main text or apart, and among lines of its look."""

from __future__ import annotations

from scraper.extract.body.container import SMALL_BOXES
from scraper.extract.body.line_context import Surroundings
from scraper.page.lines import HEADINGS, Box, Line

Features = dict[str, float]

# The share of a line's letters that are links.
FEW_LINKS, HALF_LINKS, ALL_LINKS = 0.3, 0.5, 0.9
ALIKE = 0.3  # of the paragraphs' letters are in lines of this look: it is the text's own
SMALL_BOX = 0.1  # of the text's letters
APART = 0.2  # of the paragraphs' letters are in the line's box: with fewer it is another's
MOST = 4  # boxes around a line, from which more make no difference
OFTEN = 3  # times that a line occurs on the page, from which it is a fixture of it
REPEATED = 60  # letters of a line whose repetition elsewhere is no chance


def set_place(
    line: Line, chain: tuple[Box, ...], around: Surroundings, said: Features, *, sentence: bool
) -> None:
    """Set where the line is: in the main text, or in a box apart from it."""
    is_heading = line.tag in HEADINGS
    links = line.link / len(line.text)
    in_main = around.main in (line.box, line.box.parent)
    alike = _looks(line, around, said)
    if in_main:
        _in_main(line, said, sentence=sentence, alike=alike)
    if is_heading and links > HALF_LINKS:
        said["heading, link"] = 1.0
    beside = _beside(line, around)
    if beside:
        said["beside"] = beside
    nest = max(0, len(chain) - (line.tag in SMALL_BOXES))
    if nest:
        said["nested"] = min(nest, MOST)
        _nested(chain, around, said, beside=beside)
    if line.tag == "li" and nest <= 1 and links < FEW_LINKS:
        said["item, near"] = 1.0
    _order(line, around, said, sentence=sentence and in_main)
    _repeats(line, around, said, in_main=in_main)


def _looks(line: Line, around: Surroundings, said: Features) -> float:
    """Set how much of the text looks like the line; return that share."""
    tag, names = around.look(line)
    alike = around.by_look.get((tag, names), 0.0) / around.total
    parent = line.box.parent
    if alike:
        said["alike"] = alike
        path = around.by_path.get((tag, names, parent.names if parent else ""))
        if path:
            said["alike in path"] = path / around.total
    elif line.tag not in HEADINGS:
        said["like none"] = 1.0
    return alike


def _beside(line: Line, around: Surroundings) -> float:
    """Return the share of the paragraphs' letters that is in the line's box or its parent."""
    by_box = around.by_box
    inner, outer = by_box.get(line.box.index, 0.0), by_box.get(_parent_index(line), 0.0)
    return max(inner, outer) / around.total


def _parent_index(line: Line) -> int:
    return line.box.parent.index if line.box.parent else 0


def _in_main(line: Line, said: Features, *, sentence: bool, alike: float) -> None:
    """Set what the line is in the box of the main text."""
    said["in main"] = 1.0
    if sentence:
        said["in main, sentence"] = 1.0
    if line.box.junk:
        said["in main, junk"] = 1.0
    if line.good and alike > ALIKE:
        said["in main, good, alike"] = 1.0
    if line.tag in HEADINGS:
        said["in main, heading"] = 1.0
    elif line.tag == "p" and line.link > ALL_LINKS * len(line.text):
        said["in main, only link"] = 1.0


def _nested(chain: tuple[Box, ...], around: Surroundings, said: Features, *, beside: float) -> None:
    """Set what the box apart from the main text holds."""
    facts = around.facts(around.outermost(chain[-1]))
    if facts.heading:
        said["box has heading"] = 1.0
    if facts.links:
        said["box links"] = facts.links
    if facts.telling:
        said["box telling"] = 1.0
    if facts.size < SMALL_BOX * around.total:
        said["box small"] = 1.0
    elif beside < APART:
        said["box other"] = 1.0
    if any(box.picture for box in chain):
        said["box picture"] = 1.0


def _order(line: Line, around: Surroundings, said: Features, *, sentence: bool) -> None:
    """Set whether the line is before, after or among the paragraphs.

    `sentence`: it is one in the box of the main text.
    """
    at, first, last = line.index, around.first, around.last
    if at < first:
        said["before"] = 1.0
        if sentence:
            said["before, sentence"] = 1.0
    elif at > last:
        said["after"] = 1.0
        if sentence:
            said["after, sentence"] = 1.0
        if line.tag in HEADINGS:
            said["after, heading"] = 1.0
    elif at > first:
        said["position"] = (at - first) / max(1, last - first)
    if at == first:
        said["first"] = 1.0
    if at == last:
        said["last"] = 1.0
    if line.em and at >= last - 1:
        said["last, styled"] = 1.0


def _repeats(line: Line, around: Surroundings, said: Features, *, in_main: bool) -> None:
    """Set whether the text of the line occurs elsewhere on the page."""
    places = around.places.get(line.text)
    if places is None or places.times <= 1:
        return
    is_first_in_main = in_main and places.first == _parent_index(line)
    if line.size > REPEATED and places.apart and not is_first_in_main:
        said["repeated"] = 1.0
    if places.times >= OFTEN:
        said["repeated often"] = 1.0
