"""Pump each repeat of a regular expression, to find those whose cost grows faster than the text.

For each repeat, strings are made of what its contents match: each branch, each part of a class, separators that may be
missing, and the whole stretch from one repeat to the next. Each is repeated to several lengths, behind what the pattern
asks for in front, and followed by what cannot match.
"""

from __future__ import annotations

import itertools
import re
import signal
import time
from collections.abc import Iterator, Sequence
from re import _constants as codes
from re import _parser as parser
from typing import NamedTuple

SHORT = 60  # characters that must cost nothing: 2 ** 60 steps never end
LENGTHS = (SHORT, 1_000, 5_000, 20_000)
LIMIT = 0.25  # CPU seconds of one search; a linear one of 20,000 characters takes under 0.01
NOTICED = 0.06  # CPU seconds below which growth is not measured
CHEAP = 0.0005  # CPU seconds of a quarter of the longest text; from there to NOTICED is the power 3.4 of the length
GROWTH = 8.0  # times the cost of a text that is four times as long: 4 ** 1.5
MAX_SAMPLES = 14  # of a repeat's contents
MAX_UNIT = 400  # characters
ENDS = ("\x00!", "", "\n<")

REPEATS = {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}
CATEGORIES = {
    codes.CATEGORY_DIGIT: "0٣",
    codes.CATEGORY_NOT_DIGIT: "a ",
    codes.CATEGORY_SPACE: " \n\u00a0",
    codes.CATEGORY_NOT_SPACE: "aA0",
    codes.CATEGORY_WORD: "aA0_é中",
    codes.CATEGORY_NOT_WORD: " -.",
}
ANYTHING = "aA 0.,-'\"<&;:/é中ह\u0301\n"
SCRIPTS = "aAéß\u0301жΩइह\u093fกี中ကあ가ا0٣_ .,:;-–'’\"/()|<>&=!?\n\t\u00a0"  # what a class may hold


class Finding(NamedTuple):
    """A pattern whose cost grows too fast."""

    pattern: str
    unit: str
    length: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.pattern[:120]!r}: {self.seconds:.2f} s for {self.length} characters of {self.unit[:40]!r}"


class _OutOfTime(BaseException):
    pass


def finding(pattern: str | bytes, flags: int = 0, longest: int = LENGTHS[-1]) -> Finding | None:
    """Return the first text found that makes a pattern slow, None if there is none; `longest`: what it is ever given."""
    compiled = re.compile(pattern, flags)
    is_text = isinstance(pattern, str)
    told = pattern if is_text else pattern.decode("latin-1")
    pumped = list(dict.fromkeys(units(parser.parse(pattern, flags), compiled.flags)))
    for lengths in (LENGTHS[:1], [length for length in LENGTHS[1:] if length < longest] + [longest]):
        for before, unit in pumped:
            if (found := _slow(compiled, before, unit, lengths, text=is_text)) is not None:
                return Finding(told, unit, *found)
    return None


# --- texts ------------------------------------------------------------------------------------------


def units(tree: parser.SubPattern, flags: int) -> Iterator[tuple[str, str]]:
    """Give (what stands in front, what is repeated) for each repeat of a parsed pattern."""
    whole = samples(tree, flags)[:3]
    yield from (("", unit) for unit in whole if unit)
    for before, node in _walk(tree, "", flags):
        stretches = [node.contents, *node.behind]
        made = [sample for each in stretches for sample in samples(each, flags)]
        for unit in made:
            if unit and len(unit) <= MAX_UNIT:
                yield before, unit
                if before:
                    yield "", unit


class _Repeat(NamedTuple):
    contents: list
    behind: list[list]  # the repeat with what follows it, up to and with each of the next two repeats


def _walk(tree, before: str, flags: int) -> Iterator[tuple[str, _Repeat]]:
    """Each repeat in a sequence and in what it holds, with a text that matches what stands before it."""
    nodes = list(tree)
    for at, (code, value) in enumerate(nodes):
        if code in REPEATS:
            later = [i for i in range(at + 1, len(nodes)) if _has_repeat(nodes[i])][:2]
            yield before, _Repeat(list(value[2]), [nodes[at : end + 1] for end in later] + [nodes[at:]])
        for inner in _inner(code, value):
            yield from _walk(inner, before, flags)
        if code not in {codes.ASSERT, codes.ASSERT_NOT}:
            before += _shortest([nodes[at]], flags)


def _inner(code, value) -> list:
    if code in REPEATS:
        return [value[2]]
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code is codes.BRANCH:
        return value[1]
    if code is codes.ATOMIC_GROUP:
        return [value]
    if code in {codes.ASSERT, codes.ASSERT_NOT}:
        return [value[1]]
    return []


def _has_repeat(node) -> bool:
    code, value = node
    return code in REPEATS or any(_has_repeat(each) for inner in _inner(code, value) for each in inner)


