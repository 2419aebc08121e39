"""Give the words and names by which pages mark when an article was published and changed."""

from __future__ import annotations

import re

from scraper.lexicon import phrases_in, words_in
from scraper.lexicon.matcher import alternation
from scraper.patterns import late


def _label(section: str) -> re.Pattern[str]:
    return late(alternation(phrases_in("dates", section)), re.IGNORECASE)


def _part_of_name(section: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return late(alternation(words_in("dates", section)), flags)


PUBLISHED_METAS = words_in("dates", "published_metas")
WEAK_METAS = words_in("dates", "weak_metas")
MODIFIED_METAS = words_in("dates", "modified_metas")
NEVER_NAME = _part_of_name("never_metas", 0)
MODIFIED_CLASS = _part_of_name("modified_classes")
OTHER_CLASS = _part_of_name("other_classes")
MODIFIED_LABEL = _label("modified")
PUBLISHED_LABEL = _label("published")
OTHER_LABEL = _label("other")

# The letters of other systems' names: "cXenseParse:xyz-published_time", "sw-pubdate", "srf.date".
PUBLISHED_NAME = late(
    r"publi\w*(?:date|time|day|at|ed$)|pub(?:date|time|day)|(?:date|time)publi|creat\w*(?:date|time|on|at)$"
    r"|date(?:issued|created)|(?:dc|article|post|news|content|story|page)(?:date|time)$"
    r"|firstcreate|display(?:date|time)|uploaddate|releasedate|localtimestamp|regdate|gentime|inputdate|dateposted|postedon"
)
# The same in the data of programs: "publishedDate": "2025-05-07T15:04:00Z".
DATA = late(
    r"""["'](?=[adfpc_])(?:date_?published
    |(?:article|page|post|content|first)?_?(?:publish(?:ed)?|publication|pub)_?(?:date|time|at)
    |firstpublished(?:date|at|time)?|datepublication|date_publication|published)
    ["']\s*[:,]\s*["']([^"'<>]{8,40})["']""",
    re.IGNORECASE | re.VERBOSE,
)
# A part of each of these, in lower case: most scripts do not have it and need no other search.
DATA_AT_ALL = re.compile(r"""pub\w{0,14}["']\s*[:,]\s*["']""")
# A variable of the page's program: var publish_time = "2024-05-07 10:04", or seconds since 1970.
VARIABLE = late(
    r"""\bvar\s+(?:ct|publish_?time|pub_?time)\s*=\s*"""
    r"""["'](\d{10}(?=["'])|\d{4}-\d\d-\d\d[^"'<>]{0,20})["']""",
    re.IGNORECASE,
)
