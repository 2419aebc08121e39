"""Give the words of what pages state of themselves: publisher, section, tags, free or not."""

from __future__ import annotations

import re

from scraper.lexicon import phrases_in, words_in
from scraper.lexicon.matcher import alternation
from scraper.patterns import late

NOT_A_PUBLISHER = frozenset(words_in("stated_words", "systems"))
NO_SECTION = frozenset(phrases_in("stated_words", "no_section"))
FREE = frozenset(words_in("stated_words", "free"))
PAID = frozenset(words_in("stated_words", "paid"))
COMMA = re.compile("[,;、،]")  # of the scripts that have their own
# "来源：…": the source that East Asian pages name.
SOURCE = late(
    rf"(?:{alternation(words_in('stated_words', 'source'))})\s*[:：]\s*([^\s:：|｜]{{2,30}})"
)
