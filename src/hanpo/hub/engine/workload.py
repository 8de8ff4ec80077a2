"""Does a project fit into the hours that a section has, and does it give hours back?

Hours are per month. What nobody stated is unknown (`None`) and stays unknown: it is never counted as zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """Hours a month that a section says it has, from the month of `since` to that of `until` (open: no end)."""

    hours: Decimal
    since: date
    until: date | None = None

    def holds_in(self, month: date) -> bool:
        """Whether the statement covers this month (given as its first day)."""
        return self.since.replace(day=1) <= month and (self.until is None or month <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """Months of every year (both ends included, may run over New Year) in which less time is left, and why."""

    from_month: int
    to_month: int
    hours: Decimal
    reason: str

    def holds_in(self, month: date) -> bool:
        """Whether this month lies in the season."""
        if self.from_month <= self.to_month:
            return self.from_month <= month.month <= self.to_month
        return month.month >= self.from_month or month.month <= self.to_month


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a project asks of a section in a month, and gives back there. `None` is unknown."""

    month: date
    asked: Decimal | None = None
    asked_is_measured: bool = False
    returned: Decimal | None = None
    returned_is_measured: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month of the balance. `capacity` is what the section has (less in a busy season, for the `reasons`)."""

    month: date
    asked: Decimal | None
    asked_is_measured: bool
    returned: Decimal | None
    returned_is_measured: bool
    capacity: Decimal | None
    reasons: tuple[str, ...]

    @property
    def over(self) -> Decimal | None:
        """Hours asked beyond the capacity; 0 where it fits, `None` where either is unknown."""
        if self.asked is None or self.capacity is None:
            return None
        return max(self.asked - self.capacity, ZERO)

    @property
    def net(self) -> Decimal | None:
        """Hours asked less hours returned: above 0 the month only costs. `None` where either is unknown."""
        return None if self.asked is None or self.returned is None else self.asked - self.returned


class Finding(Enum):
    """What can honestly be said about a project's work for a section."""

    NOTHING_KNOWN = "nothing_known"  # no hours were stated at all
    RETURN_UNKNOWN = "return_unknown"  # hours are asked; nobody has said yet what comes back
    ONLY_ADDS = "only_adds"  # hours are asked, none come back
    COSTS_MORE = "costs_more"  # some come back, fewer than are asked
    GIVES_BACK = "gives_back"  # at least as many come back as are asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The finding with the sums it rests on. It is `certain` when no month is unknown and every number was measured.

    Sums hold only months in which both sides are known, so that unknown months bend them to neither side.
    """

    finding: Finding
    asked: Decimal
    returned: Decimal
    months_known: int
    months_unknown: int
    months_over: tuple[date, ...]
    months_without_capacity: int
    has_estimates: bool

    @property
    def is_certain(self) -> bool:
        """Whether nothing is unknown or merely estimated."""
        return self.months_unknown == 0 and not self.has_estimates and self.finding is not Finding.NOTHING_KNOWN


def capacity_in(
    month: date, *, capacities: Sequence[Capacity], seasons: Sequence[Season]
) -> tuple[Decimal | None, tuple[str, ...]]:
    """Hours a section has in a month, and the reasons where that is less than usual. The latest statement counts."""
    stated = [c for c in capacities if c.holds_in(month)]
    usual = max(stated, key=lambda c: c.since).hours if stated else None
    busy = [s for s in seasons if s.holds_in(month)]
    least = min((s.hours for s in busy), default=None)
    if least is None:
        return usual, ()
    reasons = tuple(s.reason for s in busy)
    return (least if usual is None else min(usual, least)), reasons


def balance(*, loads: Sequence[Load], capacities: Sequence[Capacity], seasons: Sequence[Season]) -> list[Month]:
    """The months that have a load, oldest first, each beside what the section has. One load a month is expected."""
    months = []
    for load in sorted(loads, key=lambda one: one.month):
        capacity, reasons = capacity_in(load.month, capacities=capacities, seasons=seasons)
        months.append(
            Month(
                month=load.month,
                asked=load.asked,
                asked_is_measured=load.asked_is_measured,
                returned=load.returned,
                returned_is_measured=load.returned_is_measured,
                capacity=capacity,
                reasons=reasons,
            )
        )
    return months


def judge(months: Sequence[Month]) -> Verdict:
    """Say what the months show: whether the project only adds work, and how far that is known."""
    known = [m for m in months if m.net is not None]
    asked = sum((m.asked for m in known if m.asked is not None), ZERO)
    returned = sum((m.returned for m in known if m.returned is not None), ZERO)
    return Verdict(
        finding=_finding(months, len(known), asked, returned),
        asked=asked,
        returned=returned,
        months_known=len(known),
        months_unknown=len(months) - len(known),
        months_over=tuple(m.month for m in months if m.over),
        months_without_capacity=sum(1 for m in months if m.capacity is None),
        has_estimates=any(not (m.asked_is_measured and m.returned_is_measured) for m in known),
    )


def _finding(months: Sequence[Month], known: int, asked: Decimal, returned: Decimal) -> Finding:
    if all(m.asked is None and m.returned is None for m in months):
        return Finding.NOTHING_KNOWN
    if known == 0:
        return Finding.RETURN_UNKNOWN
    if returned >= asked:
        return Finding.GIVES_BACK
    return Finding.ONLY_ADDS if returned == 0 else Finding.COSTS_MORE
