"""How a field is chosen: strategies make offers, the best one wins, the others are kept with the reason they lost."""

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


Strategy = Callable[
    ..., Offer[T] | None
]  # of the context, and of what else its field's strategies are told


def offers(context: object, strategies: Iterable[Strategy[T]], **told: object) -> list[Offer[T]]:
    """What each strategy offers, in their order; its function's name is the strategy's."""
    made: list[Offer[T]] = []
    for strategy in strategies:
        offer = strategy(context, **told)
        if offer is not None:
            made.append(
                offer if offer.strategy else offer._replace(strategy=strategy.__name__.strip("_"))
            )
    return made


def first(
    field: str, context: object, strategies: Iterable[Strategy[T]], show: Callable[[T], str] = str
) -> Choice[T]:
    """The first offer without a fault."""
    made = offers(context, strategies)
    return chosen(field, made, next((o for o in made if not o.fault), None), show)


def chosen(
    field: str, made: Iterable[Offer[T]], winner: Offer[T] | None, show: Callable[[T], str] = str
) -> Choice[T]:
    """The choice of the winner among the offers made, with the others as losers."""
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
    if offer is winner or offer.fault or winner is None:
        return None if offer is winner else offer.fault
    return (
        f"says the same as {winner.strategy}"
        if offer.value == winner.value
        else f"{winner.strategy} stands above it"
    )
