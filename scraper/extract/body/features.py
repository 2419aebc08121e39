"""The features by which a line is judged: its form, its place, its words, the names of the boxes around it.

Each is a name and a number; one that is zero may be left out. What they are worth is in trees.json, from bench/train.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from scraper.extract.body import line_rules
from scraper.extract.body.container import SMALL_BOXES
from scraper.extract.body.line_context import MAX_SOUGHT, Surroundings
from scraper.extract.body.metadata_hints import key
from scraper.extract.body.numbers import Numbers
from scraper.extract.body.paragraphs import ends
from scraper.lexicon import phrases
from scraper.lexicon.class_words import EMBEDS
from scraper.lexicon.date_parser import FIGURE
from scraper.page.boilerplate import FIGURES, HARD
from scraper.page.lines import HEADINGS, Box, Line

Features = dict[str, float]
CORRECTED = 40  # letters from which a note says what was corrected
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
            section = line.link > 0.6 * len(line.text) or phrases.kind(line.text) is not None
        if rule := line_rules.ruled(line, around, standfirst, known):
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
    _place(line, chain, around, said, sentence=sentence)
    _boxes(line, around, said)
    if chain:
        _names(chain, around.reasons(line.box), said)
    return said


def _boxes(line: Line, around: Surroundings, said: Features) -> None:
    """What is known of the boxes around the line."""
    if hint := line_rules.hint(line, around):
        said["hint"] = said[f"hint {hint}"] = 1.0
    if line.box.junk:
        said["junk"] = 1.0
    if line.box.story:
        said["story"] = said[f"story {line.box.story}"] = 1.0
    for box in line.box.near():
        if box.tag in UNDER:
            said[f"under {box.tag}"] = said.get(f"under {box.tag}", 0.0) + 1.0


def _form(line: Line, said: Features, *, sentence: bool) -> None:  # noqa: C901, PLR0912 - one test a sign
    """What the line is. Features are set one by one, here and below: of seventy a line has ten."""
    text, tag, size = line.text, line.tag, line.size
    if tag == "p" and not line.good and line.box.parent is not None and line.box.parent.tag == "li":
        tag = "li"  # the short text of an entry in a box of its own
    if form := FORMS.get(tag):
        said[form] = 1.0
    said["size"] = min(3.0, len(text) ** 0.5 / 10)
    if size < 40:
        said["short"] = 1.0
        if size < 15:
            said["tiny"] = 1.0
    if line.link:
        _link(line, said)
    if text[-1] == ":":
        said["colon"] = 1.0
    if sentence:
        said["sentence"] = 1.0
    if line.good:
        said["good"] = 1.0
    if len(text) < 150 and FIGURE.search(text):
        said["figures"] = sum(map(str.isdigit, text)) / len(text)
    if text.isupper():
        said["capitals"] = 1.0
    if line.em:
        if tag not in HEADINGS:
            said["styled"] = 1.0
        if sentence:
            said["styled sentence"] = 1.0
    if size < 200 and "@" in text:
        said["address"] = 1.0


def _link(line: Line, said: Features) -> None:
    """How much of the line is a link."""
    said["links"] = links = line.link / len(line.text)
    if links > 0.9:
        said["only link"] = 1.0
    if links > 0.5:
        if line.size < 120:
            said["short link"] = 1.0
        if line.text.isupper():
            said["loud link"] = 1.0


def _place(  # noqa: C901
    line: Line, chain: tuple[Box, ...], around: Surroundings, said: Features, *, sentence: bool
) -> None:
    """Where the line stands, beside the main text and beside lines of its look."""
    parent, heading = line.box.parent, line.tag in HEADINGS
    links = line.link / len(line.text)
    look: tuple[str, str] = around.look(line)
    alike = around.by_look.get(look, 0.0) / around.total
    here = parent.index if parent else 0
    beside = (
        max(around.by_box.get(here, 0.0), around.by_box.get(line.box.index, 0.0)) / around.total
    )
    in_main = line.box is around.main or parent is around.main
    if in_main:
        _in_main(line, said, sentence=sentence, alike=alike)
    if heading and links > 0.5:
        said["heading, link"] = 1.0
    if alike:
        said["alike"] = alike
        if path := around.by_path.get((look[0], look[1], parent.names if parent else "")):
            said["alike in path"] = path / around.total
    elif not heading:
        said["like none"] = 1.0
    if beside:
        said["beside"] = beside
    nest = max(0, len(chain) - (line.tag in SMALL_BOXES))
    if nest:
        said["nested"] = min(nest, 4)
        _nested(chain, around, said, beside=beside)
    if line.tag == "li" and nest < 2 and links < 0.3:
        said["item, near"] = 1.0
    _order(line, around, said, sentence=sentence and in_main)
    places = around.places.get(line.text)
    if places is not None and places.times > 1:
        if line.size > 60 and places.apart and (not in_main or places.first != here):
            said["repeated"] = 1.0
        if places.times > 2:
            said["repeated often"] = 1.0


def _in_main(line: Line, said: Features, *, sentence: bool, alike: float) -> None:
    """The line stands in the box of the main text."""
    said["in main"] = 1.0
    if sentence:
        said["in main, sentence"] = 1.0
    if line.box.junk:
        said["in main, junk"] = 1.0
    if line.good and alike > 0.3:
        said["in main, good, alike"] = 1.0
    if line.tag in HEADINGS:
        said["in main, heading"] = 1.0
    elif line.tag == "p" and line.link > 0.9 * len(line.text):
        said["in main, only link"] = 1.0


def _nested(chain: tuple[Box, ...], around: Surroundings, said: Features, *, beside: float) -> None:
    """The line stands in a box beside the main text."""
    facts = around.facts(around.outermost(chain[-1]))
    if facts.heading:
        said["box has heading"] = 1.0
    if facts.links:
        said["box links"] = facts.links
    if facts.telling:
        said["box telling"] = 1.0
    if facts.size < 0.1 * around.total:
        said["box small"] = 1.0
    elif beside < 0.2:
        said["box other"] = 1.0
    if any(box.picture for box in chain):
        said["box picture"] = 1.0


def _order(line: Line, around: Surroundings, said: Features, *, sentence: bool) -> None:
    """Before, after or among the paragraphs; `sentence`: one in the box of the main text."""
    at, first, last = line.index, around.first, around.last
    if at < first:
        said["before"] = 1.0
        if sentence:
            said["before, sentence"] = 1.0
    elif at > last:
        said["after"] = 1.0
        if sentence:
            said["after, sentence"] = 1.0
        if line.tag in HEADINGS:
            said["after, heading"] = 1.0
    elif at > first:
        said["position"] = (at - first) / max(1, last - first)
    if at == first:
        said["first"] = 1.0
    if at == last:
        said["last"] = 1.0
    if line.em and at >= last - 1:
        said["last, styled"] = 1.0


def _words(line: Line, around: Surroundings, said: Features) -> None:  # noqa: C901, PLR0912 - one test a sign
    """What the line says."""
    text, low, size, known = line.text, line.text.lower(), line.size, around.evidence
    words = key(low[:400]) if known.may_stand_in(low) else ""
    last = line.index >= around.last - 1
    if size < 400 and phrases.consent(text):
        said["consent"] = 1.0
    if words in known.titles:
        said["title"] = 1.0
    if line.tag == "h1":
        said["h1"] = 1.0
    if size < 300 and phrases.credit(low):
        said["credit"] = 1.0
        if line.box.parent is not around.main:
            said["credit, aside"] = 1.0
    named = bool(words) and any(name in words for name in known.people)
    if named:
        said["author"] = 1.0
        if size < 120:
            said["author, short"] = 1.0
        if last:
            said["author, last"] = 1.0
    if size < 400 and (named or line.em or last) and phrases.signs_off(low):
        said["signs off"] = 1.0
        if last:
            said["signs off, last"] = 1.0
    if 0 < len(known.body) <= MAX_SOUGHT and size > 20:
        said["stated" if key(low[:160])[:80] in known.body else "not stated"] = 1.0
    if size > CORRECTED and phrases.corrects(text):
        said["corrects"] = 1.0
    if (kind := phrases.kind(text)) is not None:
        said["telling"] = said[f"says {kind}"] = 1.0
        if line.link:
            said["telling, link"] = 1.0
        if size > 150:
            said["telling, long"] = 1.0


def _names(chain: tuple[Box, ...], reasons: frozenset[str], said: Features) -> None:
    """What the class names around the line say."""
    for box in chain:
        if box.tag == "blockquote":
            said["quote"] = 1.0
        if _is_embed(box.names):
            said["embed"] = 1.0
        if box.lead:
            said["named lead"] = 1.0
        if box.content:
            said["named content"] = 1.0
    if reasons:
        for reason in reasons:
            said[f"named {reason}"] = 1.0
        said["named"] = 1.0
        if not reasons.isdisjoint(HARD):
            said["named hard"] = 1.0
        if not reasons.isdisjoint(FIGURES):
            said["named figure"] = 1.0
        said["named much"] = min(3.0, len(reasons))


@lru_cache(4096)
def _is_embed(names: str) -> bool:
    return any(map(names.__contains__, EMBEDS))


def _neighbours(
    line: Line, before: Line | None, good: set[int], said: Features, *, section: bool
) -> None:
    """What stands before and behind the line."""
    if before is not None:
        if before.index in good:
            said["after good"] = 1.0
        if before.text[-1] == ":":
            said["after colon"] = 1.0
    if line.index + 1 in good:
        said["before good"] = 1.0
    if section and line.tag not in HEADINGS:
        said["under promotion"] = 1.0
