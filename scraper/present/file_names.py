"""Name the files of an exported folder: safe on every system, unique, and sorted by date."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from scraper.patterns import late

MOST_BYTES = 80  # of the words in a name: file systems allow 255 bytes in all
_DAY = late(r"\d{4}-\d\d-\d\d")
_GAP = late(r"[\W_]+")


def file_name(row: Mapping[str, Any], suffix: str) -> str:
    """Return a name such as 2026-05-01-ferry-returns-17.md; the id makes it unique."""
    found = _DAY.match(row.get("date_published") or "")
    day = found[0] if found else "undated"
    words = slug(row.get("headline") or row["site"])
    return "-".join(part for part in (day, words, str(row["id"])) if part) + suffix


def slug(text: str) -> str:
    """Return letters and digits in lower case with hyphens between the words.

    Accents are removed; letters of other scripts stay.
    """
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    # Korean letters were taken apart, too
    words = _GAP.sub("-", unicodedata.normalize("NFC", kept).lower())
    cut = words.encode("utf-8", "ignore")[:MOST_BYTES].decode("utf-8", "ignore")
    return cut.strip("-")
