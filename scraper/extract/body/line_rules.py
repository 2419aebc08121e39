"""Rules for single lines: what a line is, if its words or its box say so.

Those of RULES judge by words and place, and take a line out of the body. Those of HINTS judge by what boxes are called;
they are features like others, for names are often wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from scraper.extract.block_fingerprint import fingerprint
from scraper.extract.body import header_lines
from scraper.extract.body.line_context import Surroundings
from scraper.lexicon import phrases
from scraper.page.body_reading import CONTACT
from scraper.page.lines import HEADINGS, Line
from scraper.patterns import late

KNOWN = "stands on other pages of this site"
OUT = frozenset(
    {"newsletter", "consent", "comments", "sharing", "login", "search"}
)  # names that a box has for one reason only
SHORT = 150  # letters of an entry in a list of links
LED_AWAY = 0.4  # of a line that begins "read also" is a link
MENU = 0.7  # of a row of links are links
TAIL = 100  # letters of a line behind the last paragraph that is believed to be what it says
LONG_TAIL = 300  # the same, of a line that advertises
SURE_TAIL = frozenset({"advertising", "newsletter", "sharing"})
POINTERS = "▲△▴▵▼"
CAPTION = 400  # letters of a line that may be a caption by its own name alone
SMALL_SHARE = 0.15  # of the main text

Rule = Callable[[Line, Surroundings], "str | None"]

_ADDRESS = re.compile(r"\A[^@\s]++@[^@\s]+\.[^@\s]{2,}(?:\s*\((?:END|끝)\))?")
_REPORTER = late(
    r"\A[\uac00-\ud7af·,=\s]{2,30}(?:기자|특파원|논설위원|위원|에디터)\s*=?\s*\S+@\S+(?:\s*\(끝\))?"
)


def ruled(
    line: Line,
    around: Surroundings,
    standfirst: Sequence[Line] = (),
    known: frozenset[str] = frozenset(),
) -> str | None:
    """The rule that takes the line out of the body, if one does."""
    if standfirst and line.text in [said.text for said in standfirst]:
        return "standfirst again"
    if known and fingerprint(line.text) in known:
        return KNOWN
    return _first(RULES, line, around)


def hint(line: Line, around: Surroundings) -> str | None:
    """Return what the names of the boxes around a line say that it is, if they say anything."""
    return _first(HINTS, line, around)


def _first(rules: Sequence[Rule], line: Line, around: Surroundings) -> str | None:
    for rule in rules:
        if reason := rule(line, around):
            return reason
    return None


def _label(line: Line, _: Surroundings) -> str | None:
    return "label" if phrases.is_label(line.text) else None


def _address(line: Line, _: Surroundings) -> str | None:
    """Nothing but an address to write to, with a reporter's name in front as East Asian newspapers set it."""
    if "@" not in line.text or line.size >= SHORT:
        return None
    return CONTACT if _ADDRESS.fullmatch(line.text) or _REPORTER.fullmatch(line.text) else None


def _retitles(line: Line, _: Surroundings) -> str | None:
    return "title elsewhere" if line.size < CAPTION and phrases.retitles(line.text) else None


def _pointed(line: Line, _: Surroundings) -> str | None:
    """A paragraph that points at the picture above it, as East Asian newspapers set captions."""
    return "caption" if line.text[0] in POINTERS and line.size < CAPTION else None


def _leads_away(line: Line, _: Surroundings) -> str | None:
    """A line that begins "read also" and goes on as a link."""
    if (
        line.link <= LED_AWAY * len(line.text)
        or line.size >= SHORT
        or phrases.kind(line.text) != "read_more"
    ):
        return None
    return "leads to another story"


def _row_of_links(line: Line, _: Surroundings) -> str | None:
    """Links beside one another, with strokes or dots between them: a menu in one line."""
    if line.link <= MENU * len(line.text) or line.size >= SHORT:
        return None
    return "row of links" if sum(line.text.count(mark) for mark in ("|", "·", "•")) > 1 else None


def _caption(line: Line, _: Surroundings) -> str | None:
    """A box of its own that is called a caption; one that holds several lines may be a whole gallery's text."""
    if line.size >= CAPTION or line.tag == "caption":
        return None
    return "caption" if "caption" in line.box.reasons or _signed_below_a_picture(line) else None


def _signed_below_a_picture(line: Line) -> bool:
    """A picture in the same small box, and a credit in the line."""
    for box in (line.box, line.box.parent):
        if box is not None and box.picture and box.last - box.first <= 2:
            return phrases.credit(line.text.lower())
    return False


def _other_article(line: Line, around: Surroundings) -> str | None:
    """In an <article> beside that of the main text, which was found to be another story."""
    for box in around.chain(line) if line.box.junk else ():  # what stands in junk is junk
        if box.tag == "article" and box.junk:
            return "another article"
    return None


def _in_a_box(line: Line, around: Surroundings) -> str | None:
    """The boxes around a line, innermost first: hidden ones, captions, boxes with one purpose, lists under a label."""
    chain = around.chain(line)
    if not chain:  # most lines: beside the main text
        return None
    reasons = around.reasons(line.box)
    if "hidden!" in reasons:
        return "not shown"
    if "<figcaption>" in reasons:
        return "caption"
    entry, short, out = (
        line.tag == "li" or line.link,
        line.size < SHORT,
        not reasons.isdisjoint(OUT),
    )
    for box in chain if short or out else ():
        if out and (named := box.reasons & OUT) and box.mass < SMALL_SHARE * around.total:
            return f"{min(named)} box"
        if short and (entry or line.index == box.first < box.last - 1) and around.labelled(box):
            return "under a label"
    captioned = "caption" in reasons and any(box.picture or box.tag == "figure" for box in chain)
    return "caption" if captioned else None


RULES: tuple[Rule, ...] = (
    _label,
    _address,
    _retitles,
    _pointed,
    header_lines.furniture,
    _leads_away,
    _row_of_links,
)
HINTS: tuple[Rule, ...] = (_in_a_box, _caption, _other_article)


def ends_the_text(line: Line) -> str | None:
    """Why a line behind the last paragraph is not the article."""
    if line.tag in HEADINGS:
        return "heading without text"
    if line.size >= LONG_TAIL or phrases.corrects(line.text):
        return None
    kind = phrases.kind(line.text)
    if line.size >= TAIL and kind not in SURE_TAIL:
        return None
    return f"says {kind}" if kind else None
