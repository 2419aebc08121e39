"""Hold what the body reader returns: the article's blocks, and why other lines are not in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from lxml import etree

from scraper.models import Block, Removed
from scraper.page.lines import Layout, Line

CONTACT = "address to write to"  # the reason of a line that tells how to reach who wrote the text


class JudgedLine(NamedTuple):
    """A line near the text: kept, or the reason why not."""

    line: Line
    kept: bool
    reason: str = ""
    chance: float = 1.0  # that it is a line of the article
    features: Mapping[str, float] = MappingProxyType({})

    @property
    def text(self) -> str:
        """Return the line's text."""
        return self.line.text

    @property
    def element(self) -> etree._Element:
        """Return the block element in which the line is."""
        return self.line.box.element


@dataclass(frozen=True, kw_only=True, slots=True)
class BodyReading:
    """The body of a page."""

    blocks: tuple[Block, ...] = ()
    subheadline: str | None = None
    container: etree._Element | None = None
    lines: tuple[JudgedLine, ...] = ()
    removed: tuple[Removed, ...] = ()
    repairs: tuple[str, ...] = ()  # words parted where the source glued them, and on what evidence
    second_opinion: bool = False  # the choice of lines is trafilatura's
    # what accompanies a body that was read from data
    data: Mapping[str, Any] = field(default_factory=dict)
    layout: Layout | None = None  # the whole page's lines and boxes
