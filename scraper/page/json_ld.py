"""JSON-LD as pages really write it: arrays, @graph, references, broken JSON; read into a flat list of nodes."""

from __future__ import annotations

import html
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
    ("newsarticle", "reportagenewsarticle", "opinionnewsarticle", "analysisnewsarticle", "backgroundnewsarticle",
     "reviewnewsarticle", "askpublicnewsarticle", "liveblogposting", "satiricalarticle", "advertisercontentarticle"),
    ("article", "blogposting", "techarticle", "scholarlyarticle", "medicalscholarlyarticle", "report"),
    ("socialmediaposting", "discussionforumposting", "review", "recipe", "howto", "creativework", "podcastepisode",
     "interview", "qapage"),
)  # fmt: skip
RANK = {name: rank for rank, names in enumerate(ARTICLE_TYPES) for name in names}
NESTS = (
    "@graph",
    "mainEntity",
    "mainEntityOfPage",
    "hasPart",
    "subjectOf",
)  # where a page hides its article node
NEWS_RANK = 0

_WRAPPERS = late(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)+|(?:-->|//\s*\]\]>|\]\]>)\s*$"
)
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
# The last resort for a script that no mending saves: single string fields, as JSON would quote them.
_FIELD = late(
    r'"(@type|headline|datePublished|dateModified|dateCreated|articleSection|inLanguage|isAccessibleForFree)"\s*:\s*'
    r'"((?:[^"\\\n]|\\.){1,600})"'
)
_AUTHOR = late(r'"author"\s*:\s*("(?:[^"\\\n]|\\.){1,200}"|\[[^\]]{1,1500}\]|\{[^}]{1,500}\})')
_NAME = re.compile(r'"name"\s*:\s*"((?:[^"\\\n]|\\.){1,200})"')


def nodes(scripts: Iterable[str]) -> tuple[Node, ...]:
    """Every described thing of the page's scripts, flattened, in page order; never raises."""
    found: list[Node] = []
    for script in scripts:
        for value in _values(script):
            found.extend(_flat(value, MAX_DEPTH))
            if len(found) > MAX_NODES:
                return tuple(found[:MAX_NODES])
    return tuple(found)


def _values(script: str) -> Iterator[Any]:
    """The JSON values of one script: as it stands, or mended, or what can be salvaged."""
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
    yield script
    text = _WRAPPERS.sub("", script.strip()).strip().rstrip(";")
    yield text
    text = _TRAILING_COMMA.sub("", _BAD_ESCAPE.sub(r"\\\\", text))
    yield text
    if "&quot;" in text:
        yield html.unescape(text)


def _several(script: str) -> Iterator[Any]:
    """Objects written one after another in one script; failing that, the single fields that can be read."""
    at, seen = script.find("{"), 0
    while at >= 0 and seen < MAX_DEPTH:
        try:
            value, at = load_first_json(script, at)
        except BadJson:
            break
        yield value
        seen, at = seen + 1, script.find("{", at)
    if not seen:
        fields: dict[str, Any] = {}
        for name, value in _FIELD.findall(script):
            fields.setdefault(name, _unquoted(value))
        if author := _AUTHOR.search(script):
            told = _NAME.findall(author[1]) or (
                [author[1].strip('"')] if author[1][0] == '"' else []
            )
            fields["author"] = [{"@type": "Person", "name": _unquoted(name)} for name in told]
        if fields:
            yield fields


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
    """The node's types in lower case, without the address of the vocabulary."""
    value = node.get("@type")
    many: Sequence[Any] = value if isinstance(value, list) else (value,)
    return tuple(
        t.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for t in many if isinstance(t, str)
    )


def rank(node: Node) -> int | None:
    """How telling the node's type is for an article (0 best), None when it is something else."""
    return min((RANK[t] for t in types(node) if t in RANK), default=None)


def strings(value: Any, *names: str, depth: int = 4) -> tuple[str, ...]:
    """The strings in a value of any shape: itself, its items, or the first of the named members of an object."""
    if isinstance(value, str):
        return (value,)
    if depth <= 0:
        return ()
    if isinstance(value, list):
        return tuple(s for item in value[:100] for s in strings(item, *names, depth=depth - 1))
    if isinstance(value, dict):
        for name in (*names, "@value"):
            if got := strings(value.get(name), *names, depth=depth - 1):
                return got
    return ()


def string(value: Any, *names: str) -> str | None:
    """The first string in a value of any shape."""
    return next((s for s in strings(value, *names) if s.strip()), None)
