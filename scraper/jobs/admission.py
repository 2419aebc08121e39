"""Which of the leads of a run are visited: each address once, and none that has just been visited.

They are queued before the first visit, so that whatever ends the run, none is forgotten.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import islice

from scraper import faults, urls
from scraper.archive import Archive
from scraper.archive.crawl.fetch_log import LastAnswer
from scraper.jobs import decide
from scraper.jobs.decide import Visit
from scraper.jobs.ledger import Ledger
from scraper.models import Lead, Outcome

BATCH = 500  # leads that are queued at once: a fraction of a second


@dataclass(kw_only=True)
class Admission:
    """The way of a run's leads into the queue."""

    archive: Archive
    ledger: Ledger
    max_age: float | None  # seconds for which an answer counts as new; None: visit anyway
    on_failure: Callable[[Outcome], None]
    on_remembered: Callable[[Outcome], None]
    enough: Callable[[], bool]  # whether the run is to begin nothing new
    # further leads to an address, by the URL of the first
    repeated: defaultdict[str, list[Lead]] = field(default_factory=lambda: defaultdict(list))

    async def queue(self, leads: Iterable[Lead]) -> list[Lead]:
        """Queue the leads that are worth a visit, and return them.

        What there is no time to queue comes with the same command again.
        """
        first: dict[str, Lead] = {}  # by address, however often the input has it
        async for batch in self._batches(leads):
            for lead in batch:
                self._note_address(lead, first)
        queued: list[Lead] = []
        async for batch in self._batches(first.values()):
            queued += self._add([lead for lead in batch if self._is_due(lead)])
        return queued

    async def _batches(self, leads: Iterable[Lead]) -> AsyncIterator[list[Lead]]:
        """Yield the leads in parts while there is time; signals have their turn in between."""
        rest = iter(leads)
        while not self.enough() and (batch := list(islice(rest, BATCH))):
            yield batch
            await asyncio.sleep(0)

    def _note_address(self, lead: Lead, first: dict[str, Lead]) -> None:
        """Note the first lead to each address in `first`; report text that is not an address."""
        try:
            address = urls.canonical(lead.url)
        except ValueError as error:
            visit = Visit(lead=_shortened(lead))
            reason = decide.why_no_address(lead.url)
            self.on_failure(self.ledger.failed(visit, reason, str(error)))
        except Exception as error:  # noqa: BLE001 - the border: see faults
            self.on_failure(self.ledger.fault(Visit(lead=lead), error))
        else:
            if first.setdefault(address, lead) is not lead:
                self.repeated[first[address].url].append(lead)

    def _is_due(self, lead: Lead) -> bool:
        """Return whether to visit an address; report one that has just been visited."""
        try:
            known = self._answer(lead)
        except Exception as error:  # noqa: BLE001 - the border
            self.on_failure(self.ledger.fault(Visit(lead=lead), error))
            return False
        if known is not None:
            self.on_remembered(decide.remembered(lead, known))
        return known is None

    def _answer(self, lead: Lead) -> LastAnswer | None:
        """Return the last answer of an address that makes another visit needless."""
        if self.max_age is None:
            return None
        known = self.archive.crawl.log.last_answer(lead.url, self.max_age)
        if known is not None and lead.feed is not None:  # it waits since its feed was read
            self.archive.crawl.queue.finish(lead.url)
        return known

    def _add(self, leads: list[Lead]) -> list[Lead]:
        """Queue the leads; return those that could be queued, and report the others."""
        try:
            self.archive.crawl.queue.add(leads)
        except Exception as error:
            if faults.ends_the_run(error):
                raise
            if len(leads) > 1:
                return [queued for lead in leads for queued in self._add([lead])]
            self.on_failure(self.ledger.fault(Visit(lead=leads[0]), error))
            return []
        return leads


def _shortened(lead: Lead) -> Lead:
    """Return a lead whose URL is short enough to be kept and shown."""
    return lead if len(lead.url) <= urls.LONGEST else replace(lead, url=urls.shown(lead.url))
