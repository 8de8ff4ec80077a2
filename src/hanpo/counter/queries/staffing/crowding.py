"""How crowded days to come will be: what past days teach, in words and as a public calendar of weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import scope
from hanpo.core.japanese import OfficeCalendar
from hanpo.core.models import Municipality
from hanpo.counter.engine.waiting import (
    Effect,
    Forecast,
    Level,
    Model,
    TooThin,
    backtest,
    calendar_forecast,
    features,
    fit,
)
from hanpo.counter.engine.waiting.forecast import ENOUGH_DAYS
from hanpo.counter.models import ServiceLine
from hanpo.counter.queries.staffing.arrivals import Arrivals, arrivals_page, weeks_before
from hanpo.counter.queries.staffing.days import monday_of, office_calendar
from hanpo.counter.queries.staffing.tickets import visitors_by_day

HISTORY = timedelta(days=730)
WEEKS = 6
"""Weeks that the public calendar shows."""
TOLD_FROM = 1.08
"""A feature is named as a reason where it brings at least so many times the visitors."""
SEEN_DAYS = 3
"""… and was seen on so many past days."""
TEST_DAYS = 40

LEVELS = {
    Level.QUIET: gettext_lazy("すいている見込み"),
    Level.USUAL: gettext_lazy("ふつうの見込み"),
    Level.BUSY: gettext_lazy("混む見込み"),
}
_REASONS = (
    ("month_start", gettext_lazy("月の初め")),
    ("month_end", gettext_lazy("月の終わり")),
    ("after_long_closure", gettext_lazy("長い休みの後")),
    ("move_season", gettext_lazy("引っ越しの時期")),
    ("lucky_day", gettext_lazy("大安")),
    ("monday", gettext_lazy("月曜")),
    ("tuesday", gettext_lazy("火曜")),
    ("wednesday", gettext_lazy("水曜")),
    ("thursday", gettext_lazy("木曜")),
    ("friday", gettext_lazy("金曜")),
    ("month_03", gettext_lazy("3月")),
    ("month_04", gettext_lazy("4月")),
)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What past days teach: the model (None while they are too few), and how many days were counted."""

    model: Model | None
    days: int
    calendar: OfficeCalendar

    @property
    def missing(self) -> int:
        """How many more days are needed before anything can be said."""
        return max(0, ENOUGH_DAYS - self.days)

    def between(self, first: date, last: date) -> dict[date, Forecast]:
        """The forecast of every open day between two days; nothing while the past is too short."""
        if self.model is None:
            return {}
        return {one.day: one for one in calendar_forecast(self.model, first, last, calendar=self.calendar)}


def outlook_of(*, municipality: str, today: date) -> Outlook:
    """What the past two years teach about days to come."""
    calendar = office_calendar(municipality=municipality)
    counts = _counts(municipality, today, calendar)
    try:
        model = fit(counts, describe=lambda day: features(day, calendar))
    except TooThin:
        model = None
    return Outlook(model, len(counts), calendar)


def _counts(municipality: str, today: date, calendar: OfficeCalendar) -> dict[date, int]:
    found = visitors_by_day(municipality=municipality, first=today - HISTORY, last=today - timedelta(days=1))
    return {day: n for day, n in found.items() if calendar.is_open(day)}


def reasons_of(effects: Sequence[Effect]) -> list[str]:
    """What makes a day fuller than others, the strongest first, in words."""
    strong = [one for one in effects if one.factor >= TOLD_FROM and one.days >= SEEN_DAYS]
    named = [reason_word(one.feature) for one in sorted(strong, key=lambda one: -one.factor)]
    return list(dict.fromkeys(name for name in named if name))


def reason_word(feature: str) -> str:
    """A feature of a day in words; empty for one that is not told."""
    return next((str(word) for sign, word in _REASONS if feature.startswith(sign)), "")


@dataclass(frozen=True, slots=True)
class CrowdDay:
    """A day of the calendar; `closed` says why the counter is closed, `level` is empty where nothing can be said."""

    day: date
    closed: str
    level: str
    word: str
    low: str
    high: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HourWords:
    """When in the day of a weekday many come, and when few."""

    label: str
    full: str
    quiet: str


