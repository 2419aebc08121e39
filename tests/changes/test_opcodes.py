"""Comparing word by word: exact for long texts, too, and in a time that they cannot blow up."""

import random
import time

import pytest

from scraper.changes import pairs
from scraper.changes.opcodes import WHOLE, opcodes
from scraper.changes.word_diff import RunKind, runs

COMMON = ("the", "of", "and", "a")


def text_of(words, seed):
    rng = random.Random(seed)
    return [rng.choice(COMMON) if rng.random() < 0.3 else f"w{rng.randrange(3000)}" for _ in range(words)]


def edited(words, changes, seed=7):
    rng = random.Random(seed)
    found = list(words)
    for n in range(changes):
        found[rng.randrange(len(found))] = f"new{n}"
    return found


@pytest.mark.parametrize("words", [0, 1, 300, WHOLE, 4000])
@pytest.mark.parametrize("changes", [0, 1, 40])
def test_what_is_found_turns_one_text_into_the_other(words, changes):
    old = text_of(words, 1)
    new = edited(old, changes) if old else ["all", "new"]
    place = [0, 0]
    built = []
    for tag, a1, a2, b1, b2 in opcodes(old, new):
        assert [a1, b1] == place
        assert (old[a1:a2] == new[b1:b2]) == (tag == "equal")
        place = [a2, b2]
        built += new[b1:b2]
    assert (built, place) == (new, [len(old), len(new)])


def test_a_long_paragraph_is_compared_word_by_word():
    old = text_of(5000, 1)
    new = edited(old, 3)
    found = runs(" ".join(old), " ".join(new))
    assert [run.text for run in found if run.kind is RunKind.ADDED] == sorted(("new0", "new1", "new2"), key=new.index)
    assert "".join(run.text for run in found if run.kind is not RunKind.REMOVED) == " ".join(new)
    assert "".join(run.text for run in found if run.kind is not RunKind.ADDED) == " ".join(old)


@pytest.mark.parametrize(("paragraphs", "words"), [(60, 300), (60, 3000), (8, 20_000)])
def test_paragraphs_of_the_same_words_take_no_square_of_their_length(paragraphs, words):
    """Each is as like any other as it can be: all pairs of 60 paragraphs of 3,000 words would take hours."""
    rng = random.Random(1)
    bag = [f"w{n}" for n in range(words // 3)] + list(COMMON) * (words // 6)
    texts = [" ".join(rng.sample(bag, len(bag))) for _ in range(2 * paragraphs)]
    began = time.process_time()
    found = list(pairs(texts[:paragraphs], texts[paragraphs:]))
    assert time.process_time() - began < 10
    assert [pair.after for pair in found if pair.after is not None] == texts[paragraphs:]


@pytest.mark.parametrize("other", ["edited", "different", "the same few words"])
def test_long_paragraphs_take_no_square_of_their_length(other):
    """20,000 words: difflib alone would take minutes."""
    old = text_of(20_000, 1)
    new = {"edited": edited(old, 800), "different": text_of(20_000, 2), "the same few words": list(COMMON) * 5000}[
        other
    ]
    began = time.process_time()
    runs(" ".join(old), " ".join(new))
    assert time.process_time() - began < 10
