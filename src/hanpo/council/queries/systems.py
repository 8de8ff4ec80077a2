"""Reads of joint systems: who runs them together, what each does differently, what they cost.

Who is a member and what a member does differently is known to everybody who finds the system, like the notes of a
working group: these rows are read whatever the scope, but only through a system that the scope holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from hanpo.core import scope
from hanpo.core.japanese.eras import format_fiscal_year
from hanpo.core.japanese.numbers import format_number
from hanpo.core.models import Municipality
from hanpo.core.registry import CalendarItem
from hanpo.council.models import (
    Cause,
    CostYear,
    Difference,
    Fit,
    JointSystem,
    RenewalPlan,
    SharingRule,
    SystemFunction,
    SystemMember,
)

BAR = 320
"""How wide the longest bar of a chart is, in pixels."""

MARKS = {Fit.FITS: "done", Fit.CHANGE: "waiting", Fit.DIFFERS: "late"}


@dataclass(frozen=True, slots=True)
class SystemLine:
    """A system in the catalogue. `cost` is of the newest year that is known."""

    system: JointSystem
    members: int
    functions: int
    open_differences: int
    year: str
    yen: int | None

    @property
    def cost(self) -> str:
        """The yen with thousands; empty while no cost is known."""
        return "" if self.yen is None else format_number(self.yen)


@dataclass(frozen=True, slots=True)
class Bar:
    """The cost of a year, in words and as the length of a bar."""

    row: CostYear
    year: str
    yen: str
    width: int


@dataclass(frozen=True, slots=True)
class Cell:
    """How one member stands to one function; `row` is empty while it has said nothing."""

    place: Municipality
    row: Difference | None

    @property
    def mark(self) -> str:
        """The kind of the mark shown with it."""
        return MARKS[Fit(self.row.fit)] if self.row else "draft"


@dataclass(frozen=True, slots=True)
class FunctionLine:
    """A function with every member's stand, in the order of the codes."""

    function: SystemFunction
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CauseGroup:
    """Differences that have the same cause: what is law is closed otherwise than what is habit."""

    label: str
    rows: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class SystemPage:
    """A system with all that belongs to it."""

    system: JointSystem
    members: tuple[SystemMember, ...]
    own: tuple[SystemMember, ...]
    costs: tuple[Bar, ...]
    matrix: tuple[FunctionLine, ...]
    causes: tuple[CauseGroup, ...]
    rules: tuple[SharingRule, ...]
    renewals: tuple[RenewalPlan, ...]

    @property
    def unsaid(self) -> int:
        """How many stands of members are still unknown."""
        return sum(cell.row is None for line in self.matrix for cell in line.cells)

    @property
    def places(self) -> tuple[Municipality, ...]:
        """The members in the order of their codes."""
        return tuple(member.municipality for member in self.members)


def systems() -> QuerySet[JointSystem]:
    """The joint systems that the current scope sees."""
    return JointSystem.objects.select_related("council")


def catalogue() -> list[SystemLine]:
    """Every joint system with its size and newest cost."""
    newest = CostYear.objects.filter(system=OuterRef("pk")).order_by("-year")
    rows = systems().annotate(
        last_year=Subquery(newest.values("year")[:1]), last_yen=Subquery(newest.values("yen")[:1])
    )
    functions = dict(SystemFunction.objects.values_list("system").annotate(n=Count("pk")))
    with scope.within(scope.EVERYWHERE):
        members = dict(SystemMember.objects.filter(until__isnull=True).values_list("system").annotate(n=Count("pk")))
        unlike = Difference.objects.exclude(fit=Fit.FITS).filter(_of_present_members())
        differences = dict(unlike.values_list("function__system").annotate(n=Count("pk")))
    return [
        SystemLine(
            system=row,
            members=members.get(row.pk, 0),
            functions=functions.get(row.pk, 0),
            open_differences=differences.get(row.pk, 0),
            year=format_fiscal_year(row.last_year) if row.last_year else "",
            yen=row.last_yen,
        )
        for row in rows
    ]


def _of_present_members() -> Exists:
    """Differences of those who are members still."""
    return Exists(
        SystemMember.objects.filter(
            system=OuterRef("function__system"), municipality=OuterRef("municipality"), until__isnull=True
        )
    )


def members_of(*, system: JointSystem) -> list[SystemMember]:
    """The present members in the order of their codes, whatever the scope (see the module)."""
    with scope.within(scope.EVERYWHERE):
        rows = SystemMember.objects.filter(system=system, until__isnull=True).select_related("municipality")
        return list(rows.order_by("municipality_id"))