@dataclass(frozen=True, slots=True)
class Crowding:
    """The public calendar: weeks of days Monday to Friday (and open weekends), hours by weekday, how sure it is."""

    place: Municipality
    weeks: tuple[tuple[CrowdDay, ...], ...]
    hours: tuple[HourWords, ...]
    outlook: Outlook
    proof: str

    @property
    def best(self) -> tuple[CrowdDay, ...]:
        """The next three days that are expected to be quiet."""
        return tuple(day for week in self.weeks for day in week if day.level == Level.QUIET.value)[:3]


def public_crowding(*, code: str, today: date) -> Crowding | None:
    """The calendar of a municipality that has a counter here; None for any other code."""
    with scope.within(scope.of(code)):
        if not ServiceLine.objects.filter(municipality_id=code).exists():
            return None
        place = Municipality.objects.get(pk=code)
        outlook = outlook_of(municipality=code, today=today)
        first, last = weeks_before(today=today, weeks=8)
        counted = arrivals_page(municipality=code, first=first, last=last)
        proof = _proof(_counts(code, today, outlook.calendar), outlook.calendar)
        return Crowding(place, _weeks(outlook, today), _hours(counted), outlook, proof)


def _weeks(outlook: Outlook, today: date) -> tuple[tuple[CrowdDay, ...], ...]:
    first = monday_of(today)
    told = outlook.between(today, first + timedelta(days=7 * WEEKS - 1))
    weeks = []
    for week in range(WEEKS):
        days = [first + timedelta(days=7 * week + number) for number in range(7)]
        weeks.append(tuple(_day(day, outlook, told) for day in days if day >= today and _is_shown(day, outlook)))
    return tuple(week for week in weeks if week)


def _is_shown(day: date, outlook: Outlook) -> bool:
    return day.weekday() < 5 or outlook.calendar.is_open(day)


def _day(day: date, outlook: Outlook, told: dict[date, Forecast]) -> CrowdDay:
    if not outlook.calendar.is_open(day):
        return CrowdDay(day, outlook.calendar.closing_reason(day) or _("閉庁日"), "", "", "", "", ())
    one = told.get(day)
    if one is None:
        return CrowdDay(day, "", "", "", "", "", ())
    low, high = round_to_ten(one.low), round_to_ten(one.high)
    return CrowdDay(
        day, "", one.level.value, str(LEVELS[one.level]), f"{low}", f"{high}", tuple(reasons_of(one.effects))
    )


def round_to_ten(number: float) -> int:
    """A number of people as one says it."""
    return round(number / 10) * 10 if number >= 30 else round(number)


def _hours(counted: Arrivals | None) -> tuple[HourWords, ...]:
    if counted is None:
        return ()
    told = []
    for row in counted.weekdays:
        if row.is_thin:
            continue
        pairs = [(float(cell.usual), hour) for cell, hour in zip(row.cells, counted.hours, strict=True)]
        busy = sorted(hour for n, hour in sorted(pairs, reverse=True)[:2] if n > 0)
        open_hours = [(n, hour) for n, hour in pairs if n > 0]
        quiet = sorted(hour for _n, hour in sorted(open_hours)[:2])
        told.append(HourWords(row.label, _listed(busy), _listed(quiet)))
    return tuple(told)


def _listed(hours: Sequence[int]) -> str:
    return _("、").join(_("%d時台") % hour for hour in hours)


def _proof(counts: dict[date, int], calendar: OfficeCalendar) -> str:
    """How often such forecasts were right in the past; empty where the past is too short for it."""
    try:
        told = backtest(counts, describe=lambda day: features(day, calendar), test_days=TEST_DAYS)
    except TooThin:
        return ""
    words = {"days": told.days, "inside": round(told.covered * told.days), "error": round(told.error * 100)}
    return _(
        "終わった{days}日分を前もって予想してみると、{inside}日が幅の中に入り、外れの大きさは平均{error}％でした。"
    ).format(**words)
