"""The numbers of a line's page, boxes and neighbours: how much prose, how many links, how far.

They need no word, class or language. Each is a name and a number, as the other features are.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from math import log1p
from typing import NamedTuple

from scraper.extract.body.line_context import Surroundings
from scraper.page.lines import HEADINGS, Box, Line

FAR = 40  # lines, steps or entries beyond which more make no difference
VERY_FAR = 200  # the same, of lines in a box and of lines below the headline
PLAIN = 30  # letters outside links, from which a line is more than a label
NEAR = 3  # lines to each side
HALF, MOST, SOME = 0.5, 0.8, 0.3  # shares of the page's prose that a box holds


# The names of this module's numbers; the trees use them, the weights of single lines do not.
NAMES = frozenset(
    """siblings|siblings, size|siblings, links|siblings, prose|path, count|path, size|path, links
    |path, prose|size, log|steps to prose before|steps to prose behind|page, lines|page, prose
    |page, prose share|page, links|text before|prose before|no headline|lines since headline
    |text since headline|lines to prose before|lines to prose behind|near, links|near, prose
    |section, size|section, links|section, prose|lines since heading|parent, size|parent, share
    |parent, links|parent, prose|parent, lines|outer, size|outer, share|outer, links|outer, prose
    |outer, lines|steps to much|much, links|in half|in most""".replace("\n    ", "").split("|")
)


class Content(NamedTuple):
    """What a range of lines holds."""

    size: float  # letters
    links: float  # share of the letters
    prose: float  # letters of paragraphs
    lines: int


class Alike:
    """Lines of one look, summed."""

    __slots__ = ("count", "link", "prose", "size")

    def __init__(self) -> None:
        self.count, self.size, self.link, self.prose = 0, 0.0, 0.0, 0.0

    def add(self, line: Line) -> None:
        """Count one more line."""
        self.count += 1
        self.size += line.size
        self.link += line.link
        self.prose += line.size if line.good else 0.0


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
        self.before, self.behind = self._paragraphs()
        self.sections = self._sections()
        self.siblings: dict[tuple[int, str, str], Alike] = {}
        self.paths: dict[tuple[str, ...], Alike] = {}
        for line in lines:
            self.siblings.setdefault(_sibling(line), Alike()).add(line)
            self.paths.setdefault(_path(line), Alike()).add(line)
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
        at, page = line.index, self.page
        numbers = {**self._box(line.box), **self._place(at)}
        siblings, path = self.siblings[_sibling(line)], self.paths[_path(line)]
        numbers["siblings"] = min(FAR, siblings.count)
        numbers["siblings, size"] = log1p(siblings.size / siblings.count)
        numbers["siblings, links"] = siblings.link / (siblings.size or 1.0)
        numbers["siblings, prose"] = siblings.prose / (page.prose or 1.0)
        numbers["path, count"] = min(FAR, path.count)
        numbers["path, size"] = log1p(path.size / path.count)
        numbers["path, links"] = path.link / (path.size or 1.0)
        numbers["path, prose"] = path.prose / (page.prose or 1.0)
        numbers["size, log"] = log1p(line.size)
        numbers["steps to prose before"] = self._steps(line.box, self.before[at])
        numbers["steps to prose behind"] = self._steps(line.box, self.behind[at])
        return numbers

    def _place(self, at: int) -> dict[str, float]:
        """Return the numbers of a place on the page."""
        page = self.page
        near = self.content(max(0, at - NEAR), min(len(self.lines), at + NEAR + 1))
        section = self.sections[at]
        under = self.content(*section)
        before, behind = self.before[at], self.behind[at]
        return {
            "page, lines": log1p(page.lines),
            "page, prose": log1p(page.prose),
            "page, prose share": page.prose / (page.size or 1.0),
            "page, links": page.links,
            "text before": self.sizes[at] / (page.size or 1.0),
            "prose before": self.prose[at] / (page.prose or 1.0),
            **self._since_headline(at),
            "lines to prose before": min(FAR, at - before) if before >= 0 else FAR,
            "lines to prose behind": min(FAR, behind - at) if behind >= 0 else FAR,
            "near, links": near.links,
            "near, prose": log1p(near.prose),
            "section, size": log1p(under.size),
            "section, links": under.links,
            "section, prose": under.prose / (page.prose or 1.0),
            "lines since heading": min(FAR, at - section[0]),
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
        parent = box.parent or box
        numbers = {**self._of("parent", parent), **self._of("outer", parent.parent or parent)}
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

    def _of(self, name: str, box: Box) -> dict[str, float]:
        """Return what a box holds, as numbers whose names begin with its place."""
        content = self.content(box.first, box.last)
        return {
            f"{name}, size": log1p(content.size),
            f"{name}, share": content.size / (self.page.size or 1.0),
            f"{name}, links": content.links,
            f"{name}, prose": content.prose / (self.page.prose or 1.0),
            f"{name}, lines": min(VERY_FAR, content.lines),
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

    def _paragraphs(self) -> tuple[list[int], list[int]]:
        """Return for each line the index of the paragraph before it and of the one after it.

        Where there is none it is -1.
        """
        before, behind = [-1] * len(self.lines), [-1] * len(self.lines)
        last = -1
        for line in self.lines:
            before[line.index] = last
            last = line.index if line.good else last
        last = -1
        for line in reversed(self.lines):
            behind[line.index] = last
            last = line.index if line.good else last
        return before, behind

    def _sections(self) -> list[tuple[int, int]]:
        """Return for each line the lines from the heading above it to the next heading."""
        starts = [line.index for line in self.lines if line.tag in HEADINGS and line.index]
        sections: list[tuple[int, int]] = []
        for first, last in pairwise([0, *starts, len(self.lines)]):
            sections += [(first, last)] * (last - first)
        return sections

    def _steps(self, box: Box, other: int) -> float:
        """Return how many boxes are left on the way up to one that holds the line `other` too."""
        if other < 0:
            return FAR
        steps = 0
        while box.parent is not None and not box.first <= other < box.last and steps < FAR:
            box, steps = box.parent, steps + 1
        return steps


def _sibling(line: Line) -> tuple[int, str, str]:
    """Return what lines of one look in one box share."""
    parent = line.box.parent or line.box
    return parent.index, line.tag, line.box.names


def _path(line: Line) -> tuple[str, ...]:
    """Return what lines of one look in boxes of one look share."""
    parent = line.box.parent or line.box
    outer = parent.parent or parent
    return line.tag, line.box.names, parent.tag, parent.names, outer.tag, outer.names
