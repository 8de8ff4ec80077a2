"""Names: does every variant of a kanji survive form, database, CSV, JSON and PDF, with the right glyph?

All variation sequences of IPAmj明朝 (Debian's fonts-ipamj-mincho) are typed as names into the page of the application
forms, kept, written as CSV and JSON, and printed. On paper the outline of each glyph, taken out of the PDF, is compared
point by point with the outline that the typeface has for this sequence.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

Report = Callable[[str, str, str, str], None]
"""Takes a name, a value, a unit and a note."""


def run(report: Report) -> None:
    """Measure on SQLite, in a process and a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "DJANGO_SETTINGS_MODULE": "hanpo.config.settings_test",
            "HANPO_HOME": folder,
            "HANPO_HOSTS": "testserver",
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        }
        command = [sys.executable, "-m", "bench.names"]
        done = subprocess.run(command, env={**os.environ, **settings}, check=True, stdout=subprocess.PIPE, text=True)
    for line in done.stdout.splitlines():
        report(*line.split("\t"))


def measure(report: Report) -> None:
    """Send every sequence all the way."""
    from hanpo.counter.files.paper_glyphs import known_sequences
    from hanpo.counter.tests.names_trip import trip

    sequences = list(known_sequences())
    started = time.perf_counter()
    lost = trip(sequences)
    seconds = time.perf_counter() - started
    report("variation sequences of IPAmj明朝", f"{len(sequences):,}", "", "read from the font's cmap, format 14")
    for name, missing in (
        ("lost in the database", lost.database), ("lost in CSV", lost.csv), ("lost in JSON", lost.json),
        ("lost in the text of the PDF", lost.text), ("wrong glyph in the PDF", lost.glyph),
    ):  # fmt: skip
        report(name, f"{len(missing):,}", "", " ".join(missing[:5]))
    report("time for all", f"{seconds:.0f}", "s", "twenty people a set, one sheet each set")


def _print(*line: str) -> None:
    print("\t".join(line), flush=True)


if __name__ == "__main__":
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    measure(_print)
