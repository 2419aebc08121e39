"""What each URL of the made-up web says, read from `fixtures/`.

A page needs no registration: the `.json` beside it, its answer for the tests, names its URL. Pages with one URL
are its versions, in the order of their names. `web.toml` holds the rest: feeds, redirects, errors, odd headers.
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

ARTICLES = frozenset(
    {"article", "live_blog", "teaser", None}
)  # verdicts, as a page's answer gives them
PAGE, FEED, OTHER = "page", "feed", "other"
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
class Answer:
    """What one URL of the made-up web says."""

    url: str
    role: str = OTHER  # PAGE with an article, FEED, or OTHER
    status: int = 200
    type: str = TYPES["html"]
    bodies: tuple[bytes, ...] = (b"",)  # a page that is edited has several: one a step
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0  # seconds before the first byte


def fixtures() -> Traversable:
    """The folder of the made-up web: inside the installed package, else in the checkout."""
    installed = files("scraper") / "fixtures"
    return installed if installed.is_dir() else Path(__file__).parent.parent.parent / "fixtures"


def read(folder: Traversable) -> Iterator[Answer]:
    """Read all that the web says."""
    manifest = tomllib.loads((folder / "web.toml").read_text("utf-8"))
    yield from _pages(folder / "pages", manifest.get("page", {}))
    for entry in manifest.get("feed", ()):
        yield _of(entry, folder, FEED)
    for entry in manifest.get("answer", ()):
        yield _of(entry, folder, OTHER)
    for file in _sorted(folder / "robots"):
        url = f"http://{file.name.removesuffix('.txt')}/robots.txt"
        yield Answer(url=url, type=TYPES["txt"], bodies=(file.read_bytes(),))


def _pages(folder: Traversable, odd: Mapping[str, Mapping[str, Any]]) -> Iterator[Answer]:
    """The pages, each under the URL that the answer beside it gives; `odd` says what is special about some."""
    pages: dict[str, Answer] = {}
    for host in _sorted(folder):
        beside = {
            file.name.rpartition(".")[0]: file
            for file in host.iterdir()
            if not file.name.endswith(".json")
        }
        for file in _sorted(host):
            if file.name.endswith(".json"):
                page = _page(
                    json.loads(file.read_text("utf-8")), beside[file.name.removesuffix(".json")]
                )
                known = pages.get(page.url)
                pages[page.url] = (
                    replace(known, bodies=(*known.bodies, *page.bodies)) if known else page
                )
    for url, page in pages.items():
        yield replace(page, **odd.get(url, {}))


def _page(answer: Mapping[str, Any], file: Traversable) -> Answer:
    role = PAGE if answer.get("verdict") in ARTICLES else OTHER
    return Answer(
        url=answer["url"],
        role=role,
        type=TYPES[file.name.rpartition(".")[2]],
        bodies=(file.read_bytes(),),
    )


def _of(entry: Mapping[str, Any], folder: Traversable, role: str) -> Answer:
    """An entry of web.toml, with the bytes of the `file` or the `text` that it names."""
    special = {key: value for key, value in entry.items() if key not in ("file", "text")}
    if "file" not in entry:
        return Answer(role=role, bodies=(entry.get("text", "").encode(),), **special)
    kind = {"type": TYPES[entry["file"].rpartition(".")[2]]}
    return Answer(role=role, bodies=((folder / entry["file"]).read_bytes(),), **(kind | special))


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda entry: entry.name)
