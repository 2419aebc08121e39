"""Give the class names of titles and kickers, and what parts a site's name from its title."""

from __future__ import annotations

import re

from scraper.lexicon import words_in
from scraper.lexicon.matcher import alternation
from scraper.patterns import late

# Of a line above or in front of the headline, inside the same <h1>.
KICKER_CLASSES = frozenset(words_in("title_words", "kicker_classes"))
TITLE_CLASSES = frozenset(words_in("title_words", "title_classes"))
# "…-云岭网": newspapers' names after a hyphen without spaces.
EASTERN_SITE = late(
    rf"(?:\s*[-—]+\s*[^\s\-—]{{0,10}}(?:{alternation(words_in('title_words', 'newsrooms'))}))+$"
)
UNDERSCORE = re.compile(r"_+|--+")  # by which Chinese titles part headline, section and site
HAN = late(r"[\u3400-\u9fff]{4}")
