"""The bytes of a feed as text and as a tree, read with nothing that a hostile feed could pull on.

No DTD, no external entity, no network, no huge text; trees are at most 256 deep (libxml2's limit).
What is broken is read up to where it breaks, and reported (XML's rules would throw the whole feed
away for one `&nbsp;`); what template engines get wrong is mended before (mending.py).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
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
_SNIFFED = 4096  # characters: a page shows within them that it is HTML
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


@dataclass(frozen=True, kw_only=True)
class FeedDocument:
    """A feed as it came; each view of it is made once."""

    data: bytes
    url: str
    content_type: str = ""
    enough: Callable[[], bool] = lambda: False  # whether there is no time for further entries
    unread: list[str] = field(
        default_factory=list
    )  # what came up at entries that could not be read

    @cached_property
    def text(self) -> str:
        """The text: BOM, what the document declares, the header, UTF-8.

        Windows-1252 where each of them fails.
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
        """The root element, or None if there is none."""
        return self._parsed[0]

    @property
    def root_name(self) -> str:
        """The local name of the root in lower case, "" for no XML."""
        return name(self.root) if self.root is not None else ""

    @property
    def fault(self) -> str | None:
        """What is wrong with the XML, in a line."""
        return self._parsed[1]

    @property
    def is_html(self) -> bool:
        """Return whether it is a web page."""
        return _HTML.search(self.text[:_SNIFFED]) is not None

    def _charsets(self) -> list[str]:
        declared = _DECLARED.search(self.data[:1024])
        header = _CHARSET.search(self.content_type)
        names = [
            declared[1].decode("ascii") if declared else "",
            header[1] if header else "",
            "utf-8",
        ]
        return [name for name in names if name]

    @cached_property
    def _parsed(self) -> tuple[etree._Element | None, str | None]:
        text = _DECLARATION.sub("", self.text, count=1)
        start = text.find("<")
        if (
            start < 0
            or (self.is_html and self.text.lstrip()[:1] != "<")
            or text.lstrip()[:1] in "{["
        ):
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

    Feeds of all ages mix up namespaces, prefixes and letter case.
    """
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def base_of(element: etree._Element, url: str) -> str:
    """Return what addresses in an element are relative to.

    Each xml:base is itself relative to the one around it.
    """
    for around in (*reversed(list(element.iterancestors())), element):
        if (base := around.get(_XML_BASE)) is not None:
            url = urls.absolute(url, base) or url
    return url


def link_of(element: etree._Element, href: str | None, url: str) -> str | None:
    """Return the web address that an element names; None if it names none."""
    return urls.absolute(base_of(element, url), href) if href else None


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """Return the children of these local names, in the order of the names."""
    return [child for wanted in names for child in element if name(child) == wanted]


def text_of(element: etree._Element | None) -> str | None:
    """Return the text inside, without undeclared entities; None if it is blank."""
    if element is None:
        return None
    parts = [element.text or ""]
    for node in element.iterdescendants():
        parts += [node.text or "" if isinstance(node.tag, str) else "", node.tail or ""]
    return "".join(parts).strip() or None


def first_text(element: etree._Element, *names: str) -> str | None:
    """Return the text of the first child, by these names in order, that has any."""
    return next((text for child in children(element, *names) if (text := text_of(child))), None)
