"""Parse the bytes of a feed, safely even if the feed is hostile.

No DTD, external entity, network or huge text is allowed; trees are at most 256 deep (libxml2's
limit). A broken feed is read up to where it breaks, and the fault is reported: by XML's rules one
`&nbsp;` would make the whole feed unreadable. Common errors of template engines are repaired before
(xml_repair.py).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from scraper import urls
from scraper.sources.xml_repair import Mender

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_DECLARED = re.compile(
    rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""", re.IGNORECASE
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SNIFFED = 4096  # characters in which a page shows that it is HTML
_DECLARED_WITHIN = 1024  # bytes in which XML declares its encoding
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


@dataclass(frozen=True, kw_only=True)
class FeedDocument:
    """A feed as it was received; each view of it is made once."""

    data: bytes
    url: str
    content_type: str = ""
    enough: Callable[[], bool] = lambda: False  # whether there is no time for further entries
    unread: list[str] = field(default_factory=list)  # an error for each entry that was not read

    @cached_property
    def text(self) -> str:
        """Return the text, decoded by the first of these that works.

        They are the BOM, the document's declaration, the header, UTF-8 and Windows-1252.
        """
        for bom, name in _BOMS:
            if self.data.startswith(bom):
                return self.data.decode(name, "replace")
        for name in self._charsets():
            try:
                return self.data.decode(name)
            except (UnicodeError, LookupError):
                continue
        return self.data.decode("windows-1252", "replace")

    @cached_property
    def root(self) -> etree._Element | None:
        """Return the root element, or None if there is none."""
        return self._parsed[0]

    @property
    def root_name(self) -> str:
        """Return the local name of the root in lower case, "" if it is not XML."""
        return name(self.root) if self.root is not None else ""

    @property
    def fault(self) -> str | None:
        """Return one line that names the first fault of the XML, or None."""
        return self._parsed[1]

    @property
    def is_html(self) -> bool:
        """Return whether it is a web page."""
        return _HTML.search(self.text[:_SNIFFED]) is not None

    def _charsets(self) -> list[str]:
        names = ["utf-8"]
        header = _CHARSET.search(self.content_type)
        if header:
            names.insert(0, header[1])
        declared = _DECLARED.search(self.data[:_DECLARED_WITHIN])
        if declared:
            names.insert(0, declared[1].decode("ascii"))
        return names

    @cached_property
    def _parsed(self) -> tuple[etree._Element | None, str | None]:
        text = _DECLARATION.sub("", self.text, count=1)
        start = text.find("<")
        is_text_with_tags = self.is_html and not self.text.lstrip().startswith("<")
        is_json = text.lstrip().startswith(("{", "["))
        if start < 0 or is_text_with_tags or is_json:
            return None, None
        cut = self.text.count("\n") - text.count("\n", start)  # lines before the root
        mender = Mender(text[start:], cut + 1)
        parser = etree.XMLParser(
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            recover=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(mender.mended().encode("utf-8", "replace"), parser)
        except etree.XMLSyntaxError as error:
            return None, str(error)
        errors = [entry for entry in parser.error_log if entry.level >= etree.ErrorLevels.ERROR]
        if not errors:
            return root, mender.fault
        return root, f"line {errors[0].line + cut}: {errors[0].message.strip()}"


def name(element: etree._Element) -> str:
    """Return the local name in lower case.

    Many feeds confuse namespaces, prefixes and letter case.
    """
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def base_of(element: etree._Element, url: str) -> str:
    """Return the URL to which those in an element are relative.

    Each xml:base is itself relative to the one around it.
    """
    ancestors = list(element.iterancestors())
    for around in (*reversed(ancestors), element):
        base = around.get(_XML_BASE)
        url = urls.absolute(url, base) or url
    return url


def link_of(element: etree._Element, href: str | None, url: str) -> str | None:
    """Return the web URL that an element names, or None."""
    return urls.absolute(base_of(element, url), href) if href else None


def first_link(links: Iterable[tuple[etree._Element, str | None]], url: str) -> str | None:
    """Return the first web URL of pairs of an element and what it may name."""
    for element, href in links:
        found = link_of(element, href, url)
        if found:
            return found
    return None


def related(channel: etree._Element, relation: str, url: str) -> str | None:
    """Return the first web URL but the feed's own that a link has with a relation, or None."""
    for link in children(channel, "link"):
        if relation in link.get("rel", "").lower().split():
            found = link_of(link, link.get("href"), url)
            if found and found != url:
                return found
    return None


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """Return the children of these local names, in the order of the names."""
    return [child for wanted in names for child in element if name(child) == wanted]


def text_of(element: etree._Element | None) -> str | None:
    """Return the text inside, without undeclared entities; None if it is blank."""
    if element is None:
        return None
    parts = [element.text]
    for node in element.iterdescendants():
        is_element = isinstance(node.tag, str)
        parts += [node.text if is_element else None, node.tail]
    return "".join(filter(None, parts)).strip() or None


def first_text(element: etree._Element, *names: str) -> str | None:
    """Return the text of the first child, by these names in order, that has any."""
    return next(filter(None, map(text_of, children(element, *names))), None)
