"""Reads the source of Hanpo for the tests that hold the house's rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "hanpo"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name(path: Path) -> str:
    """How a finding names a file."""
    return path.relative_to(ROOT).as_posix()


def modules(*, with_tests: bool = False) -> list[Path]:
    """Every module of the package; migrations are written by Django."""
    left_out = {"migrations"} if with_tests else {"migrations", "tests"}
    return [path for path in sorted(PACKAGE.rglob("*.py")) if not left_out & set(path.parts)]


def everything() -> list[Path]:
    """Every Python file that people wrote."""
    others = [path for folder in ("tests", "bench", "scripts") for path in sorted((ROOT / folder).rglob("*.py"))]
    return [*modules(with_tests=True), *others, ROOT / "conftest.py"]


def fields() -> list[Path]:
    """The packages with the rooms of a field: those that offer something, but not the ground floor and the portal.

    `forms` is ground, but has pages of its own and therefore the same rooms as every field.
    """
    packages = [path for path in sorted(PACKAGE.iterdir()) if list(path.glob("manifest*"))]
    return [path for path in packages if path.name not in {"core", "portal"}]


def room(name: str) -> list[Path]:
    """The modules of one room (`views`, `actions` …) of every package, whether file or folder."""
    folders = [path for path in modules() if name in path.relative_to(PACKAGE).parts[1:-1]]
    return sorted({*PACKAGE.glob(f"*/{name}.py"), *folders})


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a file, inner ones included."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_length(function: Function) -> int:
    """The lines of a function's body, without its signature and docstring."""
    statements = function.body[1:] if ast.get_docstring(function) else function.body
    return (statements[-1].end_lineno or 0) - statements[0].lineno + 1 if statements else 0


def dotted(path: Path) -> str:
    """The import name of a module of the package."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
