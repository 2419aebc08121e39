"""Keep or drop each line of a page.

Rules decide on what a line is beyond doubt, learned trees on all others. They look twice: the
second time they know what they made of the lines around.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scraper.extract.body import chances_around, choose, features, line_rules, trees
from scraper.extract.body.features import Featured
from scraper.extract.body.line_context import Surroundings
from scraper.page.body_reading import JudgedLine
from scraper.page.lines import Line

FAR = "far from the text"
CORRECTED = 0.9  # chance of a note that says what was put right
UNLIKELY = "unlike the text"
# The feature of a dropped line that is named as the reason begins with the first of these.
NAMED = (
    "hint ",
    "story ",
    "says ",
    "consent",
    "credit",
    "signs off",
    "author",
    "title",
    "only link",
    "named ",
    "after",
    "before",
)
NO_REASON = frozenset(
    {"named much", "named hard", "named figure", "after good", "after colon", "before good"}
)


def judge(
    around: Surroundings, standfirst: Sequence[Line], known: frozenset[str] = frozenset()
) -> tuple[JudgedLine, ...]:
    """Return the lines of the page, from the first that may be text to the last, kept or not."""
    lines = [line for line in around.layout.lines if line not in standfirst]
    read = features.read(around, lines, standfirst, known)
    near = [each.line for each in read]
    sizes = [line.size for line in near]
    featured = _with_first_look(read, chances_around.places(near, around.headings), sizes)
    chances = choose.evened([_chance(each) for each in featured], sizes, choose.groups(near))
    kept = choose.highest_f1(chances, sizes)
    judged = [
        _judged(each, chance, kept=at in kept)
        for at, (each, chance) in enumerate(zip(featured, chances, strict=True))
    ]
    return tuple(_without_tail(judged))


def _with_first_look(
    featured: Sequence[Featured], places: Sequence[chances_around.Place], sizes: Sequence[float]
) -> list[Featured]:
    """Return the lines, those without a rule with what a first look makes of the others."""
    weights, first_trees = trees.body_weights(), trees.body_trees().first
    rows = [trees.with_weighted_sum(each.features, weights) for each in featured]
    chances = [
        0.0 if each.rule else first_trees.chance(row)
        for each, row in zip(featured, rows, strict=True)
    ]
    numbers = chances_around.read(places, sizes, chances)
    return [
        each if each.rule else each._replace(features={**row, **more})
        for each, row, more in zip(featured, rows, numbers, strict=True)
    ]


def _judged(featured: Featured, chance: float, *, kept: bool) -> JudgedLine:
    reason = "" if kept else _reason(featured)
    return JudgedLine(
        featured.line, kept=kept, reason=reason, chance=chance, features=featured.features
    )


def _chance(featured: Featured) -> float:
    if featured.rule:
        return 0.0
    if "corrects" in featured.features and "inside" in featured.features:
        return CORRECTED
    chance = trees.body_trees().second.chance(featured.features)
    return trees.less_if_elsewhere(chance, featured.features)


def strongest(judged: JudgedLine) -> list[tuple[str, float]]:
    """Return the features that counted most for (+) and against (-) a line, in log odds.

    There are none where a rule decided.
    """
    return trees.body_trees().second.strongest(judged.features) if judged.features else []


def _reason(featured: Featured) -> str:
    """Return why a line is dropped, in one or two words."""
    if featured.rule:
        return featured.rule
    names = [name for name in featured.features if name.startswith(NAMED) and name not in NO_REASON]
    if names:
        return min(names, key=_rank).removeprefix("hint ")
    return UNLIKELY if "inside" in featured.features else FAR


def _rank(name: str) -> int:
    return next(at for at, beginning in enumerate(NAMED) if name.startswith(beginning))


def _without_tail(judged: list[JudgedLine]) -> Iterator[JudgedLine]:
    """Yield the lines, those at the end dropped that are not the article by what they are.

    These are headings under which nothing is kept, and short lines that promote something.
    """
    ending: dict[int, str] = {}
    kept = [at for at, each in enumerate(judged) if each.kept]
    for at in reversed(kept):
        reason = line_rules.ends_the_text(judged[at].line)
        if reason is None:
            break
        ending[at] = reason
    for at, each in enumerate(judged):
        yield each._replace(kept=False, reason=ending[at]) if at in ending else each
