"""Waits as a manager reads them: by line, by section and by half hour, as percentiles and never as a mean alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from hanpo.counter.engine.staffing import Service, slot_starts
from hanpo.counter.engine.waiting import Spread, spread
from hanpo.counter.models import CounterHours, ServiceLine
from hanpo.counter.models.staffing import HALF_HOUR, minute_of
from hanpo.counter.queries.staffing.days import hours_of
from hanpo.counter.queries.staffing.tickets import seen

FEW = 20
"""Visits below which a figure is shown as uncertain."""
TOO_FEW = 5
"""Visits below which no figure is shown."""
CHART = 160
"""How high the highest bar of a chart is."""


@dataclass(frozen=True, slots=True)
class WaitLine:
    """The waits of a group of visits in words; empty words where too few were seen."""

    label: str
    section: str
    spread: Spread | None
    desk: Spread | None

    @property
    def count(self) -> int:
        """How many visits stand behind it."""
        return self.spread.count if self.spread else 0

    @property
    def is_told(self) -> bool:
        """Whether enough visits were seen to show figures."""
        return self.count >= TOO_FEW

    @property
    def is_thin(self) -> bool:
        """Whether the figures rest on few visits."""
        return self.count < FEW

    @property
    def within(self) -> str:
        """The share within the target, as a whole percentage."""
        return f"{self.spread.within * 100:.0f}" if self.spread else ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One half hour of the chart: `x`, and the heights of the median and of the ninth tenth."""

    label: str
    line: WaitLine
    x: int
    p50: int
    p90: int

    @property
    def y50(self) -> int:
        """Where the bar of the median begins."""
        return CHART - self.p50

    @property
    def y90(self) -> int:
        """Where the bar of the ninth tenth begins."""
        return CHART - self.p90


@dataclass(frozen=True, slots=True)
class Waits:
    """The page of waits: everybody, each line, each section, each half hour."""

    hours: CounterHours
    whole: WaitLine
    lines: tuple[WaitLine, ...]
    sections: tuple[WaitLine, ...]
    bars: tuple[Bar, ...]
    days: int
    left: int
    broken: int
    say: str

    @property
    def width(self) -> int:
        """The width of the chart."""
        return max(1, len(self.bars)) * 40


def waits_page(
    *,
    municipality: str,
    lines: Sequence[ServiceLine],
    first: date,
    last: date,
    now: datetime,
    only: Sequence[str] = (),
) -> Waits | None:
    """The waits between two days, of all lines or of those named by letter; None where nobody was served."""
    hours = hours_of(municipality=municipality)
    found = seen(municipality=municipality, first=first, last=last, now=now)
    wanted = [one for visit in found.visits for one in visit.services if not only or one.name in only]
    served = [one for one in wanted if one.served]
    if not served:
        return None
    target = float(hours.target_minutes)
    of_line = {line.prefix: [one for one in served if one.name == line.prefix] for line in lines}
    by_line = tuple(
        _line(line.name, line.section.name if line.section else "", of_line[line.prefix], target) for line in lines
    )
    whole = _line(_("すべて"), "", served, target)
    return Waits(
        hours=hours,
        whole=whole,
        lines=tuple(one for one in by_line if one.count),
        sections=_sections(lines, of_line, target),
        bars=_bars(served, hours, target),
        days=len(found.days),
        left=sum(visit.left for visit in found.visits if not only or visit.services[0].name in only),
        broken=found.broken,
        say=_say(whole, hours),
    )


def _line(label: str, section: str, served: Sequence[Service], target: float) -> WaitLine:
    return WaitLine(
        label, section, spread([one.wait for one in served], target=target), spread([one.taken for one in served])
    )


def _sections(lines: Iterable[ServiceLine], of_line: dict[str, list[Service]], target: float) -> tuple[WaitLine, ...]:
    """By section, in the order of the kiosk; nothing where there is but one."""
    groups: dict[str, list[Service]] = {}
    for line in lines:
        if line.section:
            groups.setdefault(line.section.name, []).extend(of_line[line.prefix])
    told = tuple(_line(name, name, served, target) for name, served in groups.items() if served)
    return told if len(told) > 1 else ()


def _bars(served: Sequence[Service], hours: CounterHours, target: float) -> tuple[Bar, ...]:
    starts = slot_starts(minute_of(hours.opens), minute_of(hours.closes))
    groups: dict[int, list[Service]] = {round(start): [] for start in starts}
    for one in served:
        minute = one.arrived.hour * 60 + one.arrived.minute
        start = max((begin for begin in groups if begin <= minute), default=None)
        if start is not None and minute < start + HALF_HOUR:
            groups[start].append(one)
    told = [(begin, _line(clock_word(begin), "", group, target)) for begin, group in groups.items()]
    most = max((line.spread.p90 for _begin, line in told if line.is_told and line.spread), default=1.0) or 1.0
    return tuple(_bar(place, line, most) for place, (_begin, line) in enumerate(told))


def _bar(place: int, line: WaitLine, most: float) -> Bar:
    p50, p90 = (line.spread.p50, line.spread.p90) if line.is_told and line.spread else (0.0, 0.0)
    return Bar(line.label, line, place * 40, round(p50 / most * CHART), round(p90 / most * CHART))


def clock_word(minute: float) -> str:
    """A minute of the day as a clock shows it."""
    return f"{int(minute) // 60}:{int(minute) % 60:02}"


def _say(whole: WaitLine, hours: CounterHours) -> str:
    if not whole.is_told or whole.spread is None:
        return _("まだ件数が少ないため、待ち時間を数字で言えません。")
    words = {
        "p50": f"{whole.spread.p50:.0f}", "p90": f"{whole.spread.p90:.0f}", "target": hours.target_minutes,
        "within": whole.within, "aim": hours.target_percent,
    }  # fmt: skip
    told = _("半分の人は{p50}分以内、10人に9人は{p90}分以内に呼ばれています。").format(**words)
    return told + _("{target}分以内に呼ばれた人は{within}％です（目標は{aim}％）。").format(**words)
