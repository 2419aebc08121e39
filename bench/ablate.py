"""Switch off each feature of the body reader in turn.

python bench/ablate.py CACHE [--train A --check B] [--only NAME] [--pages N].

CACHE is what bench/train.py --cache wrote. The reader is learned anew without the feature; printed
are the sites on which it is seen and what the check loses (+) or gains (-) by data set, in
thousandths of F1. A name that ends with "*" stands for all features that begin so. The first
--pages pages of each data set show in minutes whether a feature is worth the hours of all.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench.survey import Surveyed, first_of_each_set, is_meant, survey, without
from bench.train import columns, learn, scored

GROUPS = (
    "around *",
    "named *",
    "under *",
    "says *",
    "page*",
    "parent*",
)


def figures(taught: Sequence[Surveyed], checked: Sequence[Surveyed]) -> dict[str, float]:
    """Return the mean F1 of each data set: of words, or of snippets."""
    by_set: dict[str, list[float]] = defaultdict(list)
    for each in scored(checked, *learn(taught)):
        if "words" in each:
            by_set[each["page"].corpus].append(each["words"][2])  # type: ignore[index, attr-defined]
        else:
            hit, wrong, lost = each["snippets"]  # type: ignore[misc]
            by_set[each["page"].corpus].append(2 * hit / (2 * hit + wrong + lost or 1))  # type: ignore[attr-defined]
    return {name: mean(values) for name, values in sorted(by_set.items())}


def sites(pages: Sequence[Surveyed]) -> Counter[str]:
    """Return on how many sites each feature is seen."""
    return Counter(
        name
        for name, _ in {(name, page.site) for page in pages for row in page.rows for name in row}
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("cache", type=Path)
    parser.add_argument("--train", default="A", help="learn on these thirds of the sites")
    parser.add_argument("--check", default="B", help="score these thirds")
    parser.add_argument(
        "--only",
        action="append",
        help="this feature, or those that begin so (NAME*); may be repeated",
    )
    parser.add_argument("--pages", type=int, default=0, help="at most so many of each data set")
    options = parser.parse_args()
    if not options.cache.exists():
        parser.error(f"{options.cache}: no such file; bench/train.py --cache writes it")
    pages = survey((), options.cache)
    if options.pages:
        pages = first_of_each_set(pages, options.pages)
    made = [page for page in pages if page.page.corpus == "fixtures"]
    real = [page for page in pages if page.page.corpus != "fixtures"]
    taught = [*made, *(page for page in real if page.part in options.train)]
    checked = [page for page in real if page.part in options.check]
    if not taught or not checked:
        parser.error("no pages to learn on or none to check: give more --pages or other parts")
    whole, seen = figures(taught, checked), sites(real)
    print(f"{'':28}{'sites':>6}  " + "  ".join(f"{name:>11}" for name in whole))
    print(f"{'all features':28}{'':>6}  " + "  ".join(f"{value:11.4f}" for value in whole.values()))
    for name in options.only or [*GROUPS, *columns(pages)]:
        left = figures(without(taught, name), without(checked, name))
        lost = "  ".join(f"{1000 * (whole[each] - left[each]):+11.1f}" for each in whole)
        count = max((n for each, n in seen.items() if is_meant(each, name)), default=0)
        print(f"{name:28}{count:6}  {lost}", flush=True)


if __name__ == "__main__":
    main()
