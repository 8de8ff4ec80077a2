"""Every page with the demo × 100: how long does the server take?

The median of five requests after one to warm up, in a process that has settled its memory as the server does, as a
role that may see the page. The aim for pages is under 100 ms; files (Excel, PDF, calendar) hold every row and are
listed for comparison.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.search import postgresql_server

TIMES = 100
WARM_UP, MEASURED = 1, 5
AIM_MS = 100

Report = Callable[[str, str, str, str], None]
"""Takes a name, a value, a unit and a note."""


def run(report: Report) -> None:
    """Measure on SQLite and on PostgreSQL, each in a process and a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        _measure_apart(report, "SQLite", folder, f"sqlite:///{folder}/bench.sqlite3")
    with tempfile.TemporaryDirectory() as folder, postgresql_server() as url:
        _measure_apart(report, "PostgreSQL", folder, url)


def _measure_apart(report: Report, database: str, home: str, url: str) -> None:
    settings = {
        "DJANGO_SETTINGS_MODULE": "hanpo.config.settings_test",
        "HANPO_HOME": home,
        "HANPO_HOSTS": "testserver",
        "DATABASE_URL": url,
    }
    command = [sys.executable, "-m", "bench.pages"]
    run = subprocess.run(command, env={**os.environ, **settings}, check=True, stdout=subprocess.PIPE, text=True)
    lines = [line.split("\t") for line in run.stdout.splitlines()]
    for name, value, unit, note in lines:
        report(f"{database}: {name}", value, unit, note)


def measure(report: Report) -> None:
    """Fill the database that the environment names, and measure every page on it."""
    from hanpo.core import scope

    with scope.within(scope.EVERYWHERE):
        added = _fill()
    report("rows added to the demo", f"{added:,}", "", "")
    medians = dict(_medians())
    pages = [milliseconds for milliseconds, is_page in medians.values() if is_page]
    for name, (milliseconds, is_page) in sorted(medians.items(), key=lambda one: -one[1][0]):
        note = f"over {AIM_MS} ms" if milliseconds >= AIM_MS else ""
        report(name, f"{milliseconds:.1f}", "ms", note if is_page else "file")
    report("all pages, median", f"{statistics.median(pages):.1f}", "ms", f"{len(pages)} pages")
    report("pages over the aim", f"{sum(one >= AIM_MS for one in pages)}", "pages", f"of {len(pages)}")


def _fill() -> int:
    from django.core.management import call_command

    from bench import scale
    from tests.house.furniture import furnish

    call_command("migrate", verbosity=0)
    furnish()
    return scale.multiply(TIMES)


def _medians() -> Iterator[tuple[str, tuple[float, bool]]]:
    """The median of every address that answers, in milliseconds, and whether it is a page (or else a file)."""
    from django.urls import reverse

    from hanpo.config.memory import settle
    from hanpo.core import scope
    from tests.house import people, routes
    from tests.house.samples import HOME, arguments_for

    with scope.within(scope.EVERYWHERE):
        walkers = people.signed_in()
    settle()  # as the server does
    for route in routes.ours():
        role = people.role_for(route)
        address = reverse(route.name, kwargs=dict(arguments_for(route, HOME)))
        client = walkers[role, HOME]
        answer = client.get(address)
        if answer.status_code == 200:
            is_page = answer.headers["Content-Type"].startswith("text/html")
            yield route.name, (_median(lambda: client.get(address)), is_page)  # noqa: B023


def _median(ask: Callable[[], object]) -> float:
    """The median of several runs in milliseconds."""
    for _again in range(WARM_UP):
        ask()
    taken = []
    for _again in range(MEASURED):
        started = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    import django

    django.setup()
    measure(lambda *line: print("\t".join(line), flush=True))
