"""Rules in the format of ftr-site-config.

HOST.txt, one `name: XPath` a line (help.fivefilters.org, "site patterns"). Read: title, body,
author, date, strip, strip_id_or_class, strip_image_src, find_string with replace_string. The other
names (paging, headers, tests, tidying) are about fetching or testing, and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from scraper.cleaning import clean_text
from scraper.files import read_file
from scraper.rules.rule import Language, Rule, Selector
from scraper.urls import shown

STRIPS = ("strip", "strip_id_or_class", "strip_image_src")
FIELDS = {"title": "headline", "body": "body", "author": "authors", "date": "date_published"}

_LINE = re.compile(r"\A([a-z_]++)(?:\(([^)]*)\))?\s*+:\s*+(.*)")


def read(path: Path, host: str) -> Rule:
    """Return the rule in a file, what is wrong in it beside what is right.

    Raises InputError if it cannot be read.
    """
    return parse(
        clean_text(read_file(path, "a rule file").decode("utf-8-sig", "replace")), host, str(path)
    )


def parse(text: str, host: str, source: str) -> Rule:
    """Return the rule of a text; a selector that is none is left out, and among its faults."""
    fields: dict[str, list[Selector]] = {}
    strip: list[Selector] = []
    faults: list[str] = []
    find: list[str] = []
    replace: list[str] = []
    for number, name, argument, value in _lines(text):
        if name in FIELDS:
            fields.setdefault(FIELDS[name], []).extend(
                _selector(value, f"{source}:{number}: {name}", faults)
            )
        elif name in STRIPS:
            query = value if name == "strip" else _condition(name, value)
            strip += _selector(query, f"{source}:{number}: {name}", faults)
        elif name == "replace_string" and argument:
            find.append(argument)
            replace.append(value)
        elif name == "find_string":
            find.append(value)
        elif name == "replace_string":
            replace.append(value)
    return Rule(
        host=host,
        source=source,
        fields={name: tuple(selectors) for name, selectors in fields.items() if selectors},
        strip=tuple(strip),
        replace=tuple((old, new) for old, new in zip(find, replace, strict=False) if old),
        faults=tuple(faults),
    )


def _lines(text: str) -> Iterator[tuple[int, str, str | None, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.match(line.strip())
        if match and (match[3] or match[1] == "replace_string"):
            yield number, match[1], match[2], match[3].strip()


def _condition(name: str, value: str) -> str:
    """Return the XPath of what the short forms mean."""
    literal = _literal(value.strip("'\""))
    if name == "strip_image_src":
        return f"//img[contains(@src, {literal})]"
    classes = "concat(' ', normalize-space(@class), ' ')"
    return f"//*[contains({classes}, concat(' ', {literal}, ' ')) or @id = {literal}]"


def _literal(text: str) -> str:
    """Return a text as an XPath string.

    XPath has no escapes, so a text with both kinds of quotes is joined from parts.
    """
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    return "concat(" + ', "\'", '.join(f"'{part}'" for part in text.split("'")) + ")"


def _selector(query: str, where: str, faults: list[str]) -> list[Selector]:
    """Return the selector, or nothing and a fault more."""
    try:
        etree.XPath(query)
    except Exception as error:  # noqa: BLE001 - lxml has several ways to refuse
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        faults.append(f"{where}: bad XPath {shown(query)!r}: {shown(why)}")
        return []
    return [Selector(text=query, query=query, language=Language.XPATH)]
