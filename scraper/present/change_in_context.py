"""Write a change on one line, in its context: `cost at {2.4 → 3.1} million`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scraper.changes import Pair, Run, RunKind, words
from scraper.present.cells import ARROW, one_line

RETITLED = "retitled"  # the only event with words before and after
EVENTS = (RETITLED, "moved", "paywalled", "degraded", "vanished", "restored", "reclassified")


def change_of(row: Mapping[str, Any]) -> str:
    """Return the change of a row of v_changes; of an event without words, its detail."""
    if row["field"] is None and row["kind"] != RETITLED:
        return one_line(row["after"] or "")
    return change_text(row["before"], row["after"])


def change_text(before: str | None, after: str | None) -> str:
    """Return a text with what was replaced as {a → b}, removed as [-a-] and added as {+a+}."""
    found = words(Pair(before=one_line(before or ""), after=one_line(after or "")))
    return "".join(_pieces(found))


def _pieces(found: tuple[Run, ...]) -> Iterator[str]:
    """Yield each run; what was added after something was removed is one piece with it."""
    if not found:
        return
    followers = (*found[1:], None)
    removed = ""
    for run, follower in zip(found, followers, strict=True):
        if run.kind is RunKind.SAME:
            yield run.text
        elif run.kind is RunKind.ADDED:
            yield f"{{{removed}{ARROW}{run.text}}}" if removed else f"{{+{run.text}+}}"
            removed = ""
        elif follower is not None and follower.kind is RunKind.ADDED:
            removed = run.text
        else:
            yield f"[-{run.text}-]"
