"""The signs by which a line is judged: its form, its place, its words, the names of the boxes around it.

Each sign is a name and a number; a sign that is zero is left out. The weights are in weights.json, from bench/train.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scraper.extract import phrases
from scraper.extract.boilerplate import FIGURES, HARD
from scraper.extract.container import PARAGRAPHS, ends
from scraper.extract.evidence import key
from scraper.extract.lines import HEADINGS, Box, Line
from scraper.extract.surroundings import Surroundings

Signs = dict[str, float]

CELLS = frozenset({"td", "th", "tr", "table"})
DIVISIONS = frozenset({"div", "section", "article", "body", "main"})
EMBEDS = (
    "twitter-tweet",
    "instagram-media",
    "tiktok-embed",
    "fb-post",
    "bluesky-embed",
    "mastodon-embed",
    "reddit-embed",
)
QUOTE_MARKS = "\"'“”„«»‘’‹›「」『』 ….!?"


def read(around: Surroundings, lines: Iterable[Line]) -> Iterator[tuple[Line, Signs]]:
    """Each line with its signs, in page order."""
    before: Line | None = None
    section = False  # the last heading leads to something else
    good = {line.index for line in around.found.good}
    for line in lines:
        chain = around.chain(line)
        words = _words(line, around)
        if line.tag in HEADINGS:
            section = "telling" in words or line.link > 0.6 * len(line.text)
        signs = {
            "always": 1.0,
            **_form(line, chain),
            **_place(line, chain, around),
            **words,
            **_names(line, chain),
            **_neighbours(line, before, good, section=section),
        }
        before = line
        yield line, {name: float(value) for name, value in signs.items() if value}


def _form(line: Line, chain: tuple[Box, ...]) -> Signs:
    """What the line is."""
    text, tag, size = line.text, line.tag, line.size
    links = line.link / len(text)
    return {
        "paragraph": tag == "p",
        "item": tag == "li",
        "heading": tag in HEADINGS,
        "cell": tag in CELLS,
        "division": tag in DIVISIONS,
        "quote": any(box.tag == "blockquote" for box in chain),
        "embed": any(name in box.names for box in chain for name in EMBEDS) if chain else False,
        "size": min(3.0, len(text) ** 0.5 / 10),
        "short": size < 40,
        "tiny": size < 15,
        "links": links,
        "only link": links > 0.9,
        "short link": links > 0.5 and size < 120,
        "loud link": links > 0.5 and text.isupper(),
        "colon": text[-1] == ":",
        "sentence": ends(text),
        "good": line.good,
        "figures": sum(map(str.isdigit, text)) / len(text) if len(text) < 150 else 0,
        "capitals": text.isupper(),
        "styled": line.em and tag not in HEADINGS,
        "styled sentence": line.em and ends(text),
        "address": "@" in text and size < 200,
    }


def _place(line: Line, chain: tuple[Box, ...], around: Surroundings) -> Signs:
    """Where the line stands, beside the main text and beside lines of its look."""
    parent = line.box.parent
    in_main = line.box is around.main or parent is around.main
    nest = max(0, len(chain) - (line.tag in PARAGRAPHS))
    facts = around.facts(chain[-1]) if nest else None
    look: tuple[str, str] = around.look(line)
    alike = around.by_look.get(look, 0.0) / around.total
    beside = (
        max(around.by_box.get(parent.index if parent else 0, 0.0), around.by_box.get(line.box.index, 0.0))
        / around.total
    )
    heading, end = line.tag in HEADINGS, ends(line.text)
    links = line.link / len(line.text)
    before, after = line.index < around.first, line.index > around.last
    span = max(1, around.last - around.first)
    places = around.places.get(line.text, [])
    return {
        "in main": in_main,
        "in main, sentence": end and in_main,
        "in main, junk": in_main and line.box.junk,
        "in main, good, alike": in_main and line.good and alike > 0.3,
        "in main, heading": heading and in_main,
        "in main, only link": links > 0.9 and line.tag == "p" and in_main,
        "heading, link": heading and links > 0.5,
        "alike": alike,
        "alike in path": around.by_path.get((look[0], look[1], parent.names if parent else ""), 0.0) / around.total,
        "like none": alike == 0 and not heading,
        "beside": beside,
        "nested": min(nest, 4),
        "box has heading": facts is not None and facts.heading,
        "box links": facts.links if facts else 0.0,
        "box telling": facts is not None and facts.telling,
        "box small": facts is not None and facts.size < 0.1 * around.total,
        "box other": facts is not None and facts.size >= 0.1 * around.total and beside < 0.2,
        "box picture": nest > 0 and any(box.picture for box in chain),
        "before": before,
        "before, sentence": before and end and in_main,
        "after": after,
        "after, sentence": after and end and in_main,
        "after, heading": after and heading,
        "position": (line.index - around.first) / span if not before and not after else 0.0,
        "first": line.index == around.first,
        "last": line.index == around.last,
        "last, styled": line.index >= around.last - 1 and line.em,
        "item, near": line.tag == "li" and nest < 2 and links < 0.3,
        "repeated": line.size > 60
        and len(set(places)) > 1
        and (not in_main or places[0] != (parent.index if parent else 0)),
        "repeated often": len(places) > 2,
    }


def _words(line: Line, around: Surroundings) -> Signs:
    """What the line says."""
    text, size = line.text, line.size
    kind = phrases.kind(text)
    words = key(text if len(text) < 400 else text[:400])
    known = around.evidence
    credit = size < 300 and phrases.credit(text)
    named = any(name in words for name in known.people)
    stated = bool(known.body) and size > 20
    sign_off = size < 400 and (named or line.em or line.index >= around.last - 1) and phrases.signs_off(text)
    said: Signs = {
        "consent": size < 400 and phrases.consent(text) > 0,
        "title": words in known.titles,
        "h1": line.tag == "h1",
        "credit": credit,
        "credit, aside": credit and line.box.parent is not around.main,
        "author": named,
        "author, short": named and size < 120,
        "author, last": named and line.index >= around.last - 1,
        "signs off": sign_off,
        "signs off, last": sign_off and line.index >= around.last - 1,
        "pulled": size > 40
        and around.whole.count(text.strip(QUOTE_MARKS)[:70]) > max(1, len(around.places.get(text, ()))),
        "stated": stated and words[:80] in known.body,
        "not stated": stated and words[:80] not in known.body,
    }
    if kind is not None:
        said |= {"telling": 1.0, f"says {kind}": 1.0, "telling, link": line.link > 0, "telling, long": size > 150}
    return said


def _names(line: Line, chain: tuple[Box, ...]) -> Signs:
    """What the class names around the line say."""
    said: Signs = {"junk": line.box.junk and bool(chain)}
    reasons: set[str] = set()
    for box in chain:
        reasons |= box.reasons
        if box.lead:
            said["named lead"] = 1.0
        if box.content:
            said["named content"] = 1.0
    if reasons:
        for reason in reasons:
            said[f"named {reason}"] = 1.0
        said["named"] = 1.0
        said["named hard"] = not reasons.isdisjoint(HARD)
        said["named figure"] = not reasons.isdisjoint(FIGURES)
        said["named much"] = min(3.0, len(reasons))
    return said


def _neighbours(line: Line, before: Line | None, good: set[int], *, section: bool) -> Signs:
    return {
        "after good": before is not None and before.index in good,
        "before good": line.index + 1 in good,
        "after colon": before is not None and before.text[-1] == ":",
        "under promotion": section and line.tag not in HEADINGS,
    }
