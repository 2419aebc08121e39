"""Give the names by which systems mark who wrote: of classes, paths, meta elements and data."""

from __future__ import annotations

import re

from scraper.lexicon import phrases_in, words_in
from scraper.lexicon.folding import key
from scraper.lexicon.matcher import alternation
from scraper.patterns import late


def _any(section: str) -> str:
    return alternation(words_in("field_names", section))


AUTHOR_METAS = words_in("field_names", "author_metas")
AUTHOR_KEYS = words_in("field_names", "author_keys")
AUTHOR_NAME = frozenset(words_in("field_names", "author_name"))
BESIDE_AUTHOR = frozenset(words_in("field_names", "beside_author"))
FILED = late(rf"{_any('filed')}|(?:^|[\s_-])tag", re.IGNORECASE)
DETAILS = late(rf"{_any('details')}|info\b|credits\b", re.IGNORECASE)
SLUG = late(rf"(?:linkedin\.com/in|/{_any('slug_paths')})/([^/?#]+)", re.IGNORECASE)
# Yoast, a search plugin of WordPress, writes twitter:label1 "Written by" and the name beside it.
CARD_LABELS = frozenset(map(key, phrases_in("bylines", "card_labels")))
