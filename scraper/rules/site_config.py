"""Rules in the format of ftr-site-config: HOST.txt, one `name: XPath` a line (help.fivefilters.org, "site patterns").

Read: title, body, author, date, strip, strip_id_or_class, strip_image_src, find_string with replace_string.
The other names (paging, headers, tests, tidying) say how to fetch or to test, and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from scraper.errors import InputError
from scraper.rules.rule import Language, Rule, Selector

FIELDS = {"title": "headline", "body": "body", "author": "authors", "date": "date_published"}

_LINE = re.compile(r"\A([a-z_]++)(?:\(([^)]*)\))?\s*+:\s*+(.*)")


def read(path: Path, host: str) -> Rule:
    """The rule in a file; raises InputError, one line that names file and line."""
    try:
        text = path.read_text("utf-8", "replace")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    return parse(text, host, str(path))


def parse(text: str, host: str, source: str) -> Rule:
    """A rule from its text."""
    fields: dict[str, list[Selector]] = {}
    strip: list[Selector] = []
    find: list[str] = []
    replace: list[str] = []
    for number, name, argument, value in _lines(text):
        if name in FIELDS:
            fields.setdefault(FIELDS[name], []).append(_selector(value, f"{source}:{number}: {name}"))
        elif name == "strip":
            strip.append(_selector(value, f"{source}:{number}: {name}"))
        elif name in {"strip_id_or_class", "strip_image_src"}:
            strip.append(_selector(_condition(name, value), f"{source}:{number}: {name}"))
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
        fields={name: tuple(selectors) for name, selectors in fields.items()},
        strip=tuple(strip),
        replace=tuple((old, new) for old, new in zip(find, replace, strict=False) if old),
    )


def _lines(text: str) -> Iterator[tuple[int, str, str | None, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.match(line.strip())
        if match and (match[3] or match[1] == "replace_string"):
            yield number, match[1], match[2], match[3].strip()


def _condition(name: str, value: str) -> str:
    """The XPath of what the short forms mean."""
    literal = _literal(value.strip("'\""))
    if name == "strip_image_src":
        return f"//img[contains(@src, {literal})]"
    return f"//*[contains(concat(' ', normalize-space(@class), ' '), concat(' ', {literal}, ' ')) or @id = {literal}]"


def _literal(text: str) -> str:
    """An XPath string: it has no escapes, so a text with both quotes is joined from parts."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    return "concat(" + ', "\'", '.join(f"'{part}'" for part in text.split("'")) + ")"


def _selector(query: str, where: str) -> Selector:
    try:
        etree.XPath(query)
    except (etree.XPathSyntaxError, ValueError) as error:
        raise InputError(f"{where}: bad XPath {query!r}: {str(error).splitlines()[0]}") from None
    return Selector(text=query, query=query, language=Language.XPATH)
