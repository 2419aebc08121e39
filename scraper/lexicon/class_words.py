"""Give the words of class and id names: why a box is not the article, or that it is."""

from __future__ import annotations

from scraper.lexicon import load, words_in

WORDS = {reason: words_in("box_names", reason) for reason in load("box_names")}
CONTENT = words_in("text_names", "content")  # the text, or its container
LEAD = words_in("text_names", "lead")  # the standfirst
DROP_CAP = words_in("text_names", "drop_cap")
PULL_QUOTES = words_in("text_names", "pull_quote")

STATE_FRONTS = words_in("class_rules", "state_fronts")  # of the whole page or post
NOT_STATES = frozenset(words_in("class_rules", "not_states"))
NEGATIONS = frozenset(words_in("class_rules", "negations"))  # they take the next word back
HIDDEN_NAMES = frozenset(words_in("class_rules", "hidden"))
READER_ONLY = frozenset(words_in("class_rules", "reader_only"))
BACK_LINKS = frozenset(words_in("class_rules", "back_links"))  # arrows of footnotes
EMBEDS = words_in("class_rules", "embeds")  # posts of other people that the page shows
