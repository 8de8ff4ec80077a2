"""Reads of the bereavement course: free times, the visits of a day, and how far each is prepared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Count, QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from hanpo.core import scope
from hanpo.core.japanese import STANDARD_CALENDAR, OfficeCalendar
from hanpo.core.models import OfficeDay
from hanpo.core.registry import CalendarItem
from hanpo.counter.engine.casework import Course, Slot, bookable_days, slots_of
from hanpo.counter.models import OPEN_STATES, Appointment, AppointmentState, BereavementCourse, Case, CaseTask


@dataclass(frozen=True, slots=True)
class Visit:
    """A booked visit with how many sections still have to say whether they have something to do."""

    appointment: Appointment
    tasks: int
    unchecked: int
    waiting_for: tuple[str, ...]

    @property
    def is_checked(self) -> bool:
        """Whether every section has said so."""
        return self.unchecked == 0


@dataclass(frozen=True, slots=True)
class BookingDay:
    """A day with its times."""

    day: date
    slots: tuple[Slot, ...]

    @property
    def is_full(self) -> bool:
        """Whether nobody can come any more."""
        return not any(slot.free for slot in self.slots)


def course_of(*, code: str) -> BereavementCourse | None:
    """The course of a municipality, where it has one."""
    with scope.within(scope.of(code)):
        rows = BereavementCourse.objects.select_related("municipality", "section")
        found: BereavementCourse | None = rows.filter(municipality_id=code).first()
        return found


def courses() -> QuerySet[BereavementCourse]:
    """The courses of the current scope."""
    rows: QuerySet[BereavementCourse] = BereavementCourse.objects.select_related("municipality", "section")
    return rows


def booking_days(*, course: BereavementCourse, today: date) -> list[BookingDay]:
    """The days on which a family can still come, with their times."""
    with scope.within(scope.of(course.municipality_id)):
        days = list(bookable_days(engine_course(course), today=today, calendar=calendar_of(course=course)))
        slots = slots_of(engine_course(course), days=days, taken=_taken(course, days))
    return [BookingDay(day, tuple(slot for slot in slots if slot.day == day)) for day in days]


def free_slot(*, course: BereavementCourse, day: date, start: time, today: date) -> Slot | None:
    """A time that can be booked."""
    every = (slot for shown in booking_days(course=course, today=today) for slot in shown.slots)
    return next((slot for slot in every if (slot.day, slot.start) == (day, start) and slot.free), None)


def engine_course(course: BereavementCourse) -> Course:
    """A course as the engine counts with it."""
    starts = tuple(time.fromisoformat(text) for text in course.starts)
    return Course(starts=starts, minutes=course.minutes, seats=course.seats, days_ahead=course.days_ahead)


def calendar_of(*, course: BereavementCourse) -> OfficeCalendar:
    """The open days of the municipality's office."""
    rows = list(OfficeDay.objects.filter(municipality_id=course.municipality_id))
    if not rows:
        return STANDARD_CALENDAR
    return OfficeCalendar(
        extra_open=frozenset(row.day for row in rows if row.is_open),
        extra_closed={row.day: row.reason for row in rows if not row.is_open},
    )


def appointments() -> QuerySet[Appointment]:
    """The visits of the current scope, without those whose case is about to be erased."""
    rows: QuerySet[Appointment] = Appointment.objects.select_related(
        "course", "case__reception", "case__municipality", "municipality"
    )
    return rows.filter(case__erase_ordered_at__isnull=True)


def visits_from(*, day: date) -> list[Visit]:
    """The visits from a day on that were not cancelled, in the order of time."""
    return visits_of(rows=appointments().filter(day__gte=day).exclude(state=AppointmentState.CANCELLED)[:200])


def visits_of(*, rows: Iterable[Appointment]) -> list[Visit]:
    """Visits with how far each is prepared, with one query however many there are."""
    found = list(rows)
    tasks = list(CaseTask.objects.filter(case__in=[row.case_id for row in found]).select_related("section"))
    return [_visit(row, [task for task in tasks if task.case_id == row.case_id]) for row in found]


def appointment_by_case(*, case: int) -> Appointment | None:
    """The visit of a case."""
    return appointments().filter(case_id=case).first()


def visit_of_family(*, case: Case) -> Appointment | None:
    """The visit of a case, for the page that the family opens."""
    with scope.within(scope.of(case.municipality_id)):
        return appointment_by_case(case=case.pk)


def visit_calendar(first: date, last: date) -> Iterable[CalendarItem]:
    """The visits of bereaved families, without names."""
    rows = appointments().filter(day__range=(first, last), state=AppointmentState.BOOKED).order_by("day", "start")
    for row in rows:
        yield CalendarItem(
            day=row.day, title=_("おくやみの来庁"), time=f"{row.start:%H:%M}",
            url=reverse_lazy("counter:appointment", args=[row.pk]),
        )  # fmt: skip


def _taken(course: BereavementCourse, days: list[date]) -> dict[tuple[date, time], int]:
    rows = Appointment.objects.filter(course=course, day__in=days).exclude(state=AppointmentState.CANCELLED)
    counted = rows.order_by().values_list("day", "start").annotate(n=Count("pk"))
    return {(day, start): n for day, start, n in counted}


def _visit(row: Appointment, tasks: list[CaseTask]) -> Visit:
    """A section has looked once it began, finished or declined its task."""
    unchecked = [task for task in tasks if task.state == OPEN_STATES[0]]
    return Visit(row, len(tasks), len(unchecked), tuple(dict.fromkeys(task.section.name for task in unchecked)))
