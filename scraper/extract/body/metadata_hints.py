"""What the page's metadata tells the body reader: titles, descriptions, the JSON-LD body, the names of authors."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scraper.lexicon.folding import plain
from scraper.page import json_ld
from scraper.page.metadata import Metadata

MIN_BODY = 500  # characters: a shorter articleBody is a teaser
MIN_DESCRIPTION = 25
OPENING = 12  # letters of a description that a line shares if it is described
NAME = range(5, 40)  # characters that a person's name has

_WORD = re.compile(r"[^\W_]+")
_SITE = re.compile(r"\s[|–—-]\s")


def key(text: str | None) -> str:
    """What two spellings of a line share: words without case (folding.key folds accents too, at ten times the cost)."""
    return " ".join(_WORD.findall(text.lower())) if text else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """All as keys (letters and digits, folded)."""

    titles: frozenset[str]
    tails: frozenset[
        str
    ]  # what stands behind the last separator: the site's name, or the headline behind it
    sections: frozenset[str]
    descriptions: tuple[str, ...]
    body: str  # the longest JSON-LD articleBody, "" if there is none worth the name
    people: tuple[str, ...]
    live: bool  # a live blog: its <article>s are one
    cues: tuple[str, ...]  # the longest word of each title and name
    openings: tuple[str, ...]  # of the descriptions

    def may_stand_in(self, low: str) -> bool:
        """Whether a line, in small letters, may hold a title or a name: a quick test, sure where it says no."""
        return any(map(low.__contains__, self.cues))

    def describes(self, text: str) -> bool:
        """Whether a line is one of the descriptions, or the text from which one was cut."""
        if not self.descriptions or not key(text[: 4 * OPENING])[:OPENING].startswith(
            self.openings
        ):
            return False  # most lines: a description begins as they do not
        words = key(text)
        return any(states(words, description) for description in self.descriptions)


def gather(metadata: Metadata) -> Evidence:
    """The evidence in a page's metadata."""
    nodes = [node for node in metadata.json_ld if "headline" in node or "articleBody" in node]
    titles = {plain(s) for node in nodes for s in json_ld.strings(node.get("headline"))}
    titles |= {
        *metadata.all("og:title", "twitter:title", "title", "dc.title"),
        metadata.title or "",
    }
    descriptions = {plain(s) for node in nodes for s in json_ld.strings(node.get("description"))}
    descriptions |= set(
        metadata.all("description", "og:description", "twitter:description", "dc.description")
    )
    bodies = [s for node in nodes for s in json_ld.strings(node.get("articleBody"))]
    people = {s for node in nodes for s in json_ld.strings(node.get("author"), "name")} | set(
        metadata.all("author")
    )
    sections = {s for node in nodes for s in json_ld.strings(node.get("articleSection"))}
    sections |= set(metadata.all("article:section"))
    body = max(bodies, key=len, default="")
    described = tuple(
        sorted(k for k in {key(d.rstrip(" .…")) for d in descriptions} if len(k) >= MIN_DESCRIPTION)
    )
    parts = [
        (title, *_SITE.split(title)) for title in titles
    ]  # whole, before the first separator, behind the last
    headlines = frozenset(key(part) for each in parts for part in {each[0], each[1]}) - {""}
    names = tuple(sorted(k for k in {key(p) for p in people if "/" not in p} if len(k) in NAME))
    return Evidence(
        titles=headlines,
        tails=frozenset(key(each[-1]) for each in parts) - {""},
        sections=frozenset(key(section) for section in sections) - {""},
        descriptions=described,
        openings=tuple(description[:OPENING] for description in described),
        body=key(plain(body)) if len(body) >= MIN_BODY else "",
        live=any("liveblogposting" in json_ld.types(node) for node in metadata.json_ld),
        people=names,
        cues=tuple(sorted({max(phrase.split(), key=len) for phrase in (*headlines, *names)})),
    )


def states(line: str, description: str) -> bool:
    """Whether the key of a line is the description, or the text from which the description was cut."""
    if len(line) < MIN_DESCRIPTION or len(description) < MIN_DESCRIPTION:
        return False
    if line == description or (description.startswith(line) and len(line) > 0.6 * len(description)):
        return True
    return line.startswith(description[:-8]) and (
        len(description) > 0.6 * len(line) or len(description) > 100
    )
