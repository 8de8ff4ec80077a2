"""Reads of what must not be kept any longer: cases that have been over for so many days.

A year by default (`HANPO_CASE_DAYS`). Until then a decision that came of the case may be contested (行政不服審査法 第18条
第2項: a year from the day after it was made), and so the record of who told what to whom may be needed. What is not
needed any more must not be held (個人情報の保護に関する法律 第61条第2項). A municipality whose rules on records say
another time sets that one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from hanpo.core import clock
from hanpo.counter.models import CaseState
from hanpo.counter.queries.cases.work import cases


@dataclass(frozen=True, slots=True)
class DueCases:
    """The cases of a municipality whose time is over: their keys, after how many days, and when the first one ended."""

    cases: tuple[int, ...]
    days: int
    first: date


def due_cases(*, municipality: str, today: date) -> DueCases | None:
    """What a municipality must erase; nothing where no case is that old."""
    before = today - timedelta(days=settings.CASE_DAYS)
    ended = {"state__in": [CaseState.CLOSED, CaseState.WITHDRAWN], "closed_at__lt": clock.span(before)[0]}
    over = cases().filter(municipality_id=municipality, **ended).order_by("closed_at", "pk")
    rows = list(over.values_list("pk", "closed_at"))
    if not rows:
        return None
    first = timezone.localtime(rows[0][1]).date()
    return DueCases(tuple(pk for pk, _closed in rows), settings.CASE_DAYS, first)
