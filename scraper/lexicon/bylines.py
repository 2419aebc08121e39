"""Give the phrases before a name in a byline: "by", "Text:", "von unserem Korrespondenten"."""

from __future__ import annotations

from scraper.lexicon import longest_first, phrases_in, words_in

BY = longest_first(phrases_in("bylines", "before"))
BY_COLON = longest_first(phrases_in("bylines", "before_a_colon"))  # only with a colon behind
# A single word is a name after these.
SURELY_BY = longest_first(phrases_in("bylines", "surely_before"))
BEFORE_PEN_NAME = words_in("bylines", "before_a_pen_name")
GLUED = words_in("bylines", "glued")
BEFORE_PLACE = words_in("bylines", "before_a_place")
OF_ROLE = frozenset(words_in("bylines", "of_a_role"))
