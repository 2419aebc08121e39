"""Walk over the tree once: elements -> lines and boxes.

Inline elements go on with the current line, block elements end it. White space is kept as it is
until the line ends, and collapsed then: so no word is glued or split, wherever the source has its
spaces. The stack is a list: depth costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from scraper.page import spoken_signs
from scraper.page.boilerplate import DROPPED, INLINE, MEDIA
from scraper.page.class_flags import CONTENT, DROP_CAP, HIDDEN, LEAD, MENU, POPUP, REASONS
from scraper.page.lines import HEADINGS, PLAIN, Box, Layout, Line, Style

BREAK = "\x01"  # a <br>
NO_GLYPH = "\u00ad\u200b\u2060\ufeff"
PHRASES = HEADINGS | {"p", "li", "blockquote"}  # boxes that hold sentences
LABELLED = HEADINGS | {"dt", "summary"}  # what opens and closes a panel
MIN_CARD = 60  # letters; a shorter span is a part of the sentence
STRONG = frozenset({"b", "strong"})
EMPHATIC = frozenset({"i", "em", "cite", "dfn", "var"})
CODE = frozenset({"code", "kbd", "samp", "tt"})
STYLED = STRONG | EMPHATIC | CODE | {"a"}

_TWO_BREAKS = re.compile("\x01[\\s\x01]*\x01")
_INITIAL = re.compile(r"^\s+(?=[a-zß-ÿ])")

# What is left of an element's children, the element, and the box and style around it.
_Frame = tuple[Iterator["etree._Element"], "etree._Element", Box, Style]  # noqa: SLF001 - no public type


def layout(root: etree._Element, said: Mapping[etree._Element, int]) -> Layout:
    """Return the lines and boxes of a tree, in page order.

    `said`: what the names of its elements say (Landmarks.said).
    """
    walker = _Walker(root, said)
    walker.run()
    return Layout(walker.lines, walker.boxes)


class _Walker:
    def __init__(self, root: etree._Element, said: Mapping[etree._Element, int]) -> None:
        self.said = said
        self.box = Box(root, "body", None, 0, 0)
        self.boxes, self.lines = [self.box], list[Line]()
        self.pieces: list[str] = []
        self.styles: list[Style] = []
        self.style = PLAIN
        self.after_initial = False  # the last text was a drop cap

    # The hot loop: a call for each element would cost a tenth of all.
    def run(self) -> None:  # noqa: C901, PLR0912
        """Walk through the whole tree."""
        root = self.box.element
        self.add(root.text or " ")
        children: Iterator[etree._Element] = iter(root)
        stack: list[_Frame] = []
        while True:
            for child in children:
                tag = child.tag
                if (tag in DROPPED and not self.is_label(tag)) or not isinstance(tag, str):
                    if tag in MEDIA:
                        self.box.picture = True
                elif tag == "br":
                    if self.pieces:
                        self.add(BREAK)
                elif tag == "img":
                    self.box.picture = True
                elif tag == "hr":
                    self.flush()
                else:
                    box, style = self.box, self.style
                    if self.enter(child, tag):
                        if text := child.text:
                            self.add(text)
                        if len(child):
                            stack.append((children, child, box, style))
                            children = iter(child)
                            break
                        self.leave(box, style)
                if text := child.tail:
                    self.add(text)
            else:
                if not stack:
                    break
                children, child, box, style = stack.pop()
                self.leave(box, style)
                if text := child.tail:
                    self.add(text)
        self.flush()
        self.boxes[0].last = len(self.lines)

    def is_label(self, tag: str) -> bool:
        """Return whether a tag is the button of an accordion, with the heading that it opens."""
        return tag == "button" and self.box.tag in LABELLED

    def add(self, text: str) -> None:
        """Put text on the current line; white space alone does not begin one."""
        if self.pieces or not text.isspace():
            if self.after_initial:
                text, self.after_initial = _INITIAL.sub("", text, count=1), False
            self.pieces.append(text)
            self.styles.append(self.style)

    def enter(self, element: etree._Element, tag: str) -> bool:
        """Open a block's box or an inline element's style; return whether to read the element."""
        said = self.said.get(element, 0)
        if tag in INLINE or tag == "button" or ("-" in tag and self.in_sentence()):
            return self.enter_inline(element, tag, said)
        if said & POPUP and self.box.tag in PHRASES:
            return False  # a card that shows when the mouse is over a name
        if self.pieces:
            self.flush()
        if said & MENU:
            return False  # a third of a page's elements are menus
        if self.box.tag in HEADINGS and _is_plain(element):
            tag = self.box.tag
        box = Box(element, tag, self.box, len(self.boxes), len(self.lines))
        box.names = element.get("class", "")
        if said:
            box.reasons = REASONS[said]
            box.content, box.lead = said & CONTENT != 0, said & LEAD != 0
        self.boxes.append(box)
        self.box = box
        return True

    def enter_inline(self, element: etree._Element, tag: str, said: int) -> bool:
        """Open an inline element's style; return whether to read the element."""
        if said & HIDDEN or (tag == "span" and said & POPUP and self.is_card(element)):
            self.add_sign(element)
            return False
        if tag == "span" and self.pieces:
            stroke = spoken_signs.stroke(element, self.pieces[-1])
            if stroke:
                self.add(stroke)
        if tag in STYLED:
            if tag == "a" and spoken_signs.leads_back(element):
                return False
            self.style = self.styled(element, tag)
        return not (said & DROP_CAP and self.begins(element))

    def add_sign(self, element: etree._Element) -> None:
        """Put the sign of a hidden element on the line, if it belongs to the figures beside it."""
        before = self.pieces[-1] if self.pieces else ""
        sign = spoken_signs.sign(element, before)
        if sign:
            self.add(sign)

    def styled(self, element: etree._Element, tag: str) -> Style:
        """Return the style of what is in an inline element."""
        href, strong, em, code = self.style
        if tag == "a":
            return Style(element.get("href", ""), strong, em, code)
        return Style(href, strong or tag in STRONG, em or tag in EMPHATIC, code or tag in CODE)

    def begins(self, element: etree._Element) -> bool:
        """Put a drop cap on the line; return False if the element is more than a letter."""
        if len(element) or len((element.text or "").strip()) != 1:
            return False
        self.add(element.text or "")
        self.after_initial = True
        return True

    def is_card(self, element: etree._Element) -> bool:
        """Return whether a span of much text is a card on a name that the sentence has shown."""
        if not self.pieces or element.getprevious() is None:
            return False
        return sum(map(len, element.itertext())) > MIN_CARD

    def in_sentence(self) -> bool:
        """Return whether the current line is a sentence that goes on."""
        return self.box.tag in PHRASES or bool(self.pieces and not self.pieces[-1].isspace())

    def leave(self, box: Box, style: Style) -> None:
        """Go back to the box and style from before an element."""
        self.style = style
        if box is not self.box:
            if self.pieces:
                self.flush()
            self.box.last = len(self.lines)
            self.box = box

    def flush(self) -> None:
        """End the current line; two breaks in a row end a paragraph too."""
        if not self.pieces:
            return
        pieces, styles = self.pieces, self.styles
        self.pieces, self.styles = [], []
        raw = "".join(pieces)
        if BREAK in raw and not self.box.verbatim and _TWO_BREAKS.search(raw):
            for part, looks in _paragraphs(pieces, styles):
                self.line("".join(part), part, looks)
        else:
            self.line(raw, pieces, styles)

    def line(self, raw: str, pieces: list[str], styles: list[Style]) -> None:
        """Add a line with the white space of the page collapsed; none for white space alone."""
        if not raw.isascii():
            # Four replacements that find nothing take a quarter of one search by pattern.
            for sign in NO_GLYPH:
                raw = raw.replace(sign, "")
        if self.box.verbatim:
            text = raw.replace(BREAK, "\n").strip("\n").rstrip()
        else:
            text = " ".join(raw.replace(BREAK, " ").split())
        if text:
            self.lines.append(Line(text, self.box, len(self.lines), pieces, styles))


def _is_plain(element: etree._Element) -> bool:
    """Return whether a box has only inline elements: within a heading it is the heading."""
    return element.tag == "div" and all(child.tag in INLINE for child in element)


def _paragraphs(pieces: list[str], styles: list[Style]) -> Iterator[tuple[list[str], list[Style]]]:
    """Yield the parts of a line between double breaks."""
    part: list[str] = []
    looks: list[Style] = []
    pending = 0  # breaks since the last text
    for piece, style in zip(pieces, styles, strict=True):
        if piece == BREAK:
            pending += 1
        elif piece.strip():
            if pending > 1 and part:
                yield part, looks
                part, looks = [], []
            pending = 0
        part.append(piece)
        looks.append(style)
    if part:
        yield part, looks
