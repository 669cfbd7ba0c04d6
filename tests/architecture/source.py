"""The project's own source, read as trees, for the tests beside this file."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Source:
    """One file. `name` is its path from the project's root."""

    name: str
    text: str
    tree: ast.Module

    def imports(self) -> Iterator[tuple[str, str, int]]:
        """Each imported module, the name taken from it ("" for a whole module), and the line."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, "", node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((node.module or "", alias.name, node.lineno) for alias in node.names)

    def calls(self) -> Iterator[tuple[str, int]]:
        """Each call by its written name ("datetime.now", "print") with its line."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                yield ast.unparse(node.func), node.lineno

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def classes(self) -> Iterator[ast.ClassDef]:
        """Every class."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ClassDef):
                yield node


@cache
def sources() -> tuple[Source, ...]:
    """Everything we run in service: app/, scheduler/ and wsgi.py. The migrations' steps are history, not code."""
    files = [*ROOT.glob("app/**/*.py"), *ROOT.glob("scheduler/**/*.py"), *ROOT.glob("wsgi.py")]
    ours = [file for file in files if "versions" not in file.parts]
    return tuple(_read(file) for file in sorted(ours))


def _read(file: Path) -> Source:
    text = file.read_text(encoding="utf-8")
    return Source(file.relative_to(ROOT).as_posix(), text, ast.parse(text))
