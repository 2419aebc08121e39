"""Find an article that the page carries as data: JSON-LD's articleBody, or state of its framework.

Read only where the markup shows no text: on other pages the markup is the better source, as
articleBody glues words.
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
MAX_NESTING = 8  # of a body's parts in one another
# Members of an object that hold the text of an article.
BODY_NAMES = frozenset(
    "articlebody body content contents text html paragraphs blocks bodytext story fulltext "
    "bodyhtml contenthtml articletext copy elements components bodyelements contentelements "
    "content_elements article_body body_html storybody richtext markup main".split()
)
# Members besides these that hold the text of a part of a body.
PART_NAMES = frozenset({"value", "children", "data"})
# Members that hold other stories, or what is around an article.
OTHERS = frozenset(
    "related recommended recommendations trending comments nav navigation menu footer header ads "
    "newsletter promo teasers author authors image images caption seo meta translations i18n "
    "labels messages config mostread sidebar".split()
)
NAME_FIELDS = ("name", "fullName", "displayName", "full_name", "display_name", "title", "byline")

_STATE = late(
    r"(?:^|[;\n])[^\S\n]*+(?:(?:var|let|const)\s++)?[\w.$\[\]\"']{1,60}+\s*+=\s*+(?=[{\[])"
)
_TAGS = re.compile(r"<[a-zA-Z/][^<>]{0,500}>")
_PARAGRAPH_END = late(r"</(?:p|h[1-6]|li|blockquote|div)>|<br\s*/?>\s*<br\s*/?>", re.IGNORECASE)
_ESCAPED = re.compile(r"&[#\w]{1,10};")


class BodyInData(NamedTuple):
    """The paragraphs of a body, and the object of which it is a member."""

    paragraphs: tuple[str, ...]
    node: Mapping[str, Any]

    @property
    def letters(self) -> int:
        """Return how many letters the body has."""
        return sum(map(len, self.paragraphs))


class Island(NamedTuple):
    """An article found in data."""

    blocks: tuple[Block, ...]
    # the other members, title, dates, authors, by their names in small letters only
    fields: Mapping[str, Any]


def find(page: ParsedPage) -> Island | None:
    """Return the fullest article in the page's data, from the first source that has one."""
    for source in SOURCES:
        best = max(source(page), key=lambda body: body.letters, default=BodyInData((), {}))
        if best.letters >= MIN_LETTERS:
            blocks = tuple(map(_block, best.paragraphs))
            fields = {_bare(member): value for member, value in best.node.items()}
            return Island(blocks, fields)
    return None


def _block(text: str) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=text),))


def _bare(member: object) -> str:
    """Return the name of a member in small letters: "date_published" is "datePublished"."""
    return "".join(filter(str.isalpha, str(member).lower()))


def values(fields: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    """Yield the texts of the fields that have one of the names; of people, their names."""
    for name in names:
        value = fields.get(name)
        for each in value if isinstance(value, list) else [value]:
            text = _name_of(each) if isinstance(each, dict) else each
            if isinstance(text, str) and text.strip():
                yield text


def _name_of(thing: Mapping[str, Any]) -> Any:
    """Return the name of a person or a thing."""
    named = (thing.get(field) for field in NAME_FIELDS)
    return next(filter(None, named), None)


def _json_ld(page: ParsedPage) -> Iterator[BodyInData]:
    for node in page.metadata.json_ld:
        text = node.get("articleBody")
        if isinstance(text, str):
            yield BodyInData(tuple(_paragraphs(text)), node)


def _islands(page: ParsedPage) -> Iterator[BodyInData]:
    """Yield the bodies in scripts of JSON, and in what other scripts assign."""
    for script in page.tree.iter("script"):
        text = script.text or ""
        kind = (script.get("type") or "").lower()
        if not MIN_LETTERS < len(text) < MAX_SCRIPT or "ld+json" in kind:
            continue
        starts = [0]
        if not kind.endswith("json"):
            starts = [found.end() for found in islice(_STATE.finditer(text), MAX_STATES)]
        for start in starts:
            try:
                value, _ = load_first_json(text[start:].lstrip())
            except BadJson:
                continue
            yield from _bodies(value)


def _flight(page: ParsedPage) -> Iterator[BodyInData]:
    """Yield what React's server components push: bodies by name, and texts that are HTML."""
    pushed = flight.read(script.text or "" for script in page.tree.iter("script"))
    for value in pushed.values:
        yield from _bodies(value)
    for text in pushed.texts:
        if _PARAGRAPH_END.search(text):
            yield BodyInData(tuple(_texts(text)), {})


def _bodies(value: Any) -> Iterator[BodyInData]:
    """Yield the texts below each member that is called a body; other stories are passed over."""
    todo, seen = [value], 0
    while todo and seen < MAX_NODES:
        node = todo.pop()
        seen += 1
        if isinstance(node, dict):
            for name, inner in node.items():
                low = str(name).lower()
                if low in OTHERS:
                    continue
                texts = tuple(_texts(inner)) if low in BODY_NAMES else ()
                if texts:
                    yield BodyInData(texts, node)
                if isinstance(inner, (dict, list)):
                    todo.append(inner)
        elif isinstance(node, list):
            todo.extend(each for each in node if isinstance(each, (dict, list)))


def _texts(value: Any, depth: int = MAX_NESTING) -> Iterator[str]:
    """Yield the prose in a body: text or HTML, or a list of parts that have one each."""
    if depth <= 0:
        return
    if isinstance(value, str):
        texts = _paragraphs(value)
        yield from (text for text in texts if len(text) >= MIN_PARAGRAPH or " " in text)
        return
    for part in _parts(value):
        yield from _texts(part, depth - 1)


def _parts(value: Any) -> Iterable[Any]:
    """Return the items of a list, or the members of an object that hold text."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return ()
    return [part for name, part in value.items() if str(name).lower() in PART_NAMES | BODY_NAMES]


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a text or of a piece of HTML, without its tags."""
    if _ESCAPED.search(text):
        text = html.unescape(text)
    marked = _PARAGRAPH_END.sub("\n", text)
    for line in _TAGS.sub("", marked).split("\n"):
        folded = fold(line)
        if folded:
            yield folded


SOURCES: tuple[Callable[[ParsedPage], Iterator[BodyInData]], ...] = (_json_ld, _islands, _flight)
