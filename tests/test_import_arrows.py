"""Which way imports point inside rooms, and that they never run in a circle; lazy imports and those for types count."""

import ast
import functools
from graphlib import TopologicalSorter

import pytest

from source_tree import source_files

# room -> the rooms in it that no module of it may import
FORBIDDEN = {
    "scraper.lexicon": ("scraper.page", "scraper.page_kind", "scraper.extract"),
    "scraper.page": ("scraper.page_kind", "scraper.extract"),
    "scraper.page_kind": ("scraper.extract",),
    "scraper.extract.body": ("scraper.extract.authors", "scraper.extract.dates", "scraper.extract.images"),
}

# the rooms of the archive: one may import those of the lines above its own, none of its own line
ARCHIVE = (
    ("store",),
    ("pages",),
    ("articles",),
    ("search", "crawl", "transfer", "corpus", "questions"),
    ("maintenance", "merging"),
    ("archive",),
)


def inside_the_archive():
    """Each room of the archive -> the rooms of its line and of those below."""
    for level, rooms in enumerate(ARCHIVE):
        above = [room for line in ARCHIVE[level:] for room in line]
        for mine in rooms:
            yield f"scraper.archive.{mine}", tuple(f"scraper.archive.{room}" for room in above if room != mine)


ALL_FORBIDDEN = {**FORBIDDEN, **dict(inside_the_archive())}


@functools.lru_cache(1)
def graph():
    """Module -> the modules of the package that it imports, at its top, in a function or for its types."""
    files = {"scraper." + file.name.removesuffix(".py").replace("/", "."): file for file in source_files()}
    modules = {name.removesuffix(".__init__"): file for name, file in files.items()}
    return {name: frozenset(imported(file, modules)) - {name} for name, file in modules.items()}


def imported(file, modules):
    for node in file.nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module in modules:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in modules else node.module


def inside(module, room):
    return module == room or module.startswith(f"{room}.")


@pytest.mark.parametrize("room", ALL_FORBIDDEN)
def test_no_room_imports_one_above_it(room):
    members = {name: targets for name, targets in graph().items() if inside(name, room)}
    assert members
    upward = [
        (name, target)
        for name, targets in members.items()
        for target in targets
        if any(inside(target, above) for above in ALL_FORBIDDEN[room])
    ]
    assert upward == []


def test_every_room_of_the_archive_has_a_line():
    rooms = {name.split(".")[2] for name in graph() if name.startswith("scraper.archive.")}
    assert rooms == {room for line in ARCHIVE for room in line}


def test_no_import_runs_in_a_circle():
    assert len(list(TopologicalSorter(graph()).static_order())) == len(graph())
