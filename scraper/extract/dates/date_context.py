"""What dates are chosen from.

They are read before the kind of the page is known, for it depends on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scraper.extract.context import PageContext
from scraper.extract.dates.date_zones import Zones


@dataclass(frozen=True)
class DateContext(PageContext):
    """A parsed page with its main text, whatever kind of page it is."""

    @cached_property
    def date_zones(self) -> Zones:
        """Return where on the page a shown date can be the article's own."""
        return Zones(self.parsed, self.body)
