"""Writes of the bereavement course: how it receives families, booking a visit, preparing it, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from hanpo.core import audit, editing
from hanpo.core.database.locks import held
from hanpo.core.models import Municipality, Person
from hanpo.counter.actions.cases.opening import open_case, receive_case, withdraw_case
from hanpo.counter.models import Appointment, AppointmentState, BereavementCourse, CaseState, CaseWay
from hanpo.counter.queries.cases.planning import plan_of_death
from hanpo.counter.queries.cases.visits import free_slot


@audit.deed
def set_course(
    *, actor: Person | None, municipality: Municipality, course: BereavementCourse | None, based_on: int,
    changes: Mapping[str, Any],
) -> BereavementCourse:  # fmt: skip
    """Say how families are received, the first time or anew. Raises `EditConflict`, `ValidationError`."""
    if course is None:
        course = BereavementCourse(municipality=municipality, **changes)
        course.full_clean()
        course.save(force_insert=True)
        audit.record(actor=actor, verb="set_course", subject=course, new=audit.snapshot(course))
        return course
    done = editing.change(row=course, based_on=based_on, changes=changes)
    audit.record(actor=actor, verb="set_course", subject=course, old=done.old, new=done.new)
    return course


@audit.deed
def book_visit(
    *, actor: Person | None, course: BereavementCourse, day: date, start: time, values: Mapping[str, Any], today: date
) -> Appointment:
    """Book a visit, and open the case that every section prepares for it. The course is held while seats are counted.

    `values` are applicant, kana, words and what is known of the deceased. Raises `ValidationError` where the time is no
    longer free.
    """
    current: BereavementCourse = held(BereavementCourse.objects.select_related("section")).get(pk=course.pk)
    if not current.is_open or free_slot(course=current, day=day, start=start, today=today) is None:
        raise ValidationError(_("この時刻は、いま埋まりました。ほかの時刻を選んでください。"))
    told = {name: values[name] for name in ("applicant", "kana", "words", "language") if name in values}
    plan = plan_of_death(municipality=current.municipality_id, died_on=values.get("died_on"), today=today)
    case = open_case(
        actor=actor, municipality=current.municipality, plan=plan, way=CaseWay.BOOKING, values=told,
        reception=current.section,
    )  # fmt: skip
    visit = Appointment(
        course=current, case=case, day=day, start=start, seat=_free_seat(current, day, start),
        **{name: value for name, value in values.items() if name not in told},
    )  # fmt: skip
    visit.place_under_parent()
    visit.full_clean()
    try:
        visit.save(force_insert=True)
    except IntegrityError as taken:
        raise ValidationError(_("この時刻は、いま埋まりました。ほかの時刻を選んでください。")) from taken
    new = {"case": case.number, "day": day, "start": f"{start:%H:%M}"}
    audit.record(actor=actor, verb="book_visit", subject=visit, new=new)
    return visit


@audit.deed
def cancel_visit(*, actor: Person | None, visit: Appointment, reason: str) -> Appointment:
    """Cancel a visit and withdraw its case. Raises `ValidationError` once the family came."""
    current = _locked(visit)
    _require(current.state == AppointmentState.BOOKED, _("この予約は、もう取り消せません。"))
    _move(current, AppointmentState.CANCELLED)
    if not current.case.is_over:
        withdraw_case(actor=actor, case=current.case, reason=reason)
    audit.record(actor=actor, verb="cancel_visit", subject=current, new={"state": current.state})
    return _brought_up(visit, current)


@audit.deed
def receive_visit(*, actor: Person, visit: Appointment) -> Appointment:
    """The family has come: the case is received. Raises `ValidationError`."""
    current = _locked(visit)
    _require(
        current.state in (AppointmentState.BOOKED, AppointmentState.NO_SHOW), _("この予約は、もう受け付けました。")
    )
    _move(current, AppointmentState.CAME)
    if current.case.state == CaseState.ANNOUNCED:
        receive_case(actor=actor, case=current.case)
    audit.record(actor=actor, verb="receive_visit", subject=current, new={"state": current.state})
    return _brought_up(visit, current)


@audit.deed
def miss_visit(*, actor: Person, visit: Appointment) -> Appointment:
    """The family did not come; the case stays, so that somebody asks."""
    current = _locked(visit)
    _require(current.state == AppointmentState.BOOKED, _("予約済みの来庁だけ、「来なかった」にできます。"))
    _move(current, AppointmentState.NO_SHOW)
    audit.record(actor=actor, verb="miss_visit", subject=current, new={"state": current.state})
    return _brought_up(visit, current)


@audit.deed
def mark_prepared(*, actor: Person, visit: Appointment, on: date | None) -> Appointment:
    """Say that everything lies ready for a visit, or (with None) that it does not."""
    current = _locked(visit)
    old = current.prepared_on
    current.prepared_on = on
    current.version += 1
    current.save()
    audit.record(actor=actor, verb="mark_prepared", subject=current, old={"on": old}, new={"on": on})
    return _brought_up(visit, current)


def _free_seat(course: BereavementCourse, day: date, start: time) -> int:
    rows = Appointment.objects.filter(course=course, day=day, start=start).exclude(state=AppointmentState.CANCELLED)
    taken = set(rows.values_list("seat", flat=True))
    return next(seat for seat in range(1, len(taken) + 2) if seat not in taken)


def _locked(visit: Appointment) -> Appointment:
    found: Appointment = held(Appointment.objects.select_related("case__reception", "course")).get(pk=visit.pk)
    return found


def _move(visit: Appointment, state: str) -> None:
    visit.state, visit.version = state, visit.version + 1
    visit.full_clean()
    visit.save()


def _brought_up(visit: Appointment, current: Appointment) -> Appointment:
    visit.__dict__.update({name: value for name, value in current.__dict__.items() if name != "_state"})
    return visit


def _require(holds: bool, words: str) -> None:
    if not holds:
        raise ValidationError(words)
