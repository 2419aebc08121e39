"""The features by which a line is judged: its form, its place, its words, the boxes around it.

Each is a name and a number; one that is zero may be left out, and most are. What they are worth is
in trees.json, made by bench/train.py from the features as they are here: a threshold that changes
needs new trees.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from scraper.extract.body import line_rules, place_features
from scraper.extract.body.line_context import MAX_SOUGHT, Surroundings
from scraper.extract.body.metadata_hints import key
from scraper.extract.body.numbers import Numbers
from scraper.extract.body.paragraphs import ends
from scraper.extract.body.place_features import Features
from scraper.lexicon import phrases
from scraper.lexicon.class_words import EMBEDS
from scraper.lexicon.date_parser import FIGURE
from scraper.page.boilerplate import FIGURES, HARD
from scraper.page.lines import HEADINGS, Box, Line

# Letters of a line: of a label; of a short line; of a line that may be furniture by its words.
TINY, SHORT, WORDY = 15, 40, 400
LABEL = 120  # letters of a line that names someone or leads somewhere, and does nothing else
FIGURED = 150  # letters of a line in which the share of figures counts
ADDRESSED = 200  # letters of a line in which an address is more than an aside
CREDITED = 300  # letters of a line that may be a credit
QUOTABLE = 20  # letters from which a line is looked for in the stated body
CORRECTED = 40  # letters from which a note says what was corrected
LONG = 150  # letters from which a line that advertises is more than a label
# The share of a line's letters that are links.
HALF_LINKS, PROMOTED, ALL_LINKS = 0.5, 0.6, 0.9
MANY = 3.0  # reasons, or tens of the root of the size, from which more make no difference
KEYED = 400  # letters of a line of which a key is made, to find titles and names
STATED_FROM = (160, 80)  # letters of a line, and of the key of these, looked for in the body
UNDER = frozenset("main article section table ul ol dl blockquote pre details figure td".split())

FORMS = {
    "p": "paragraph",
    "li": "item",
    **dict.fromkeys(HEADINGS, "heading"),
    **dict.fromkeys(("td", "th", "tr", "table"), "cell"),
    **dict.fromkeys(("div", "section", "article", "body", "main"), "division"),
}


class Featured(NamedTuple):
    """A line with its features, or with the rule that decides on it without them."""

    line: Line
    features: Features
    rule: str | None = None


def read(
    around: Surroundings,
    lines: Iterable[Line],
    standfirst: Sequence[Line] = (),
    known: frozenset[str] = frozenset(),
) -> list[Featured]:
    """Return the lines that may be text, in page order, each with its features or a rule."""
    numbers = Numbers(around)
    good = {line.index for line in around.found.good}
    inside = {line.index for line in around.found.lines}
    before: Line | None = None
    section = False  # the last heading leads to something else
    featured = []
    for line in lines:
        if line.index not in inside and not numbers.near_prose(line):
            continue
        if line.tag in HEADINGS:
            leads = line.link > PROMOTED * len(line.text)
            section = leads or phrases.kind(line.text) is not None
        rule = line_rules.ruled(line, around, standfirst, known)
        if rule:
            featured.append(Featured(line, {}, rule))
        else:
            said = _of_line(line, around, numbers)
            if line.index in inside:
                said["inside"] = 1.0
            _neighbours(line, before, good, said, section=section)
            featured.append(Featured(line, said))
        before = line
    return featured


def _of_line(line: Line, around: Surroundings, numbers: Numbers) -> Features:
    """Return the features of a line by itself and by the boxes around it."""
    said = numbers.of(line)
    chain, sentence = around.chain(line), ends(line.text)
    _words(line, around, said)
    _form(line, said, sentence=sentence)
    place_features.set_place(line, chain, around, said, sentence=sentence)
    _boxes(line, around, said)
    if chain:
        _names(chain, around.reasons(line.box), said)
    return said


# Features are set one by one, here and below: of seventy a line has ten.


def _boxes(line: Line, around: Surroundings, said: Features) -> None:
    """Set what is known of the boxes around the line."""
    hint = line_rules.hint(line, around)
    if hint:
        said["hint"] = said[f"hint {hint}"] = 1.0
    if line.box.junk:
        said["junk"] = 1.0
    if line.box.story:
        said["story"] = said[f"story {line.box.story}"] = 1.0
    for box in line.box.near():
        if box.tag in UNDER:
            said[f"under {box.tag}"] = said.get(f"under {box.tag}", 0.0) + 1.0


# --- form -----------------------------------------------------------------------------------------


def _form(line: Line, said: Features, *, sentence: bool) -> None:
    """Set what the line is as an element and as a row of letters."""
    text, tag = line.text, _tag(line)
    form = FORMS.get(tag)
    if form:
        said[form] = 1.0
    _size(line, said)
    if line.link:
        _link(line, said)
    if text[-1] == ":":
        said["colon"] = 1.0
    if sentence:
        said["sentence"] = 1.0
    if line.good:
        said["good"] = 1.0
    if text.isupper():
        said["capitals"] = 1.0
    if line.em and tag not in HEADINGS:
        said["styled"] = 1.0
    if line.em and sentence:
        said["styled sentence"] = 1.0


def _tag(line: Line) -> str:
    """Return the line's element; <li> for the short text of an entry in a <p> of its own."""
    parent = line.box.parent
    if line.tag == "p" and not line.good and parent is not None and parent.tag == "li":
        return "li"
    return line.tag


