"""Give the scripts, what is written in them, and the small words that distinguish languages."""

from __future__ import annotations

from functools import cache

from scraper import lexicon

HEXADECIMAL = 16

Block = tuple[int, int, str, str]


def _blocks() -> tuple[Block, ...]:
    """Return the blocks of Unicode in order: first and last code point, script, language."""
    table = lexicon.load("scripts")
    found = []
    for script, ranges in table["blocks"].items():
        language = str(table["language"].get(script, ""))
        for block in str(ranges).split():
            first, last = (int(code, HEXADECIMAL) for code in block.split("-"))
            found.append((first, last, script, language))
    return tuple(sorted(found))


def _right_to_left(what: str) -> frozenset[str]:
    return frozenset(str(lexicon.load("scripts")["right_to_left"][what]).split())


SCRIPTS = _blocks()  # the language is "" where the small words must decide
RTL = _right_to_left("languages")
RTL_SCRIPTS = _right_to_left("scripts")
# Languages that share so many words that a short text may be of either.
NEIGHBOURS = tuple(map(frozenset, map(str.split, lexicon.phrases_in("scripts", "neighbours"))))


@cache
def words() -> dict[str, dict[str, frozenset[str]]]:
    """Return script -> language -> its small words."""
    return {
        script: {language: frozenset(str(entry).split()) for language, entry in table.items()}
        for script, table in lexicon.load("small_words").items()
    }
