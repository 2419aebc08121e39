"""Pages with answers, read once.

Each line's features, size and label; kept in a file, for reading takes minutes.
"""

from __future__ import annotations

import hashlib
import pickle
import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench.answers import Answered, fixtures, load
from bench.labels import aligned, by_snippets
from scraper.extract.body import (
    chances_around,
    choose,
    features,
    line_rules,
    read_body,
    second_opinion,
)
from scraper.page.parsed_page import ParsedPage

TWO_LEVELS = frozenset("co com org gov net ac edu or ne".split())
COUNTRY = 2  # letters of a country's domain
PARTS = "ABC"


@dataclass
class Surveyed:
    """A page: its answer, and its lines in page order."""

    page: Answered
    part: str
    site: str
    standfirst: str = ""
    other: str = ""  # trafilatura's text
    texts: list[str] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    endings: list[bool] = field(default_factory=list)  # left out where nothing is kept below
    rows: list[dict[str, float]] = field(default_factory=list)
    rules: list[str | None] = field(default_factory=list)
    groups: list[int] = field(
        default_factory=list
    )  # the table or code block of a line, -1 for none
    places: list[chances_around.Place] = field(default_factory=list)
    labels: list[float | None] = field(default_factory=list)
    seconded: list[bool] = field(default_factory=list)  # the line is in trafilatura's text


def site(page: Answered) -> str:
    """Return the registrable domain; the id where a corpus has no real addresses."""
    if page.corpus == "readability":
        return page.id
    host = re.sub(r"^https?://(?:hard::)?(?:www\.)?", "", page.url).split("/")[0].split(":")[0]
    labels = host.lower().split(".")
    under = len(labels) > 2 and labels[-2] in TWO_LEVELS and len(labels[-1]) == COUNTRY
    return ".".join(labels[-3 if under else -2 :])


def part(name: str) -> str:
    """Return the third of the sites to which a site belongs: A, B or C."""
    return PARTS[int(hashlib.md5(name.encode()).hexdigest(), 16) % len(PARTS)]


def read(page: Answered) -> Surveyed:
    """Return a page's lines with features and labels."""
    warnings.simplefilter("ignore")
    name = site(page)
    found = Surveyed(page, part(name), name)
    document = ParsedPage(page.page())
    prepared = read_body.prepare(document)
    if prepared is None:
        return found
    around, lead = prepared
    lines = [line for line in around.layout.lines if line not in lead]
    found.standfirst = "\n".join(line.text for line in lead)
    found.other = second_opinion.ask(document.text, document.url)
    flat = " ".join(found.other.split())
    featured = features.read(around, lines, lead)
    near = [each.line for each in featured]
    found.groups = choose.groups(near)
    found.places = chances_around.places(near, around.headings)
    for each in featured:
        found.texts.append(each.line.text)
        found.sizes.append(each.line.size)
        found.rows.append(each.features)
        found.rules.append(each.rule)
        found.endings.append(line_rules.ends_the_text(each.line) is not None)
        found.seconded.append(" ".join(each.line.text.split()) in flat)
    found.labels = _labels(found)
    return found


def _labels(found: Surveyed) -> list[float | None]:
    """Return the labels of a page's lines.

    A weakly labelled page has only those on which snippets decide.
    """
    gold = found.page.gold
    if gold.get("body"):
        return list(aligned(found.texts, str(gold["body"])))
    wanted, unwanted = found.page.snippets
    return [by_snippets(text, wanted, unwanted) for text in found.texts]


def survey(folders: Iterable[Path], cache: Path | None = None) -> list[Surveyed]:
    """Return all pages of the folders, from the cache if there is one."""
    if cache is not None and cache.exists():
        with cache.open("rb") as file:
            return list(pickle.load(file))
    with Pool() as pool:
        pages = list(pool.imap(read, _answered(folders), chunksize=4))
    if cache is not None:
        with cache.open("wb") as file:
            pickle.dump(pages, file)
    return pages


def first_of_each_set(pages: Iterable[Surveyed], count: int) -> list[Surveyed]:
    """Return at most so many pages of each data set."""
    taken: Counter[str] = Counter()
    chosen = []
    for page in pages:
        taken[page.page.corpus] += 1
        if taken[page.page.corpus] <= count:
            chosen.append(page)
    return chosen


def without(pages: Iterable[Surveyed], name: str) -> list[Surveyed]:
    """Return the pages as if the features that a name means had never been there."""
    return [replace(page, rows=[_left(row, name) for row in page.rows]) for page in pages]


def _left(row: dict[str, float], name: str) -> dict[str, float]:
    return {feature: value for feature, value in row.items() if not is_meant(feature, name)}


def is_meant(feature: str, name: str) -> bool:
    """Return whether a name means a feature: its own name, or its beginning and "*"."""
    return feature.startswith(name[:-1]) if name.endswith("*") else feature == name


def _answered(folders: Iterable[Path]) -> Iterator[Answered]:
    for folder in folders:
        if (folder / "gold.jsonl").exists():
            yield from (
                page for page in load(folder) if page.gold.get("body") or "with" in page.gold
            )
        else:
            yield from fixtures(folder)
