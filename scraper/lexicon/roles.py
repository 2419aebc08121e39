"""Give the roles of people who sign: a part of a line with one of them is a role, not a name."""

from __future__ import annotations

from scraper.lexicon import phrases_in, words_in

ROLES = frozenset(words_in("roles", "words")) | frozenset(phrases_in("roles", "phrases"))
ROLE_ENDS = words_in("roles", "ends")
VERBS = phrases_in("roles", "verbs")
ON_BUTTONS = frozenset(words_in("roles", "on_buttons"))
