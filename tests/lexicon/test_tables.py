"""Every table of the lexicon is well formed, and a language that is only in TOML is honoured."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import lexicon
from scraper.lexicon.matcher import alternation

TABLES = sorted(path.stem for path in lexicon.FOLDER.glob("*.toml"))


def sections():
    """Yield (table, section) of the whole lexicon."""
    return [(name, section) for name in TABLES for section in lexicon.load(name)]


def entries(name, section):
    """Return language -> words or phrases of a section."""
    found = {}
    for language, entry in lexicon.load(name)[section].items():
        parted = isinstance(entry, list) or "|" in entry
        found[language] = lexicon.phrases_of(entry) if parted else entry.split()
    return found


@pytest.mark.parametrize(("name", "section"), sections())
def test_a_section_is_keyed_by_language_or_system(name, section):
    table = lexicon.load(name)[section]
    assert table
    for key, entry in table.items():
        assert re.fullmatch(r"[A-Za-z_]+", key)
        assert isinstance(entry, str | list)
        assert entry


@pytest.mark.parametrize(("name", "section"), sections())
def test_an_entry_is_written_once_in_a_language(name, section):
    if name in ("months", "scripts"):  # a month may have another's name in short; a script's blocks are numbers
        return
    for language, found in entries(name, section).items():
        again = [entry for entry, count in Counter(found).items() if count > 1]
        assert not again, f"{name}.toml [{section}] {language}: {again}"


@pytest.mark.parametrize(("name", "section"), sections())
def test_an_entry_is_written_as_texts_are_compared(name, section):
    """Lower case, single spaces, nothing at the edges."""
    if name == "scripts":
        return
    for language, found in entries(name, section).items():
        wrong = [entry for entry in found if entry != entry.lower() or entry != re.sub(r"\s{2,}", " ", entry)]
        assert not wrong, f"{name}.toml [{section}] {language}: {wrong}"


def test_white_space_and_line_breaks_between_entries_do_not_count():
    assert lexicon.phrases_of("written  by|\n  by | ") == ["written by", "by"]
    assert lexicon.phrases_of(["as it is"]) == ["as it is"]


def test_the_longer_of_two_phrases_that_begin_alike_is_first():
    assert lexicon.longest_first(["by", "by our", "a"]) == ("by our", "by", "a")


@pytest.mark.parametrize("name", TABLES)
def test_strings_are_literal_so_that_a_worker_starts_soon(name):
    """A basic string costs ten times as much to parse; one stands where an entry has both kinds of quotes."""
    lines = (lexicon.FOLDER / f"{name}.toml").read_text("utf-8").splitlines()
    assert not [line for line in lines if re.match(r"\w+ = \"", line)]


CASES = [
    (["updated", "up"], "last updated at", "updated"),
    (["up", "updated"], "updates", "up"),
    (["photo by", "photo"], "photo  by Roe", "photo  by"),
    (["c++", "(c)"], "in c++", "c++"),
    (["d'or"], "dor", None),
]


@pytest.mark.parametrize(("phrases", "text", "found"), CASES)
def test_an_alternation_finds_the_longest_phrase(phrases, text, found):
    match = re.search(alternation(phrases), text)
    assert (match[0] if match else None) == found


@given(st.lists(st.text("ab .(", min_size=1, max_size=5), min_size=1, max_size=8))
def test_an_alternation_matches_its_phrases_and_nothing_else(phrases):
    pattern = re.compile(alternation(phrases))
    assert all(pattern.fullmatch(phrase) for phrase in phrases)
    known = {re.sub(r"\s", " ", phrase) for phrase in phrases}
    single = {phrase for phrase in known if "  " not in phrase}
    for phrase in single:
        assert bool(pattern.fullmatch(phrase + "a")) == ((phrase + "a") in known)
