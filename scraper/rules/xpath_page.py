"""Answer XPath 1.0 expressions about a page."""

from __future__ import annotations

from typing import Any

from lxml import etree

from scraper.rules.rule import Selector, folded


class XPathPage:
    """A parsed page, without what was stripped from it."""

    def __init__(self, html: str) -> None:
        parser = etree.HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
        )
        source = html.replace("\x00", "").encode("utf-8", "replace")
        try:
            root = etree.fromstring(source, parser)
        except etree.LxmlError:  # an empty page, too
            root = None
        self._root: etree._Element = etree.Element("html") if root is None else root
        for line_break in self._root.iter("br"):
            line_break.tail = f"\n{line_break.tail or ''}"

    def texts(self, selector: Selector) -> list[str]:
        """Return the folded text of every match, empty ones included.

        The value of an expression may be a text itself.
        """
        return [folded(_text(value)) for value in self._ask(selector)]

    def fragments(self, selector: Selector) -> list[str]:
        """Return the HTML of every match that is not inside another match."""
        matched = self._elements(selector)
        chosen = set(matched)
        outermost = [element for element in matched if chosen.isdisjoint(element.iterancestors())]
        return [_html(element, with_tail=False) for element in outermost]

    def strip(self, selector: Selector) -> int:
        """Remove every match, but not the text that follows it, and return their number."""
        matched = [e for e in self._elements(selector) if e.getparent() is not None]
        for element in matched:
            _remove(element)
        return len(matched)

    def html(self) -> str:
        """Return the page as it is now."""
        return _html(self._root, with_tail=True)

    def _elements(self, selector: Selector) -> list[etree._Element]:
        return list(filter(etree.iselement, self._ask(selector)))

    def _ask(self, selector: Selector) -> list[Any]:
        try:
            value = self._root.xpath(selector.query)
        except etree.XPathError:  # a function or prefix that lxml does not know
            return []
        return value if isinstance(value, list) else [value]


def _remove(element: etree._Element) -> None:
    above = element.getparent()
    if above is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            above.text = (above.text or "") + element.tail
    above.remove(element)


def _html(element: etree._Element, *, with_tail: bool) -> str:
    return etree.tostring(element, encoding="unicode", method="html", with_tail=with_tail)


def _text(value: Any) -> str:
    if etree.iselement(value):
        return "".join(value.itertext())
    return value if isinstance(value, str) else ""
