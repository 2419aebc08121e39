"""Switch off each rule of the page reader in turn.

python bench/ablate_rules.py FOLDER [...] [--only scraper.extract.authors] [--count] [--pages N].

FOLDER has a gold.jsonl with gzipped pages, as for bench/quality.py. A rule is a condition in the
code that reads pages. One pass counts on how many sites each is ever what it asks for; those of
fewer than --rare sites are listed, for they know too little. Then each other rule is held at the
value that switches it off, on the pages where that matters, at most --pages of them, no two of a
site. Printed are rule, sites, pages tried and changed, and what is lost (+) or gained (-) by data
set and field, in thousandths of a page's score summed over these pages.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench.conditions import Conditions

ROOMS = ("scraper.page", "scraper.extract", "scraper.lexicon")
RARE = 3  # sites, below which a rule is no knowledge

conditions = Conditions()
if __name__ == "__main__":
    conditions.install(ROOMS)

from bench import quality  # noqa: E402 - what it imports is counted
from bench.answers import load  # noqa: E402
from bench.survey import site  # noqa: E402


class Read(NamedTuple):
    """A page, how well it is read, and which conditions were met with which value."""

    case: quality.Case
    corpus: str
    site: str
    article: Any
    scores: dict[str, float]
    met: frozenset[tuple[int, bool]]


def forget() -> None:
    """Empty the caches of functions with arguments; without it a rule is not asked again."""
    for name, module in list(sys.modules.items()):
        if not name.startswith(ROOMS) or name == "scraper.lexicon":  # its tables stay the same
            continue
        for each in vars(module).values():
            if hasattr(each, "cache_clear") and each.__wrapped__.__code__.co_argcount:
                each.cache_clear()


def read(folders: Sequence[Path]) -> Iterator[Read]:
    """Yield each page as it is read with all rules."""
    for folder in folders:
        sites = {page.id: site(page) for page in load(folder)}
        for case in quality.cases(folder):
            forget()
            conditions.reset()
            article = quality.read(case)
            met = frozenset(conditions.reset())
            scores = quality.scores(case, article)
            yield Read(case, folder.name, sites[case.name], article, scores, met)


def sites(pages: Sequence[Read]) -> Counter[tuple[int, bool]]:
    """Return on how many sites each condition has each value."""
    return Counter(met for met, _ in {(met, page.site) for page in pages for met in page.met})


def without(number: int, pages: Sequence[Read], most: int) -> str:
    """Return a row of the table: what changes without a rule where it is what it asks for."""
    asked = (number, not conditions.known[number].off)
    one_a_site = {page.site: page for page in pages if asked in page.met}
    tried = list(one_a_site.values())[:most]
    forget()
    conditions.held = number
    changed, lost = 0, defaultdict[str, float](float)
    for page in tried:
        article = quality.read(page.case)
        changed += article != page.article
        for field, score in quality.scores(page.case, article).items():
            lost[f"{page.corpus}.{field}"] += page.scores[field] - score
    conditions.held = -1
    effect = "  ".join(f"{name} {1000 * each:+.0f}" for name, each in sorted(lost.items()) if each)
    return f"{len(tried):5} {changed:5}  {conditions.known[number].name}  {effect}"


def main() -> None:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("folder", nargs="+", type=Path)
    parser.add_argument("--only", default="", help="rules of the modules that begin so")
    parser.add_argument("--pages", type=int, default=24, help="at most so many for each rule")
    parser.add_argument("--rare", type=int, default=RARE, help="sites that a rule needs")
    parser.add_argument("--count", action="store_true", help="only count the sites")
    options = parser.parse_args()
    pages = list(read(options.folder))
    seen = sites(pages)
    meant = [at for at, each in enumerate(conditions.known) if each.place.startswith(options.only)]
    asked = {at: seen[(at, not conditions.known[at].off)] for at in meant}
    rare = [at for at in meant if asked[at] < options.rare]
    print(f"{len(pages)} pages, {len(meant)} rules; on fewer than {options.rare} sites:")
    for at in rare:
        print(f"{asked[at]:5}        {conditions.known[at].name}")
    print(f"\n{len(rare)} rules on fewer than {options.rare} sites\n\nsites tried changed  rule")
    for at in meant if not options.count else ():
        if asked[at] >= options.rare:
            print(f"{asked[at]:5} {without(at, pages, options.pages)}", flush=True)


if __name__ == "__main__":
    main()
