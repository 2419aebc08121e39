"""A site's rule at work: what it finds stands above what the general reading finds; what it strips is gone for both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from scraper import rules
from scraper.extract import blocks, images, signing, walk
from scraper.extract.choice import Choice
from scraper.extract.document import Document, parse
from scraper.extract.reading import Judged, Reading
from scraper.models import Author, Block, Candidate, Image
from scraper.rules import Applied, Rule

STRATEGY = "rule"
SURE = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Ruled:
    """What a rule says of a page."""

    choices: Mapping[str, Choice[Any]] = field(default_factory=dict)  # field of the article -> the rule's choice
    raw: Mapping[str, str] = field(default_factory=dict)  # date fields -> the text that stands for the date


def apply(doc: Document, rule: Rule) -> Ruled:
    """Apply a rule to a page before anything else reads it: doc then holds the stripped page and the rule's body."""
    applied = rules.apply(rule, doc.text, doc.url)
    if applied.html is not None:
        doc.decoded = replace(doc.decoded, text=applied.html)
    if applied.body is not None:
        doc.reading = read_body(applied.body, doc)
    choices = {
        name: _choice(name, shape(applied, doc), applied) for name, shape in SHAPES.items() if _has(name, applied)
    }
    return Ruled(choices=choices, raw={n: applied.values[n][0] for n in DATES if n in applied.values})


def read_body(fragment: str, doc: Document) -> Reading:
    """The body that a rule selected: every line of it is the article's, whatever the general reading would think."""
    root = parse(fragment)
    layout = walk.layout(root)
    found: tuple[Block, ...] = blocks.blocks(layout.lines, doc.url)
    judged = tuple(Judged(line=line, kept=True, reason=STRATEGY, score=SURE) for line in layout.lines)
    return Reading(blocks=found, container=root, lines=judged)


def _has(name: str, applied: Applied) -> bool:
    return bool(set(SOURCES.get(name, (name,))) & applied.values.keys())


def _choice(name: str, value: Any, applied: Applied) -> Choice[Any]:
    source = next(s for s in SOURCES.get(name, (name,)) if s in applied.values)
    shown = " | ".join(applied.values[source])
    won = Candidate(field=name, strategy=STRATEGY, value=shown, raw=applied.used[source], won=True, confidence=SURE)
    return Choice(value=value, strategy=STRATEGY, candidates=(won,))


def _text(name: str) -> Callable[[Applied, Document], str]:
    return lambda applied, _: applied.values[name][0]


def _images(applied: Applied, doc: Document) -> tuple[Image, ...]:
    """The rule's captions and credits, in page order, on the pictures that the general reading finds there."""
    words = list(zip_longest(applied.values.get("caption", ()), applied.values.get("credit", ())))
    pictures = images.find(doc).value or ()
    if len(pictures) != len(words):
        pictures = tuple(Image(lead=i == 0) for i in range(len(words)))
    return tuple(_worded(picture, *pair) for picture, pair in zip(pictures, words, strict=True))


def _worded(picture: Image, caption: str | None, credit: str | None) -> Image:
    """A credit in a caption's tail counts where the rule names none."""
    parts = signing.split(caption or "")
    name = signing.clean(credit) if credit else parts.credit
    return replace(picture, caption=parts.caption, credit=name or None)


DATES = ("date_published", "date_modified")
SOURCES: Mapping[str, tuple[str, ...]] = {"images": ("caption", "credit")}
SHAPES: Mapping[str, Callable[[Applied, Document], Any]] = {
    "headline": _text("headline"),
    "subheadline": _text("subheadline"),
    "byline": _text("byline"),
    "section": _text("section"),
    "authors": lambda applied, _: tuple(Author(name=name, raw=name) for name in applied.values["authors"]),
    "tags": lambda applied, _: applied.values["tags"],
    "images": _images,
}
