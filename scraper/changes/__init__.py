"""Pure: two versions -> what changed, of what kind, how much it matters."""

from scraper.changes.compare import MATERIAL, Edit, compare, is_stealth
from scraper.changes.diff import Pair, Piece, Run, pairs, runs
from scraper.changes.kinds import Kind

__all__ = ["MATERIAL", "Edit", "Kind", "Pair", "Piece", "Run", "compare", "is_stealth", "pairs", "runs"]
