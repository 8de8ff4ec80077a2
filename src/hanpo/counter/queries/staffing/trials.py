"""What if: the measured counter, a change in words, and what came of it with honest words about luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.counter.engine.staffing import Booked, Change, Measured, TooFew, Trial, as_booked, changed, measured, play
from hanpo.counter.engine.staffing.trials import Tell
from hanpo.counter.engine.waiting import Difference, Estimate
from hanpo.counter.models import ServiceLine, StaffingTrial
from hanpo.counter.models.staffing import HALF_HOUR, minute_of
from hanpo.counter.queries.staffing.arrivals import weekday_word
from hanpo.counter.queries.staffing.days import hours_of, lines_of
from hanpo.counter.queries.staffing.tickets import booked_on, seen
from hanpo.counter.queries.staffing.waits import clock_word

LOOK_BACK = timedelta(weeks=8)
QUICK_DAYS = 60
"""Days played while somebody waits for the page."""
LONG_DAYS = 1_000
"""Days played as a job."""
SEED = 20_261_123
FAR_OFF = 0.35
"""Beyond this part of the measured wait, the played counter is said not to look like the real one."""

SHOWN = (
    ("p50", gettext_lazy("半分の人の待ち時間（分）"), 1.0, 1),
    ("p90", gettext_lazy("10人に9人の待ち時間（分）"), 1.0, 1),
    ("maximum", gettext_lazy("その日いちばん長い待ち（分）"), 1.0, 0),
    ("within", gettext_lazy("目標の時間以内に呼ばれる人（％）"), 100.0, 1),
    ("left", gettext_lazy("待ちきれず帰る人（％）"), 100.0, 1),
    ("overtime", gettext_lazy("閉庁後も続く時間（分）"), 1.0, 0),
    ("busy", gettext_lazy("窓口の手がふさがる割合（％）"), 100.0, 0),
)
BETTER_WHEN_HIGHER = frozenset({"within"})


@dataclass(frozen=True, slots=True)
class Base:
    """The measured counter; `measured` is None where too little was measured."""

    lines: tuple[ServiceLine, ...]
    desks: tuple[str, ...]
    measured: Measured | None
    days: int
    target: float
    booked: Booked = field(default_factory=Booked)

    @property
    def booking_now(self) -> int:
        """The share that comes by booking today, as a whole percentage."""
        return round(self.booked.share * 100)

    @property
    def booking_words(self) -> str:
        """What is known of bookings today."""
        return _booking_words(self.booked)


class CannotTry(ValueError):
    """The change cannot be played; the message says why."""


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One measure in words: before, after, the difference with its 95 % interval, and what may be said of it."""

    label: str
    before: str
    after: str
    change: str
    interval: str
    verdict: str
    is_clear: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a trial, in words; `likeness` says how well the played counter looks like the real one."""

    title: str
    days: int
    lines: tuple[ResultLine, ...]
    say: str
    likeness: str
    is_like: bool
    left_out: tuple[str, ...]
    booking: str


def base_of(*, municipality: str, today: date, now: datetime, weekday: int | None = None) -> Base:
    """The counter as it was measured in the last eight weeks, on all days or on one weekday."""
    hours, lines = hours_of(municipality=municipality), lines_of(municipality=municipality)
    told = seen(municipality=municipality, first=today - LOOK_BACK, last=today - timedelta(days=1), now=now)
    days = [day for day in told.days if weekday is None or day.weekday() == weekday]
    visits = [visit for visit in told.visits if weekday is None or visit.arrived.weekday() == weekday]
    opens = float(minute_of(hours.opens))
    try:
        found = measured(visits, days=days, opens=opens, closes=opens + hours.slots * HALF_HOUR)
    except TooFew:
        found = None
    desks = sorted({one.desk for visit in visits for one in visit.sittings})
    booked = booked_on(municipality=municipality, days=days)
    if found is not None:
        found = replace(found, counter=as_booked(found.counter, booked))
    return Base(tuple(lines), tuple(desks), found, len(days), float(hours.target_minutes), booked)


def trials() -> QuerySet[StaffingTrial]:
    """What was tried, the newest first."""
    rows: QuerySet[StaffingTrial] = StaffingTrial.objects.select_related("asked_by", "municipality")
    return rows


def title_of(*, change: Change, weekday: int | None, lines: Sequence[ServiceLine]) -> str:
    """A change in words."""
    names = {line.prefix: line.name for line in lines}
    told = []
    if change.desk_service:
        told.append(_("{line}の窓口を1つ増やす（{first}–{last}）").format(
            line=names.get(change.desk_service, change.desk_service), first=clock_word(change.desk_from),
            last=clock_word(change.desk_until)))  # fmt: skip
    if change.booking is not None:
        told.append(_("{n}％の人が予約で来る").format(n=round(change.booking * 100)))
    if change.times != 1.0:
        told.append(_("1件の時間を{n}％短くする").format(n=round((1 - change.times) * 100)))
    if change.quick_service:
        told.append(_("{line}だけの人の列を{desk}に作る").format(
            line=names.get(change.quick_service, change.quick_service), desk=change.quick_desk))  # fmt: skip
    words = _("、").join(told)
    where = [] if weekday is None else [weekday_word(weekday)]
    where += [_("来る人{n:+}％").format(n=round((change.demand - 1) * 100))] if change.demand != 1.0 else []
    return _("{words}（{where}）").format(words=words, where=_("、").join(where)) if where else words


def question_json(*, change: Change, weekday: int | None) -> dict[str, Any]:
    """A change as a job or a kept trial stores it."""
    return {**asdict(change), "weekday": weekday}


def question_of(stored: Mapping[str, Any]) -> tuple[Change, int | None]:
    """The change that was stored."""
    told = dict(stored)
    weekday = told.pop("weekday", None)
    return Change(**told), weekday


def _answer_json(trial: Trial, base: Base) -> dict[str, Any]:
    """What came of a trial, with what was measured, as it is kept."""
    found = base.measured
    daily = found.daily if found else None
    return {
        "measures": {one.measure: [_triple(e) for e in (one.before, one.after, one.change)]
                     for one in trial.differences},
        "measured": {"p50": daily[0], "p90": daily[1], "count": found.visits} if found and daily else None,
        "days": base.days,
        "left_out": list(found.left_out) if found else [],
        "booked": asdict(base.booked),
    }  # fmt: skip


def _triple(one: Estimate) -> list[float | None]:
    return [one.value, one.low, one.high]


def result_of(*, title: str, question: Mapping[str, Any], answer: Mapping[str, Any], days: int) -> Result:
    """A kept answer in words."""
    change, weekday = question_of(question)
    told = [
        Difference(name, *(Estimate(*part) for part in answer["measures"][name]))
        for name, *_rest in SHOWN
        if name in answer["measures"]
    ]
    shown = {name: (str(label), factor, digits) for name, label, factor, digits in SHOWN}
    lines = tuple(_line(one, *shown[one.measure]) for one in told)
    likeness, is_like = _likeness(answer, change, weekday)
    return Result(
        title, days, lines, _say(told), likeness, is_like, tuple(answer["left_out"]),
        _booking_told(Booked(**answer["booked"]), change),
    )  # fmt: skip


def try_quickly(*, base: Base, change: Change, weekday: int | None) -> Result:
    """Play a few days at once; nothing is kept. Raises CannotTry."""
    answer = played_answer(base=base, change=change, days=QUICK_DAYS)
    title = title_of(change=change, weekday=weekday, lines=base.lines)
    question = question_json(change=change, weekday=weekday)
    return result_of(title=title, question=question, answer=answer, days=QUICK_DAYS)


def played_answer(*, base: Base, change: Change, days: int, tell: Tell | None = None) -> dict[str, Any]:
    """Play so many days on both sides; the answer as it is kept. Raises CannotTry."""
    if base.measured is None:
        raise CannotTry(_("測った件数が少なく、まだ試せません。番号札の記録がたまると試せます。"))
    try:
        before, after = changed(base.measured.counter, change)
    except ValueError as refusal:
        raise CannotTry(
            _("この変え方では試せません。受ける窓口がなくなる用事があるか、増やす時刻が開庁時間の外です。")
        ) from refusal
    return _answer_json(play(before, after, seed=SEED, days=days, target=base.target, tell=tell), base)


def _booking_told(booked: Booked, change: Change) -> str:
    """What a trial took for granted about bookings; it says more where their share was changed."""
    told = _booking_words(booked)
    if change.booking is None:
        return told
    return told + _(
        "どの種別にも同じ割合で予約が入り、予約の時刻は窓口の開いている時間に均等に置くとして計算しています。"
    )


def _booking_words(booked: Booked) -> str:
    if not booked.count:
        return _("予約の記録がないので、いまは全員が予約なしで来るとしています。予約して来ない人は5％と置いています。")
    words = {"n": round(booked.share * 100), "count": booked.count, "absent": round(booked.no_show * 100)}
    if booked.tells_no_show:
        return _("いま予約で来る人は{n}％で、予約して来ない人は{absent}％です（予約{count}件、実測）。").format(**words)
    return _(
        "いま予約で来る人は{n}％です（予約{count}件、実測）。件数が少ないため、予約して来ない人は{absent}％と置いています。"
    ).format(**words)


def _line(one: Difference, label: str, factor: float, digits: int) -> ResultLine:
    def shown(number: float) -> str:
        return f"{number * factor:.{digits}f}"

    def signed(number: float) -> str:
        told = round(number * factor, digits)
        return f"{told:+.{digits}f}" if told else f"±{0:.{digits}f}"

    low, high = one.change.low, one.change.high
    interval = "" if low is None or high is None else f"{signed(low)}{_('〜')}{signed(high)}"
    return ResultLine(
        label, shown(one.before.value), shown(one.after.value), signed(one.change.value), interval,
        _verdict(one, factor, digits), one.change.is_clear,
    )  # fmt: skip


def _verdict(one: Difference, factor: float, digits: int) -> str:
    if not one.change.is_clear:
        return _("変わるとは言えません")
    if round(abs(one.change.value) * factor, digits) == 0:
        return _("ほとんど変わりません")
    return _("減ります") if one.change.value < 0 else _("増えます")


def _say(told: Sequence[Difference]) -> str:
    """The one sentence about the wait of nine in ten; it does not conclude where luck could explain the difference."""
    wait = next((one for one in told if one.measure == "p90"), None)
    if wait is None or wait.change.low is None or wait.change.high is None:
        return _("試した日数が足りず、何も言えません。")
    if not wait.change.is_clear:
        return _("10人に9人の待ち時間が変わるとは言えません。差があっても、偶然の揺れの中です。")
    near, far = sorted((abs(wait.change.low), abs(wait.change.high)))
    words = {"low": f"{near:.1f}", "high": f"{far:.1f}"}
    if wait.change.value < 0:
        return _("10人に9人の待ち時間は{low}〜{high}分短くなる見込みです。").format(**words)
    return _("10人に9人の待ち時間は{low}〜{high}分長くなる見込みです。").format(**words)


def _likeness(answer: Mapping[str, Any], change: Change, weekday: int | None) -> tuple[str, bool]:
    """How well the played days look like the measured ones."""
    known = answer["measured"]
    if known is None or change.demand != 1.0:
        return _("来る人の数を変えているので、実測とは並べられません。"), True
    played = answer["measures"]["p90"][0][0]
    words = {"real": f"{known['p90']:.0f}", "played": f"{played:.0f}", "count": known["count"]}
    told = _("いまの10人に9人の待ち時間は、1日ごとにならすと実測{real}分（{count}件）、計算{played}分です。").format(
        **words
    )
    is_like = abs(played - known["p90"]) <= max(3.0, FAR_OFF * known["p90"])
    if is_like:
        return told, True
    told += _("計算がいまの窓口をよく写していないので、増える・減るの向きだけを目安にしてください。")
    return (told if weekday is not None else told + _("曜日を1つ選ぶと、近づくことがあります。")), False
