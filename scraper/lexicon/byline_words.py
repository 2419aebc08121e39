"""Give the words of names in bylines: between, inside and beside names, and those no name has."""

from __future__ import annotations

from scraper.lexicon import phrases_in, words_in


def _set(section: str) -> frozenset[str]:
    return frozenset(words_in("names", section))


AND = _set("and")
PARTICLES = _set("particles")
GIVEN_NAMES = _set("given_names")
TITLES = _set("titles")
ORGANISATION = _set("organisation")
CALENDAR = _set("calendar")
CUT_SHORT = _set("cut_short")
NO_NAME = CALENDAR | _set("no_name")
INTERFACE = _set("interface")
SECTIONS = _set("sections")
NOBODY = _set("nobody")
ARTICLES = _set("articles")
EASTERN_ENDS = words_in("names", "eastern_newsroom") + words_in("names", "eastern_interface")
AGENCIES = _set("agencies")
AGENCY_NAMES = frozenset(phrases_in("names", "agency_names"))
HOST_ENDS = words_in("hosts", "ends")
SOCIAL_HOSTS = words_in("hosts", "social")
SHARE_PATHS = words_in("hosts", "share_paths")
