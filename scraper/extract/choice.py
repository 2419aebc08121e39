"""How a field is chosen: strategies make offers, the best one wins.

The others are kept with the reason why they lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, TypeVar

from scraper.models import Candidate

T = TypeVar("T")


class Offer(NamedTuple, Generic[T]):
    """A value for a field, and how far to trust it (0 to 1)."""

    value: T
    raw: str | None = None  # as the page has it
    confidence: float = 0.5
    strategy: str = ""
    fault: str | None = None  # why it must not win


class Choice(NamedTuple, Generic[T]):
    """What was chosen for a field, by which strategy, over what."""

    value: T | None = None
    strategy: str | None = None
    candidates: tuple[Candidate, ...] = ()


# Of the context, and of what else the strategies of its field are given.
Strategy = Callable[..., Offer[T] | None]


def offers(context: object, strategies: Iterable[Strategy[T]], **given: object) -> list[Offer[T]]:
    """Return what each strategy offers, in their order.

    An offer without a strategy's name gets that of the function that made it.
    """
    made: list[Offer[T]] = []
    for strategy in strategies:
        offer = strategy(context, **given)
        if offer is None:
            continue
        if not offer.strategy:
            offer = offer._replace(strategy=strategy.__name__.strip("_"))
        made.append(offer)
    return made


def first(
    field: str, context: object, strategies: Iterable[Strategy[T]], show: Callable[[T], str] = str
) -> Choice[T]:
    """Return the choice of the first offer without a fault."""
    made = offers(context, strategies)
    faultless = (offer for offer in made if not offer.fault)
    return chosen(field, made, next(faultless, None), show)


def chosen(
    field: str, made: Iterable[Offer[T]], winner: Offer[T] | None, show: Callable[[T], str] = str
) -> Choice[T]:
    """Return the choice of the winner among the offers made, with the others as losers."""
    candidates = [
        Candidate(
            field=field,
            strategy=offer.strategy,
            value=show(offer.value),
            raw=offer.raw,
            won=offer is winner,
            why=_why(offer, winner),
            confidence=offer.confidence,
        )
        for offer in made
    ]
    if winner is None:
        return Choice(candidates=tuple(candidates))
    return Choice(value=winner.value, strategy=winner.strategy, candidates=tuple(candidates))


def _why(offer: Offer[T], winner: Offer[T] | None) -> str | None:
    """Return why an offer lost; None for the winner."""
    if offer is winner:
        return None
    if offer.fault or winner is None:
        return offer.fault
    if offer.value == winner.value:
        return f"says the same as {winner.strategy}"
    return f"{winner.strategy} stands above it"
