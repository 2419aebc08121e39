"""Print every regular expression of the package as JSON: [file, pattern, flags, whether it is of bytes].

Run as a program, in an interpreter of its own: the patterns are noted while the modules are imported and the made-up
pages are read, and those written in calls that did not happen are read from the source.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import sys
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "scraper"
PAGES = Path(__file__).parent.parent / "fixtures"
CALLS = {"compile", "search", "match", "fullmatch", "sub", "split", "findall", "finditer", "late"}

PASSED = ("patterns_of.py", "re/__init__.py", "scraper/patterns.py")  # files on the way from who asks to the compiler

found: dict[tuple[str | bytes, int], str] = {}
compile_pattern = re._compile


def note(pattern, flags: int) -> None:
    if isinstance(pattern, re.Pattern):
        pattern, flags = pattern.pattern, pattern.flags
    frame = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename.endswith(PASSED):
        frame = frame.f_back
    name = frame.f_code.co_filename if frame is not None else ""
    if name.startswith(str(PACKAGE)):
        found.setdefault((pattern, int(flags)), Path(name).relative_to(PACKAGE.parent).as_posix())


def noting(pattern, flags):
    note(pattern, flags)
    return compile_pattern(pattern, flags)


def import_all() -> None:
    re._compile = noting
    late = importlib.import_module("scraper.patterns")
    make = late.late
    late.late = lambda pattern, flags=0: (note(pattern, flags), make(pattern, flags))[1]
    import scraper

    for module in pkgutil.walk_packages(scraper.__path__, "scraper."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def read_pages() -> None:
    """Read the made-up pages: some tables of phrases become patterns when they are first asked."""
    from scraper.jobs.read_file import page_from_file
    from scraper.jobs.read_page import ReadTask, article_of

    for path in sorted(PAGES.rglob("*.html"))[:60]:
        article_of(ReadTask(page=page_from_file(str(path), f"https://{path.parent.name}.example/{path.stem}")))


def read_source() -> None:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                owner = getattr(getattr(node.func, "value", None), "id", "")
                pattern = node.args[0].value
                compiles = name in CALLS and (owner == "re" or name == "late") and isinstance(pattern, str | bytes)
                if compiles and not any(pattern == known for known, _ in found):
                    found[pattern, 0] = path.relative_to(PACKAGE.parent).as_posix()


if __name__ == "__main__":
    import_all()
    read_pages()
    read_source()
    rows = [
        [place, pattern if isinstance(pattern, str) else pattern.decode("latin-1"), flags, isinstance(pattern, bytes)]
        for (pattern, flags), place in found.items()
    ]
    json.dump(rows, sys.stdout)
