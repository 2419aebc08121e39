"""Cut credits off captions in Chinese, Japanese and Korean, where a verb or "＝" marks them."""

from __future__ import annotations

import re
from typing import NamedTuple

from scraper.extract.images.credit_labels import clean
from scraper.extract.images.credit_names import has_agency
from scraper.lexicon.credit_words import (
    AGENCY_ENDINGS,
    EAST_VERBS,
    TITLES_BEHIND,
)
from scraper.patterns import late

MAX_AGENCY = 15  # characters of an agency behind "＝"; more are a place or a sentence
MAX_SHOT = 40  # characters at the end in which a photographer is sought

_ENDS = (*EAST_VERBS, *TITLES_BEHIND)
_MAKER_ENDS = (*EAST_VERBS, *AGENCY_ENDINGS)
_BEFORE = ("", *".。！？」』")  # a sentence that ends, or nothing
_TAIL = re.compile(r"[=＝]([^=＝。]{1,30})$")
SHOT = late(rf"([\w・／/\s]{{1,24}}?)(?:{'|'.join(_ENDS)})$")


class Cut(NamedTuple):
    """The span of a credit with its label in a text, and the name in it."""

    start: int
    end: int
    name: str


def by_eastern_tail(text: str) -> Cut | None:
    """Cut ＝ロイター, ＝代表撮影 or 。新华社记者 某某 摄 off the end; a date or place remains."""
    return _by_verb(text) or _by_equals_sign(text)


def _by_verb(text: str) -> Cut | None:
    if not text.endswith(_ENDS):
        return None
    shot = SHOT.search(text, max(0, len(text) - MAX_SHOT))
    if shot and shot[1].strip() and text[: shot.start()].endswith(_BEFORE):
        return Cut(shot.start(), len(text), clean(shot[0]))
    return None


def _by_equals_sign(text: str) -> Cut | None:
    match = _TAIL.search(text)
    if match is None:
        return None
    name = match[1].strip()
    is_agency = len(name) <= MAX_AGENCY and has_agency(name)
    is_maker = is_agency or name.endswith(_MAKER_ENDS)
    return Cut(match.start(), len(text), clean(name)) if is_maker else None
