"""A site's rule at work: what it finds stands above what the general reading finds; what it strips is gone for both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from scraper import rules
from scraper.extract.authors import byline_parser
from scraper.extract.body import blocks
from scraper.extract.body.body_reading import Judged, Reading
from scraper.extract.choice import Choice
from scraper.extract.dates import date_parser
from scraper.extract.images import credit_parser, read_images
from scraper.models import Author, Candidate, Image
from scraper.page import survey, tree, walk
from scraper.page.parsed_page import Document
from scraper.rules import Applied, Rule

STRATEGY = "rule"
SURE = 1.0


def apply(doc: Document, rule: Rule) -> dict[str, Choice[Any]]:
    """Field -> the rule's choice. To be called before anything else reads doc: it then holds the stripped page.

    A body that the rule selects becomes doc's reading.
    """
    applied = rules.apply(rule, doc.text, doc.url)
    if applied.html is not None:
        doc.decoded = doc.decoded._replace(text=applied.html, utf8=None)
    if applied.body is not None:
        doc.reading = read_body(applied.body, doc)
    shaped = (
        (name, shape(applied, doc)) for name, shape in SHAPES.items() if _source(name, applied)
    )
    return {name: _choice(name, value, applied) for name, value in shaped if value}


def read_body(fragment: str, doc: Document) -> Reading:
    """The body that a rule selected: every line of it is the article's, whatever the general reading would think."""
    root = tree.parse(fragment)
    layout = walk.layout(root, survey.find(root).said)
    judged = tuple(Judged(line, kept=True, reason=STRATEGY) for line in layout.lines)
    return Reading(blocks=blocks.blocks(layout.lines, doc.url), container=root, lines=judged)


def _source(name: str, applied: Applied) -> str | None:
    """The field of the rule from which the article's field is taken."""
    return next((source for source in SOURCES.get(name, (name,)) if source in applied.values), None)


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


def _text(name: str) -> Callable[[Applied, Document], str]:
    return lambda applied, _: applied.values[name][0]


def _date(name: str) -> Callable[[Applied, Document], str | None]:
    def shape(applied: Applied, doc: Document) -> str | None:
        stamp = date_parser.read(applied.values[name][0], language=doc.metadata.lang)
        return stamp.iso if stamp else None

    return shape


def _authors(applied: Applied, _: Document) -> tuple[Author, ...]:
    """The names that the rule selects, else those in its byline."""
    names = applied.values.get("authors")
    if names:
        return tuple(Author(name=name, raw=name) for name in names)
    byline = applied.values["byline"][0]
    people = byline_parser.read(byline, pen_names=True).people
    return tuple(Author(name=name, role=role, raw=byline) for name, role in people)


def _images(applied: Applied, doc: Document) -> tuple[Image, ...]:
    """The rule's captions and credits, in page order, on the pictures that the general reading finds there."""
    words = list(zip_longest(applied.values.get("caption", ()), applied.values.get("credit", ())))
    pictures = read_images.find(doc).value or ()
    if len(pictures) != len(words):
        pictures = (Image(),) * len(words)
    return tuple(_worded(picture, *pair) for picture, pair in zip(pictures, words, strict=True))


def _worded(picture: Image, caption: str | None, credit: str | None) -> Image:
    """A credit in a caption's tail counts where the rule names none."""
    parts = credit_parser.split(caption or "")
    name = credit_parser.clean(credit) if credit else parts.credit
    return replace(picture, caption=parts.caption, credit=name or None)


SOURCES: Mapping[str, tuple[str, ...]] = {
    "images": ("caption", "credit"),
    "authors": ("authors", "byline"),
}
SHAPES: Mapping[str, Callable[[Applied, Document], Any]] = {
    "headline": _text("headline"),
    "subheadline": _text("subheadline"),
    "byline": _text("byline"),
    "authors": _authors,
    "date_published": _date("date_published"),
    "date_modified": _date("date_modified"),
    "section": _text("section"),
    "tags": lambda applied, _: applied.values["tags"],
    "images": _images,
}
