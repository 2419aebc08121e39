"""Hold what the score looks at: plain values, taken from a page by the code that has read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class TextLine(NamedTuple):
    """One line of the page's text; menus are left out."""

    text: str
    linked: int  # characters in links
    group: int  # which element holds that block: lines of one group are siblings
    section: int  # which element holds the group: the cards of a list share one


@dataclass(frozen=True, kw_only=True, slots=True)
class PageFacts:
    """One page."""

    url: str
    title: str = ""  # what the page calls itself, without the site's name
    heading: str = ""  # the text of its first h1
    headings: int = 0  # how many h1 it has
    og_type: str = ""  # lower case
    articles: int = 0  # <article> elements
    hrefs: Sequence[str] = ()  # of all links, in page order
    lines: Sequence[TextLine] = ()
