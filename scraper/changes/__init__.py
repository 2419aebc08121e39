"""Pure: two versions -> what changed, of what kind, how much it matters."""

from scraper.changes.compare import FIELDS, MATERIAL, Edit, compare, is_stealth
from scraper.changes.diff import Piece, Run, runs
from scraper.changes.kinds import Kind
from scraper.changes.pairing import Pair, pairs
from scraper.changes.sides import Side, lines, sides, words

__all__ = [
    "FIELDS",
    "MATERIAL",
    "Edit",
    "Kind",
    "Pair",
    "Piece",
    "Run",
    "Side",
    "compare",
    "is_stealth",
    "lines",
    "pairs",
    "runs",
    "sides",
    "words",
]
