"""Compare two versions: what changed, the kind of each change, and how much it matters."""

from scraper.changes.compare import FIELDS, MATERIAL, Edit, compare, is_stealth
from scraper.changes.kinds import EditKind
from scraper.changes.pairing import Pair, pairs
from scraper.changes.side_by_side import Side, lines, sides, words
from scraper.changes.word_diff import Run, RunKind, runs

__all__ = [
    "FIELDS",
    "MATERIAL",
    "Edit",
    "EditKind",
    "Pair",
    "Run",
    "RunKind",
    "Side",
    "compare",
    "is_stealth",
    "lines",
    "pairs",
    "runs",
    "sides",
    "words",
]
