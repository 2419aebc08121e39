"""Give the class and id names of what a field may be read from: author, date, title, the site."""

from __future__ import annotations

from scraper.lexicon import words_in

SITE_NAMES = frozenset(words_in("field_names", "site"))

AUTHOR, DATE, TITLE, SITE = 1, 2, 4, 8
KINDS = (  # the last wins where one word is in two sections
    dict.fromkeys(words_in("field_names", "title"), TITLE)
    | dict.fromkeys(words_in("field_names", "date"), DATE)
    | dict.fromkeys(words_in("field_names", "author"), AUTHOR)
)
