"""Apply a rule to a page: find what its selectors match, as text and as HTML.

This parses the page once more, which only pages with a rule need.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Protocol
from urllib.parse import urljoin

from scraper.rules.css_page import CssPage
from scraper.rules.rule import MANY, Applied, Language, Rule, Selector, Trial
from scraper.rules.xpath_page import XPathPage

# Attributes whose values are made absolute.
LINKS = ("href", "src")


class Parsed(Protocol):
    """A page that answers selectors of one language."""

    def texts(self, selector: Selector) -> list[str]:
        """Return the folded text, or attribute, of every match, empty ones included."""

    def fragments(self, selector: Selector) -> list[str]:
        """Return the HTML of every match that is not inside another match."""

    def strip(self, selector: Selector) -> int:
        """Remove every match and return their number."""

    def html(self) -> str:
        """Return the page as it is now."""


def apply(rule: Rule, html: str, url: str) -> Applied:
    """Return what a rule finds in a page's source."""
    page = _parse(rule, html)
    removed = sum(page.strip(selector) for selector in rule.strip)
    values: dict[str, tuple[str, ...]] = {}
    used: dict[str, str] = {}
    for field, selectors in rule.fields.items():
        for selector in selectors:
            found = _values(page, field, selector, url)
            if found:
                used[field] = selector.text
                values[field] = found
                break
    body = "\n".join(values.pop("body", ()))
    changed = page.html() if removed else None
    return Applied(values=values, used=used, body=body or None, html=changed)


def _values(page: Parsed, field: str, selector: Selector, url: str) -> tuple[str, ...]:
    """Return what a selector finds for a field."""
    if field == "body":
        # each in a box of its own, so that inline elements become paragraphs
        return tuple(f"<div>{html}</div>" for html in page.fragments(selector))
    texts = _resolved(filter(None, page.texts(selector)), selector, url)
    found = tuple(dict.fromkeys(texts))
    return found if field in MANY else found[:1]


def trials(rule: Rule, html: str, url: str) -> tuple[Trial, ...]:
    """Return what every selector of a rule does on a page, in the rule's order.

    Strips come first, as they are applied first.
    """
    page = _parse(rule, html)
    shown = [_strip_trial(page, selector) for selector in rule.strip]
    for field, selectors in rule.fields.items():
        is_found = False
        for selector in selectors:
            found = page.texts(selector)
            first = next(filter(None, _resolved(found, selector, url)), None)
            used = first is not None and not is_found
            shown.append(Trial(field, selector.text, len(found), first, used))
            is_found = is_found or used
    return tuple(shown)


def _strip_trial(page: Parsed, selector: Selector) -> Trial:
    first = next(iter(page.texts(selector)), None)
    count = page.strip(selector)
    return Trial("strip", selector.text, count, first, used=count > 0)


def _parse(rule: Rule, html: str) -> Parsed:
    for old, new in rule.replace:
        html = html.replace(old, new)
    selectors = chain(rule.strip, *rule.fields.values())
    languages = {selector.language for selector in selectors}
    return XPathPage(html) if Language.XPATH in languages else CssPage(html)


def _resolved(found: Iterable[str], selector: Selector, url: str) -> Iterable[str]:
    """Return the values of a selector, with links made absolute."""
    if selector.attribute not in LINKS:
        return found
    return [urljoin(url, text) for text in found]
