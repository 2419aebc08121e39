"""Give the words of class and id names: why a box is not the article, or that it is."""

from __future__ import annotations

from scraper.lexicon import load, words_in

WORDS = {reason: words_in("box_names", reason) for reason in load("box_names")}
CONTENT = words_in("text_names", "content")  # the text, or its container
LEAD = words_in("text_names", "lead")  # the standfirst
DROP_CAP = words_in("text_names", "drop_cap")
