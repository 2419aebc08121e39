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

# To shrink, never to grow: arrows that still point upward or close a circle.
UPWARD_STILL = 2
CIRCLES_STILL = {
    ("scraper.archive.store.masking_texts", "scraper.archive.store.masking"),
}


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


@pytest.mark.parametrize("room", FORBIDDEN)
def test_no_room_imports_one_above_it(room):
    members = {name: targets for name, targets in graph().items() if inside(name, room)}
    assert members
    upward = [
        (name, target)
        for name, targets in members.items()
        for target in targets
        if any(inside(target, above) for above in FORBIDDEN[room])
    ]
    assert len(upward) <= (UPWARD_STILL if room == "scraper.extract.body" else 0), upward


def test_no_import_runs_in_a_circle():
    arrows = {
        name: {target for target in targets if (name, target) not in CIRCLES_STILL} for name, targets in graph().items()
    }
    assert len(list(TopologicalSorter(arrows).static_order())) == len(arrows)
