"""Hold what the walk makes of a tree: lines of text, and the block elements in which they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree

from scraper.lexicon.folding import INVISIBLE, size
from scraper.page.class_flags import NOTHING

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

NEARLY_ALL = 0.8  # of the letters of a line that is emphatic
MAX_NEAR = 64  # boxes around a line that are asked; pages of people nest some twenty


class Style(NamedTuple):
    """The look of a run of text; href is "" for a link that leads nowhere."""

    href: str | None = None
    strong: bool = False
    em: bool = False
    code: bool = False


PLAIN = Style()


class Box:
    """A block element; lines `first` to `last` (exclusive) are in it and in the boxes inside it."""

    __slots__ = (
        *("content", "element", "first", "index", "junk", "last", "lead", "mass"),
        *("names", "parent", "picture", "reasons", "score", "story", "tag", "verbatim"),
    )

    def __init__(
        self, element: etree._Element, tag: str, parent: Box | None, index: int, first: int
    ) -> None:
        self.element, self.tag, self.parent, self.index = element, tag, parent, index
        self.first = self.last = first
        self.names = ""  # the class attribute
        self.reasons: frozenset[str] = NOTHING  # why it may not be the article, by its names
        self.lead = self.content = self.picture = self.junk = False
        self.story = ""  # why it seems to be another story's: "teaser" or "article"
        self.verbatim: bool = tag == "pre" or (parent is not None and parent.verbatim)
        self.mass = self.score = 0.0

    def up(self) -> Iterator[Box]:
        """Yield this box and those around it, without the outermost."""
        box: Box | None = self
        while box is not None and box.parent is not None:
            yield box
            box = box.parent

    def near(self) -> Iterator[Box]:
        """Return this box and the closest ones around it.

        Of all of them each line of a deep page would cost its depth.
        """
        return islice(self.up(), MAX_NEAR)


class Line:
    """One line of text as a reader sees it: white space collapsed as CSS does it."""

    __slots__ = ("box", "em", "good", "index", "link", "pieces", "size", "styles", "tag", "text")

    def __init__(
        self, text: str, box: Box, index: int, pieces: list[str], styles: list[Style]
    ) -> None:
        self.text, self.box, self.tag, self.index = text, box, box.tag, index
        self.pieces, self.styles = pieces, styles
        self.size: float = size(text)
        self.good = False  # reads like a paragraph of an article
        self.link = 0  # letters in links
        self.em = False  # strong or emphatic, nearly all of it
        if len(styles) > 1:
            self._measure()
        elif styles[0] is not PLAIN:  # most links stand alone
            href, strong, em, _ = styles[0]
            self.link, self.em = 0 if href is None else len(text), strong or em

    def _measure(self) -> None:
        link = em = 0
        for piece, style in zip(self.pieces, self.styles, strict=True):
            if style is not PLAIN:
                if style.href is not None:
                    link += len(piece)
                if style.strong or style.em:
                    em += len(piece)
        self.link = min(link, len(self.text))
        self.em = em >= NEARLY_ALL * len(self.text)

    def retell(self) -> None:
        """Make the text anew, after a piece was put in."""
        self.text = " ".join("".join(self.pieces).replace("\x01", " ").translate(INVISIBLE).split())


class Layout(NamedTuple):
    """A tree as lines and boxes, both in page order; the first box is the outermost."""

    lines: list[Line]
    boxes: list[Box]


def headings_above(lines: Iterable[Line]) -> list[int]:
    """Return for each line the index of the closest heading above it, or its own; else 0."""
    heading = 0
    indexes = []
    for line in lines:
        if line.tag in HEADINGS:
            heading = line.index
        indexes.append(heading)
    return indexes
