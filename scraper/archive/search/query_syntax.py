"""What a person typed, as FTS5 takes it: words, "phrases", beginnings*, NEAR(a b, 5), AND OR NOT, -word, caption:word.

Every string is a valid search: what cannot be meant as syntax is taken as words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from scraper.archive.store.scripts import RUN, phrase
from scraper.patterns import late

FIELDS = {
    "headline": "headline", "title": "headline",
    "subheadline": "subheadline", "standfirst": "subheadline", "dek": "subheadline",
    "byline": "byline", "author": "byline", "by": "byline",
    "caption": "caption", "credit": "credit", "photo": "credit",
    "body": "body_text", "text": "body_text", "body_text": "body_text",
}  # fmt: skip
SHORTEST_BEGINNING = 3  # letters; shorter ones match a tenth of all words and take seconds
MOST_TERMS = 64
DEEPEST = 16  # brackets in brackets
NEAR_DISTANCE = 10

_LEXEME = late(
    r"""(?P<near>NEAR\s*\((?P<inside>[^()]*)\))
    | (?P<open>\() | (?P<close>\))
    | (?P<operator>(?:AND|OR|NOT)(?=[\s()"]|$))
    | (?P<minus>-(?=[\w"(]))
    | (?P<field>\w+):(?=["\w(])
    | "(?P<phrase>[^"]*)(?:"|$)(?P<star>\*?)
    | (?P<word>[^\s()"]+)""",
    re.VERBOSE,
)
_WORD = late(r'"([^"]*)"|([^\s",]+)')


@dataclass(slots=True)
class Match:
    """A search as FTS5 takes it, and what is needed to show its hits."""

    expression: str | None  # None: nothing to look for
    runs: list[str] = field(default_factory=list)  # of scripts without spaces: marked by us
    checks: list[tuple[str, str]] = field(
        default_factory=list
    )  # column, text that must stand in it
    words: list[str] = field(default_factory=list)  # plain words, for suggestions
    notes: list[str] = field(default_factory=list)


def read(typed: str) -> Match:
    """The expression of a typed search."""
    reader = _Reader(typed)
    expression = reader.alternatives(0)
    while reader.tokens:  # closing brackets that nothing opened
        reader.tokens.pop(0)
        expression = _join("AND", [e for e in (expression, reader.alternatives(0)) if e])
    reader.match.expression = expression
    if reader.has_choice:
        reader.match.checks.clear()
    return reader.match


def words_only(typed: str) -> Match:
    """The same, with no syntax at all."""
    match = Match(None)
    leaves = [_leaf(match, word, None) for word in re.findall(r"\w+", typed)[:MOST_TERMS]]
    match.expression = _join("AND", [leaf for leaf in leaves if leaf])
    return match


class _Reader:
    """A recursive descent over the lexemes; `match` gathers what it finds on the way."""

    def __init__(self, typed: str) -> None:
        found = list(_LEXEME.finditer(typed.replace("\0", " ")))
        self.tokens = found[: 4 * MOST_TERMS]
        self.match = Match(None)
        self.has_choice = False
        self.terms = 0
        if len(found) > len(self.tokens):
            self.match.notes.append("a very long query: its end was left out")

    def alternatives(self, depth: int, column: str | None = None) -> str | None:
        """A OR B OR ..."""
        parts = [self.all_of(depth, column)]
        while self._next_is("operator", "OR"):
            self.tokens.pop(0)
            self.has_choice = True
            parts.append(self.all_of(depth, column))
        return _join("OR", [part for part in parts if part])

    def all_of(self, depth: int, column: str | None) -> str | None:
        """A B AND C -D NOT E."""
        wanted: list[str] = []
        unwanted: list[str] = []
        while self.tokens and not self.tokens[0]["close"] and not self._next_is("operator", "OR"):
            negative = False
            while self.tokens and (
                self.tokens[0]["minus"] or self.tokens[0]["operator"] in ("AND", "NOT")
            ):
                negative = negative or self.tokens[0]["operator"] != "AND"
                self.tokens.pop(0)
            if self.tokens and (part := self.one(depth, column)):
                (unwanted if negative else wanted).append(part)
        if not wanted:  # FTS5 cannot look for what is not there
            return _join("AND", unwanted)
        if not unwanted:
            return _join("AND", wanted)
        self.has_choice = True
        return f"({_join('AND', wanted)} NOT {_join('OR', unwanted)})"

    def one(self, depth: int, column: str | None) -> str | None:
        """A bracket, a field with what follows it, or a leaf; None if nothing in it can be looked for."""
        token = self.tokens[0]
        if token["close"] or self._next_is("operator", "OR"):
            return None
        self.tokens.pop(0)
        if token["open"]:
            return self._bracket(depth, column)
        if token["field"]:
            return self._field(token["field"], depth, column)
        self.terms += 1
        if self.terms > MOST_TERMS:
            return None
        return next(
            read(self.match, token, column) for name, read in LEAVES if token[name] is not None
        )

    def _bracket(self, depth: int, column: str | None) -> str | None:
        if depth >= DEEPEST:
            return None
        inside = self.alternatives(depth + 1, column)
        if self.tokens and self.tokens[0]["close"]:
            self.tokens.pop(0)
        return inside

    def _field(self, name: str, depth: int, column: str | None) -> str | None:
        if (known := FIELDS.get(name.lower())) is not None:
            return self.one(depth, known) if self.tokens else None
        label = _leaf(self.match, name, column)  # a word that ends in a colon
        rest = self.one(depth, column) if self.tokens else None
        return _join("AND", [part for part in (label, rest) if part])

    def _next_is(self, group: str, text: str) -> bool:
        return bool(self.tokens) and self.tokens[0][group] == text


def _near(match: Match, token: re.Match[str], column: str | None) -> str | None:
    inside, _, distance = token["inside"].partition(",")
    words = [quoted or plain for quoted, plain in _WORD.findall(inside)]
    plain = [word for word in words if _is_word(word) and (word.isascii() or not RUN.search(word))]
    if len(plain) < len(words) or len(plain) < 2:
        return _join("AND", [leaf for word in words if (leaf := _leaf(match, word, column))])
    match.words += plain
    apart = (
        min(int(distance), 1000)
        if distance.strip().isascii() and distance.strip().isdigit()
        else NEAR_DISTANCE
    )
    return _in_column(f"NEAR({' '.join(map(_quote, plain))}, {apart})", column)


def _word(match: Match, token: re.Match[str], column: str | None) -> str | None:
    word = token["word"]
    bare = word.rstrip("*")
    return _leaf(match, bare, column, beginning=bare != word)


def _phrase(match: Match, token: re.Match[str], column: str | None) -> str | None:
    return _leaf(match, token["phrase"], column, beginning=bool(token["star"]))


def _operator(match: Match, token: re.Match[str], column: str | None) -> str | None:
    """An operator with nothing to work on."""
    del match, token, column
    return None


def _leaf(match: Match, text: str, column: str | None, *, beginning: bool = False) -> str | None:
    """A word or phrase; runs of scripts without spaces become phrases of pairs."""
    parts: list[str] = []
    for run in () if text.isascii() else RUN.findall(text):
        parts.append(phrase(run))
        match.runs.append(run)
        if column:
            match.checks.append((column, run))
    rest = RUN.sub(" ", text) if parts else text
    if _is_word(rest):
        parts.append(
            _in_column(_with_star(match, rest, beginning=beginning and text.endswith(rest)), column)
        )
        match.words.append(rest)
    return _join("AND", parts)


def _with_star(match: Match, text: str, *, beginning: bool) -> str:
    if beginning and sum(map(str.isalnum, text)) < SHORTEST_BEGINNING:
        match.notes.append(f"{text}* is too short for a beginning: looked for the word {text}")
        beginning = False
    return f"{_quote(text)} *" if beginning else _quote(text)


def _is_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _in_column(expression: str, column: str | None) -> str:
    return f"{column} : {expression}" if column else expression


def _join(operator: str, parts: Sequence[str]) -> str | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return f"({f' {operator} '.join(parts)})"


LEAVES: tuple[tuple[str, Callable[[Match, re.Match[str], str | None], str | None]], ...] = (
    ("near", _near),
    ("phrase", _phrase),
    ("word", _word),
    ("operator", _operator),
    ("minus", _operator),
)