def own_memberships() -> QuerySet[SystemMember]:
    """The memberships whose differences the current scope may enter."""
    return SystemMember.objects.filter(until__isnull=True).select_related("municipality", "system__council")


def memberships() -> QuerySet[SystemMember]:
    """Every membership of the current scope."""
    return SystemMember.objects.select_related("municipality", "system__council")


def costs() -> QuerySet[CostYear]:
    """Costs of years that the current scope sees."""
    return CostYear.objects.select_related("system__council")


def functions() -> QuerySet[SystemFunction]:
    """Functions that the current scope sees."""
    return SystemFunction.objects.select_related("system__council")


def differences_of(*, system: JointSystem, members: Sequence[SystemMember]) -> list[Difference]:
    """What the members do differently, whatever the scope (see the module)."""
    codes = [member.municipality_id for member in members]
    with scope.within(scope.EVERYWHERE):
        rows = Difference.objects.filter(function__system=system, municipality__in=codes)
        return list(rows.select_related("municipality", "function").order_by("function__position", "municipality_id"))


def system_page(*, system: JointSystem) -> SystemPage:
    """A system as its page shows it."""
    members = members_of(system=system)
    rows = differences_of(system=system, members=members)
    own = set(own_memberships().filter(system=system).values_list("pk", flat=True))
    return SystemPage(
        system=system,
        members=tuple(members),
        own=tuple(member for member in members if member.pk in own) if len(own) < len(members) else (),
        costs=_bars(list(system.costs.all())),
        matrix=matrix(functions=list(system.functions.all()), members=members, rows=rows),
        causes=_by_cause(rows),
        rules=tuple(system.rules.select_related("recorded_by")),
        renewals=tuple(system.renewals.all()),
    )


def matrix(
    *, functions: Iterable[SystemFunction], members: Sequence[SystemMember], rows: Iterable[Difference]
) -> tuple[FunctionLine, ...]:
    """Functions by members."""
    known = {(row.function_id, row.municipality_id): row for row in rows}
    return tuple(
        FunctionLine(
            function, tuple(Cell(m.municipality, known.get((function.pk, m.municipality_id))) for m in members)
        )
        for function in functions
    )


def _bars(rows: Sequence[CostYear]) -> tuple[Bar, ...]:
    most = max((row.yen for row in rows), default=0) or 1
    return tuple(
        Bar(row, format_fiscal_year(row.year), format_number(row.yen), max(BAR * row.yen // most, 1)) for row in rows
    )


def _by_cause(rows: Iterable[Difference]) -> tuple[CauseGroup, ...]:
    unlike = [row for row in rows if row.fit != Fit.FITS]
    groups = ((cause.label, tuple(row for row in unlike if row.cause == cause)) for cause in Cause)
    return tuple(CauseGroup(str(label), found) for label, found in groups if found)


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A function, and what the member says about it (nothing yet: empty)."""

    function: SystemFunction
    row: Difference | None


def own_lines(*, member: SystemMember) -> list[OwnLine]:
    """Every function of the system with what this member says about it."""
    rows = Difference.objects.filter(function__system=member.system_id, municipality=member.municipality_id)
    said: Mapping[int, Difference] = {row.function_id: row for row in rows}
    return [OwnLine(function, said.get(function.pk)) for function in member.system.functions.all()]


def difference(*, member: SystemMember, function: SystemFunction) -> Difference | None:
    """What the member says about a function; nothing where it has not said anything."""
    found: Difference | None = Difference.objects.filter(municipality=member.municipality_id, function=function).first()
    return found


def outside(*, system: JointSystem) -> QuerySet[Municipality]:
    """Municipalities that are no members, in the order of their codes."""
    codes = [member.municipality_id for member in members_of(system=system)]
    rows: QuerySet[Municipality] = Municipality.objects.exclude(pk__in=codes).order_by("code")
    return rows


def contract_calendar(first: date, last: date) -> Iterable[CalendarItem]:
    """The ends of contracts between two days."""
    for row in JointSystem.objects.filter(ends_on__range=(first, last)):
        title = _("「%s」の契約の終わり") % row.name
        yield CalendarItem(day=row.ends_on, title=title, url=reverse_lazy("council:system", args=[row.pk]))


@dataclass(frozen=True, slots=True)
class Ending:
    """A system and the last day of its contract."""

    system: JointSystem
    ends_on: date


def endings(*, today: date) -> list[Ending]:
    """Systems whose contract has not ended yet, the earliest first."""
    rows = systems().filter(ends_on__gte=today).order_by("ends_on", "pk")
    return [Ending(row, row.ends_on) for row in rows if row.ends_on]
