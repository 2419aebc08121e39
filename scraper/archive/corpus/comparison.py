"""Comparison of two selections: the addresses that only one has, and outcomes that differ. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scraper.archive.corpus.attrition import Asked


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One address that two selections do not have in common, or not with the same outcome."""

    url: str
    where: str  # only_first, only_second, differs
    first: str | None  # the outcome there: the kind of the article, or the reason why there is none
    second: str | None


def compare(first: Iterable[Asked], second: Iterable[Asked]) -> Iterator[Difference]:
    """Yield the differences in the order of the first selection, then those of the second alone."""
    one, other = _outcomes(first), _outcomes(second)
    for url, outcome in one.items():
        if url not in other:
            yield Difference(url=url, where="only_first", first=outcome, second=None)
        elif other[url] != outcome:
            yield Difference(url=url, where="differs", first=outcome, second=other[url])
    for url, outcome in other.items():
        if url not in one:
            yield Difference(url=url, where="only_second", first=None, second=outcome)


def _outcomes(asked: Iterable[Asked]) -> dict[str, str | None]:
    """Return address -> outcome; an address asked for twice counts once."""
    return {one.url: one.verdict or one.reason for one in asked}
