"""What the comments of the schema say about the columns of a table."""

from __future__ import annotations

import re

from scraper.archive.store.schema_objects import declared
from scraper.patterns import late

# "  site TEXT NOT NULL,      -- the host without www."
_COMMENTED = late(r"^\s+(\w+) [A-Z]+\b[^\n]*?--[ ]*([^\n]+)$", re.MULTILINE)


def column_comments(table: str) -> dict[str, str]:
    """Return the comment of each column of a table of ours that has one, by the column's name."""
    return dict(_COMMENTED.findall(declared()[table].sql))
