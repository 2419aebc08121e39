"""Give what sites write by pictures that is not a caption: buttons, counters, labels, bylines."""

from __future__ import annotations

from scraper.lexicon import phrases_in, words_in
from scraper.lexicon.matcher import alternation


def _pattern(section: str) -> str:
    return alternation(phrases_in("picture_lines", section))


BUTTONS = _pattern("buttons")
BUTTON_VERBS = _pattern("button_verbs")
CAPTION_LABELS = _pattern("caption_labels")
BYLINES = _pattern("bylines")
PARTICLES = alternation(words_in("picture_lines", "particles"))
COUNTED = _pattern("counted")
NUMBERED = _pattern("numbered")
OF = _pattern("of")
