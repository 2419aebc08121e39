"""How a page was read, as lines for people and as one object for programs."""

import json

import pytest

from scraper.models import Article, Block, BlockKind, Candidate, Removed, Span, Verdict, VerdictKind
from scraper.present.explained import (
    CHARSET_REASONS,
    LONG,
    STRONGEST,
    Explained,
    ExplainedLine,
    explained_lines,
    explained_row,
)

URL = "https://harbour.example/ferry"


def candidate(value, *, won, **more):
    return Candidate(field="headline", strategy=more.pop("strategy", "h1"), value=value, raw=value, won=won, **more)


def explained(*, lines=(), shares=None, found_by="header", **fields):
    body = (Block(kind=BlockKind.PARAGRAPH, spans=(Span(text="Tea is ready."),)),)
    verdict = Verdict(kind=VerdictKind.ARTICLE, evidence=("1 paragraph",))
    fields = {"headline": "Tea", "body": body, "verdict": verdict, "word_count": 3, **fields}
    article = Article(url=URL, site="harbour.example", **fields)
    return Explained(article=article, charset="utf-8", found_by=found_by, shares=shares or {}, lines=lines)


KEPT = ExplainedLine("Tea is ready.", kept=True, chance=0.97, reason="", strongest=(("words", 2.0),))
DROPPED = ExplainedLine("Share", kept=False, chance=0.02, reason="share bar", strongest=())
HEADLINES = (
    candidate("Tea", won=True, confidence=0.8),
    candidate("Harbour", won=False, strategy="og:title", why="the site's name"),
    candidate("Tea time", won=False, strategy="title"),
)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ({}, "verdict         article\n                  1 paragraph\ncharset         utf-8  (the server declares it)"),
        ({"found_by": "fallback"}, "charset         utf-8  (nothing indicates another)"),
        ({"shares": {"links": 1.25, "prose": -0.5}}, "like a list     links +1.2, prose -0.5"),
        ({"candidates": HEADLINES, "sources": {"headline": "h1"}}, "\nheadline        Tea\n  won   h1 (80%)\n"),
        (
            {"candidates": HEADLINES, "sources": {"headline": "h1"}},
            "  lost  og:title             Harbour  (the site's name)",
        ),
        ({"candidates": HEADLINES}, "  lost  title                Tea time  (another candidate was better)"),
        ({"sources": {"body": "blocks"}}, "\nbody            1 block, 3 words\n  won   blocks"),
        ({"repairs": ("parted two\nwords",)}, "\nrepaired\n  parted two words"),
        (
            {"removed": (Removed(text="Share\nthis", reason="share bar"),)},
            "\nremoved\n  share bar                    Share this",
        ),
        ({"removed": (Removed(text="x" * 500, reason="promo"),)}, f"promo                        {'x' * (LONG - 1)}…"),
        (
            {"lines": (KEPT,)},
            "  keep  97%  Tea is ready.\n             words +2.0",
        ),
        (
            {"lines": (DROPPED,)},
            "  drop   2%  Share\n             share bar",
        ),
    ],
)
def test_lines(page, expected):
    lines = list(explained_lines(explained(**page)))
    assert expected in "\n".join(lines)
    assert not [line for line in lines if "\n" in line]


def test_only_the_strongest_features_are_listed():
    shares = {f"feature{n}": 1.0 for n in range(STRONGEST + 3)}
    (line,) = [line for line in explained_lines(explained(shares=shares)) if line.startswith("like a list")]
    assert line.count("feature") == STRONGEST


def test_a_field_that_was_never_offered_is_left_out():
    assert not [line for line in explained_lines(explained()) if line.startswith("subheadline")]


def test_the_row_is_json_with_everything_that_was_decided():
    page = explained(
        candidates=HEADLINES, lines=(KEPT,), shares={"links": 1.25}, removed=(Removed(text="a", reason="b"),)
    )
    row = json.loads(json.dumps(explained_row(page)))
    assert (row["headline"], row["charset"], row["charset_found_by"]) == ("Tea", "utf-8", "header")
    assert [(c["strategy"], c["won"], c["why"]) for c in row["candidates"]] == [
        ("h1", True, None),
        ("og:title", False, "the site's name"),
        ("title", False, None),
    ]
    assert (row["removed"], row["listing_features"]) == ([{"text": "a", "reason": "b"}], {"links": 1.25})
    assert row["lines"][0]["strongest"] == [["words", 2.0]]


def test_every_way_to_find_a_charset_has_its_words():
    assert all(
        f"({words})" in "\n".join(explained_lines(explained(found_by=by))) for by, words in CHARSET_REASONS.items()
    )
