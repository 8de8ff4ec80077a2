"""Writes of effects: timings as they were taken, and a month's measure with its way into the benefit ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit, clock
from hanpo.core.database.locks import held
from hanpo.core.models import Person, Section
from hanpo.counter.models import ImprovementStep, Measure, Timing
from hanpo.counter.queries.improving.effects import mean_minutes


@audit.deed
def add_timings(
    *, actor: Person | None, step: ImprovementStep, phase: str, of_staff: bool, minutes: Sequence[Decimal],
    timed_on: date, source: str,
) -> list[Timing]:  # fmt: skip
    """Store single timings, one a case. Raises `ValidationError` where one cannot be."""
    if not minutes:
        raise ValidationError({"minutes": _("計った分を、1件ずつ入れてください。")})
    rows = [
        Timing(step=step, phase=phase, of_staff=of_staff, minutes=one, timed_on=timed_on, source=source)
        for one in minutes
    ]
    for row in rows:
        row.place_under_parent()
        row.full_clean()
    Timing.objects.bulk_create(rows)
    audit.record(
        actor=actor, verb="add_timings", subject=step,
        new={"phase": phase, "of_staff": of_staff, "count": len(rows), "timed_on": timed_on},
    )  # fmt: skip
    return rows


@audit.deed
def add_measure(
    *, actor: Person | None, step: ImprovementStep, section: Section, month: date, cases: int, source: str
) -> Measure:
    """Set a month's counted cases against the minutes that were timed before and after the step.

    Raises `ValidationError` while the staff's minutes were not timed on both sides.
    """
    before, after = mean_minutes(step=step)
    if before is None or after is None:
        raise ValidationError(
            _("職員の時間の計測が、改善前と改善後の両方に要ります。先に「計測を加える」から入れてください。")
        )
    row = Measure(
        step=step, section=section, month=month.replace(day=1), cases=cases, source=source, minutes_before=before,
        minutes_after=after,
    )  # fmt: skip
    row.place_under_parent()
    row.full_clean()
    row.save(force_insert=True)
    audit.record(actor=actor, verb="add_measure", subject=row, new=audit.snapshot(row))
    return row


@audit.deed
def confirm_measure(*, actor: Person | None, measure: Measure) -> Measure:
    """Confirm that the count and the minutes are right. Raises `ValidationError` where that was done already."""
    return _confirmed(actor, measure, "confirm_measure", is_so=True)


@audit.deed
def doubt_measure(*, actor: Person | None, measure: Measure) -> Measure:
    """Take a confirmation back."""
    return _confirmed(actor, measure, "doubt_measure", is_so=False)


def _confirmed(actor: Person | None, measure: Measure, verb: str, *, is_so: bool) -> Measure:
    current: Measure = held(Measure.objects.all()).get(pk=measure.pk)
    if (current.confirmed_at is not None) == is_so:
        raise ValidationError(_("この実測の確認は、もう変わっています。画面を開き直してください。"))
    current.confirmed_at = clock.now() if is_so else None
    current.version += 1
    current.save()
    audit.record(actor=actor, verb=verb, subject=current, new={"minutes_saved": current.minutes_saved})
    measure.confirmed_at, measure.version = current.confirmed_at, current.version
    return measure
