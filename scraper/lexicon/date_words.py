"""Give the words and names by which pages mark when an article was published and changed."""

from __future__ import annotations

import re

from scraper.lexicon import phrases_in, words_in
from scraper.lexicon.matcher import alternation
from scraper.patterns import late


def _label(section: str) -> re.Pattern[str]:
    return late(alternation(phrases_in("dates", section)), re.IGNORECASE)


def _part_of_name(section: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return late(alternation(words_in("dates", section)), flags)


PUBLISHED_METAS = words_in("dates", "published_metas")
WEAK_METAS = words_in("dates", "weak_metas")
MODIFIED_METAS = words_in("dates", "modified_metas")
MODIFIED_CLASS = _part_of_name("modified_classes")
OTHER_CLASS = _part_of_name("other_classes")
MODIFIED_LABEL = _label("modified")
PUBLISHED_LABEL = _label("published")


def _shapes(section: str) -> re.Pattern[str]:
    """Return a pattern of words in which a star is any letters, and a dollar sign the end."""
    words = map(re.escape, words_in("dates", section))
    shapes = (word.replace(r"\*", r"\w*").replace(r"\$", "$") for word in words)
    return late("|".join(shapes))


def _data_keys() -> str:
    """Return a pattern of the names that programs give to the date of publication."""
    whole = words_in("dates", "published_keys")
    beginnings = words_in("dates", "published_key_beginnings")
    stems = words_in("dates", "published_key_stems")
    ends = words_in("dates", "published_key_ends")
    first_letters = {word[0] for word in (*whole, *beginnings, *stems)}
    composed = f"{alternation(beginnings)}?_?{alternation(stems)}_?{alternation(ends)}"
    # Few of the names in a script begin with one of these letters.
    return f"(?=[{''.join(sorted(first_letters))}_])(?:{composed}|{alternation(whole)})"


PUBLISHED_NAME = _shapes("published_names")
# The same in the data of programs: "publishedDate": "2025-05-07T15:04:00Z".
DATA = late(rf"""["']{_data_keys()}["']\s*[:,]\s*["']([^"'<>]{{8,40}})["']""", re.IGNORECASE)
# A part of each of these, in lower case: most scripts do not have it and need no other search.
DATA_AT_ALL = re.compile(r"""pub\w{0,14}["']\s*[:,]\s*["']""")
# A variable of the page's program: var publish_time = "2024-05-07 10:04", or seconds since 1970.
VARIABLE = late(
    rf"""var\s+(?i:{alternation(words_in("dates", "published_variables"))})\s*=\s*"""
    r"""["'](\d{10}(?=["'])|\d{4}-\d\d-\d\d[^"'<>]{0,20})["']"""
)
