"""A rule at work on a page: what its selectors find, as text and as HTML.

Only pages with a rule pay for this parse.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol
from urllib.parse import urljoin

from scraper.rules.css_page import CssPage
from scraper.rules.rule import MANY, Applied, Language, Rule, Selector, Trial
from scraper.rules.xpath_page import XPathPage

LINKS = ("href", "src")


class Parsed(Protocol):
    """A page that can be asked in one language."""

    def texts(self, selector: Selector) -> list[str]:
        """Return the folded text, or attribute, of every match, empty ones included."""

    def fragments(self, selector: Selector) -> list[str]:
        """Return the HTML of every match that is not inside another match."""

    def strip(self, selector: Selector) -> int:
        """Cut every match out -> how many."""

    def html(self) -> str:
        """Return the page as it is now."""


def apply(rule: Rule, html: str, url: str) -> Applied:
    """Return what a rule finds in a page's source."""
    page = _parse(rule, html)
    cut = sum(page.strip(selector) for selector in rule.strip)
    values: dict[str, tuple[str, ...]] = {}
    used: dict[str, str] = {}
    body = None
    for field, selectors in rule.fields.items():
        for selector in selectors:
            found = (
                page.fragments(selector)
                if field == "body"
                else [t for t in page.texts(selector) if t]
            )
            if found:
                used[field] = selector.text
                if field == "body":
                    body = "\n".join(
                        f"<div>{html}</div>" for html in found
                    )  # inline elements become paragraphs
                else:
                    values[field] = _shaped(field, found, selector, url)
                break
    return Applied(values=values, used=used, body=body, html=page.html() if cut else None)


def trials(rule: Rule, html: str, url: str) -> tuple[Trial, ...]:
    """Return what every selector of a rule does on a page, in the rule's order.

    Strips first, as they are applied.
    """
    page = _parse(rule, html)
    shown: list[Trial] = []
    for selector in rule.strip:
        first = next(iter(page.texts(selector)), None)
        count = page.strip(selector)
        shown.append(
            Trial(field="strip", selector=selector.text, matched=count, first=first, used=count > 0)
        )
    for field, selectors in rule.fields.items():
        taken = False
        for selector in selectors:
            found = page.texts(selector)
            first = next((text for text in _resolved(found, selector, url) if text), None)
            used = not taken and first is not None
            shown.append(
                Trial(
                    field=field, selector=selector.text, matched=len(found), first=first, used=used
                )
            )
            taken = taken or used
    return tuple(shown)


def _parse(rule: Rule, html: str) -> Parsed:
    for old, new in rule.replace:
        html = html.replace(old, new)
    every = (*rule.strip, *(s for selectors in rule.fields.values() for s in selectors))
    return XPathPage(html) if any(s.language is Language.XPATH for s in every) else CssPage(html)


def _shaped(field: str, found: list[str], selector: Selector, url: str) -> tuple[str, ...]:
    resolved = tuple(dict.fromkeys(_resolved(found, selector, url)))
    return resolved if field in MANY else resolved[:1]


def _resolved(found: Iterable[str], selector: Selector, url: str) -> Iterable[str]:
    """Links are made absolute."""
    return (urljoin(url, text) for text in found) if selector.attribute in LINKS else found
