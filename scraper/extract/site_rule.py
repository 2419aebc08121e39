"""Apply a site's rule: what it finds comes before what the general reading finds.

What it strips is gone for both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import zip_longest
from types import MappingProxyType
from typing import Any, NamedTuple

from scraper import rules
from scraper.extract.body import blocks
from scraper.extract.choice import Choice
from scraper.extract.context import Context
from scraper.extract.images import credit_labels, credit_parser, read_images
from scraper.lexicon import byline_parser, date_parser
from scraper.models import Author, Candidate, Image
from scraper.page import survey, tree, walk
from scraper.page.body_reading import BodyReading, JudgedLine
from scraper.page.parsed_page import ParsedPage
from scraper.rules import Applied, Rule

Chooser = Callable[[Context], Choice[Any]]

STRATEGY = "rule"
SURE = 1.0


class Given(NamedTuple):
    """What a rule gives: the page without what it strips, the body, the fields that it chooses."""

    parsed: ParsedPage
    body: BodyReading | None = None
    fields: Mapping[str, Chooser] = MappingProxyType({})


def apply(parsed: ParsedPage, rule: Rule | None) -> Given:
    """Return what a site's rule gives; without a rule, the page as it is."""
    if rule is None:
        return Given(parsed)
    applied = rules.apply(rule, parsed.text, parsed.url)
    if applied.html is not None:
        parsed = parsed.with_markup(applied.html)
    body = read_body(applied.body, parsed.url) if applied.body is not None else None
    return Given(parsed, body, _fields(applied, parsed))


def read_body(fragment: str, url: str) -> BodyReading:
    """Return the body that a rule selected: every line of it belongs to the article."""
    root = tree.parse(fragment)
    layout = walk.layout(root, survey.find(root).said)
    judged = tuple(JudgedLine(line, kept=True, reason=STRATEGY) for line in layout.lines)
    return BodyReading(blocks=blocks.blocks(layout.lines, url), container=root, lines=judged)


def _fields(applied: Applied, parsed: ParsedPage) -> dict[str, Chooser]:
    """Return field -> chooser for the fields of which the rule found a value, the images last."""
    fields: dict[str, Chooser] = {}
    for name, shape in SHAPES.items():
        if _source(name, applied) is None:
            continue
        value = shape(applied, parsed)
        if value:
            fields[name] = _always(_choice(name, value, applied))
    if _source("images", applied) is not None:
        # The pictures are those of the general reading, which is not done yet.
        fields["images"] = lambda context: _choice("images", _images(applied, context), applied)
    return fields


def _always(choice: Choice[Any]) -> Chooser:
    return lambda _: choice


def _source(name: str, applied: Applied) -> str | None:
    """Return the field of the rule from which the article's field is taken."""
    sources = SOURCES.get(name, (name,))
    return next((source for source in sources if source in applied.values), None)


def _choice(name: str, value: Any, applied: Applied) -> Choice[Any]:
    source = _source(name, applied) or name
    shown = " | ".join(applied.values[source])
    won = Candidate(
        field=name,
        strategy=STRATEGY,
        value=shown,
        raw=applied.used[source],
        won=True,
        confidence=SURE,
    )
    return Choice(value=value, strategy=STRATEGY, candidates=(won,))


def _text(name: str) -> Callable[[Applied, ParsedPage], str]:
    return lambda applied, _: applied.values[name][0]


def _date(name: str) -> Callable[[Applied, ParsedPage], str | None]:
    def shape(applied: Applied, parsed: ParsedPage) -> str | None:
        stamp = date_parser.read(applied.values[name][0], language=parsed.metadata.lang)
        return stamp.iso if stamp else None

    return shape


def _authors(applied: Applied, _: ParsedPage) -> tuple[Author, ...]:
    """Return the names that the rule selects, else those in its byline."""
    names = applied.values.get("authors")
    if names:
        return tuple(Author(name=name, raw=name) for name in names)
    byline = applied.values["byline"][0]
    people = byline_parser.read(byline, pen_names=True).people
    return tuple(Author(name=name, role=role, raw=byline) for name, role in people)


def _images(applied: Applied, context: Context) -> tuple[Image, ...]:
    """Return the rule's captions and credits, in page order, on the pictures that are there."""
    words = list(zip_longest(applied.values.get("caption", ()), applied.values.get("credit", ())))
    pictures = read_images.find(context).value or ()
    if len(pictures) != len(words):
        pictures = (Image(),) * len(words)
    return tuple(_worded(picture, *pair) for picture, pair in zip(pictures, words, strict=True))


def _worded(picture: Image, caption: str | None, credit: str | None) -> Image:
    """Return a picture with its words; a credit that ends the caption counts if none is given."""
    parts = credit_parser.split(caption or "")
    name = credit_labels.clean(credit) if credit else parts.credit
    return replace(picture, caption=parts.caption, credit=name or None)


SOURCES: Mapping[str, tuple[str, ...]] = {
    "images": ("caption", "credit"),
    "authors": ("authors", "byline"),
}
SHAPES: Mapping[str, Callable[[Applied, ParsedPage], Any]] = {
    "headline": _text("headline"),
    "subheadline": _text("subheadline"),
    "byline": _text("byline"),
    "authors": _authors,
    "date_published": _date("date_published"),
    "date_modified": _date("date_modified"),
    "section": _text("section"),
    "tags": lambda applied, _: applied.values["tags"],
}
