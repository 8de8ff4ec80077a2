"""Visits and arrivals as the engines take them: from tickets, and from counts that were taken in before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min, Sum
from django.utils import timezone

from hanpo.core import clock
from hanpo.counter.engine.staffing import Booked, Visit, visit_of
from hanpo.counter.engine.waiting import LogError
from hanpo.counter.models import ArrivalCount, Booking, BookingState, Ticket
from hanpo.counter.queries.waiting import logs_of

LONGEST = timedelta(hours=14)
"""A ticket that nobody closed lasts until the end of its day, not until today."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The visits between two days, the days on which somebody came, and tickets whose log contradicts itself."""

    visits: tuple[Visit, ...]
    days: tuple[date, ...]
    broken: int


def seen(*, municipality: str, first: date, last: date, now: datetime) -> Seen:
    """The visits of a municipality between two days, both included."""
    visits, days, broken = [], set(), 0
    for log in logs_of(municipality=municipality, first=first, last=last):
        days.add(log.day)
        end = timezone.make_aware(datetime.combine(log.day, time())) + timedelta(hours=8) + LONGEST
        try:
            visit = visit_of(log.changes, until=min(now, end))
        except LogError:
            broken += 1
            continue
        if visit is not None:
            visits.append(visit)
    return Seen(tuple(visits), tuple(sorted(days)), broken)


def booked_on(*, municipality: str, days: Iterable[date]) -> Booked:
    """What became of the bookings of these days, beside the numbers that were drawn since the first booking of them."""
    wanted = sorted(days)
    if not wanted:
        return Booked()
    rows = Booking.objects.filter(municipality_id=municipality, state__in=[BookingState.HERE, BookingState.ABSENT])
    known = rows.filter(slot__starts_at__range=_whole_days(wanted[0], wanted[-1])).order_by()
    found = [
        (timezone.localtime(starts).date(), state, has_number)
        for starts, state, has_number in known.values_list("slot__starts_at", "state", "ticket_id")
    ]
    found = [one for one in found if one[0] in wanted]
    first = min((day for day, _state, _number in found), default=None)
    since = [day for day in wanted if first is not None and day >= first]
    here = [number for _day, state, number in found if state == BookingState.HERE]
    return Booked(
        visits=Ticket.objects.filter(municipality_id=municipality, day__in=since).count(),
        here=len(here),
        ticketed=sum(number is not None for number in here),
        absent=len(found) - len(here),
    )


def _whole_days(first: date, last: date) -> tuple[datetime, datetime]:
    begin, end = clock.span(first, last)
    return begin, end - timedelta(microseconds=1)


def visitors_by_day(*, municipality: str, first: date, last: date, lines: Iterable[str] = ()) -> dict[date, int]:
    """How many came on each day that was counted, both ends included; days without a single visitor are left out.

    `lines` narrows to lines by their letters. A visit through several services counts once, at its first.
    """
    wanted = list(lines)
    tickets = Ticket.objects.filter(municipality_id=municipality, day__range=(first, last))
    counts = ArrivalCount.objects.filter(municipality_id=municipality, day__range=(first, last))
    with_tickets = set(tickets.order_by().values_list("day", flat=True).distinct())
    if wanted:
        tickets = tickets.filter(number__regex=f"^[{''.join(wanted)}]")
        counts = counts.filter(line__prefix__in=wanted)
    found = dict(counts.order_by().values_list("day").annotate(n=Sum("visitors")))
    found = {day: n for day, n in found.items() if day not in with_tickets}
    return found | dict(tickets.order_by().values_list("day").annotate(n=Count("pk")))


def arrivals(*, municipality: str, first: date, last: date, lines: Iterable[str] = ()) -> list[datetime]:
    """The local moment at which each visitor came; of hours that were only counted, spread over the hour."""
    wanted = list(lines)
    tickets = Ticket.objects.filter(municipality_id=municipality, day__range=(first, last))
    with_tickets = set(tickets.order_by().values_list("day", flat=True).distinct())
    counts = ArrivalCount.objects.filter(municipality_id=municipality, day__range=(first, last))
    if wanted:
        tickets = tickets.filter(number__regex=f"^[{''.join(wanted)}]")
        counts = counts.filter(line__prefix__in=wanted)
    found = [timezone.localtime(moment) for moment in tickets.order_by().values_list("taken_at", flat=True)]
    for day, hour, visitors in counts.order_by().values_list("day", "hour", "visitors"):
        if day not in with_tickets:
            found += _spread(day, hour, visitors)
    return found


def _spread(day: date, hour: int, visitors: int) -> list[datetime]:
    begin = timezone.make_aware(datetime.combine(day, time(hour)))
    return [begin + timedelta(minutes=60 * (place + 0.5) / visitors) for place in range(visitors)]


def first_day(*, municipality: str) -> date | None:
    """The first day of which anything is known."""
    tickets = Ticket.objects.filter(municipality_id=municipality).aggregate(first=Min("day"))["first"]
    counts = ArrivalCount.objects.filter(municipality_id=municipality).aggregate(first=Min("day"))["first"]
    return min((day for day in (tickets, counts) if day is not None), default=None)
