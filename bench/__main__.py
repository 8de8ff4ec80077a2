"""Runs the benchmarks (all, or those named) and writes `docs/benchmarks.md`."""

from __future__ import annotations

import importlib
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).resolve().parent
PAGE = FOLDER.parent / "docs" / "benchmarks.md"

Line = tuple[str, str, str, str]
HEAD = """# Benchmarks

Written by `make bench`. Times are medians on this machine and say little about another; what counts is how the lines of
one table compare, as they come from one run.
"""


def main(names: list[str]) -> None:
    """Run the benchmarks; parts of the page that were not run again stay as they are. Leaves with what is known when a
    name is not."""
    parts = _parts_of(PAGE.read_text("utf-8")) if PAGE.exists() else {}
    known = {module.__name__.removeprefix("bench."): module for module in benchmarks()}
    if unknown := [name for name in names if name not in known]:
        sys.exit(f"no benchmark {', '.join(unknown)}; there are {', '.join(known)}")
    for name in names or known:
        print(f"bench.{name}", flush=True)
        parts[name] = _measured(name, known[name])
    body = "\n".join(parts[name] for name in sorted(parts) if name in known)
    PAGE.write_text(f"{HEAD}\n{body}", encoding="utf-8")


def benchmarks() -> list[ModuleType]:
    """Every module of this folder that can be run."""
    paths = sorted(path for path in FOLDER.glob("*.py") if not path.name.startswith("_"))
    modules = [importlib.import_module(f"bench.{path.stem}") for path in paths]
    return [module for module in modules if hasattr(module, "run")]


def _measured(name: str, module: ModuleType) -> str:
    lines: list[Line] = []
    started = time.perf_counter()
    run: Callable[[Callable[..., None]], None] = module.run
    run(lambda *line: _tell(lines, line))
    seconds = time.perf_counter() - started
    title, _break, text = (module.__doc__ or name).strip().partition("\n")
    table = [
        "| what | value | unit | note |",
        "| --- | ---: | --- | --- |",
        *(f"| {' | '.join(line)} |" for line in lines),
    ]
    head = [f"<!-- {name} -->", f"## {title}", *([text.strip()] if text.strip() else []), ""]
    return "\n".join([*head, _machine(), "", *table, "", f"The run took {seconds:.0f} s.", ""])


def _tell(lines: list[Line], line: tuple[object, ...]) -> None:
    name, value, unit, note = (*(str(part) for part in line), "", "")[:4]
    print(f"  {name}: {value} {unit} {note}".rstrip(), flush=True)
    lines.append((name, value, unit, note))


def _machine() -> str:
    python = platform.python_version()
    cores = len(os.sched_getaffinity(0))
    return f"{date.today():%Y-%m-%d}, {cores} cores, Python {python}, SQLite {sqlite3.sqlite_version}."  # noqa: DTZ011


def _parts_of(page: str) -> dict[str, str]:
    """The parts of a page that was written before, by benchmark."""
    parts = [part.partition(" -->") for part in page.split("<!-- ")[1:]]
    return {name: f"<!-- {name} -->{text}".rstrip() + "\n" for name, _mark, text in parts}


if __name__ == "__main__":
    main(sys.argv[1:])
