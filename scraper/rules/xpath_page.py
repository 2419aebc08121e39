"""A page asked in XPath 1.0."""

from __future__ import annotations

from typing import Any

from lxml import etree

from scraper.rules.rule import Selector, folded


class XPathPage:
    """A parsed page; what is stripped is gone from it."""

    def __init__(self, html: str) -> None:
        parser = etree.HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
        )
        source = html.replace("\x00", "").encode("utf-8", "replace")
        try:
            root = etree.fromstring(source, parser) if source.strip() else None
        except etree.LxmlError:
            root = None
        self._root: etree._Element = root if root is not None else etree.Element("html")
        for line_break in self._root.iter("br"):
            line_break.tail = f"\n{line_break.tail or ''}"

    def texts(self, selector: Selector) -> list[str]:
        """Return the folded text of every match, empty ones included.

        An expression may give a text itself.
        """
        return [folded(_said(value)) for value in self._ask(selector)]

    def fragments(self, selector: Selector) -> list[str]:
        """Return the HTML of every match that is not inside another match."""
        matched = [e for e in self._ask(selector) if etree.iselement(e)]
        chosen = set(matched)
        outer = [e for e in matched if not any(above in chosen for above in e.iterancestors())]
        return [
            etree.tostring(e, encoding="unicode", method="html", with_tail=False) for e in outer
        ]

    def strip(self, selector: Selector) -> int:
        """Cut every match out, not the text that follows it -> how many."""
        matched = [
            e for e in self._ask(selector) if etree.iselement(e) and e.getparent() is not None
        ]
        for element in matched:
            _remove(element)
        return len(matched)

    def html(self) -> str:
        """Return the page as it is now."""
        return str(etree.tostring(self._root, encoding="unicode", method="html"))

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


def _said(value: Any) -> str:
    if etree.iselement(value):
        return "".join(value.itertext())
    return value if isinstance(value, str) else ""