def _size(line: Line, said: Features) -> None:
    """Set how long the line is, and what of it are figures or an address."""
    text, size = line.text, line.size
    said["size"] = min(MANY, len(text) ** 0.5 / 10)
    if size < SHORT:
        said["short"] = 1.0
    if size < TINY:
        said["tiny"] = 1.0
    if len(text) < FIGURED and FIGURE.search(text):
        said["figures"] = sum(map(str.isdigit, text)) / len(text)
    if size < ADDRESSED and "@" in text:
        said["address"] = 1.0


def _link(line: Line, said: Features) -> None:
    """Set how much of the line is a link."""
    said["links"] = links = line.link / len(line.text)
    if links > ALL_LINKS:
        said["only link"] = 1.0
    if links <= HALF_LINKS:
        return
    if line.size < LABEL:
        said["short link"] = 1.0
    if line.text.isupper():
        said["loud link"] = 1.0


# --- words ----------------------------------------------------------------------------------------


def _words(line: Line, around: Surroundings, said: Features) -> None:
    """Set what the line says."""
    text, low, size, known = line.text, line.text.lower(), line.size, around.evidence
    words = key(low[:KEYED]) if known.may_stand_in(low) else ""
    if size < WORDY and phrases.consent(text):
        said["consent"] = 1.0
    if words in known.titles:
        said["title"] = 1.0
    if line.tag == "h1":
        said["h1"] = 1.0
    if size < CREDITED:
        _credit(line, low, around, said)
    _signature(line, words, around, said)
    if size > QUOTABLE:
        _stated(low, known.body, said)
    if size > CORRECTED and phrases.corrects(text):
        said["corrects"] = 1.0
    kind = phrases.kind(text)
    if kind is not None:
        _kind(line, kind, said)


def _credit(line: Line, low: str, around: Surroundings, said: Features) -> None:
    """Set whether the line, `low` in small letters, names who took a picture."""
    if not phrases.credit(low):
        return
    said["credit"] = 1.0
    if line.box.parent is not around.main:
        said["credit, aside"] = 1.0


def _stated(low: str, body: str, said: Features) -> None:
    """Set whether a line, in small letters, is in the body that the metadata states."""
    if not 0 < len(body) <= MAX_SOUGHT:
        return
    seen, sought = STATED_FROM
    is_stated = key(low[:seen])[:sought] in body
    said["stated" if is_stated else "not stated"] = 1.0


def _signature(line: Line, words: str, around: Surroundings, said: Features) -> None:
    """Set whether the line names an author or signs off; `words`: its key, "" without a name."""
    is_last = line.index >= around.last - 1
    is_named = bool(words) and any(name in words for name in around.evidence.people)
    if is_named:
        said["author"] = 1.0
        if line.size < LABEL:
            said["author, short"] = 1.0
        if is_last:
            said["author, last"] = 1.0
    is_candidate = line.size < WORDY and (is_named or line.em or is_last)
    if is_candidate and phrases.signs_off(line.text.lower()):
        said["signs off"] = 1.0
        if is_last:
            said["signs off, last"] = 1.0


def _kind(line: Line, kind: str, said: Features) -> None:
    """Set what the line is by its first words: a promotion, the label of a list of links."""
    said["telling"] = said[f"says {kind}"] = 1.0
    if line.link:
        said["telling, link"] = 1.0
    if line.size > LONG:
        said["telling, long"] = 1.0


# --- names ----------------------------------------------------------------------------------------


def _names(chain: tuple[Box, ...], reasons: frozenset[str], said: Features) -> None:
    """Set what the class names around the line say."""
    for box in chain:
        if box.tag == "blockquote":
            said["quote"] = 1.0
        if _is_embed(box.names):
            said["embed"] = 1.0
        if box.lead:
            said["named lead"] = 1.0
        if box.content:
            said["named content"] = 1.0
    if not reasons:
        return
    for reason in reasons:
        said[f"named {reason}"] = 1.0
    said["named"] = 1.0
    if not reasons.isdisjoint(HARD):
        said["named hard"] = 1.0
    if not reasons.isdisjoint(FIGURES):
        said["named figure"] = 1.0
    said["named much"] = min(MANY, len(reasons))


@lru_cache(4096)
def _is_embed(names: str) -> bool:
    return any(map(names.__contains__, EMBEDS))


def _neighbours(
    line: Line, before: Line | None, good: set[int], said: Features, *, section: bool
) -> None:
    """Set what is before and after the line."""
    if before is not None:
        if before.index in good:
            said["after good"] = 1.0
        if before.text[-1] == ":":
            said["after colon"] = 1.0
    if line.index + 1 in good:
        said["before good"] = 1.0
    if section and line.tag not in HEADINGS:
        said["under promotion"] = 1.0
