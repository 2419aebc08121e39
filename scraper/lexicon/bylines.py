"""Give the phrases before a name in a byline: "by", "Text:", "von unserem Korrespondenten"."""

from __future__ import annotations

from scraper.lexicon import longest_first, phrases_in

BY = longest_first(phrases_in("bylines", "before"))
BY_COLON = longest_first(phrases_in("bylines", "before_a_colon"))  # only with a colon behind
SURELY_BY = longest_first(
    phrases_in("bylines", "surely_before")
)  # a single word is a name after these
