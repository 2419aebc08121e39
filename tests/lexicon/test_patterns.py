"""No regular expression of the package costs more than the text that it is given, whatever the text says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pumping import LENGTHS, finding
from scraper.archive.articles import gate
from scraper.extract import headline
from scraper.extract.body import line_rules
from scraper.extract.dates import shown_dates
from scraper.extract.images import credit_labels, not_captions
from scraper.lexicon import byline_dates, byline_parser, eastern_bylines, introductions
from scraper.lexicon.corrections import COUNTED, SHORT_TEXT, TIME
from scraper.sources import feed_times

# Those whose cost may grow with the square of the text, and the longest text that they are ever given.
BOUNDED = {
    gate.ERROR_TITLE.pattern: gate.MAX_ERROR,
    COUNTED.pattern: SHORT_TEXT,
    TIME.pattern: SHORT_TEXT,
    headline.EASTERN_SITE.pattern: headline.MAX_TITLE,
    line_rules._ADDRESS.pattern: line_rules.SHORT,
    line_rules._REPORTER.pattern: line_rules.SHORT,
    shown_dates._DATELINE.pattern: shown_dates.MAX_LINE,
    not_captions.INTERFACE.pattern: not_captions.MAX_INTERFACE,
    credit_labels.LABEL_WORDS.pattern: credit_labels.MAX_LABEL,
    feed_times._ISO.pattern: feed_times._MAX_TIME,
    feed_times._TIME.pattern: feed_times._MAX_TIME,
}
BOUNDED_FILES = {
    "scraper/lexicon/byline_dates.py": byline_dates.MAX_LINE,
    "scraper/lexicon/byline_parser.py": byline_parser.MAX_LINE,
    "scraper/lexicon/eastern_bylines.py": eastern_bylines.MAX_LINE,
    "scraper/lexicon/introductions.py": introductions.MAX_LINE,
}

INDIC = r"[\u0300-\u036f\u0900-\u0dff\u0e00-\u0e7f\u200c]"
KNOWN = [  # what the package had, each at a page of a kilobyte
    (rf"((?:[^\W\d_]|{INDIC}|\.(?=[^\W\d_])){{2,30}})\s+(\d{{1,2}})\s+(\d{{4}})", re.IGNORECASE),
    (r"[\d\s/.:,-]+(?:(?:AM|PM|Uhr|h|[A-Z]{3,4})\s*)*", re.IGNORECASE),
    (r"(?i:by|von):?\s+(?:(?:de|van)\s+|[^\W\d_a-zà-ÿ][\w.'’-]*\s*){2,8}(?:[,(|•].*)?$", 0),
    (r"[^\W\d_]+(?:[.'ʼ-]+[^\W\d_]+)*\.?", 0),
    (r"^\s*(<!--.*?-->\s*)*<html", re.DOTALL),
    (r"time\s*:?\s*(?:about)?\s*\d+\s*min", 0),
]
WARNED_OF = [  # the kinds that books name
    (r"(a+)+b", 0),
    (r"(?:a|a)*b", 0),
    (r"(?:\w|\d)+!", 0),
    (r"(?:x+y?)*z", 0),
    (r"(.*)*#", 0),
    (r"^(?:[a-z]+ ?)+$", 0),
    (r"\s+$", 0),
    (r"<a.*?>.*?</b>", re.DOTALL),
    (rb"(?:[a-f]|[b-k])+!", 0),
]
QUICK = [
    (r"(?:[^\W\d_\u0900-\u0dff]|[\u0900-\u0dff]){2,30}+\s+\d", 0),
    (r"(?<!\s)\s++$", 0),
    (r"(?<!a)(?>a+)+b", 0),
    (r"(?<![a-z])[a-z]++://[^\s]{1,80}", 0),
    (r"\b\d{1,2}[./]\d{1,2}[./]\d{4}\b", 0),
]


@pytest.mark.parametrize(("pattern", "flags"), KNOWN)
@pytest.mark.slow
def test_the_search_finds_what_was_slow(pattern, flags):
    assert finding(pattern, flags) is not None


@pytest.mark.slow
@pytest.mark.parametrize(("pattern", "flags"), WARNED_OF)
def test_the_search_finds_the_kinds_that_books_name(pattern, flags):
    assert finding(pattern, flags) is not None


@pytest.mark.slow
@pytest.mark.parametrize(("pattern", "flags"), QUICK)
def test_the_search_blames_nothing_that_is_quick(pattern, flags):
    assert finding(pattern, flags) is None


def patterns() -> list[tuple[str, str | bytes, int]]:
    """Return (file, pattern, flags) of every pattern of the package."""
    program = Path(__file__).parent.parent / "patterns_of.py"
    done = subprocess.run([sys.executable, str(program)], capture_output=True, check=True)
    return [
        (place, pattern.encode("latin-1") if in_bytes else pattern, flags)
        for place, pattern, flags, in_bytes in json.loads(done.stdout)
    ]


@pytest.mark.slow
def test_no_pattern_of_the_package_is_slow():
    collected = patterns()
    assert len(collected) > 200
    found = []
    for place, pattern, flags in collected:
        longest = BOUNDED.get(pattern, BOUNDED_FILES.get(place, LENGTHS[-1]))
        if (each := finding(pattern, flags, longest)) is not None:
            found.append(f"{place}: {each}")
    assert found == []
