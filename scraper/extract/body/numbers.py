"""The numbers of a line's page and boxes: how much prose, how many links, how far.

They need no word, class or language. Each is a name and a number, as the other features are.
"""

from __future__ import annotations

from itertools import accumulate
from math import log1p
from typing import NamedTuple

from scraper.extract.body.line_context import Surroundings
from scraper.page.lines import Box, Line

FAR = 40  # lines or steps beyond which more make no difference
VERY_FAR = 200  # the same, of lines in a box and of lines below the headline
PLAIN = 30  # letters outside links, from which a line is more than a label
HALF, MOST, SOME = 0.5, 0.8, 0.3  # shares of the page's prose that a box holds


# The names of this module's numbers; the trees use them, the weights of single lines do not.
NAMES = frozenset(
    """size, log|page, lines|page, prose|page, prose share|page, links|text before|prose before
    |no headline|lines since headline|text since headline|lines since heading|parent, size
    |parent, share|parent, links|parent, lines|steps to much|much, links|in half
    |in most""".replace("\n    ", "").split("|")
)


class Content(NamedTuple):
    """What a range of lines holds."""

    size: float  # letters
    links: float  # share of the letters
    prose: float  # letters of paragraphs
    lines: int


class Numbers:
    """The sums over a page from which the numbers of its lines are made; made once a page."""

    def __init__(self, around: Surroundings) -> None:
        lines, boxes = around.layout
        self.lines, self.around = lines, around
        self.sizes = list(accumulate((line.size for line in lines), initial=0.0))
        self.linked = list(accumulate((line.link for line in lines), initial=0))
        self.prose = list(
            accumulate((line.size if line.good else 0.0 for line in lines), initial=0.0)
        )
        self.page = self.content(0, len(lines))
        self.half, self.most = self._smallest(boxes, HALF), self._smallest(boxes, MOST)
        self._of_box: dict[int, dict[str, float]] = {}

    def content(self, first: int, last: int) -> Content:
        """Return what lines `first` to `last` (exclusive) hold."""
        size = self.sizes[last] - self.sizes[first]
        links = (self.linked[last] - self.linked[first]) / (size or 1.0)
        return Content(size, min(1.0, links), self.prose[last] - self.prose[first], last - first)

    def near_prose(self, line: Line) -> bool:
        """Return whether a line is more than a label or a link, or has a paragraph near it."""
        if line.size - line.link >= PLAIN:
            return True
        parent = line.box.parent or line.box
        return self._prose_of(parent.parent or parent) > 0

    def of(self, line: Line) -> dict[str, float]:
        """Return the numbers of one line."""
        numbers = {**self._box(line.box), **self._place(line.index)}
        numbers["size, log"] = log1p(line.size)
        return numbers

    def _place(self, at: int) -> dict[str, float]:
        """Return the numbers of a place on the page."""
        page = self.page
        return {
            "page, lines": log1p(page.lines),
            "page, prose": log1p(page.prose),
            "page, prose share": page.prose / (page.size or 1.0),
            "page, links": page.links,
            "text before": self.sizes[at] / (page.size or 1.0),
            "prose before": self.prose[at] / (page.prose or 1.0),
            **self._since_headline(at),
            "lines since heading": min(FAR, at - self.around.headings[at]),
        }

    def _since_headline(self, at: int) -> dict[str, float]:
        headline = self.around.found.headline
        if headline < 0:
            return {"no headline": 1.0, "lines since headline": 0.0, "text since headline": 0.0}
        since = self.sizes[at] - self.sizes[headline]
        return {
            "no headline": 0.0,
            "lines since headline": max(-FAR, min(VERY_FAR, at - headline)),
            "text since headline": since / (self.page.size or 1.0),
        }

    def _box(self, box: Box) -> dict[str, float]:
        """Return the numbers of the boxes around a line; the same for all lines of a box."""
        known = self._of_box.get(box.index)
        if known is not None:
            return known
        numbers = self._parent(box.parent or box)
        steps, much = self._much(box)
        numbers["steps to much"] = steps
        numbers["much, links"] = self.content(much.first, much.last).links
        numbers["in half"] = float(self.half.first <= box.first < self.half.last)
        numbers["in most"] = float(self.most.first <= box.first < self.most.last)
        for each in box.near():
            for reason in each.reasons:
                numbers[f"around {reason}"] = 1.0
        self._of_box[box.index] = numbers
        return numbers

    def _parent(self, box: Box) -> dict[str, float]:
        """Return what the box around a line's box holds."""
        content = self.content(box.first, box.last)
        return {
            "parent, size": log1p(content.size),
            "parent, share": content.size / (self.page.size or 1.0),
            "parent, links": content.links,
            "parent, lines": min(VERY_FAR, content.lines),
        }

    def _much(self, box: Box) -> tuple[int, Box]:
        """Return the steps up to a box that holds some of the page's prose, and that box."""
        wanted = SOME * self.page.prose
        steps = 0
        while box.parent is not None and steps < FAR and self._prose_of(box) < wanted:
            box, steps = box.parent, steps + 1
        return steps, box

    def _smallest(self, boxes: list[Box], share: float) -> Box:
        """Return the innermost box that holds a share of the page's prose."""
        wanted = share * self.page.prose or 1.0
        return next((box for box in reversed(boxes) if self._prose_of(box) >= wanted), boxes[0])

    def _prose_of(self, box: Box) -> float:
        return self.prose[box.last] - self.prose[box.first]
