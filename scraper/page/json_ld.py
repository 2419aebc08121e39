"""Read JSON-LD as pages really write it, arrays, @graph and broken JSON, into a flat list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from scraper.cleaning import BadJson, load_first_json, load_json
from scraper.patterns import late

Node = Mapping[str, Any]

MAX_CHARS = 4_000_000  # a script longer than this is no description of an article
MAX_NODES = 2_000
MAX_DEPTH = 12

# Types that say "this page is one piece of writing", the most telling first.
ARTICLE_TYPES = (
    """newsarticle reportagenewsarticle opinionnewsarticle analysisnewsarticle
    backgroundnewsarticle reviewnewsarticle askpublicnewsarticle liveblogposting satiricalarticle
    advertisercontentarticle""",
    "article blogposting techarticle scholarlyarticle medicalscholarlyarticle report",
    """socialmediaposting discussionforumposting review recipe howto creativework podcastepisode
    interview qapage""",
)
RANK = {name: rank for rank, names in enumerate(ARTICLE_TYPES) for name in names.split()}
# Members in which a page nests the node of its article.
NESTS = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "subjectOf")
MAX_ITEMS = 100  # of a list of strings
VALUE_DEPTH = 4  # of a string in lists and objects
NEWS_RANK = 0

_WRAPPERS = late(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)+|(?:-->|//\s*\]\]>|\]\]>)\s*$"
)
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
# The last resort for a script that no mending saves: single string fields, quoted as in JSON.
_FIELD = late(
    r'"(@type|headline|datePublished|dateModified|dateCreated|articleSection|inLanguage'
    r'|isAccessibleForFree)"\s*:\s*"((?:[^"\\\n]|\\.){1,600})"'
)
_AUTHOR = late(r'"author"\s*:\s*("(?:[^"\\\n]|\\.){1,200}"|\[[^\]]{1,1500}\]|\{[^}]{1,500}\})')
_NAME = re.compile(r'"name"\s*:\s*"((?:[^"\\\n]|\\.){1,200})"')


def nodes(scripts: Iterable[str]) -> tuple[Node, ...]:
    """Return every described thing of the page's scripts, in page order; never raises."""
    found: list[Node] = []
    for script in scripts:
        for value in _values(script):
            found.extend(_flat(value, MAX_DEPTH))
            if len(found) > MAX_NODES:
                return tuple(found[:MAX_NODES])
    return tuple(found)


def _values(script: str) -> Iterator[Any]:
    """Yield the JSON values of one script: as it is, or mended, or what can be salvaged."""
    if not script or len(script) > MAX_CHARS or ("{" not in script and "[" not in script):
        return
    for mended in _mendings(script):
        try:
            yield load_json(mended, strict=False)
        except BadJson:
            continue
        return
    yield from _several(script)


def _mendings(script: str) -> Iterator[str]:
    """Yield the script, and then what it is without its usual faults."""
    yield script
    text = _WRAPPERS.sub("", script.strip()).strip().rstrip(";")
    yield text
    text = _TRAILING_COMMA.sub("", _BAD_ESCAPE.sub(r"\\\\", text))
    yield text


def _several(script: str) -> Iterator[Any]:
    """Yield objects written one after another; if there are none, the fields that can be read."""
    seen = 0
    at = script.find("{")
    while at >= 0 and seen < MAX_DEPTH:
        try:
            value, at = load_first_json(script, at)
        except BadJson:
            break
        yield value
        seen += 1
        at = script.find("{", at)
    fields = {} if seen else _fields(script)
    if fields:
        yield fields


def _fields(script: str) -> dict[str, Any]:
    """Return the single fields that patterns find in a script that is not JSON."""
    fields: dict[str, Any] = {}
    for name, value in _FIELD.findall(script):
        fields.setdefault(name, _unquoted(value))
    author = _AUTHOR.search(script)
    if author:
        stated = author[1]
        people = _NAME.findall(stated)
        fields["author"] = [{"@type": "Person", "name": _unquoted(name)} for name in people]
    return fields


def _unquoted(text: str) -> str:
    try:
        return str(load_json(f'"{text}"', strict=False))
    except BadJson:
        return text


def _flat(value: Any, depth: int) -> Iterator[Node]:
    if depth <= 0:
        return
    if isinstance(value, list):
        for item in value:
            yield from _flat(item, depth - 1)
    elif isinstance(value, dict):
        yield value
        for name in NESTS:
            nested = value.get(name)
            if isinstance(nested, (dict, list)):
                yield from _flat(nested, depth - 1)


def types(node: Node) -> tuple[str, ...]:
    """Return the node's types in lower case, without the address of the vocabulary."""
    value = node.get("@type")
    many: Sequence[Any] = value if isinstance(value, list) else (value,)
    return tuple(_without_vocabulary(name) for name in many if isinstance(name, str))


def _without_vocabulary(name: str) -> str:
    """Return a type's own name: of "https://schema.org/NewsArticle" and "schema:NewsArticle"."""
    return name.rpartition("/")[2].rpartition(":")[2].lower()


def rank(node: Node) -> int | None:
    """Return how surely the node's type is an article's, 0 the most; None for another type."""
    return min((RANK[name] for name in types(node) if name in RANK), default=None)


def strings(value: Any, *names: str, depth: int = VALUE_DEPTH) -> tuple[str, ...]:
    """Return the strings in a value of any shape.

    They are the value itself, its items, or the first of the named members that an object has.
    """
    if isinstance(value, str):
        return (value,)
    if depth <= 0:
        return ()
    found: tuple[str, ...] = ()
    if isinstance(value, list):
        for item in value[:MAX_ITEMS]:
            found += strings(item, *names, depth=depth - 1)
    elif isinstance(value, dict):
        members = (value.get(name) for name in (*names, "@value"))
        inner = (strings(member, *names, depth=depth - 1) for member in members)
        found = next(filter(None, inner), ())
    return found


def string(value: Any, *names: str) -> str | None:
    """Return the first string in a value of any shape that is not blank."""
    return next((text for text in strings(value, *names) if text.strip()), None)
