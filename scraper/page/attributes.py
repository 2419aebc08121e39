"""Read what the tag and the attributes of an element say of it, as bits to be summed."""

from __future__ import annotations

import re
from collections.abc import Callable

from scraper.lexicon.picture_classes import is_caption
from scraper.page.boilerplate import ELEMENTS
from scraper.page.class_flags import (
    BY_ROLE,
    HIDDEN,
    ITEM,
    LEAD,
    LEGEND,
    NAMES,
    NOTED,
    UNSPOKEN,
    WHY,
    Known,
    of_names,
)

SHOWN = "until-found"  # the value of hidden= that hides nothing from those who search

_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def _of_classes(names: str) -> int:
    return of_names(names) | (LEGEND if is_caption(names) else 0)


def _of_program(name: str) -> int:
    """Return what a name for programs says: where class names are hashes, it names the box."""
    return NAMES[name] & ~HIDDEN


def _of_tests(name: str) -> int:
    return NAMES[name] & NOTED


def _of_style(style: str) -> int:
    return HIDDEN if ("none" in style or "hidden" in style) and _NOT_SHOWN.search(style) else 0


def _of_tag(tag: str) -> int:
    """Return what a tag says; an element of the site's own is named as classes are."""
    if tag in ELEMENTS:
        return WHY[ELEMENTS[tag]]
    return _of_program(tag) & ~NOTED if "-" in tag else 0


# What the value of an attribute says; the others are not read, for some hold whole documents.
BY_ATTRIBUTE: dict[str, Callable[[str], int]] = {
    "class": Known(_of_classes).__getitem__,
    "id": NAMES.__getitem__,
    "data-testid": _of_program,
    "data-component": _of_program,
    **dict.fromkeys(("data-test", "data-qa", "data-hook", "data-gu-name", "data-role"), _of_tests),
    "role": lambda role: BY_ROLE.get(role, 0),
    "aria-hidden": lambda state: UNSPOKEN if state == "true" else 0,
    "hidden": lambda state: HIDDEN if state != SHOWN else 0,
    "style": _of_style,
    "itemprop": lambda name: ITEM | LEAD if name == "description" else ITEM,
}
BY_TAG = Known(_of_tag)
