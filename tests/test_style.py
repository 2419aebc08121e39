"""The style of CONTRIBUTING.md where a program can judge it: names used once, simple functions, comments."""

import ast
from collections import defaultdict

import pytest

from source_tree import source_files

COMPLEXITY = 12

# Loops over every element of a page: a call for each would cost a tenth of all reading.
HOT_LOOPS = {"page/walk.py run", "page/visible_text.py _gather", "page/survey.py find"}


def complexity(function):
    """Count the branches of a function: statements, ternaries, comprehensions and boolean operators alike."""
    return 1 + sum(branches(node) for node in ast.walk(function))


def branches(node):
    match node:
        case ast.If() | ast.For() | ast.AsyncFor() | ast.While() | ast.ExceptHandler() | ast.IfExp() | ast.Assert():
            return 1
        case ast.BoolOp():
            return len(node.values) - 1
        case ast.comprehension():
            return 1 + len(node.ifs)
        case ast.match_case():
            return 1
        case _:
            return 0


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("pass", 1),
        ("if a: pass", 2),
        ("return b if a else c", 2),
        ("return a and b or c", 3),
        ("return [x for x in a if x]", 3),
        ("try: pass\nexcept E: pass", 2),
        ("match a:\n case 1: pass\n case _: pass", 3),
    ],
)
def test_how_complexity_is_counted(body, expected):
    indented = body.replace("\n", "\n  ")
    assert complexity(ast.parse(f"def f():\n  {indented}").body[0]) == expected


def test_functions_are_simple():
    complex_ones = {
        f"{file.name} {function.name}"
        for file in source_files()
        for function in file.functions
        if complexity(function) > COMPLEXITY
    }
    assert complex_ones == HOT_LOOPS


def test_class_names_are_used_once():
    homes = defaultdict(list)
    for file in source_files():
        for node in file.nodes:
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(file.name)
    assert not {name: files for name, files in homes.items() if len(files) > 1}


def test_module_names_are_used_once():
    homes = defaultdict(list)
    for file in source_files():
        if not file.path.stem.startswith("__"):
            homes[file.path.stem].append(file.name)
    assert not {name: files for name, files in homes.items() if len(files) > 1}


def test_imports_keep_names():
    renamed = [
        f"{file.name}: {ast.unparse(node)}"
        for file in source_files()
        for node in file.nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        if any(alias.asname not in (None, alias.name) for alias in node.names)
    ]
    assert not renamed
