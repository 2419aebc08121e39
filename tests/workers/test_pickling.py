"""Values that are pickled by their slots come back as they were, and stay frozen."""

import copy
import pickle
from dataclasses import FrozenInstanceError

import pytest

from scraper.models import (
    Article,
    Author,
    AuthorKind,
    Block,
    BlockKind,
    Candidate,
    Image,
    Removed,
    Span,
    Verdict,
    VerdictKind,
)

PARTS = [
    Span(text="ferry", href="/a", strong=True),
    Block(kind=BlockKind.TABLE, rows=(("a", "b"), ("c",))),
    Author(name="Reuters", links=("https://a.example/",), kind=AuthorKind.ORGANISATION),
    Image(url="https://a.example/i.jpg", lead=True),
    Verdict(kind=VerdictKind.TEASER, evidence=("short",)),
    Candidate(field="headline", strategy="og", value="A ferry", confidence=0.5),
    Removed(text="Read more", reason="links"),
]
ARTICLE = Article(
    url="https://a.example/1",
    site="a.example",
    headline="A ferry",
    authors=(PARTS[2],),
    images=(PARTS[3],),
    body=(Block(kind=BlockKind.PARAGRAPH, spans=(PARTS[0],)), PARTS[1]),
    verdict=PARTS[4],
    sources={"headline": "og"},
    candidates=(PARTS[5],),
    removed=(PARTS[6],),
)


@pytest.mark.parametrize("value", [*PARTS, ARTICLE], ids=lambda value: type(value).__name__)
def test_a_value_comes_back_as_it_was_and_frozen(value):
    back = pickle.loads(pickle.dumps(value))
    assert back == value == copy.deepcopy(value)
    assert repr(back) == repr(value)
    with pytest.raises(FrozenInstanceError):
        setattr(back, type(value).__slots__[0], "other")


def test_a_state_of_another_class_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        PARTS[0].__setstate__(("ferry",))
