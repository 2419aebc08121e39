"""What the lines of a container share: the main text's box, looks of paragraphs, repeated texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from scraper.extract.body.container import Container
from scraper.extract.body.metadata_hints import Evidence
from scraper.lexicon import phrases
from scraper.page.class_flags import NOTHING
from scraper.page.lines import HEADINGS, Box, Layout, Line, headings_above

Look = tuple[str, str]  # element name, class
# Letters in which each line is looked for: more would cost the square of a large page.
MAX_SOUGHT = 200_000
REPEATABLE = 20  # letters from which a text that occurs twice is a repeat
PROMOTES = 200  # letters of a line that promotes something and does nothing else


class Occurrences(NamedTuple):
    """Where a text occurs on the page."""

    times: int
    first: int  # index of the parent box of its first line
    apart: bool  # whether its lines have different parents


class BoxFacts(NamedTuple):
    """What a box apart from the main text holds."""

    heading: bool
    links: float  # share of the letters
    telling: bool  # a short line in it is a promotion's or a mailing list's by its words
    size: float


class Surroundings:
    """The container as the features of its lines see it; made once a page."""

    def __init__(self, layout: Layout, found: Container, evidence: Evidence) -> None:
        self.layout, self.found, self.evidence = layout, found, evidence
        self.first, self.last = found.good[0].index, found.good[-1].index
        self.by_look: dict[Look, float] = defaultdict(float)
        self.by_path: dict[tuple[str, str, str], float] = defaultdict(float)
        self.by_box: dict[int, float] = defaultdict(float)
        self._add_paragraphs()
        self.total = sum(self.by_box.values()) or 1.0
        self.main = layout.boxes[max(self.by_box, key=self.by_box.__getitem__)]
        in_main = (line for line in found.good if self.main in (line.box, line.box.parent))
        self.opening = next((line.index for line in in_main), self.first)
        self.spine = {box.index for box in self.main.up()} | {0}
        self.places = _occurrences(layout)
        self.headings = headings_above(layout.lines)
        self._outermost: dict[int, Box] = {}
        self._facts: dict[int, BoxFacts] = {}
        self._labelled: dict[int, bool] = {}
        self._reasons: dict[int, frozenset[str]] = {}
        self._chains: dict[int, tuple[Box, ...]] = {}

    def _add_paragraphs(self) -> None:
        """Sum the letters of paragraphs by their look, path and box."""
        for line in self.found.good:
            look, parent = self.look(line), _parent(line.box)
            self.by_look[look] += line.size
            self.by_path[(*look, parent.names)] += line.size
            around = parent if line.tag == "p" else line.box
            self.by_box[around.index] += line.size

    def look(self, line: Line) -> Look:
        """Return the name and class of the line's element.

        The container's own class says nothing of a line.
        """
        return (line.tag, line.box.names if line.box is not self.found.box else "")

    def chain(self, line: Line) -> tuple[Box, ...]:
        """Return the boxes around a line that are not around the main text, innermost first."""
        known = self._chains.get(line.box.index)
        return self._chain(line.box) if known is None else known

    def _chain(self, box: Box) -> tuple[Box, ...]:
        known = self._chains.get(box.index)
        if known is None:
            known = tuple(takewhile(self._beside, box.near()))
            self._chains[box.index] = known
        return known

    def outermost(self, box: Box) -> Box:
        """Return the outermost box around `box` that is not around the main text.

        It is `box` itself if there is none.
        """
        passed: list[Box] = []
        top = box
        while box.parent is not None and self._beside(box):
            known = self._outermost.get(box.index)
            if known is not None:
                top = known
                break
            passed.append(box)
            top, box = box, box.parent
        self._outermost.update((each.index, top) for each in passed)
        return top

    def _beside(self, box: Box) -> bool:
        """Return whether a box is not around the main text."""
        return box.index not in self.spine and box is not self.found.box

    def reasons(self, box: Box) -> frozenset[str]:
        """Return what the names of a box, and of those around it apart from the main text, say."""
        known = self._reasons.get(box.index)
        if known is None:
            said = [each.reasons for each in self._chain(box) if each.reasons]  # hardly a box
            known = said[0].union(*said[1:]) if said else NOTHING
            self._reasons[box.index] = known
        return known

    def facts(self, box: Box) -> BoxFacts:
        """Return what a box holds; counted once."""
        known = self._facts.get(box.index)
        if known is None:
            known = self._facts[box.index] = _facts(self.layout.lines[box.first : box.last])
        return known

    def labelled(self, box: Box) -> bool:
        """Return whether the first line of a box is the label of a list that leads away."""
        known = self._labelled.get(box.index)
        if known is None:
            lines = self.layout.lines[box.first : box.last]
            known = bool(lines) and phrases.labels(lines[0].text)
            self._labelled[box.index] = known
        return known


def _occurrences(layout: Layout) -> dict[str, Occurrences]:
    """Return where each text of more than a few letters occurs."""
    places: dict[str, Occurrences] = {}
    for line in layout.lines:
        if line.size <= REPEATABLE:
            continue
        parent = _parent(line.box).index
        known = places.get(line.text, Occurrences(0, parent, apart=False))
        apart = known.apart or parent != known.first
        places[line.text] = Occurrences(known.times + 1, known.first, apart)
    return places


def _facts(lines: Sequence[Line]) -> BoxFacts:
    size = sum(line.size for line in lines)
    link = sum(line.link for line in lines)
    return BoxFacts(
        heading=any(line.tag in HEADINGS for line in lines),
        links=link / (size or 1),
        telling=any(map(_promotes, lines)),
        size=size,
    )


def _promotes(line: Line) -> bool:
    if line.size >= PROMOTES:
        return False
    return phrases.kind(line.text) is not None or phrases.consent(line.text) > 0


def _parent(box: Box) -> Box:
    return box.parent if box.parent is not None else box
