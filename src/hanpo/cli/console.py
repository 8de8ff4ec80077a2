"""What a person sees in the terminal: lines, tables, and a bar where work takes long (plain lines into a file)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

PROBLEM = 1
"""Exit code: something was found or went wrong."""

REFUSED = 3
"""Exit code: refused, and nothing was changed."""

Step = Callable[[int, int, str], None]
"""Told (done, total, what) as the work goes on."""

out = Console(highlight=False)


def say(text: str) -> None:
    """A line on the standard output, exactly as it is."""
    click.echo(text)


def fail(text: str, code: int = PROBLEM) -> NoReturn:
    """A line on the standard error, and the end."""
    click.echo(text, err=True)
    sys.exit(code)


def show_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table: ruled in a terminal, parted by tabs elsewhere."""
    if not out.is_terminal:
        for row in (heads, *rows):
            say("\t".join(row))
        return
    table = Table(*heads, header_style="bold")
    for row in rows:
        table.add_row(*row)
    out.print(table)


@contextmanager
def steps(label: str) -> Iterator[Step]:
    """Show how far the work is: a bar with the time left in a terminal; elsewhere a line for every tenth."""
    if not out.is_terminal:
        yield _lines(label)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, TextColumn("{task.fields[what]}"), console=out, transient=True) as bar:
        task = bar.add_task(label, total=None, what="")
        yield lambda done, total, what: bar.update(task, completed=done, total=total or None, what=what)


def _lines(label: str) -> Step:
    last = [-1]

    def tell(done: int, total: int, _what: str) -> None:
        tenth = done * 10 // total if total else 0
        if tenth < last[0]:
            last[0] = -1
        if tenth > last[0]:
            last[0] = tenth
            say(f"{label} {done}/{total}")

    return tell
