"""The days that a household is asked for, and the day from which each limit is counted.

A law counts from "the day on which the qualification was gained" or "on which it became known"; nobody is asked that.
The days asked are those that a family knows (moved in, born, died …), and a limit that names another event is counted
from the one that brings it about. Where that is only the earliest day it can be (a death may become known later), the
last day told is early and never late, and the guide says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hanpo.counter.engine.deadlines import Limit, Rule

DAYS = (
    "moved_in", "planned_leaving", "household_changed", "born", "married", "divorced", "died", "left_job", "new_job",
)  # fmt: skip
"""The days that are asked for, in this order."""

BROUGHT_ABOUT_BY: Mapping[str, Mapping[str, str]] = {
    "insurance_changed": {
        "転入": "moved_in", "転居": "moved_in", "転出": "planned_leaving", "出生": "born", "婚姻": "married",
        "離婚": "divorced", "死亡": "died", "退職": "left_job", "就職": "new_job",
    },
    "pension_changed": {"転入": "moved_in", "退職": "left_job"},
    "care_qualified": {"転入": "moved_in"},
    "moped_changed": {"転入": "moved_in", "転出": "planned_leaving", "転居": "moved_in", "死亡": "died"},
    "dog_changed": {"転入": "moved_in", "転出": "planned_leaving", "転居": "moved_in", "死亡": "died"},
    "carer_changed": {"離婚": "divorced"},
    "household_changed": {"死亡": "died"},
    "death_known": {"死亡": "died"},
    "inheritance_known": {"死亡": "died"},
    "owner_known": {"死亡": "died"},
    "funeral": {"死亡": "died"},
}  # fmt: skip
"""By the event that a limit names: for procedures of a life event, the day asked that brings it about."""

EARLIEST_ONLY = frozenset({"death_known", "inheritance_known", "owner_known", "funeral"})
"""Events that can be later than the day from which they are counted here."""

_NOT_ASKED = frozenset({"born_abroad", "death_known_abroad", "judgment_final", "moved_in_noticed"})
"""Events of rare cases (their limit stands in words) and of a step that is yet to come."""


@dataclass(frozen=True, slots=True)
class CountedFrom:
    """The day from which a limit is counted: which of `DAYS` it is, and whether the event itself may be later."""

    day: str
    is_earliest: bool


def counted_from(rule: Rule, life_event: str) -> CountedFrom | None:
    """The day asked from which a limit runs for a procedure of a life event; None where no day is asked for it."""
    if rule.limit not in {Limit.WITHIN, Limit.BEFORE} or rule.event in _NOT_ASKED:
        return None
    found = BROUGHT_ABOUT_BY.get(rule.event, {}).get(life_event)
    if found is None:
        return CountedFrom(rule.event, False) if rule.event in DAYS else None
    return CountedFrom(found, rule.event in EARLIEST_ONLY)


def days_wanted(rules: Iterable[tuple[Rule, str]]) -> tuple[str, ...]:
    """The days worth asking for, for limits each with the life event of its procedure."""
    wanted = {start.day for rule, event in rules if (start := counted_from(rule, event)) is not None}
    return tuple(day for day in DAYS if day in wanted)


def events_of(rule: Rule, life_event: str, days: Mapping[str, date]) -> dict[str, date]:
    """The days told, under the name of the event that the limit is counted from."""
    start = counted_from(rule, life_event)
    return {rule.event: days[start.day]} if start is not None and start.day in days else {}
