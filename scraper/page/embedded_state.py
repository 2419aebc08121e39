"""An article that the page carries as data for its program: JSON-LD's articleBody, or a data island of the framework.

Read only where the markup shows no text: on other pages the markup is the better source (articleBody glues words).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from scraper.cleaning import BadJson, load_first_json
from scraper.lexicon.folding import fold
from scraper.models import Block, BlockKind, Span
from scraper.page import flight
from scraper.page.parsed_page import ParsedPage
from scraper.patterns import late

MIN_LETTERS = 200  # of an article in data
MIN_PARAGRAPH = 40  # letters of a text that may be prose and not a label
MAX_SCRIPT = 5_000_000
MAX_NODES = 60_000
MAX_STATES = 20  # objects that one script assigns
BODY_NAMES = frozenset(
    "articlebody body content contents text html paragraphs blocks bodytext story fulltext bodyhtml contenthtml "
    "articletext copy elements components bodyelements contentelements content_elements article_body body_html "
    "storybody richtext markup main".split()
)
OTHERS = frozenset(
    "related recommended recommendations trending comments nav navigation menu footer header ads newsletter promo "
    "teasers author authors image images caption seo meta translations i18n labels messages config mostread "
    "sidebar".split()
)
NAME_FIELDS = ("name", "fullName", "displayName", "full_name", "display_name", "title", "byline")
NOT_PROSE = frozenset(
    "ad image advert advertisement newsletter related promo embed video picture gallery audio iframe".split()
)

_STATE = late(
    r"(?:^|[;\n])[^\S\n]*+(?:(?:var|let|const)\s++)?[\w.$\[\]\"']{1,60}+\s*+=\s*+(?=[{\[])"
)
_TAGS = re.compile(r"<[a-zA-Z/][^<>]{0,500}>")
_PARAGRAPH_END = late(r"</(?:p|h[1-6]|li|blockquote|div)>|<br\s*/?>\s*<br\s*/?>", re.IGNORECASE)
_ESCAPED = re.compile(r"&[#\w]{1,10};")


Found = tuple[
    tuple[str, ...], Mapping[str, Any]
]  # the paragraphs of a body, and the object of which it is a member


class Island(NamedTuple):
    """An article found in data, and where."""

    blocks: tuple[Block, ...]
    source: str
    fields: Mapping[
        str, Any
    ]  # what stands beside the body: title, dates, authors; names in small letters only


def find(document: ParsedPage) -> Island | None:
    """The fullest article in the page's data, from the first source that has one."""
    for name, source in SOURCES:
        best, node = max(
            source(document), key=lambda found: sum(map(len, found[0])), default=((), {})
        )
        if sum(map(len, best)) >= MIN_LETTERS:
            return Island(
                blocks=tuple(
                    Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=text),)) for text in best
                ),
                source=name,
                fields={
                    "".join(filter(str.isalpha, str(key).lower())): value
                    for key, value in node.items()
                },
            )
    return None


def values(fields: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    """The texts of the first fields that have one of the names; of people and the like, their names."""
    for name in names:
        value = fields.get(name)
        for each in value if isinstance(value, list) else [value]:
            text = (
                next((each[n] for n in NAME_FIELDS if each.get(n)), None)
                if isinstance(each, dict)
                else each
            )
            if isinstance(text, str) and text.strip():
                yield text


def _json_ld(document: ParsedPage) -> Iterator[Found]:
    for node in document.metadata.json_ld:
        if isinstance(text := node.get("articleBody"), str):
            yield tuple(_paragraphs(text)), node


def _islands(document: ParsedPage) -> Iterator[Found]:
    for script in document.tree.iter("script"):
        text = script.text or ""
        kind = (script.get("type") or "").lower()
        if not MIN_LETTERS < len(text) < MAX_SCRIPT or "ld+json" in kind:
            continue
        starts = (
            [0]
            if kind.endswith("json")
            else [found.end() for found in islice(_STATE.finditer(text), MAX_STATES)]
        )
        for start in starts:
            try:
                value, _ = load_first_json(text[start:].lstrip())
            except BadJson:
                continue
            yield from _bodies(value)


def _flight(document: ParsedPage) -> Iterator[Found]:
    """What React's server components push: bodies by name, and texts that are HTML."""
    pushed = flight.read(script.text or "" for script in document.tree.iter("script"))
    for value in pushed.values:
        yield from _bodies(value)
    for text in pushed.texts:
        if _PARAGRAPH_END.search(text):
            yield tuple(_texts(text)), {}


def _bodies(value: Any) -> Iterator[Found]:
    """The texts below each member that is called a body; other stories and the page's furniture are passed over."""
    todo, seen = [value], 0
    while todo and seen < MAX_NODES:
        node = todo.pop()
        seen += 1
        if isinstance(node, dict):
            for name, inner in node.items():
                low = str(name).lower()
                if low in OTHERS:
                    continue
                if low in BODY_NAMES and (texts := tuple(_texts(inner))):
                    yield texts, node
                if isinstance(inner, (dict, list)):
                    todo.append(inner)
        elif isinstance(node, list):
            todo.extend(each for each in node if isinstance(each, (dict, list)))


def _texts(value: Any, depth: int = 8) -> Iterator[str]:
    """The prose in a body: a string of HTML or text, or a list of parts that have one each."""
    if depth <= 0:
        return
    if isinstance(value, str):
        yield from (
            text for text in _paragraphs(value) if len(text) >= MIN_PARAGRAPH or " " in text
        )
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, depth - 1)
    elif (
        isinstance(value, dict)
        and str(value.get("type") or value.get("__typename") or "").lower() not in NOT_PROSE
    ):
        for name, inner in value.items():
            if str(name).lower() in BODY_NAMES or name in ("value", "children", "data"):
                yield from _texts(inner, depth - 1)


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a text or of a piece of HTML, without its tags."""
    if _ESCAPED.search(text):
        text = html.unescape(text)
    marked = _PARAGRAPH_END.sub("\n", text)
    for line in _TAGS.sub("", marked).split("\n"):
        if folded := fold(line):
            yield folded


SOURCES: tuple[tuple[str, Callable[[ParsedPage], Iterator[Found]]], ...] = (
    ("json_ld", _json_ld),
    ("data_island", _islands),
    ("flight_data", _flight),
)
