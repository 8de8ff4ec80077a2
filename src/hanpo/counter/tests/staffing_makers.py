"""Makes a small counter with measured days for tests of staffing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from hanpo.core import clock, scope
from hanpo.core.models import Municipality
from hanpo.core.tests import factories as ground
from hanpo.counter.models import Desk, ServiceLine, ShiftClerk, Ticket, TicketPeriod


def line(place: Municipality, prefix: str = "A", name: str = "証明書", **fields: object) -> ServiceLine:
    """A line that one queues for."""
    with scope.within(scope.EVERYWHERE):
        found = ServiceLine.objects.filter(municipality=place, prefix=prefix).first()
        return found or ServiceLine.objects.create(
            municipality=place, prefix=prefix, name=name,
            **{"section": ground.section(place, "市民窓口課"), **fields},
        )  # fmt: skip


def desk(place: Municipality, name: str = "1番") -> Desk:
    """A desk."""
    with scope.within(scope.EVERYWHERE):
        return Desk.objects.get_or_create(municipality=place, name=name)[0]


def moment(day: date, minute: float) -> datetime:
    """A minute of a day in Japan."""
    return timezone.make_aware(datetime.combine(day, time())) + timedelta(minutes=minute)


def visit(at: ServiceLine, day: date, minute: float, *, wait: float = 6.0, taken: float = 5.0,
          where: str = "1番", leaves: bool = False) -> Ticket:  # fmt: skip
    """A visit: waits, is called, is served a minute later, and done (or goes home after the wait)."""
    place = at.municipality
    where_desk = desk(place, where)
    with scope.within(scope.EVERYWHERE):
        number = Ticket.objects.filter(municipality=place, day=day, number__startswith=at.prefix).count() + 1
        began = moment(day, minute)
        made = Ticket.objects.create(
            line=at, day=day, number=f"{at.prefix}{number:03}", state="left" if leaves else "done",
            desk=None if leaves else where_desk, taken_at=began, turn_at=began,
            since=moment(day, minute + (wait if leaves else wait + taken)), steps=2 if leaves else 4,
        )  # fmt: skip
        steps = [("waiting", 0.0), ("left", wait)] if leaves else [
            ("waiting", 0.0), ("called", wait - 1), ("serving", wait), ("done", wait + taken)]  # fmt: skip
        TicketPeriod.objects.bulk_create(
            TicketPeriod(
                ticket=made, place=place_, state=state, line=at, began_at=moment(day, minute + after),
                desk=where_desk if state in ("called", "serving") else None,
            )
            for place_, (state, after) in enumerate(steps, start=1)
        )  # fmt: skip
    return made


def past_days(count: int, today: date | None = None) -> list[date]:
    """The last working days before today, Saturdays and Sundays left out, the earliest first."""
    day, found = today or clock.today(), []
    while len(found) < count:
        day -= timedelta(days=1)
        if day.weekday() < 5:
            found.append(day)
    return found[::-1]


def busy_days(place: Municipality, days: int = 10) -> ServiceLine:
    """Measured days: every ten minutes from 9 to 16 somebody comes, waits 6 minutes and takes 5; at noon waits 20."""
    at = line(place)
    for day in past_days(days):
        for number in range(42):
            minute = 540 + number * 10
            visit(at, day, minute, wait=20.0 if 720 <= minute < 780 else 6.0, where=f"{1 + number % 2}番")
    return at


def clerk(at: ServiceLine, name: str = "窓口1", **fields: object) -> ShiftClerk:
    """Somebody who can be on duty."""
    with scope.within(scope.EVERYWHERE):
        return ShiftClerk.objects.create(municipality=at.municipality, name=name, own_line=at, **fields)
