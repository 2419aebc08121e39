"""A page made ready to read: bytes -> text -> one tree, and the views on it, each made when first asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from scraper.extract import charset
from scraper.models import Page, Verdict

if TYPE_CHECKING:
    from scraper.extract.body.reading import Reading
    from scraper.extract.structured import Metadata

MAX_BYTES = (
    10 * 1024 * 1024
)  # markup beyond this is not read (fetching limits the download; files and archives come here too)
EMPTY = b"<html><body></body></html>"
# What may stand in a head. libxml2 leaves elements there that it does not know (<article>, <main>), if a page spares
# itself the tags </head> and <body>, as minifiers do.
HEAD = frozenset("title meta link script style base noscript template object".split())

_XML_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,400}\?>")
# A page nested too deep to parse: first runs of openings become one, then every box and style tag goes.
_LEVEL = r"[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]{0,300})?>"
FLATTER = (
    (re.compile(rf"(?:<(?!a[\s>]|p[\s>]|body|html|head){_LEVEL}\s*){{200,}}"), "<div>"),
    (re.compile(rf"</?(?!a[\s>]|p[\s>]|h[1-6]|br|img|html|head|body|title|meta|script|style){_LEVEL}"), "\n"),
)


class Document:
    """One page while it is read. `known`: fingerprints of blocks that stand on many pages of the site."""

    def __init__(self, page: Page, *, known: frozenset[str] = frozenset()) -> None:
        self.page = page
        self.known = known

    @property
    def url(self) -> str:
        """The address that answered."""
        return self.page.final_url

    @cached_property
    def decoded(self) -> charset.Decoded:
        """The bytes as text, with the charset and how it was found."""
        return charset.decode(self.page.body[:MAX_BYTES], self.page.headers.get("content-type"))

    @property
    def text(self) -> str:
        """The page's source."""
        return self.decoded.text

    @cached_property
    def tree(self) -> etree._Element:
        """The <html> element; an empty page has one too. Scripts stay in it, comments do not."""
        return parse(self.text, self.decoded.utf8)

    @cached_property
    def metadata(self) -> Metadata:
        """What the page says of itself."""
        from scraper.extract import structured

        return structured.read(self.tree, self.url)

    @cached_property
    def whole_reading(self) -> Reading:
        """The main text as blocks, whatever kind of page it is, and what was left out."""
        from scraper.extract.body import fields as body

        return body.read(self)

    @cached_property
    def verdict(self) -> Verdict:
        """What kind of page it is."""
        from scraper.extract import verdict

        return verdict.judge(self)

    @cached_property
    def reading(self) -> Reading:
        """The body of the article: none on a wall, a list or a page that tells that something is missing."""
        from scraper.extract import verdict

        if verdict.has_text(self):
            return self.whole_reading
        return replace(self.whole_reading, blocks=(), subheadline=None, repairs=())


def parse(text: str, utf8: bytes | None = None) -> etree._Element:
    """One lxml tree from any text at all; `utf8`: the text as bytes, where they are at hand."""
    root, too_deep = _parse(text.encode("utf-8", "replace") if utf8 is None else utf8)
    for flatter, instead in FLATTER:
        if not too_deep:
            break
        text = flatter.sub(instead, text)
        root, too_deep = _parse(text.encode("utf-8", "replace"))
    return root


def _parse(source: bytes) -> tuple[etree._Element, bool]:
    """The root, and whether the parser gave up on the nesting."""
    source = _XML_DECLARATION.sub(b"", source, count=1).replace(b"\x00", b"")
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    try:
        root = etree.fromstring(source or EMPTY, parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        root = etree.fromstring(EMPTY, etree.HTMLParser())
    if root.tag != "html":
        outer = etree.Element("html")
        outer.append(root)
        root = outer
    _leave_head(root)
    _open_noscript(root)
    return root, "epth" in str(parser.error_log.last_error)


def _open_noscript(root: etree._Element) -> None:
    """Look into a <noscript> that nobody closed: it holds the page's only headline, and all that follows it."""
    inside = next((e for e in root.iter("noscript") if e.find(".//h1") is not None), None)
    if inside is not None and not any(next(h.iterancestors("noscript"), None) is None for h in root.iter("h1")):
        inside.tag = "div"


def _leave_head(root: etree._Element) -> None:
    """Move what does not belong into the head to the body, as browsers do."""
    head = root.find("head")
    first = next((e for e in head if e.tag not in HEAD), None) if head is not None else None
    if head is None or first is None:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    moved = [first, *first.itersiblings()]
    moved[-1].tail = f"{moved[-1].tail or ''}{body.text or ''}"
    body.text = None
    for at, element in enumerate(moved):
        body.insert(at, element)
