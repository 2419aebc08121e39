"""The package's files, each read and parsed once for all tests that look at code."""

import ast
import functools
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "scraper"


@dataclass(frozen=True)
class SourceFile:
    """One Python file of the package."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Its path below the package, as in `fetch/robots.py`."""
        return self.path.relative_to(PACKAGE).as_posix()

    @functools.cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))

    @property
    def functions(self):
        return [node for node in self.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@functools.lru_cache(1)
def source_files() -> tuple[SourceFile, ...]:
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if "fixtures" not in path.parts]
    texts = [(path, path.read_text("utf-8")) for path in paths]
    return tuple(SourceFile(path, text, ast.parse(text)) for path, text in texts)
