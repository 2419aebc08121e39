"""Rules for single lines: what a line is, if its words or its box say so.

Those of RULES judge by words and place, and take a line out of the body. Those of HINTS judge by
what boxes are called; they are features like others, for names are often wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from scraper.extract.block_fingerprint import fingerprint
from scraper.extract.body import header_lines
from scraper.extract.body.line_context import Surroundings
from scraper.lexicon import phrases
from scraper.page.body_reading import CONTACT
from scraper.page.lines import HEADINGS, Box, Line
from scraper.patterns import late

KNOWN = "stands on other pages of this site"
# Names that a box has for one reason only.
OUT = frozenset({"newsletter", "consent", "comments", "sharing", "login", "search"})
SHORT = 150  # letters of an entry in a list of links
LED_AWAY = 0.4  # of a line that begins "read also" is a link
MENU = 0.7  # of a row of links are links
STROKES = "|·•"  # between the links of a row
TAIL = 100  # letters of a line after the last paragraph whose words are believed
LONG_TAIL = 300  # the same, of a line that advertises
SURE_TAIL = frozenset({"advertising", "newsletter", "sharing"})
CAPTION = 400  # letters of a line that may be a caption by its own name alone
PICTURE_LINES = 2  # of a box with a picture: its caption and its credit
SMALL_SHARE = 0.15  # of the main text

Rule = Callable[[Line, Surroundings], "str | None"]

_ADDRESS = re.compile(r"\A[^@\s]++@[^@\s]+\.[^@\s]{2,}(?:\s*\((?:END|끝)\))?")
_REPORTER = late(
    r"\A[\uac00-\ud7af·,=\s]{2,30}(?:기자|특파원|논설위원|위원|에디터)"
    r"\s*=?\s*\S+@\S+(?:\s*\(끝\))?"
)


def ruled(
    line: Line,
    around: Surroundings,
    standfirst: Sequence[Line] = (),
    known: frozenset[str] = frozenset(),
) -> str | None:
    """Return the rule that takes the line out of the body; None if none does."""
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
        reason = rule(line, around)
        if reason:
            return reason
    return None


# --- by words -------------------------------------------------------------------------------------


def _label(line: Line, _: Surroundings) -> str | None:
    return "label" if phrases.is_label(line.text) else None


def _address(line: Line, _: Surroundings) -> str | None:
    """Find a line that is nothing but an address to write to.

    East Asian newspapers set the reporter's name in front of it.
    """
    if "@" not in line.text or line.size >= SHORT:
        return None
    is_contact = _ADDRESS.fullmatch(line.text) or _REPORTER.fullmatch(line.text)
    return CONTACT if is_contact else None


def _leads_away(line: Line, _: Surroundings) -> str | None:
    """Find a line that begins "read also" and goes on as a link."""
    if line.link <= LED_AWAY * len(line.text) or line.size >= SHORT:
        return None
    return "leads to another story" if phrases.kind(line.text) == "read_more" else None


def _row_of_links(line: Line, _: Surroundings) -> str | None:
    """Find a menu in one line: links side by side, with strokes or dots between them."""
    if line.link <= MENU * len(line.text) or line.size >= SHORT:
        return None
    strokes = sum(map(line.text.count, STROKES))
    return "row of links" if strokes > 1 else None


# --- by the names of boxes ------------------------------------------------------------------------


def _in_a_box(line: Line, around: Surroundings) -> str | None:
    """Find what hidden boxes, captions, boxes with one purpose and lists under a label hold."""
    chain = around.chain(line)
    if not chain:  # most lines: in no box but those of the main text
        return None
    reasons = around.reasons(line.box)
    if "hidden!" in reasons:
        return "not shown"
    if "<figcaption>" in reasons:
        return "caption"
    for box in chain:
        reason = _one_purpose(box, around) or _under_a_label(line, box, around)
        if reason:
            return reason
    is_pictured = any(box.picture or box.tag == "figure" for box in chain)
    return "caption" if is_pictured and "caption" in reasons else None


def _one_purpose(box: Box, around: Surroundings) -> str | None:
    named = box.reasons & OUT
    if not named or box.mass >= SMALL_SHARE * around.total:
        return None
    return f"{min(named)} box"


def _under_a_label(line: Line, box: Box, around: Surroundings) -> str | None:
    """Find an entry or a link below a label ("Read also:"), and the label itself."""
    if line.size >= SHORT:
        return None
    is_entry = line.tag == "li" or line.link > 0
    is_label = line.index == box.first < box.last - 1
    if not is_entry and not is_label:
        return None
    return "under a label" if around.labelled(box) else None


def _caption(line: Line, _: Surroundings) -> str | None:
    """Find a line in a box that is called a caption, or a signed one below a picture."""
    if line.size >= CAPTION or line.tag == "caption":
        return None
    is_caption = "caption" in line.box.reasons or _is_signed_below_a_picture(line)
    return "caption" if is_caption else None


def _is_signed_below_a_picture(line: Line) -> bool:
    """Return whether a picture is in the same small box, and a credit in the line.

    A box that holds several lines may be a whole gallery's text.
    """
    for box in (line.box, line.box.parent):
        if box is not None and box.picture and box.last - box.first <= PICTURE_LINES:
            return phrases.credit(line.text.lower())
    return False


def _other_article(line: Line, around: Surroundings) -> str | None:
    """Find a line in an <article> that was found to be another story."""
    if not line.box.junk:  # what is in a junk box is junk
        return None
    is_other = any(box.tag == "article" and box.junk for box in around.chain(line))
    return "another article" if is_other else None


RULES: tuple[Rule, ...] = (
    _label,
    _address,
    header_lines.furniture,
    _leads_away,
    _row_of_links,
)
HINTS: tuple[Rule, ...] = (_in_a_box, _caption, _other_article)


def ends_the_text(line: Line) -> str | None:
    """Return why a line after the last paragraph is not the article; None if it may be."""
    if line.tag in HEADINGS:
        return "heading without text"
    if line.size >= LONG_TAIL or phrases.corrects(line.text):
        return None
    kind = phrases.kind(line.text)
    if kind is None or (line.size >= TAIL and kind not in SURE_TAIL):
        return None
    return f"says {kind}"
