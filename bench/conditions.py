"""Instrument the conditions of modules: count where each is true, and hold one at a value.

A module below one of the packages is compiled with a call around each condition: the test of an
`if`, each part of an `and` or `or`, each `if` of a comprehension. Install before the first import.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType
from typing import Any, NamedTuple

CALL = "__condition__"
NO_RULE = "TYPE_CHECKING"
SHOWN = 90  # characters of a condition that a table shows


class Condition(NamedTuple):
    """A condition: where it is, what it asks, and the value that switches it off."""

    place: str  # module and function
    text: str
    off: bool

    @property
    def name(self) -> str:
        """Return the name by which a table has it."""
        return f"{self.place}: {self.text[:SHOWN]}"


class Conditions:
    """All conditions that were met, what they were since the last reset, and which is held."""

    def __init__(self) -> None:
        self.known: list[Condition] = []
        self.met: set[tuple[int, bool]] = set()
        self.held = -1

    def reset(self) -> set[tuple[int, bool]]:
        """Return (number, value) of the conditions met since the last reset, and forget them."""
        met, self.met = self.met, set()
        return met

    def __call__(self, number: int, value: Any) -> Any:
        """Note what a condition is; return the value by which the program goes on."""
        if number == self.held:
            return self.known[number].off
        self.met.add((number, bool(value)))
        return value

    def compiled(self, source: str, module: str, path: str = "<source>") -> CodeType:
        """Return the code of a module whose conditions are counted."""
        tree = _Transformer(self, module).visit(ast.parse(source))
        return compile(ast.fix_missing_locations(tree), path, "exec")

    def install(self, packages: Sequence[str]) -> None:
        """Count the conditions of all modules below some packages from now on."""
        loaded = [name for name in sys.modules if name.startswith(tuple(packages))]
        if loaded:
            message = f"{loaded[0]} is imported already: its conditions cannot be counted"
            raise RuntimeError(message)
        setattr(builtins, CALL, self)
        sys.meta_path.insert(0, _Finder(self, tuple(f"{each}." for each in packages)))


class _Finder(MetaPathFinder):
    def __init__(self, conditions: Conditions, packages: tuple[str, ...]) -> None:
        self.conditions, self.packages = conditions, packages

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        """Return the spec of a module whose conditions are counted; None for all others."""
        if not fullname.startswith(self.packages):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(self.conditions, spec.loader)
        return spec


class _Loader(SourceFileLoader):
    def __init__(self, conditions: Conditions, plain: SourceFileLoader) -> None:
        super().__init__(plain.name, plain.path)
        self.conditions = conditions

    def get_code(self, fullname: str) -> CodeType:
        """Return the code with its conditions counted; nothing of it is kept on disk."""
        source = self.get_source(fullname) or ""
        return self.conditions.compiled(source, fullname, self.path)


class _Transformer(ast.NodeTransformer):
    """Put a call around each condition of a module."""

    def __init__(self, conditions: Conditions, module: str) -> None:
        self.conditions, self.path = conditions, [module]

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.path.append(node.name)
        self.generic_visit(node)
        self.path.pop()
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        return self._tested(node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        return self._tested(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        off = isinstance(node.op, ast.And)
        texts = list(map(ast.unparse, node.values))
        self.generic_visit(node)
        pairs = zip(node.values, texts, strict=True)
        node.values = [self._wrapped(value, text, off=off) for value, text in pairs]
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        texts = list(map(ast.unparse, node.ifs))
        self.generic_visit(node)
        pairs = zip(node.ifs, texts, strict=True)
        node.ifs = [self._wrapped(value, text, off=True) for value, text in pairs]
        return node

    def _tested(self, node: Any) -> ast.AST:
        text = ast.unparse(node.test)
        self.generic_visit(node)
        if text != NO_RULE:
            node.test = self._wrapped(node.test, text, off=False)
        return node

    def _wrapped(self, value: ast.expr, text: str, *, off: bool) -> ast.expr:
        number = len(self.conditions.known)
        self.conditions.known.append(Condition(".".join(self.path), text, off))
        call = ast.Call(ast.Name(CALL, ast.Load()), [ast.Constant(number), value], [])
        return ast.copy_location(call, value)
