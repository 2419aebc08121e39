"""A naive text dump of a page as an article: which lines are furniture, and where the text begins and ends.

A dump has no marks, only order: site furniture, the headline (often twice: bar, title), caption, credit, byline, text.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from scraper import urls
from scraper.extract import language
from scraper.extract.authors import profile_links
from scraper.extract.authors.text_authors import slug_name
from scraper.extract.choice import Choice
from scraper.extract.images import credit_labels
from scraper.extract.images.credit_names import is_signature
from scraper.lexicon import byline_parser, date_parser, introductions, names
from scraper.lexicon.folding import fold, key
from scraper.lexicon.languages import RTL_SCRIPTS
from scraper.models import Author, Block, BlockKind, Candidate, Image, Page, Removed, Span
from scraper.page import charset
from scraper.page.body_reading import BodyReading
from scraper.patterns import late

MAX_HEADLINE = 250  # characters
MIN_SENTENCE = 60  # a line as long as this, with the end of a sentence, is text
MAX_FURNITURE = 160  # a line of credit, role or date is no longer

_ADDRESS = late(r"(?:https?://|www\.)[^\s<>]+")
_END = late(r"[.!?…。！？؟।][\"'”’»)\]]*$")
_MARKUP = late(
    rb"<(?:!doctype|html|head|body|div|p|article|h1|meta|span|table|script)[\s>]", re.IGNORECASE
)


class Dump(NamedTuple):
    """What the lines of a dump are."""

    headline: str | None
    before: tuple[str, ...]  # site furniture above the headline
    head: tuple[str, ...]  # between headline and text
    text: tuple[str, ...]


def is_plain(page: Page) -> bool:
    """Return whether the page is text without markup, by its type or by its look."""
    kind = page.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "text/plain" and not _MARKUP.search(page.body[:4096])


def read(page: Page) -> tuple[BodyReading, dict[str, Choice[Any]]]:
    """Return the body, and the fields that a dump can give."""
    dump = part(charset.decode(page.body, page.headers.get("content-type")).text)
    caption, credit = _picture(dump.head)
    signed = _authors(dump.head)
    date = next((s for line in dump.head if (s := _date(line))), None)
    furniture = {line for line in dump.head if line not in {caption, credit}}
    reading = BodyReading(
        blocks=tuple(
            Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=line),)) for line in dump.text
        ),
        removed=tuple(
            Removed(text=line, reason=reason)
            for lines, reason in (
                (dump.before, "above the headline"),
                (sorted(furniture), "between headline and text"),
            )
            for line in lines
        ),
    )
    images = (
        (Image(caption=caption, credit=credit_labels.clean(credit) if credit else None, lead=True),)
        if caption or credit
        else ()
    )
    spoken = language.of(" ".join(dump.text)[: language.SAMPLE])
    script = language.script_of(" ".join(dump.text)[: language.SAMPLE])
    fields: dict[str, Choice[Any]] = {
        "headline": _choice(
            "headline", dump.headline, "repeated_line" if dump.before else "first_line"
        ),
        "authors": _choice(
            "authors",
            signed or None,
            "profile_slug" if signed and not _named(dump.head) else "line",
        ),
        "images": _choice("images", images or None, "line_above_a_credit"),
        "date_published": _choice("date_published", date, "line"),
        "language": _choice("language", spoken, "text"),
        "direction": _choice(
            "direction", ("rtl" if script in RTL_SCRIPTS else "ltr") if script else None, "script"
        ),
    }
    return reading, fields


def part(text: str) -> Dump:
    """Return the lines of a dump, each where it belongs."""
    lines = [line for raw in text.splitlines() if (line := fold(raw))]
    at, end = _headline(lines)
    if at is None:
        return Dump(headline=None, before=(), head=(), text=tuple(lines))
    start = _start(lines, end)
    said = key(lines[at])
    body = tuple(line for line in _without_tail(lines[start:]) if key(line) != said)
    return Dump(
        headline=lines[at], before=tuple(lines[:at]), head=tuple(lines[end:start]), text=body
    )


def _headline(lines: list[str]) -> tuple[int | None, int]:
    """Where the headline stands and ends: the first line that is repeated at once, else the first title."""
    short = [i for i, line in enumerate(lines[:60]) if len(line) <= MAX_HEADLINE and key(line)]
    for i in short:
        again = next(
            (j for j in range(i + 1, min(i + 4, len(lines))) if key(lines[j]) == key(lines[i])),
            None,
        )
        if again is not None and len(lines[i].split()) > 2:
            return i, again + 1
    first = next(
        (i for i in short if not _is_sentence(lines[i]) and (len(lines[i].split()) > 3 or i == 0)),
        None,
    )
    return first, (first or 0) + 1


def _start(lines: list[str], after: int) -> int:
    """Where the text begins: behind the last line of furniture that stands near the headline."""
    last = after
    for i in range(after, min(after + 14, len(lines))):
        if _is_furniture(lines[i]):
            last = i + 1
    return last


def _is_furniture(line: str) -> bool:
    return len(line) <= MAX_FURNITURE and bool(
        _ADDRESS.fullmatch(line)
        or is_signature(line)
        or (
            not _END.search(line)
            and (names.is_role(line) or introductions.starts(line) or _date(line))
        )
        or (byline_parser.read(line).introduced and byline_parser.read(line).people)
    )


def _is_sentence(line: str) -> bool:
    return len(line) >= MIN_SENTENCE and bool(_END.search(line))


def _without_tail(lines: list[str]) -> list[str]:
    """Return the text without what a page has below it: short lines that end no sentence."""
    end = len(lines)
    while end > 1 and not _END.search(lines[end - 1]) and len(lines[end - 1]) < MIN_SENTENCE:
        end -= 1
    return lines[:end] if any(_is_sentence(line) for line in lines[:end]) else lines


def _picture(head: tuple[str, ...]) -> tuple[str | None, str | None]:
    """Return the caption and the credit under it."""
    for i, line in enumerate(head):
        if is_signature(line) and len(line) <= MAX_FURNITURE:
            above = head[i - 1] if i and not _is_furniture(head[i - 1]) else None
            return above, line
    return None, None


def _authors(head: tuple[str, ...]) -> tuple[Author, ...]:
    """Who signs: a name, else the name that a profile's address spells; role and profiles from the lines around."""
    links = tuple(a for line in head if (m := _ADDRESS.fullmatch(line)) and (a := _address(m[0])))
    role = next(
        (
            line
            for line in head
            if names.is_role(line) and not _END.search(line) and not names.is_person(line)
        ),
        None,
    )
    people = _named(head)
    if not people and (slug := next((n for link in links if (n := slug_name(link))), None)):
        people = ((slug, None),)
    one = len(people) == 1
    return tuple(
        Author(name=name, role=own or (role if one else None), links=links if one else (), raw=name)
        for name, own in people
    )


def _named(head: tuple[str, ...]) -> tuple[tuple[str, str | None], ...]:
    for line in head:
        signed = byline_parser.read(line)
        if (
            signed.people
            and (signed.introduced or names.is_person(line))
            and not is_signature(line)
        ):
            return signed.people
    return ()


def _address(text: str) -> str | None:
    address = urls.absolute("https://", text if "://" in text else f"https://{text}")
    return address if address and profile_links.is_profile(address, "") else None


def _date(line: str) -> str | None:
    stamp = date_parser.read(line) if len(line) < 60 and not _ADDRESS.search(line) else None
    return stamp.iso if stamp and stamp.precision != "month" else None


def _choice(field: str, value: Any, strategy: str) -> Choice[Any]:
    if value is None:
        return Choice()
    shown = (
        value
        if isinstance(value, str)
        else "; ".join(str(getattr(v, "name", None) or getattr(v, "caption", v)) for v in value)
    )
    return Choice(
        value=value,
        strategy=strategy,
        candidates=(Candidate(field=field, strategy=strategy, value=shown, won=True),),
    )
