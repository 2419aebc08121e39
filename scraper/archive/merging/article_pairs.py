"""Which articles of two archives are one: by their addresses, as a visit would find out.

Each article has at most one partner. The order of the two archives makes no difference: of several
that may be partners, those with the surest sign are taken first, and then by their addresses.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from scraper.archive.articles import identity
from scraper.archive.merging.inflow import BATCH, Inflow, among

# how sure it is that two articles are one, the surest first
SAME_ADDRESS, PROVED, ALIKE, SPELT_OTHERWISE = range(4)

_NAMES = "SELECT article_id, url, kind FROM aliases WHERE article_id IN"
_KNOWN = "SELECT article_id, url, kind FROM aliases WHERE url IN"
_AT = "SELECT id, url FROM articles WHERE url IN"
_TEXT = "SELECT url, headline, fingerprint FROM articles WHERE id = ?"

Names = dict[str, str]  # address -> kind of the alias


class _Sign(NamedTuple):
    """What shows that two articles are one, in the order in which signs are believed."""

    sureness: int
    urls: tuple[str, ...]  # of both, sorted
    of_source: int
    of_target: int


def find(inflow: Inflow) -> dict[int, int]:
    """Return the articles of the source that the target has: their ids there and here."""
    signs: list[_Sign] = []
    ids = inflow.article_ids()
    inflow.progress.begin("compares addresses", total=len(ids), unit="articles")
    for start in range(0, len(ids), BATCH):
        signs += _signs(inflow, ids[start : start + BATCH])
        inflow.progress.done = min(len(ids), start + BATCH)
    return _believed(signs)


def _believed(signs: Iterable[_Sign]) -> dict[int, int]:
    found: dict[int, int] = {}
    taken: set[int] = set()
    for sign in sorted(signs):
        if sign.of_source not in found and sign.of_target not in taken:
            found[sign.of_source] = sign.of_target
            taken.add(sign.of_target)
    return found


def _signs(inflow: Inflow, ids: list[int]) -> Iterator[_Sign]:
    """Yield what shows that some articles of the source are in the target."""
    source, target = inflow.source, inflow.target
    rows = among(source, "SELECT id, url FROM articles WHERE id IN", ids)
    addresses = {row["url"]: row["id"] for row in rows}
    for row in among(target, _AT, addresses):
        url = row["url"]
        yield _Sign(SAME_ADDRESS, (url, url), addresses[url], row["id"])
    names = _names(source, ids)
    yield from _by_alias(inflow, names)
    yield from _by_spelling(inflow, names)


def _names(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Names]:
    found: dict[int, Names] = defaultdict(dict)
    for row in among(db, _NAMES, ids):
        found[row["article_id"]][row["url"]] = row["kind"]
    return found


def _by_alias(inflow: Inflow, names: dict[int, Names]) -> Iterator[_Sign]:
    """Yield the articles that share an address, whichever it is."""
    owners = {url: article_id for article_id, of_one in names.items() for url in of_one}
    for known in among(inflow.target, _KNOWN, owners):
        one, other = owners[known["url"]], known["article_id"]
        is_sure = _is_proof(inflow.source, one, names[one][known["url"]])
        is_sure = is_sure and _is_proof(inflow.target, other, known["kind"])
        sign = _sign(inflow, one, other, PROVED if is_sure else ALIKE)
        if sign is not None:
            yield sign


def _is_proof(db: sqlite3.Connection, article_id: int, kind: str) -> bool:
    """Return whether an alias of an article shows by itself that the address is its own.

    A redirect has not: sites send the readers of dead articles to living ones.
    """
    if kind in identity.CLAIMED:
        return False
    if kind != identity.GIVEN:
        return True
    of_one = _names(db, [article_id])[article_id]
    return len(of_one) == 1 or not identity.was_redirected(of_one)


def _by_spelling(inflow: Inflow, names: dict[int, Names]) -> Iterator[_Sign]:
    """Yield the articles whose addresses are spelt otherwise, if their texts are alike."""
    spelt: dict[str, set[int]] = defaultdict(set)
    for article_id, of_one in names.items():
        for url, kind in of_one.items():
            if kind not in identity.CLAIMED:
                for other in identity.spellings(url):
                    spelt[other].add(article_id)
    for known in among(inflow.target, _KNOWN, spelt):
        if known["kind"] in identity.CLAIMED:
            continue
        for article_id in spelt[known["url"]]:
            if known["url"] not in names[article_id]:
                sign = _sign(inflow, article_id, known["article_id"], SPELT_OTHERWISE)
                if sign is not None:
                    yield sign


def _sign(inflow: Inflow, one: int, other: int, sureness: int) -> _Sign | None:
    """Return the sign that two articles are one, None if it asks for texts that are alike."""
    mine = inflow.source.execute(_TEXT, (one,)).fetchone()
    theirs = inflow.target.execute(_TEXT, (other,)).fetchone()
    if mine is None or theirs is None:
        return None
    if sureness != PROVED and not identity.is_same_article(dict(theirs), dict(mine)):
        return None
    urls = tuple(sorted((mine["url"], theirs["url"])))
    return _Sign(sureness, urls, one, other)
