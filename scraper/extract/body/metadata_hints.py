"""What the page's metadata gives the body reader: titles, descriptions, the body, authors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scraper.lexicon.folding import plain
from scraper.page import json_ld
from scraper.page.metadata import Metadata

MIN_BODY = 500  # characters: a shorter articleBody is a teaser
MIN_DESCRIPTION = 25  # letters: a shorter description may be in any text
OPENING = 12  # letters of a description that a line shares if it is described
CUT_OFF = 8  # letters at the end of a description that may have been cut from another word
MOST = 0.6  # of a description, or of a line, that the other has, if they are one
SURE = 100  # letters of a description with which a line may begin, however long it is
NAME = range(5, 40)  # characters that a person's name has

_WORD = re.compile(r"[^\W_]+")
_SITE = re.compile(r"\s[|–—-]\s")


def key(text: str | None) -> str:
    """Return what two spellings of a line share: words without case.

    folding.key folds accents too, at ten times the cost.
    """
    return " ".join(_WORD.findall(text.lower())) if text else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What the metadata states, as keys."""

    titles: frozenset[str]
    tails: frozenset[str]  # after the last separator of a title: the site's name, or the headline
    sections: frozenset[str]
    descriptions: tuple[str, ...]
    body: str  # the longest JSON-LD articleBody, "" if there is none worth the name
    people: tuple[str, ...]
    live: bool  # a live blog: its <article>s are one
    cues: tuple[str, ...]  # the longest word of each title and name
    openings: tuple[str, ...]  # of the descriptions

    def may_stand_in(self, low: str) -> bool:
        """Return whether a line, in small letters, may hold a title or a name.

        It is a quick test: sure if it is False.
        """
        return any(map(low.__contains__, self.cues))

    def describes(self, text: str) -> bool:
        """Return whether a line is one of the descriptions, or the text from which one was cut."""
        if not self.descriptions:
            return False
        # Most lines end here: a description begins as they do not.
        if not key(text[: 4 * OPENING])[:OPENING].startswith(self.openings):
            return False
        words = key(text)
        return any(states(words, description) for description in self.descriptions)


def gather(metadata: Metadata) -> Evidence:
    """Return the evidence in a page's metadata."""
    nodes = [node for node in metadata.json_ld if "headline" in node or "articleBody" in node]
    titles, tails = _titles(nodes, metadata)
    names = _names(nodes, metadata)
    descriptions = _descriptions(nodes, metadata)
    sections = {key(each) for each in _strings(nodes, "articleSection")}
    sections |= {key(each) for each in metadata.all("article:section")}
    body = max(_strings(nodes, "articleBody"), key=len, default="")
    cues = {max(phrase.split(), key=len) for phrase in (*titles, *names)}
    return Evidence(
        titles=titles,
        tails=tails,
        sections=frozenset(sections) - {""},
        descriptions=descriptions,
        openings=tuple(description[:OPENING] for description in descriptions),
        body=key(plain(body)) if len(body) >= MIN_BODY else "",
        live=any("liveblogposting" in json_ld.types(node) for node in metadata.json_ld),
        people=names,
        cues=tuple(sorted(cues)),
    )


def _strings(nodes: Iterable[Mapping[str, Any]], name: str, *inner: str) -> list[str]:
    return [text for node in nodes for text in json_ld.strings(node.get(name), *inner)]


def _titles(
    nodes: Iterable[Mapping[str, Any]], metadata: Metadata
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the keys of titles, whole and before the first separator, and of their tails."""
    stated = {plain(text) for text in _strings(nodes, "headline")}
    stated.update(metadata.all("og:title", "twitter:title", "title", "dc.title"))
    stated.add(metadata.title or "")
    titles, tails = set(), set()
    for title in stated:
        parts = _SITE.split(title)
        titles |= {key(title), key(parts[0])}
        tails.add(key(parts[-1]))
    return frozenset(titles - {""}), frozenset(tails - {""})


def _descriptions(nodes: Iterable[Mapping[str, Any]], metadata: Metadata) -> tuple[str, ...]:
    stated = {plain(text) for text in _strings(nodes, "description")}
    stated.update(
        metadata.all("description", "og:description", "twitter:description", "dc.description")
    )
    keys = {key(text.rstrip(" .…")) for text in stated}
    return tuple(sorted(words for words in keys if len(words) >= MIN_DESCRIPTION))


def _names(nodes: Iterable[Mapping[str, Any]], metadata: Metadata) -> tuple[str, ...]:
    """Return the keys of the authors' names; an address is no name."""
    stated = {*_strings(nodes, "author", "name"), *metadata.all("author")}
    keys = {key(name) for name in stated if "/" not in name}
    return tuple(sorted(words for words in keys if len(words) in NAME))


def states(line: str, description: str) -> bool:
    """Return whether a line is the description, or the text from which it was cut; both as keys."""
    if len(line) < MIN_DESCRIPTION or len(description) < MIN_DESCRIPTION:
        return False
    if line == description:
        return True
    if description.startswith(line) and len(line) > MOST * len(description):
        return True
    is_most = len(description) > MOST * len(line)
    return (is_most or len(description) > SURE) and line.startswith(description[:-CUT_OFF])
