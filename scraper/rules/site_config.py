"""Read rules in the format of ftr-site-config.

A file HOST.txt has one `name: XPath` a line (help.fivefilters.org, "site patterns"). These names
are read: title, body, author, date, strip, strip_id_or_class, strip_image_src, find_string with
replace_string. The others (paging, headers, tests, tidying) concern fetching or testing, and are
ignored.
"""

from __future__ import annotations

import re
from collections import defaultdict
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
    """Return the rule in a file, with its faults.

    Raise InputError if the file cannot be read.
    """
    text = read_file(path, "a rule file").decode("utf-8-sig", "replace")
    return parse(clean_text(text), host, str(path))


def parse(text: str, host: str, source: str) -> Rule:
    """Return the rule of a text; a bad selector is left out and listed in its faults."""
    selectors: defaultdict[str, list[Selector]] = defaultdict(list)
    faults: list[str] = []
    find: list[str] = []
    replace: list[str] = []
    for number, name, argument, value in _lines(text):
        where = f"{source}:{number}: {name}"
        if name in FIELDS:
            selectors[FIELDS[name]] += _selector(value, where, faults)
        elif name in STRIPS:
            selectors["strip"] += _selector(_condition(name, value), where, faults)
        elif name == "find_string":
            find.append(value)
        elif name == "replace_string":
            # its argument, or else a find_string of its own, is what it replaces
            find += [argument] if argument else []
            replace.append(value)
    strip = selectors.pop("strip", [])
    return Rule(
        host=host,
        source=source,
        fields={field: tuple(found) for field, found in selectors.items() if found},
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
    """Return the XPath that a line means; two names have a short form."""
    if name == "strip":
        return value
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
    parts = [f"'{part}'" for part in text.split("'")]
    joined = ', "\'", '.join(parts)
    return f"concat({joined})"


def _selector(query: str, where: str, faults: list[str]) -> list[Selector]:
    """Return the selector, or nothing and a fault more."""
    try:
        etree.XPath(query)
    except Exception as error:  # noqa: BLE001 - lxml has several ways to refuse
        why = next(iter(str(error).splitlines()), type(error).__name__)
        faults.append(f"{where}: bad XPath {shown(query)!r}: {shown(why)}")
        return []
    return [Selector(text=query, query=query, language=Language.XPATH)]
