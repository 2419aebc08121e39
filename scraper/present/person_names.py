"""Part the names of people for lists of references, which sort them by family name."""

from __future__ import annotations

from typing import NamedTuple

SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})
LEAST_PARTS = 2  # a given name and a family name


class PersonName(NamedTuple):
    """A name; without a given name it is written as it is, like that of an organisation."""

    family: str
    given: str = ""
    suffix: str = ""


def split_name(name: str) -> PersonName:
    """Return the parts of a person's name in the order of Western languages.

    The last word is the family name, with the words in small letters before it (van der Berg).
    A name of one word, such as one in Chinese, and one with a comma stay whole.
    """
    words = name.split()
    suffix = words.pop() if len(words) > LEAST_PARTS and words[-1] in SUFFIXES else ""
    if len(words) < LEAST_PARTS or any("," in word for word in words):
        return PersonName(name)
    start = len(words) - 1
    while start > 1 and words[start - 1].islower():
        start -= 1
    return PersonName(" ".join(words[start:]), " ".join(words[:start]), suffix)
