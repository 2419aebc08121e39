"""Which ladder an article is on, by the settings for its labels, its site and all others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from scraper import urls
from scraper.hostnames import upwards
from scraper.jobs.due import DEFAULT, Ladder

NO_LADDER: Ladder = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RefreshRule:
    """What is chosen for the articles of a site or of a label set; None: nothing."""

    refresh: bool | None = None  # whether they are looked at again
    ladder: Ladder | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """When articles are looked at again: what a label set chooses goes before what a site does."""

    ladder: Ladder = DEFAULT
    sites: Mapping[str, RefreshRule] = field(default_factory=dict)  # by host, in lower case
    labels: Mapping[str, RefreshRule] = field(default_factory=dict)  # the first one goes before

    @property
    def longest(self) -> float:
        """Return the last age of all ladders, in seconds."""
        rules = (*self.sites.values(), *self.labels.values())
        ladders = (self.ladder, *(rule.ladder for rule in rules if rule.ladder))
        return max(ladder[-1] for ladder in ladders)

    @property
    def fingerprint(self) -> str:
        """Return a hash that another schedule does not have."""
        return sha256(repr(self).encode()).hexdigest()

    def ladder_of(self, url: str, labels: Iterable[str] = ()) -> Ladder:
        """Return the ladder of an article; NO_LADDER for one that is not looked at again."""
        if not self.sites and not self.labels:
            return self.ladder
        rules = list(self._rules(url, frozenset(labels)))
        choices = [rule.refresh for rule in rules if rule.refresh is not None]
        if choices and not choices[0]:
            return NO_LADDER
        ladders = (rule.ladder for rule in rules if rule.ladder is not None)
        return next(ladders, self.ladder)

    def _rules(self, url: str, labels: frozenset[str]) -> Iterator[RefreshRule]:
        """Yield what was chosen for an article, the strongest first."""
        for name, rule in self.labels.items():
            if name in labels:
                yield rule
        if self.sites:
            for host in upwards(urls.authority(url)):
                if host in self.sites:
                    yield self.sites[host]


DEFAULT_SCHEDULE = Schedule()
