"""Weigh the features of a page and sum them: above the threshold it lists other pages."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from scraper.page_kind.listing_features import DATED, Features, features
from scraper.page_kind.page_facts import PageFacts

STRONGEST = 4  # features that are named as evidence


class KindScore(NamedTuple):
    """A sum and what made it."""

    value: float  # above 0 the page lists others
    shares: Features  # feature -> what it adds to the sum

    @property
    def is_listing(self) -> bool:
        """Return whether the page lists other pages."""
        return self.value > 0

    def strongest(self, count: int = STRONGEST) -> list[tuple[str, float]]:
        """Return the features that say most for the verdict, strongest first, with shares."""
        side = 1 if self.is_listing else -1
        shares = ((name, share) for name, share in self.shares.items() if name != "bias")
        agreeing = [(name, share) for name, share in shares if share * side > 0]
        return sorted(agreeing, key=lambda named: -abs(named[1]))[:count]


class KindWeights(NamedTuple):
    """What was learned; `threshold` is the sum from which a page counts as a listing."""

    threshold: float
    of: dict[str, float]


@lru_cache(1)
def weights() -> KindWeights:
    """Return the weights as bench/train_kinds.py wrote them."""
    table = json.loads(Path(__file__).with_name("weights.json").read_text("utf-8"))
    return KindWeights(threshold=float(table["threshold"]), of=table["weights"])


def score(facts: PageFacts, *, is_dated: bool) -> KindScore:
    """Return how much a page looks like a list of pages."""
    learned = weights()
    found = features(facts)
    shares = {name: learned.of[name] * value for name, value in found.items() if name in learned.of}
    value = sum(shares.values()) - learned.threshold
    dated = learned.of.get(DATED, 0.0)
    would_turn = (value > 0) != (value + dated > 0)
    if would_turn and is_dated:
        shares[DATED] = dated
        value += dated
    return KindScore(value, shares)
