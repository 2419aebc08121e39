"""Read a naive text dump of a page as an article: which lines are furniture, and which the text.

A dump has no marks, only order: site furniture, the headline (often twice: bar, title), caption,
credit, byline, text.
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
MIN_WORDS = 3  # of a line that is repeated, from which it is a headline and no menu
MIN_SENTENCE = 60  # a line as long as this, with the end of a sentence, is text
MAX_FURNITURE = 160  # a line of credit, role or date is no longer
MAX_DATE = 60  # characters of a line in which a date is read
TOP = 60  # lines in which the headline is
REPEATED = 3  # lines after the headline in which it is repeated
HEAD = 14  # lines after the headline that may be furniture
SNIFFED = 4096  # bytes in which markup is sought

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
    """Return whether the page is text without markup, by its type and its look."""
    kind = page.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "text/plain" and not _MARKUP.search(page.body[:SNIFFED])


def read(page: Page) -> tuple[BodyReading, dict[str, Choice[Any]]]:
    """Return the body, and the fields that a dump can give."""
    dump = part(charset.decode(page.body, page.headers.get("content-type")).text)
    picture = _picture(dump.head)
    blocks = [Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=line),)) for line in dump.text]
    furniture = sorted(set(dump.head) - set(picture))
    removed = [Removed(text=line, reason="above the headline") for line in dump.before]
    removed += [Removed(text=line, reason="between headline and text") for line in furniture]
    return BodyReading(blocks=tuple(blocks), removed=tuple(removed)), _fields(dump, picture)


def _fields(dump: Dump, picture: tuple[str | None, str | None]) -> dict[str, Choice[Any]]:
    """Return the fields of a dump; `picture`: caption and credit."""
    sample = " ".join(dump.text)[: language.SAMPLE]
    script = language.script_of(sample)
    direction = ("rtl" if script in RTL_SCRIPTS else "ltr") if script else None
    dates = (_date(line) for line in dump.head)
    values = {
        "headline": (dump.headline, "repeated_line" if dump.before else "first_line"),
        "authors": (_authors(dump.head), "line" if _named(dump.head) else "profile_slug"),
        "images": (_images(*picture), "line_above_a_credit"),
        "date_published": (next(filter(None, dates), None), "line"),
        "language": (language.of(sample), "text"),
        "direction": (direction, "script"),
    }
    return {field: _choice(field, value, by) for field, (value, by) in values.items()}


def part(text: str) -> Dump:
    """Return the lines of a dump, each where it belongs."""
    lines = [line for line in map(fold, text.splitlines()) if line]
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
    """Return where the headline is, and where it ends.

    It is the first line that is repeated at once, else the first title.
    """
    top = [i for i, line in enumerate(lines[:TOP]) if len(line) <= MAX_HEADLINE and key(line)]
    for i in top:
        again = _repeat(lines, i)
        if again is not None and len(lines[i].split()) >= MIN_WORDS:
            return i, again + 1
    titles = (i for i in top if _is_title(lines, i))
    first = next(titles, None)
    return first, (first or 0) + 1


def _repeat(lines: list[str], at: int) -> int | None:
    """Return where a line is repeated soon after."""
    words = key(lines[at])
    after = range(at + 1, min(at + 1 + REPEATED, len(lines)))
    return next((i for i in after if key(lines[i]) == words), None)


def _is_title(lines: list[str], at: int) -> bool:
    if _is_sentence(lines[at]):
        return False
    return at == 0 or len(lines[at].split()) > MIN_WORDS


def _start(lines: list[str], after: int) -> int:
    """Return where the text begins: after the last line of furniture near the headline."""
    near = range(after, min(after + HEAD, len(lines)))
    return max((i + 1 for i in near if _is_furniture(lines[i])), default=after)


def _is_furniture(line: str) -> bool:
    if len(line) > MAX_FURNITURE:
        return False
    if _ADDRESS.fullmatch(line) or is_signature(line):
        return True
    if not _END.search(line) and _is_header_line(line):
        return True
    byline = byline_parser.read(line)
    return bool(byline.introduced and byline.people)


def _is_header_line(line: str) -> bool:
    return bool(names.is_role(line) or introductions.starts(line) or _date(line))


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


def _images(caption: str | None, credit: str | None) -> tuple[Image, ...] | None:
    if not caption and not credit:
        return None
    name = credit_labels.clean(credit) if credit else None
    return (Image(caption=caption, credit=name, lead=True),)


def _authors(head: tuple[str, ...]) -> tuple[Author, ...] | None:
    """Return who signs: a name, else the name that a profile's address spells.

    Role and profiles are those of the lines around, if one person signs.
    """
    links = _profiles(head)
    people = _named(head) or _spelled(links)
    if len(people) != 1:
        return tuple(Author(name=name, role=own, raw=name) for name, own in people) or None
    [(name, own)] = people
    role = own or next(filter(_is_only_role, head), None)
    return (Author(name=name, role=role, links=links, raw=name),)


def _profiles(head: tuple[str, ...]) -> tuple[str, ...]:
    """Return the addresses of profiles that are a line of their own."""
    matches = map(_ADDRESS.fullmatch, head)
    addresses = (_address(match[0]) for match in matches if match)
    return tuple(filter(None, addresses))


def _spelled(links: tuple[str, ...]) -> tuple[tuple[str, str | None], ...]:
    """Return the name that the first address spells that spells one."""
    name = next(filter(None, map(slug_name, links)), None)
    return ((name, None),) if name else ()


def _is_only_role(line: str) -> bool:
    return names.is_role(line) and not _END.search(line) and not names.is_person(line)


def _named(head: tuple[str, ...]) -> tuple[tuple[str, str | None], ...]:
    """Return the people of the first line that names some, each with a role."""
    for line in head:
        signed = byline_parser.read(line)
        is_byline = signed.introduced or names.is_person(line)
        if signed.people and is_byline and not is_signature(line):
            return signed.people
    return ()


def _address(text: str) -> str | None:
    address = urls.absolute("https://", text if "://" in text else f"https://{text}")
    return address if address and profile_links.is_profile(address, "") else None


def _date(line: str) -> str | None:
    if len(line) >= MAX_DATE or _ADDRESS.search(line):
        return None
    stamp = date_parser.read(line)
    return stamp.iso if stamp and stamp.precision != "month" else None


def _choice(field: str, value: Any, strategy: str) -> Choice[Any]:
    if value is None:
        return Choice()
    shown = value if isinstance(value, str) else "; ".join(map(_shown, value))
    won = Candidate(field=field, strategy=strategy, value=shown, won=True)
    return Choice(value=value, strategy=strategy, candidates=(won,))


def _shown(value: Author | Image) -> str:
    return value.name if isinstance(value, Author) else str(value.caption)
