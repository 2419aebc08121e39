"""What a person typed, as an FTS5 expression.

Known are words, "phrases", beginnings*, NEAR(a b, 5), AND, OR, NOT, -word and caption:word. Every
string is a valid search: what cannot be meant as syntax is taken as words.
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
MOST_LEXEMES = 4 * MOST_TERMS  # a term may have a bracket, a field and an operator
DEEPEST = 16  # brackets in brackets
NEAR_DISTANCE = 10  # words, unless a number is given
FARTHEST_NEAR = 1000  # words
PAIR = 2  # one word alone is near nothing

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
    # of scripts without spaces: FTS5 cannot mark them in a snippet
    runs: list[str] = field(default_factory=list)
    # column, and the text that must be in it
    checks: list[tuple[str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # plain words, for suggestions
    notes: list[str] = field(default_factory=list)


def read(typed: str) -> Match:
    """Return the expression of a typed search."""
    reader = _Reader(typed)
    expression = reader.alternatives(0)
    while reader.tokens:  # closing brackets that nothing opened
        reader.tokens.pop(0)
        expression = _join("AND", [expression, reader.alternatives(0)])
    reader.match.expression = expression
    if reader.has_choice:  # a text may be there by the other choice
        reader.match.checks.clear()
    return reader.match


def words_only(typed: str) -> Match:
    """Return an expression of the words of a typed search, with no syntax at all."""
    match = Match(None)
    words = re.findall(r"\w+", typed)[:MOST_TERMS]
    match.expression = _join("AND", [_leaf(match, word, None) for word in words])
    return match


class _Reader:
    """A recursive descent over the lexemes; `match` gathers what it finds on the way.

    Each method returns an FTS5 expression, or None if nothing in it can be looked for.
    """

    def __init__(self, typed: str) -> None:
        found = list(_LEXEME.finditer(typed.replace("\0", " ")))
        self.tokens = found[:MOST_LEXEMES]
        self.match = Match(None)
        self.has_choice = False
        self.terms = 0
        if len(found) > len(self.tokens):
            self.match.notes.append("a very long query: its end was left out")

    def alternatives(self, depth: int, column: str | None = None) -> str | None:
        """Read A OR B OR ..."""
        parts = [self.all_of(depth, column)]
        while self._is_or():
            self.tokens.pop(0)
            self.has_choice = True
            parts.append(self.all_of(depth, column))
        return _join("OR", parts)

    def all_of(self, depth: int, column: str | None) -> str | None:
        """Read A B AND C -D NOT E."""
        wanted: list[str | None] = []
        unwanted: list[str | None] = []
        while self.tokens and not self._is_end():
            negative = self._operators()
            part = self.one(depth, column)
            (unwanted if negative else wanted).append(part)
        included, excluded = _join("AND", wanted), _join("OR", unwanted)
        if included is None:  # FTS5 cannot look for what is not there
            return _join("AND", unwanted)
        if excluded is None:
            return included
        self.has_choice = True
        return f"({included} NOT {excluded})"

    def one(self, depth: int, column: str | None) -> str | None:
        """Read a bracket, a field with what follows it, or a leaf."""
        if not self.tokens or self._is_end():
            return None
        token = self.tokens.pop(0)
        if token["open"]:
            return self._bracket(depth, column)
        if token["field"]:
            return self._field(token["field"], depth, column)
        self.terms += 1
        if self.terms > MOST_TERMS:
            return None
        read_leaf = next(reader for group, reader in LEAVES if token[group] is not None)
        return read_leaf(self.match, token, column)

    def _operators(self) -> bool:
        """Skip operators in front of a term; return whether one of them excludes it."""
        negative = False
        while self.tokens:
            token = self.tokens[0]
            excludes = bool(token["minus"]) or token["operator"] == "NOT"
            if not excludes and token["operator"] != "AND":
                break
            negative = negative or excludes
            self.tokens.pop(0)
        return negative

    def _bracket(self, depth: int, column: str | None) -> str | None:
        if depth >= DEEPEST:
            return None
        inside = self.alternatives(depth + 1, column)
        if self.tokens and self.tokens[0]["close"]:
            self.tokens.pop(0)
        return inside

    def _field(self, name: str, depth: int, column: str | None) -> str | None:
        known = FIELDS.get(name.lower())
        if known is not None:
            return self.one(depth, known)
        label = _leaf(self.match, name, column)  # a word that ends in a colon
        return _join("AND", [label, self.one(depth, column)])

    def _is_or(self) -> bool:
        return bool(self.tokens) and self.tokens[0]["operator"] == "OR"

    def _is_end(self) -> bool:
        """Return whether the next token ends a list of terms."""
        return bool(self.tokens[0]["close"]) or self._is_or()


def _near(match: Match, token: re.Match[str], column: str | None) -> str | None:
    """Read NEAR(a b, 5); of fewer than two plain words only that all are there."""
    inside, _, number = token["inside"].partition(",")
    words = [quoted or plain for quoted, plain in _WORD.findall(inside)]
    if len(words) < PAIR or not all(map(_is_plain_word, words)):
        return _join("AND", [_leaf(match, word, column) for word in words])
    match.words += words
    return _in_column(f"NEAR({' '.join(map(_quote, words))}, {_distance(number)})", column)


def _distance(number: str) -> int:
    digits = number.strip()
    if digits.isascii() and digits.isdigit():
        return min(int(digits), FARTHEST_NEAR)
    return NEAR_DISTANCE


def _word(match: Match, token: re.Match[str], column: str | None) -> str | None:
    word = token["word"]
    bare = word.rstrip("*")
    return _leaf(match, bare, column, beginning=bare != word)


def _phrase(match: Match, token: re.Match[str], column: str | None) -> str | None:
    return _leaf(match, token["phrase"], column, beginning=bool(token["star"]))


def _operator(match: Match, token: re.Match[str], column: str | None) -> str | None:
    """Return None: an operator with nothing to work on."""
    del match, token, column
    return None


def _leaf(match: Match, text: str, column: str | None, *, beginning: bool = False) -> str | None:
    """Read a word or phrase; runs of scripts without spaces become phrases of pairs."""
    runs = [] if text.isascii() else RUN.findall(text)
    match.runs += runs
    if column:  # the pairs of all fields are in one column of the index
        match.checks += [(column, run) for run in runs]
    parts: list[str | None] = [phrase(run) for run in runs]
    rest = RUN.sub(" ", text) if runs else text
    if _is_word(rest):
        is_beginning = beginning and text.endswith(rest)
        parts.append(_in_column(_with_star(match, rest, beginning=is_beginning), column))
        match.words.append(rest)
    return _join("AND", parts)


def _with_star(match: Match, text: str, *, beginning: bool) -> str:
    if not beginning:
        return _quote(text)
    if sum(map(str.isalnum, text)) < SHORTEST_BEGINNING:
        match.notes.append(f"{text}* is too short for a beginning: looked for the word {text}")
        return _quote(text)
    return f"{_quote(text)} *"


def _is_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _is_plain_word(text: str) -> bool:
    return _is_word(text) and (text.isascii() or not RUN.search(text))


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _in_column(expression: str, column: str | None) -> str:
    if column:
        return f"{column} : {expression}"
    return expression


def _join(operator: str, parts: Sequence[str | None]) -> str | None:
    """Return the parts that can be looked for as one expression, or None if there is none."""
    known = [part for part in parts if part]
    if not known:
        return None
    if len(known) == 1:
        return known[0]
    return f"({f' {operator} '.join(known)})"


# group of a lexeme -> what reads it
LEAVES: tuple[tuple[str, Callable[[Match, re.Match[str], str | None], str | None]], ...] = (
    ("near", _near),
    ("phrase", _phrase),
    ("word", _word),
    ("operator", _operator),
    ("minus", _operator),
)
