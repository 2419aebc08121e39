"""Clean text from outside where it enters: pages, feeds, lists, arguments, rows of other archives.

Half of a surrogate pair cannot be encoded, so one such character would stop any output. Control
characters act on terminals. Both are removed here, once, and never reach the rest of the program.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache
from itertools import chain
from operator import is_
from typing import TYPE_CHECKING, Any, TypeVar

from scraper.patterns import late

if TYPE_CHECKING:
    import json  # a search starts without it, and so does --help

T = TypeVar("T")

# Levels of nested JSON. Pages have up to about 40; code that recurses has 1000 frames.
DEEPEST = 128
LONGEST_INTEGER = 4300  # digits; Python refuses more, because they take quadratic time

_UNCLEAN = late("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = late("[\ud800-\udfff]")
_ESCAPED_BYTE = late("[\udc80-\udcff]")  # a byte of an argument that is not UTF-8 (PEP 383)
# Characters without a glyph: controls except the line break of an indented text, format characters
# (bidi, joiners, tags), line and paragraph separators, private use and halves of surrogate pairs
# (Unicode categories Cc, Cf, Zl, Zp, Co, Cs).
_UNSEEN = late(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\uf8ff\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U0010ffff]"
)
# Python counts them as not printable, but they are in many texts, and seen. To remove them takes a
# tenth of the time of a search for those without a glyph.
_WIDE_SPACES = "\xa0\u2009\u202f\u3000"
# those without a glyph that are in many texts, as JSON writes them: the same holds for them
_FREQUENT_MARKS = {
    "\xad": r"\u00ad",
    "\u200b": r"\u200b",
    "\u200c": r"\u200c",
    "\u200d": r"\u200d",
    "\u200e": r"\u200e",
    "\u2060": r"\u2060",
    "\ufeff": r"\ufeff",
}
_RETURN = late("\r\n?")
# Controls that separate words or lines become white space; the others are removed.
_SEPARATORS = {0x0B: "\n", 0x0C: "\n", 0x85: "\n", **dict.fromkeys(range(0x1C, 0x20), " ")}
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF), "")
_REPLACED = _CONTROLS | {0x09: "\t", 0x0A: "\n"} | _SEPARATORS


def clean_text(text: str) -> str:
    """Return the text without control characters and lone surrogates; tabs and line breaks stay.

    Two halves of a surrogate pair are joined, a lone half becomes U+FFFD. A carriage return becomes
    a line break.
    """
    # almost every text; the search takes twice as long as the second look
    if text.isprintable() or text.replace("\n", "").isprintable() or not _UNCLEAN.search(text):
        return text
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _RETURN.sub("\n", text).translate(_REPLACED)


@lru_cache(16)  # more than the texts of an article, each of which is asked for several times
def has_printable_lines(text: str) -> bool:
    """Return whether a text has no other character than printable ones and line feeds."""
    return text.replace("\n", "").isprintable()


def clean(value: T) -> T:
    """Return the value with every text in it clean, keys included.

    It is the very same object if all texts are clean already. The walk goes into lists, tuples,
    dictionaries and dataclasses.
    """
    walk = _WALKS.get(type(value)) or _walk_of(type(value))
    cleaned: T = walk(value)
    return cleaned


def clean_argument(text: str) -> str:
    """Return a URL from the command line; its bytes that are not UTF-8 are percent-encoded."""
    return clean_text(_ESCAPED_BYTE.sub(_percent_encoded, text))


def _percent_encoded(escaped: re.Match[str]) -> str:
    return f"%{ord(escaped[0]) - 0xDC00:02X}"


class BadJson(ValueError):
    """The text is not usable JSON; the message is one line."""


def load_json(
    text: str | bytes, *, strict: bool = True, exact: bool = False, raw: bool = False
) -> Any:
    """Return the value of a JSON text, with every text in it clean; raise BadJson on any fault.

    `strict=False` allows raw line breaks inside strings. A number that a float cannot hold (NaN,
    Infinity, 1e999, an integer of more than 4300 digits) is None, and the last of several members
    with the same name counts; with `exact` both are errors. With `raw` the texts are returned as
    they are, for a caller that cleans them itself.
    """
    document = _as_text(text).strip(" \t\r\n")
    value, _ = _decoded(document, 0, strict=strict, exact=exact, whole=True)
    return value if raw else clean(value)


def load_first_json(text: str, start: int = 0) -> tuple[Any, int]:
    """Return the JSON value that begins at `start`, and the place where it ends.

    Anything may follow it. See `load_json`.
    """
    value, end = _decoded(text, start, strict=False, exact=False, whole=False)
    return clean(value), end


def dump_json(value: Any, *, indent: int | None = None, compact: bool = False) -> str:
    r"""Return the value as JSON that is safe to show on a terminal.

    Characters without a glyph are written as `\\uXXXX`; letters of all scripts stay. A float that
    JSON cannot write (NaN, infinity) is null.
    """
    encoder = _encoder(indent, compact)
    try:
        text = encoder.encode(value)
    except ValueError:  # a float that is not finite, or a value inside itself, which fails again
        text = encoder.encode(_finite(value))
    return _shown(text)


@cache
def _encoder(indent: int | None, compact: bool) -> json.JSONEncoder:  # noqa: FBT001 - two keys of a cache
    import json

    separators = (",", ":") if compact else None
    return json.JSONEncoder(
        ensure_ascii=False, indent=indent, separators=separators, allow_nan=False
    )


def dump_text(text: str) -> str:
    """Return a text as `dump_json` writes it; of a long text it takes half of the time.

    The encoder looks at each character twice, where `replace` skips to those that matter.
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{_shown(escaped)}"'


