"""The end of keeping: cases whose time is over are hidden once somebody approved it, and erased soon after.

Between the approval and the erasure lies the time in which a decision in the tray may be taken back. What is erased is
gone: the case with its tasks, steps, visit, application forms, interview and the lines that left for other systems. The
record keeps how many there were.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django_tasks import task

from hanpo.core import audit, clock, scope
from hanpo.core.actions.prepared import UNDO_WINDOW
from hanpo.core.models import Municipality, Person
from hanpo.counter.models import (
    Appointment,
    Case,
    CaseStep,
    CaseTask,
    ExportLine,
    ExportReceipt,
    Guidance,
    PaperSet,
)
from hanpo.counter.queries.cases.retention import due_cases


@audit.deed
def order_case_erasure(*, actor: Person, municipality: Municipality, cases: Iterable[int]) -> list[int]:
    """Hide cases (by their keys) whose time is over, and have them erased when this can no longer be undone.

    Returns those that were hidden; one that was taken up again meanwhile is left alone.
    """
    now = clock.now()
    due = due_cases(municipality=municipality.code, today=clock.today())
    chosen = sorted(set(cases) & set(due.cases if due else ()))
    Case.objects.filter(municipality=municipality, pk__in=chosen).update(erase_ordered_at=now)
    audit.record(actor=actor, verb="order_case_erasure", subject=municipality, new={"cases": len(chosen)})
    after = now + UNDO_WINDOW + timedelta(minutes=1)
    transaction.on_commit(lambda: erase_cases_that_were_ordered.using(run_after=after).enqueue())
    return chosen


@audit.deed
def take_back_case_erasure(*, actor: Person, municipality: Municipality, cases: Iterable[int]) -> int:
    """Show hidden cases again; returns how many there still are."""
    hidden = Case.objects.filter(municipality=municipality, pk__in=list(cases))
    count = hidden.update(erase_ordered_at=None)
    audit.record(actor=actor, verb="take_back_case_erasure", subject=municipality, new={"cases": count})
    return count


@audit.deed
def erase_cases(*, actor: Person | None, municipality: Municipality, ordered_before: datetime) -> int:
    """Erase for good the cases of a municipality whose erasure was ordered before a moment; returns their number."""
    scope.require(municipality.code)
    rows = Case.objects.filter(municipality=municipality, erase_ordered_at__lt=ordered_before)
    doomed = list(rows.values_list("pk", flat=True))
    interviews = list(rows.filter(guidance__isnull=False).values_list("guidance_id", flat=True))
    _erase_what_hangs_on(doomed)
    Case.objects.filter(pk__in=doomed).delete()
    PaperSet.objects.filter(guidance__in=interviews, case__isnull=True).delete()
    Guidance.objects.filter(pk__in=interviews, cases__isnull=True).delete()
    audit.record(actor=actor, verb="erase_cases", subject=municipality, new={"cases": len(doomed)})
    return len(doomed)


@task()
def erase_cases_that_were_ordered() -> int:
    """Erase, in every municipality, the cases that were ordered so long ago that nobody can take it back."""
    before = clock.now() - UNDO_WINDOW
    with scope.within(scope.EVERYWHERE):
        waiting = Case.objects.filter(erase_ordered_at__lt=before)
        places = Municipality.objects.filter(pk__in=waiting.values("municipality_id").order_by().distinct())
        return sum(erase_cases(actor=None, municipality=place, ordered_before=before) for place in list(places))


def _erase_what_hangs_on(cases: list[int]) -> None:
    """What belongs to cases, from its ends inwards: nothing of it can go while something else still names it."""
    tasks = CaseTask.objects.filter(case__in=cases)
    ExportReceipt.objects.filter(line__task__case__in=cases).delete()
    ExportLine.objects.filter(task__case__in=cases).delete()
    CaseStep.objects.filter(case__in=cases).delete()
    tasks.update(continues=None)
    tasks.delete()
    Appointment.objects.filter(case__in=cases).delete()
    PaperSet.objects.filter(case__in=cases).delete()
