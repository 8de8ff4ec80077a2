"""Arrivals by weekday, hour and kind of day, as a table with five tones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.counter.engine.staffing import DayKind, kinds_of
from hanpo.counter.engine.waiting import HeatCell, heat_map, percentile
from hanpo.counter.models import CounterHours
from hanpo.counter.models.staffing import minute_of
from hanpo.counter.queries.staffing.days import hours_of, office_calendar
from hanpo.counter.queries.staffing.tickets import arrivals, visitors_by_day

TONES = 5
FEW_DAYS = 4
"""Days below which a row says that it rests on few."""

KIND_WORDS = {
    DayKind.USUAL: gettext_lazy("ふつうの日"),
    DayKind.AFTER_CLOSURE: gettext_lazy("長い休みの後の日"),
    DayKind.MOVE_SEASON: gettext_lazy("引っ越しの時期（3月20日〜4月10日）"),
    DayKind.MONTH_END: gettext_lazy("月の終わりの3日"),
    DayKind.MONTH_START: gettext_lazy("月の初めの3日"),
    DayKind.LUCKY: gettext_lazy("大安"),
}


def weekday_word(weekday: int) -> str:
    """The name of a weekday (Monday is 0)."""
    return (_("月曜"), _("火曜"), _("水曜"), _("木曜"), _("金曜"), _("土曜"), _("日曜"))[weekday]


@dataclass(frozen=True, slots=True)
class Heat:
    """One hour of one row: people on a usual and on a heavy day, and how dark (0-5)."""

    usual: str
    heavy: str
    tone: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A weekday or a kind of day, over so many days; `usual` and `heavy` are of the whole day."""

    label: str
    days: int
    cells: tuple[Heat, ...]
    usual: str
    heavy: str

    @property
    def is_thin(self) -> bool:
        """Whether the row rests on few days."""
        return self.days < FEW_DAYS


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The heat map: rows by weekday and by kind of day over the same hours; `say` is what it shows in a sentence."""

    hours: tuple[int, ...]
    weekdays: tuple[HeatRow, ...]
    kinds: tuple[HeatRow, ...]
    days: int
    visitors: int
    say: str


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    days: tuple[date, ...]
    cells: tuple[HeatCell, ...]


def arrivals_page(
    *, municipality: str, first: date, last: date, lines: Sequence[str] = (), kind: DayKind | None = None
) -> Arrivals | None:
    """The arrivals between two days; None where no visitor was counted. `kind` narrows the rows of the weekdays."""
    counted = visitors_by_day(municipality=municipality, first=first, last=last)
    calendar = office_calendar(municipality=municipality)
    kinds = {day: kinds_of(day, calendar) for day in sorted(counted) if calendar.is_open(day)}
    if not kinds:
        return None
    moments = arrivals(municipality=municipality, first=first, last=last, lines=lines)
    totals = Counter(moment.date() for moment in moments)
    hours = _hours(hours_of(municipality=municipality))
    chosen = [day for day, found in kinds.items() if kind is None or kind in found]
    weekdays = [(weekday_word(n), tuple(day for day in chosen if day.weekday() == n)) for n in range(7)]
    sorts = [(str(KIND_WORDS[one]), tuple(day for day, found in kinds.items() if one in found)) for one in DayKind]
    by_weekday, by_kind = (_rows(named, moments, hours) for named in (weekdays, sorts))
    return Arrivals(
        hours=tuple(hours),
        weekdays=_told(by_weekday, totals),
        kinds=_told(by_kind, totals),
        days=len(kinds),
        visitors=sum(totals[day] for day in kinds),
        say=_say(by_weekday),
    )


def _hours(hours: CounterHours) -> range:
    return range(hours.opens.hour, -(-minute_of(hours.closes) // 60))


def _rows(named: Iterable[tuple[str, tuple[date, ...]]], moments: Sequence[datetime], hours: range) -> list[_Row]:
    """The rows that have a day at all."""
    return [
        _Row(label, days, heat_map(moments, days=days, kind_of=lambda _day: "", hours=hours))
        for label, days in named
        if days
    ]


def _told(rows: Sequence[_Row], totals: Mapping[date, int]) -> tuple[HeatRow, ...]:
    most = max((cell.median for row in rows for cell in row.cells), default=0.0)
    return tuple(_row(row, [totals.get(day, 0) for day in row.days], most) for row in rows)


def _row(row: _Row, whole: Sequence[int], most: float) -> HeatRow:
    cells = tuple(Heat(_people(cell.median), _people(cell.p90), _tone(cell.median, most)) for cell in row.cells)
    return HeatRow(row.label, len(row.days), cells, _people(median(whole)), _people(percentile(whole, 0.9)))


def _people(number: float) -> str:
    """Whole people, the half counted as one."""
    return f"{int(number + 0.5)}"


def _tone(value: float, most: float) -> int:
    return 0 if value <= 0 or most <= 0 else min(TONES, 1 + int(value / most * TONES * 0.999))


def _say(rows: Sequence[_Row]) -> str:
    told = [(row, cell) for row in rows for cell in row.cells if len(row.days) >= FEW_DAYS]
    if not told:
        return _("まだ日数が少ないため、曜日や時間のくせは言えません。")
    row, cell = max(told, key=lambda pair: (pair[1].median, pair[1].p90))
    words = {"weekday": row.label, "hour": cell.hour, "usual": _people(cell.median), "heavy": _people(cell.p90)}
    return _(
        "いちばん多いのは{weekday}の{hour}時台です。ふだんは{usual}人、重い日（10日に1日）は{heavy}人以上が来ます。"
    ).format(**words)


def weeks_before(*, today: date, weeks: int) -> tuple[date, date]:
    """So many whole weeks up to yesterday."""
    return today - timedelta(days=7 * weeks), today - timedelta(days=1)
