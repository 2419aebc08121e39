"""Answer CSS selectors: bs4 holds the page, soupsieve selects."""

from __future__ import annotations

import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning

from scraper.rules.rule import Selector, folded


class CssPage:
    """A parsed page, without what was stripped from it."""

    def __init__(self, html: str) -> None:
        with warnings.catch_warnings():
            # A page may call itself XHTML, or consist of the name of a file.
            warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
            warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
            self._soup = BeautifulSoup(html, "lxml")
        for line_break in self._soup.find_all("br"):
            line_break.insert_before("\n")

    def texts(self, selector: Selector) -> list[str]:
        """Return the folded text, or attribute, of every match, empty ones included."""
        matched = self._soup.select(selector.query)
        return [folded(_value(element, selector.attribute)) for element in matched]

    def fragments(self, selector: Selector) -> list[str]:
        """Return the HTML of every match that is not inside another match."""
        matched = self._soup.select(selector.query)
        chosen = {id(element) for element in matched}
        outermost = [element for element in matched if chosen.isdisjoint(map(id, element.parents))]
        return list(map(str, outermost))

    def strip(self, selector: Selector) -> int:
        """Remove every match and return their number."""
        matched = self._soup.select(selector.query)
        for element in matched:
            if not element.decomposed:
                element.decompose()
        return len(matched)

    def html(self) -> str:
        """Return the page as it is now."""
        return str(self._soup)


def _value(element: Tag, attribute: str | None) -> str:
    if attribute is None:
        return element.get_text()
    value = element.get(attribute)
    if isinstance(value, list):  # of a class, for example
        return " ".join(value)
    return value or ""
