"""Short code: what a reader can take in at once."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house import source

LONGEST_FUNCTION = 50
LONGEST_FILE = 400
LONGEST_LINE = 120


def test_no_function_is_longer_than_fifty_lines():
    long = [
        f"{source.name(path)}:{function.lineno} {function.name}"
        for path in source.everything()
        for function in source.functions(path)
        if (function.end_lineno or 0) - function.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_no_file_is_longer_than_four_hundred_lines():
    long = [source.name(path) for path in source.everything() if len(_lines(path)) > LONGEST_FILE]
    assert long == []


def test_no_line_is_longer_than_a_hundred_and_twenty_characters():
    long = [
        f"{source.name(path)}:{number}"
        for path in source.everything()
        for number, line in enumerate(_lines(path), start=1)
        if len(line) > LONGEST_LINE
    ]
    assert long == []


def test_every_public_name_says_what_it_is():
    silent = [
        f"{source.name(path)}:{line} {name}" for path in source.modules() for name, line in _without_docstring(path)
    ]
    assert silent == []


def test_nothing_is_left_for_later():
    mark = re.compile(r"#.*\b(?:TO" "DO|FIX" "ME|X" r"XX)\b")
    left = [
        f"{source.name(path)}:{number}"
        for path in source.everything()
        for number, line in enumerate(_lines(path), start=1)
        if mark.search(line)
    ]
    assert left == []


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _without_docstring(path: Path) -> Iterator[tuple[str, int]]:
    """Modules, classes and functions that other modules may use, but that do not say what they are.

    Methods count only where they are no override of a framework's (those with a public name of their own class).
    """
    module = source.tree(path)
    if module.body and not ast.get_docstring(module):
        yield path.stem, 1
    for node in module.body:
        named = isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if named and not node.name.startswith("_") and not ast.get_docstring(node):
            yield node.name, node.lineno
