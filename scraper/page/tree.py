"""Parse HTML as browsers do: turbohtml builds the tree, lxml holds it.

libxml2's own HTML parser hangs <main> and <article> into whatever <button>, <li> or <header> lost
its closing tag, and whole families of sites came out empty. The tree is carried over as XML, which
lxml reads without any repair of its own; both steps together cost what libxml2's HTML parser costs.
"""

from __future__ import annotations

import turbohtml
from lxml import etree

EMPTY = "<html><head/><body/></html>"

_AS_XML = turbohtml.Html(xml=True)
# Text holds no "<", so these are elements; without a namespace their names are plain, as in HTML.
_FOREIGN = (
    ('<svg xmlns="http://www.w3.org/2000/svg"', "<svg"),
    ('<math xmlns="http://www.w3.org/1998/Math/MathML"', "<math"),
)
_IN_A_NAMESPACE = etree.XPath("descendant-or-self::*[namespace-uri()]")


def parse(text: str) -> etree._Element:
    """Return the <html> element of any text at all; comments are left out, scripts are kept."""
    try:
        return _carried_over(text)
    except (etree.LxmlError, ValueError, turbohtml.HTMLParseError):
        return _carried_over("")


def _carried_over(text: str) -> etree._Element:
    """Return turbohtml's tree as lxml's."""
    top = turbohtml.parse(text, positions=False).find("html")
    source = EMPTY if top is None else top.serialize(_AS_XML)
    for named, plain in _FOREIGN:
        source = source.replace(named, plain)
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,  # names such as "fb:like" have no namespace
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        resolve_entities=False,
        no_network=True,
        collect_ids=False,
    )
    root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    if ' xmlns="' in source:
        for element in _IN_A_NAMESPACE(root):  # as authors declare them
            element.tag = etree.QName(element).localname
    return root
