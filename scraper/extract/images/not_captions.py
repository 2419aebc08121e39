"""Recognise lines beside pictures that are not captions: buttons, counters, bylines, labels."""

from __future__ import annotations

import re

from scraper.lexicon.picture_lines import (
    BUTTON_VERBS,
    BUTTONS,
    BYLINES,
    CAPTION_LABELS,
    COUNTED,
    NUMBERED,
    OF,
    PARTICLES,
)
from scraper.patterns import late

MAX_INTERFACE = 100  # characters of a button's text

INTERFACE = late(
    rf"(?:[\d\s]+(?:/|\||-|{OF})\s*\d+"  # 2 of 12
    r"|\d{1,2}:\d{2}(?::\d{2})?(?:\s*min\.?)?"  # 02:13
    r"|\d+\s*(?:min|sec|sek|std|мин|分)\w*\.?"  # 3 min
    rf"|{NUMBERED}\s*\d+\s*(?:/|{OF})?\s*\d*"  # photo 3
    rf"|\d+\s+{COUNTED}\b.{{0,40}}"  # 12 photos
    rf"|{BUTTON_VERBS}\b.{{0,40}}|[A-Za-z]|{BUTTONS}[.:]?|\W*)",
    re.IGNORECASE,
)
LABEL = late(
    r"^(?:(?:image|media|photo|picture|video) ?caption[\s:]*"
    rf"|{CAPTION_LABELS}\s*[:：,]\s*)",
    re.IGNORECASE,
)
_CAPITAL = r"[^\W\d_a-zà-ÿ]"  # or a letter of a script without capitals
# Two capitals at least. Each name is matched once and whole, because names that share their letters
# could be split in many ways, and all of them would be tried.
BYLINE = late(
    rf"\A(?i:{BYLINES}):?\s++(?=(?:{PARTICLES}\s|{_CAPITAL})[^,(|•]*?{_CAPITAL})"
    rf"(?:{PARTICLES}\s++|{_CAPITAL}[\w.'’-]*+\s*+){{1,8}}+(?:[,(|•].*)?$",
)


def is_interface(text: str) -> bool:
    """Return whether a whole line belongs to the site's interface, such as a button."""
    return len(text) <= MAX_INTERFACE and INTERFACE.fullmatch(text) is not None
