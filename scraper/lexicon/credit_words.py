"""Give the ways in which pictures are signed: words before a name, signs, agencies."""

from __future__ import annotations

from scraper.lexicon import phrases_in, words_in
from scraper.lexicon.matcher import alternation

LABELS = frozenset(phrases_in("credits", "labels"))
BY_LABELS = alternation(phrases_in("credits", "before"))
BARE_LABELS = alternation(phrases_in("credits", "bare"))
FROM_LABELS = alternation(phrases_in("credits", "from"))
EAST_VERBS = phrases_in("credits", "verbs_behind")
SIGNS = phrases_in("credits", "signs")
AGENCIES = frozenset(phrases_in("credits", "agencies"))
CONNECTORS = frozenset(words_in("credits", "connectors"))
RIGHTS = phrases_in("credits", "rights")
RIGHTS_BEGIN = phrases_in("credits", "rights_begin")
BY = phrases_in("credits", "by")
BY_SMALL = phrases_in("credits", "by_small")
TITLES_BEHIND = phrases_in("credits", "titles_behind")
AGENCY_ENDINGS = phrases_in("credits", "agency_endings")
