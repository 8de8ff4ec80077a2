"""Excel forms that come back: how many cells are read without a person, and is any misread in silence?

Forty-one generated workbooks are damaged (the generator of the tests, seeded) and read back. Beside it a reader of
fixed addresses, as a macro or a script would be, reads the same files: it looks where each answer stood when the form
went out and takes what it finds. A cell is wrong in silence where a value is taken that was not meant.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

SEEDS = 10
"""Batches beyond the first over which the totals are taken."""

Report = Callable[[str, str, str, str], None]


def run(report: Report) -> None:
    """Damage, read and compare."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanpo.config.settings_test")
    from hanpo.forms.tests.damage import batch, judged

    sent = batch()
    started = time.perf_counter()
    results = [judged(one) for one in sent]
    seconds = time.perf_counter() - started
    cells = sum(len(one.keys) for one in sent)
    asked = sum(len(one.asked) for one in results)
    kinds = {damage.split()[0] for one in sent for damage in one.damages}
    report("damage", str(len(kinds)), "kinds", f"{len(sent)} workbooks, {cells:,} filled cells")
    report("Hanpo: silent misreadings", str(sum(len(one.wrong) + len(one.lost) for one in results)), "answers", "")
    report("Hanpo: read without a person", f"{(cells - asked) / cells:.1%}", "", f"{asked} cells to be looked at")
    answers, held = sum(len(one.truth) for one in sent), sum(len(one.held) for one in results)
    note = "a table or a multiple choice waits as a whole while one of its cells is asked about"
    report("Hanpo: whole answers taken without a person", f"{(answers - held) / answers:.1%}", "", note)
    unnamed = sum(len(one.unnamed) for one in results)
    report("Hanpo: cells to be looked at that are not named", str(unnamed), "cells", "by sheet and address")
    report("Hanpo: the whole batch", f"{seconds:.1f}", "s", f"{seconds / len(sent) * 1000:.0f} ms a workbook")
    _more_batches(report)
    _fixed_addresses(report, sent)


def _more_batches(report: Report) -> None:
    from hanpo.forms.tests.damage import batch, judged

    wrong = cells = asked = 0
    for seed in range(SEEDS):
        for one in batch(seed):
            result = judged(one)
            wrong += len(result.wrong) + len(result.lost)
            cells, asked = cells + len(one.keys), asked + len(result.asked)
    report(f"Hanpo: {SEEDS} other batches, silent misreadings", str(wrong), "answers", f"{cells:,} cells")
    report(f"Hanpo: {SEEDS} other batches, read without a person", f"{(cells - asked) / cells:.1%}", "", "")


def _fixed_addresses(report: Report, sent: list) -> None:  # type: ignore[type-arg]
    """The naive reader: the same address in every file, `float` and `strptime` for numbers and days."""
    right = silent = cells = 0
    started = time.perf_counter()
    for one in sent:
        found = _cells_at_addresses(one)
        for field in one.plan.fields:
            if field.slot.key in one.keys:
                value = _naive(field.value, found.get(field.slot.key))
                cells += 1
                right += value == field.value
                silent += value is not None and value != field.value
    seconds = time.perf_counter() - started
    report("Reader of fixed addresses: right", f"{right / cells:.1%}", "", "of the same cells; it opens .xlsx only")
    report("Reader of fixed addresses: wrong in silence", f"{silent / cells:.1%}", "", f"{silent} cells")
    report("Reader of fixed addresses: the whole batch", f"{seconds:.1f}", "s", "")


def _cells_at_addresses(one) -> dict[str, object]:  # type: ignore[no-untyped-def]
    import openpyxl

    try:
        sheet = openpyxl.load_workbook(io.BytesIO(one.content), data_only=True).worksheets[0]
    except Exception:
        return {}
    return {
        field.slot.key: sheet.cell(field.place[0] + 1, field.place[1] + 1).value
        for field in one.plan.fields
        if field.slot.key in one.keys
    }


def _naive(expected: object, found: object) -> object:
    """What a simple script makes of a cell for which it expects a number, a day or a text; `None` where it stops."""
    if found is None:
        return None
    try:
        if isinstance(expected, Decimal):
            return Decimal(str(float(str(found).replace(",", "")))).normalize() + 0
        if isinstance(expected, str):
            return str(found).strip()
        return found.date() if isinstance(found, datetime) else date.fromisoformat(str(found))
    except (ValueError, InvalidOperation):
        return None
