"""A page asked in CSS: bs4 holds it, soupsieve selects."""

from __future__ import annotations

import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning

from scraper.rules.rule import Selector, folded


class CssPage:
    """A parsed page; what is stripped is gone from it."""

    def __init__(self, html: str) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # a page may call itself XHTML
            warnings.simplefilter(
                "ignore", MarkupResemblesLocatorWarning
            )  # or be nothing but the name of a file
            self._soup = BeautifulSoup(html, "lxml")
        for line_break in self._soup.find_all("br"):
            line_break.insert_before("\n")

    def texts(self, selector: Selector) -> list[str]:
        """Return the folded text, or attribute, of every match, empty ones included."""
        return [
            folded(_said(element, selector.attribute))
            for element in self._soup.select(selector.query)
        ]

    def fragments(self, selector: Selector) -> list[str]:
        """Return the HTML of every match that is not inside another match."""
        matched = self._soup.select(selector.query)
        chosen = {id(element) for element in matched}
        return [str(e) for e in matched if not any(id(above) in chosen for above in e.parents)]

    def strip(self, selector: Selector) -> int:
        """Cut every match out -> how many."""
        matched = self._soup.select(selector.query)
        for element in matched:
            if not element.decomposed:
                element.decompose()
        return len(matched)

    def html(self) -> str:
        """Return the page as it is now."""
        return str(self._soup)


def _said(element: Tag, attribute: str | None) -> str:
    if attribute is None:
        return element.get_text()
    value = element.get(attribute)
    return " ".join(value) if isinstance(value, list) else value or ""
