"""How a stored plan of a week is shown: its days in words, desks that stay empty, whom one may move where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from hanpo.counter.engine.staffing import FREE, PAUSE, Verdict, still_missing
from hanpo.counter.models import Desk, ServiceLine, StaffingPlan
from hanpo.counter.models.staffing import HALF_HOUR
from hanpo.counter.queries.staffing.plans import shortage_of
from hanpo.counter.queries.staffing.waits import clock_word


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is in a half hour: the sign in the cell, the words, and the kind of its colour."""

    sign: str
    word: str
    kind: str


@dataclass(frozen=True, slots=True)
class Need:
    """Desks of a line in a half hour: needed, and how many nobody sits at."""

    needed: int
    missing: int


@dataclass(frozen=True, slots=True)
class ClerkRow:
    """Somebody's day: a place for each half hour, and the same as times in words."""

    name: str
    places: tuple[Place, ...]
    spans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A line's day."""

    letter: str
    label: str
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class PlanDay:
    """A day of a plan as its page shows it."""

    day: date
    visitors: int
    low: int | None
    high: int | None
    reasons: tuple[str, ...]
    needs: tuple[NeedRow, ...]
    clerks: tuple[ClerkRow, ...]
    shortage: int
    short_at: tuple[str, ...]
    """When and where a desk stays empty, in words."""
    seats: int
    """Desks that are used at once, at most."""
    hold: str
    """Whether the aimed-at wait is held when the roster is played, in words; empty for a day that was never played."""
    saved: str
    """How much helping one another saves, in words; empty where nothing."""


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan as its page shows it."""

    plan: StaffingPlan
    slots: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    days: tuple[PlanDay, ...]
    desks: int
    """Desks that the counter has."""

    @property
    def seats(self) -> int:
        """Desks that are used at once, at most; more than `desks` cannot be."""
        return max((day.seats for day in self.days), default=0)

    @property
    def is_over(self) -> bool:
        """Whether more people would sit at once than there are desks."""
        return 0 < self.desks < self.seats

    @property
    def shortage(self) -> int:
        """Missing desks of the week, in half hours."""
        return sum(day.shortage for day in self.days)


def plan_page(*, plan: StaffingPlan) -> PlanPage:
    """A stored plan in words."""
    names = dict(ServiceLine.objects.filter(municipality_id=plan.municipality_id).values_list("prefix", "name"))
    most = max((len(row) for day in plan.days.values() for row in day["needed"].values()), default=0)
    starts = [plan.opens + HALF_HOUR * number for number in range(most)]
    days = tuple(_plan_day(date.fromisoformat(iso), day, names, starts) for iso, day in sorted(plan.days.items()))
    used = sorted({letter for day in plan.days.values() for letter in day["needed"]})
    return PlanPage(
        plan,
        tuple(clock_word(start) for start in starts),
        tuple((one, names.get(one, one)) for one in used),
        days,
        Desk.objects.filter(municipality_id=plan.municipality_id, is_kept=True).count(),
    )


def _plan_day(day: date, told: Mapping[str, Any], names: Mapping[str, str], starts: Sequence[int]) -> PlanDay:
    missing = still_missing(told["needed"], told["roster"])
    needs = tuple(
        NeedRow(
            letter, names.get(letter, letter),
            tuple(Need(need, lack) for need, lack in zip(slots, missing[letter], strict=True)),
        )
        for letter, slots in told["needed"].items()
    )  # fmt: skip
    people = tuple(_clerk_row(name, row, names, starts) for name, row in told["roster"].items())
    return PlanDay(
        day=day,
        visitors=told["visitors"],
        low=told["low"],
        high=told["high"],
        reasons=tuple(told["reasons"]),
        needs=needs,
        clerks=people,
        shortage=shortage_of(told),
        short_at=tuple(words for row in needs if (words := _short_words(row, starts))),
        seats=_seats(people),
        hold=_hold_words(told.get("hold"), is_short=shortage_of(told) > 0),
        saved=_saved_words(told.get("hold")),
    )


def _hold_words(hold: Mapping[str, Any] | None, *, is_short: bool) -> str:
    """Whether the target is held, with the interval of the played days; honest where they cannot tell.

    Desks may be missing (`is_short`) when each line is counted alone, and the target be held as people help each other.
    """
    if hold is None:
        return ""
    aim = {"percent": hold["percent"], "minutes": hold["minutes"]}
    if hold["within"] is None:
        return _("座る人のいない受付種別があるので、目標に届くかどうかは計算できません。")
    low, high = (round(100 * share) for share in hold["within"])
    told = {
        Verdict.HOLDS: _(
            "作った案のとおりなら、{minutes}分以内に呼べる人は{low}〜{high}％で、目標の{percent}％に届く見込みです。"
        ),
        Verdict.FAILS: _(
            "作った案のとおりなら、{minutes}分以内に呼べる人は{low}〜{high}％で、目標の{percent}％に届かない見込みです。"
        ),
        Verdict.UNSURE: _(
            "作った案のとおりなら、{minutes}分以内に呼べる人は{low}〜{high}％です。目標の{percent}％に届くかどうかは、計算では言えません。"
        ),
    }[Verdict(hold["verdict"])]
    said = told.format(**aim, low=low, high=high)
    if is_short and Verdict(hold["verdict"]) is Verdict.HOLDS:
        return _("種別ごとに数えると足りない時間がありますが、手の空いた人がほかの種別を助けます。") + said
    return said


def _saved_words(hold: Mapping[str, Any] | None) -> str:
    if hold is None or hold["saved"] <= 0:
        return ""
    return _(
        "ほかの種別も受け持てる人が助け合うので、種別ごとに数えるより、のべ{n}時間分少ない窓口で足ります。"
    ).format(n=hold["saved"] / 2)


def _seats(people: Sequence[ClerkRow]) -> int:
    """How many sit at desks at once, at most."""
    by_slot = zip(*(one.places for one in people), strict=True)
    return max((sum(place.kind == "line" for place in slot) for slot in by_slot), default=0)


def _clerk_row(name: str, row: Sequence[str], names: Mapping[str, str], starts: Sequence[int]) -> ClerkRow:
    return ClerkRow(name, tuple(_place_of_slot(value, names) for value in row), _spans(row, names, starts))


def _place_of_slot(value: str, names: Mapping[str, str]) -> Place:
    """Where somebody is, from what a plan stores."""
    if value == PAUSE:
        return Place(_("休"), _("休憩"), "break")
    if value == FREE:
        return Place(_("空"), _("窓口の外の仕事"), "free")
    return Place(value, names.get(value, value), "line") if value else Place("", _("勤務外"), "off")


def _runs(row: Sequence[str]) -> list[tuple[str, int, int]]:
    """Equal neighbours as value, first slot and the slot after the last."""
    found = []
    for value, group in groupby(enumerate(row), key=lambda pair: pair[1]):
        slots = [slot for slot, _value in group]
        found.append((value, slots[0], slots[-1] + 1))
    return found


def _span(starts: Sequence[int], first: int, last: int) -> str:
    return f"{clock_word(starts[first])}–{clock_word(starts[0] + HALF_HOUR * last)}"


def _spans(row: Sequence[str], names: Mapping[str, str], starts: Sequence[int]) -> tuple[str, ...]:
    return tuple(
        f"{_span(starts, first, last)} {_place_of_slot(value, names).word}"
        for value, first, last in _runs(row)
        if value
    )


def _short_words(row: NeedRow, starts: Sequence[int]) -> str:
    """When desks of a line stay empty, and how many at most; empty where none does."""
    runs = [(first, last) for value, first, last in _runs(["x" if need.missing else "" for need in row.needs]) if value]
    if not runs:
        return ""
    when = _("、").join(_span(starts, first, last) for first, last in runs)
    most = max(need.missing for need in row.needs)
    return _("{line}：{when}（多いとき{n}人不足）").format(line=row.label, when=when, n=most)


def move_choices(*, plan: StaffingPlan, day: str) -> dict[str, Any]:
    """Who can be moved on a day of a plan, between which half hours, and to where."""
    told = plan.days[day]
    count = max((len(row) for row in told["roster"].values()), default=0)
    names = dict(ServiceLine.objects.filter(municipality_id=plan.municipality_id).values_list("prefix", "name"))
    lines = [(letter, f"{letter} {names.get(letter, letter)}") for letter in told["needed"]]
    return {
        "clerks": list(told["roster"]),
        "slots": [(number, clock_word(plan.opens + HALF_HOUR * number)) for number in range(count + 1)],
        "places": [*lines, (PAUSE, _("休憩")), (FREE, _("窓口の外の仕事")), ("off", _("勤務外（休み）"))],
    }
