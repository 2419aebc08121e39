"""Read from `fixtures/` what each URL of the made-up web answers.

A page needs no registration: the `.json` file next to it, which holds the expected article for the
tests, names its URL. Several pages with one URL are its versions, in the order of their names.
`web.toml` holds the rest: feeds, redirects, errors, odd headers.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any

# Verdicts on pages that hold an article, as their `.json` files give them.
ARTICLES = frozenset({"article", "live_blog", "teaser", None})
PAGE = "page"
FEED = "feed"
OTHER = "other"
TYPES: Mapping[str, str] = MappingProxyType(
    {
        "html": "text/html; charset=utf-8",
        "txt": "text/plain; charset=utf-8",
        "rss": "application/rss+xml; charset=utf-8",
        "atom": "application/atom+xml; charset=utf-8",
        "rdf": "application/rdf+xml",
        "json": "application/feed+json",
        "xml": "application/xml; charset=utf-8",
        "opml": "text/x-opml; charset=utf-8",
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class FixtureAnswer:
    """The answer of one URL of the made-up web."""

    url: str
    role: str = OTHER  # PAGE with an article, FEED, or OTHER
    status: int = 200
    type: str = TYPES["html"]
    bodies: tuple[bytes, ...] = (b"",)  # an edited page has several: one for each step
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0  # seconds before the first byte


def fixtures() -> Traversable:
    """Return the folder of the made-up web: of the installed package, else of the checkout."""
    installed = files("scraper") / "fixtures"
    if installed.is_dir():
        return installed
    return Path(__file__).parent.parent.parent / "fixtures"


def read(folder: Traversable) -> Iterator[FixtureAnswer]:
    """Yield the answers of all URLs."""
    manifest = tomllib.loads((folder / "web.toml").read_text("utf-8"))
    special = manifest.get("page", {})
    for page in _pages(folder / "pages"):
        yield replace(page, **special.get(page.url, {}))
    for entry in manifest.get("feed", ()):
        yield _of_entry(entry, folder, FEED)
    for entry in manifest.get("answer", ()):
        yield _of_entry(entry, folder, OTHER)
    for file in _sorted(folder / "robots"):
        host = file.name.removesuffix(".txt")
        url = f"http://{host}/robots.txt"
        yield FixtureAnswer(url=url, type=TYPES["txt"], bodies=(file.read_bytes(),))


def _pages(folder: Traversable) -> list[FixtureAnswer]:
    """Return the pages of all hosts, with the versions of one URL together."""
    pages: dict[str, FixtureAnswer] = {}
    for host in _sorted(folder):
        for page in _pages_of_host(host):
            known = pages.get(page.url)
            if known:
                page = replace(known, bodies=known.bodies + page.bodies)  # noqa: PLW2901
            pages[page.url] = page
    return list(pages.values())


def _pages_of_host(folder: Traversable) -> Iterator[FixtureAnswer]:
    """Yield the pages of a host, each under the URL that the `.json` file next to it gives."""
    files = _sorted(folder)
    expected = {file.name: file for file in files if file.name.endswith(".json")}
    for file in files:
        name, _, ending = file.name.rpartition(".")
        if ending == "json":
            continue
        article = json.loads(expected[f"{name}.json"].read_text("utf-8"))
        is_article = article.get("verdict") in ARTICLES
        yield FixtureAnswer(
            url=article["url"],
            role=PAGE if is_article else OTHER,
            type=TYPES[ending],
            bodies=(file.read_bytes(),),
        )


def _of_entry(entry: Mapping[str, Any], folder: Traversable, role: str) -> FixtureAnswer:
    """Return the answer of an entry of web.toml, with the `file` or the `text` that it names."""
    values = dict(entry)
    name = values.pop("file", None)
    text = values.pop("text", "")
    if name is None:
        return FixtureAnswer(role=role, bodies=(text.encode(),), **values)
    values.setdefault("type", TYPES[name.rpartition(".")[2]])
    return FixtureAnswer(role=role, bodies=((folder / name).read_bytes(),), **values)


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda entry: entry.name)