def _shown(text: str) -> str:
    """Return JSON with the characters escaped that have no glyph."""
    if text.isprintable():
        return text
    for mark, escaped in _FREQUENT_MARKS.items():
        text = text.replace(mark, escaped)
    rest = text
    for space in _WIDE_SPACES:
        rest = rest.replace(space, "")
    return text if rest.isprintable() else _UNSEEN.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    import json

    return json.dumps(found[0])[1:-1]


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    return value


def _as_text(text: str | bytes) -> str:
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    import json

    try:
        return text.decode(json.detect_encoding(text), "surrogatepass").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise BadJson(f"not UTF-8 at byte {error.start}") from None


def _decoded(text: str, start: int, *, strict: bool, exact: bool, whole: bool) -> tuple[Any, int]:
    try:
        value, end = _decoder(strict, exact).raw_decode(text, start)
        if whole and end != len(text):
            import json

            raise json.JSONDecodeError("Extra data", text, end)
    except RecursionError:
        raise BadJson(f"nested deeper than {DEEPEST} levels") from None
    except ValueError as error:
        raise BadJson(" ".join(str(error).split())) from None
    if text.count("[") + text.count("{") > DEEPEST and _is_deep(value):
        raise BadJson(f"nested deeper than {DEEPEST} levels")
    return value, end


@cache
def _decoder(strict: bool, exact: bool) -> json.JSONDecoder:  # noqa: FBT001 - two keys of a cache
    import json

    if exact:
        return json.JSONDecoder(
            strict=strict,
            parse_constant=_refuse_constant,
            parse_float=_exact_float,
            parse_int=_exact_int,
            object_pairs_hook=_exact_object,
        )
    return json.JSONDecoder(
        strict=strict,
        parse_constant=lambda _: None,
        parse_float=_float_or_none,
        parse_int=_int_or_none,
    )


def _is_deep(value: Any) -> bool:
    """Return whether a value is nested deeper than DEEPEST.

    It goes level by level, because recursion would meet the same limit.
    """
    level = [value]
    for _ in range(DEEPEST):
        items = chain.from_iterable(map(_items, level))
        level = [item for item in items if type(item) in (dict, list)]
        if not level:
            return False
    return True


def _items(value: Any) -> Any:
    return value.values() if type(value) is dict else value


def _float_or_none(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def _int_or_none(text: str) -> int | None:
    return int(text) if len(text) <= LONGEST_INTEGER else None


def _refuse_constant(name: str) -> None:
    raise BadJson(f"{name} is not a number in JSON")


def _exact_float(text: str) -> float:
    number = _float_or_none(text)
    if number is None:
        raise BadJson(f"the number {text[:40]} is too large")
    return number


def _exact_int(text: str) -> int:
    number = _int_or_none(text)
    if number is None:
        raise BadJson(f"a number of {len(text)} digits is too large")
    return number


def _exact_object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(members)
    if len(table) < len(members):
        names = [name for name, _ in members]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadJson(f"two members are named {twice[:40]!r}")
    return table


# --- the walk through a value: a function for each type ------------------------------------------


def _same(value: Any) -> Any:
    return value


def _clean_list(value: list[Any]) -> list[Any]:
    cleaned = [clean(item) for item in value]
    return cleaned if _differ(cleaned, value) else value


def _clean_tuple(value: tuple[Any, ...]) -> tuple[Any, ...]:
    cleaned = tuple([clean(item) for item in value])
    return cleaned if _differ(cleaned, value) else value


def _clean_dict(value: dict[Any, Any]) -> dict[Any, Any]:
    keys = _clean_list(list(value))
    values = [clean(item) for item in value.values()]
    if _differ(keys, value) or _differ(values, value.values()):
        return dict(zip(keys, values, strict=True))
    return value


def _differ(cleaned: Any, value: Any) -> bool:
    return not all(map(is_, cleaned, value))


def _walk_of_dataclass(names: tuple[str, ...]) -> Callable[[Any], Any]:
    def walk(value: Any) -> Any:
        changed = {}
        for name in names:
            old = getattr(value, name)
            if not old or (type(old) is str and old.isprintable()):  # most fields: skip the call
                continue
            new = clean(old)
            if new is not old:
                changed[name] = new
        return replace(value, **changed) if changed else value

    return walk


_WALKS: dict[type, Callable[[Any], Any]] = {
    str: clean_text,
    list: _clean_list,
    tuple: _clean_tuple,
    dict: _clean_dict,
}


def _walk_of(kind: type) -> Callable[[Any], Any]:
    """Return what cleans values of a type; an enum, a number or a date has nothing to clean."""
    names = tuple(getattr(kind, "__dataclass_fields__", ()))
    _WALKS[kind] = _walk_of_dataclass(names) if names else _same
    return _WALKS[kind]
