"""Loads two joint systems with what their members do differently and what they cost. Figures are our own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hanpo.core.actions.rows import add_row
from hanpo.core.japanese.deadlines import add_months
from hanpo.core.japanese.eras import fiscal_year
from hanpo.core.japanese.hyogo_census import CENSUS_SOURCE, PEOPLE
from hanpo.core.models import Municipality
from hanpo.council.actions.systems import Decided, decide_sharing, enter_difference
from hanpo.council.demo.councils import data
from hanpo.council.engine.sharing import Key, Part, Rule
from hanpo.council.models import CostYear, Council, JointSystem, SystemFunction, SystemMember
from hanpo.council.queries.sharing import Case

SAMPLE = "見本"
WORDS = ("name", "purpose", "supplier", "use_source", "note", "source")


def load_systems(*, today: date) -> None:
    """Two joint systems; the contract of the first ends within a year, so that members are asked."""
    council = Council.objects.get()
    for entry in data("systems")["systems"]:
        _system(council, entry, today)


def _system(council: Council, entry: dict[str, Any], today: date) -> None:
    ends_on = _month(today, entry["ends"] + 1) - timedelta(days=1)
    system = add_row(
        actor=None,
        row=JointSystem(
            council=council, starts_on=_month(today, entry["starts"]), population_source=CENSUS_SOURCE, ends_on=ends_on,
            **{name: entry[name] for name in WORDS},
        ),
    )  # fmt: skip
    members = {e["code"]: _member(system, e, _month(today, entry["starts"])) for e in entry["members"]}
    functions = {
        e["name"]: add_row(actor=None, row=SystemFunction(system=system, position=n, **e))
        for n, e in enumerate(entry["functions"], start=1)
    }
    for said in entry["differences"]:
        values = {name: said.get(name, "") for name in ("fit", "cause", "text", "closing")}
        enter_difference(
            actor=None, member=members[said["code"]], function=functions[said["function"]], row=None, based_on=0,
            values=values,
        )  # fmt: skip
    costs = _costs(system, entry, today)
    if "rule" in entry:
        _decide(system, entry["rule"], costs, tuple(members.values()), today)


def _member(system: JointSystem, entry: dict[str, Any], since: date) -> SystemMember:
    place = Municipality.objects.get(code=entry["code"])
    return add_row(
        actor=None,
        row=SystemMember(
            system=system, municipality=place, since=since, population=PEOPLE[place.code],
            uses=entry.get("uses"),
        ),
    )  # fmt: skip


def _costs(system: JointSystem, entry: dict[str, Any], today: date) -> list[CostYear]:
    return [
        add_row(
            actor=None,
            row=CostYear(
                system=system, year=fiscal_year(today) + years, yen=yen, is_estimated=years in entry["estimated"],
                source=SAMPLE,
            ),
        )
        for years, yen in entry["costs"].items()
    ]  # fmt: skip


def _decide(
    system: JointSystem, entry: dict[str, Any], costs: list[CostYear], members: tuple[SystemMember, ...], today: date
) -> None:
    parts = tuple(Part(key=key, percent=entry[key.value]) for key in Key if key.value in entry)
    decide_sharing(
        actor=None,
        case=Case(system=system, cost=costs[0], members=members),
        rule=Rule(parts=parts),
        decided=Decided(
            from_year=fiscal_year(today) + entry["from"], decided_on=_month(today, entry["decided"]),
            decided_by=entry["by"], source=SAMPLE,
        ),
    )  # fmt: skip


def _month(today: date, months: int) -> date:
    """The first day of the month so many months from now."""
    return add_months(today.replace(day=1), months)