def _shortest(nodes: list, flags: int) -> str:
    return samples(nodes, flags)[0]


def samples(nodes, flags: int) -> list[str]:
    """Return texts that a sequence matches: one of its shortest, and others that differ from it in one place each."""
    choices = [_choices(code, value, flags) for code, value in nodes]
    choices = [each for each in choices if each]
    base = [each[0] for each in choices]
    made = ["".join(base)]
    for round_ in itertools.count(1):
        differing = [(at, each[round_]) for at, each in enumerate(choices) if round_ < len(each)]
        if not differing or len(made) >= MAX_SAMPLES:
            break
        made += ["".join([*base[:at], other, *base[at + 1 :]]) for at, other in differing]
    return list(dict.fromkeys(made))[:MAX_SAMPLES]


def _choices(code, value, flags: int) -> list[str]:
    """Return the texts that one node of a pattern may match, the shortest first."""
    made: list[str] = []
    if code is codes.LITERAL:
        made = _cases(chr(value), flags)
    elif code is codes.NOT_LITERAL:
        made = [c for c in ANYTHING if ord(c) != value][:4]
    elif code is codes.ANY:
        made = list(ANYTHING)
    elif code is codes.IN:
        made = _members(value, flags)
    elif code in REPEATS:
        made = _repeated(*value, flags)
    elif code is codes.BRANCH:
        rows = itertools.zip_longest(*(samples(branch, flags) for branch in value[1]))
        made = [each for row in rows for each in row if each is not None]
    elif code in {codes.SUBPATTERN, codes.ATOMIC_GROUP}:
        made = samples(_inner(code, value)[0], flags)
    return made


def _repeated(least: int, most: int, contents, flags: int) -> list[str]:
    once = [each * max(1, least) for each in samples(contents, flags)]
    if not most:
        return [""]
    return ["", *once] if least == 0 else once


def _cases(sign: str, flags: int) -> list[str]:
    return [sign, sign.swapcase()] if flags & re.IGNORECASE and sign.swapcase() != sign else [sign]


def _members(items, flags: int) -> list[str]:
    """Return signs of a class: from each of its parts, and those that several of its parts hold."""
    if items[0][0] is codes.NEGATE:
        return [c for c in SCRIPTS if not any(_holds(item, c) for item in items[1:])][:9] or ["\u1234"]
    made = []
    for code, value in items:
        if code is codes.LITERAL:
            made.append([chr(value)])
        elif code is codes.RANGE:
            letters = [c for c in map(chr, range(value[0], min(value[1], value[0] + 120) + 1)) if c.isalpha()]
            made.append([chr(value[0]), *letters[5:6], chr(value[1]), *letters[:1]])
        elif code is codes.CATEGORY:
            made.append(list(CATEGORIES[value]))
    return [each for row in itertools.zip_longest(*made) for each in row if each is not None]


def _holds(item, sign: str) -> bool:
    code, value = item
    if code is codes.LITERAL:
        return ord(sign) == value
    if code is codes.RANGE:
        return value[0] <= ord(sign) <= value[1]
    tests = {
        codes.CATEGORY_DIGIT: sign.isdigit(),
        codes.CATEGORY_SPACE: sign.isspace(),
        codes.CATEGORY_WORD: sign.isalnum() or sign == "_",
    }
    if value in tests:
        return tests[value]
    opposite = {
        codes.CATEGORY_NOT_DIGIT: codes.CATEGORY_DIGIT,
        codes.CATEGORY_NOT_SPACE: codes.CATEGORY_SPACE,
        codes.CATEGORY_NOT_WORD: codes.CATEGORY_WORD,
    }
    return not tests[opposite[value]]


# --- time -------------------------------------------------------------------------------------------


def _slow(
    compiled: re.Pattern, before: str, unit: str, lengths: Sequence[int], *, text: bool
) -> tuple[int, float] | None:
    """Return the length and the seconds of a search that is too slow."""
    for end in ENDS:
        spent: dict[str, float] = {}
        for length in lengths:
            if length == LENGTHS[-1] and spent and max(spent.values()) < CHEAP:
                break
            pumped = before + unit * (length // len(unit) + 1) + end
            for method in ("search", "fullmatch"):
                seconds = _timed(getattr(compiled, method), pumped if text else pumped.encode("latin-1", "replace"))
                shorter = spent.get(method, 0.0)
                if seconds >= LIMIT or (seconds > NOTICED and length == LENGTHS[-1] and seconds > GROWTH * shorter):
                    return length, seconds
                spent[method] = seconds
    return None


def _timed(search, text) -> float:
    """Return the CPU seconds of a search, LIMIT if it was stopped there."""
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
    began = time.process_time()
    try:
        search(text)
    except _OutOfTime:
        return LIMIT
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - began


def _stop(*_: object) -> None:
    raise _OutOfTime
