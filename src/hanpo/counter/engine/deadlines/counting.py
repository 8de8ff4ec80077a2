"""The last day of a procedure for one family: the date, why this date, and the article; or why there is none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from hanpo.core.japanese import (
    FAMILY_REGISTER,
    STANDARD_CALENDAR,
    WEEKDAYS_JA,
    Deadline,
    OfficeCalendar,
    count_deadline,
    format_wareki,
)

from .rules import Limit, Rule

_ONE_DAY = timedelta(days=1)


class NoDay(Enum):
    """Why no last day is told."""

    NO_LIMIT = "no_limit"
    PROMPTLY = "promptly"
    EVENT_UNKNOWN = "event_unknown"
    NOT_IN_FORCE = "not_in_force"


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a procedure.

    `last_day` is the day by law; `advised_day` is never later and is what is told a resident: one day earlier where the
    way of counting is not stated, and the last open day before where nothing moves a closing day.
    """

    rule: Rule
    event: date | None
    last_day: date
    advised_day: date
    count: Deadline | None
    closed_on_last_day: str | None
    """Why the office is closed on the last day (土曜日, 振替休日 …), where it is."""

    @property
    def article(self) -> str:
        """The clause that sets the limit and those that count it."""
        return "・".join(filter(None, (self.rule.article, self.count.article if self.count else "")))

    @property
    def weekday_ja(self) -> str:
        """The weekday of the last day, 月 to 日."""
        return WEEKDAYS_JA[self.last_day.weekday()]

    @property
    def reason_ja(self) -> str:
        """Why this day (「なぜこの日」), in plain Japanese."""
        return "".join(filter(None, (self._limit_ja(), self.count.reason_ja if self.count else "", self._advice_ja())))

    def _limit_ja(self) -> str:
        rule = self.rule
        if rule.limit is Limit.UNTIL:
            return f"{rule.article}により、{_day_ja(self.last_day)}まで。"
        if rule.limit is Limit.BEFORE:
            return f"{rule.event_ja}より前に（{rule.article}）。前日は{_day_ja(self.last_day)}。"
        length = rule.period.text_ja if rule.period else ""
        return f"{rule.event_ja}から{length}以内（{rule.article}）。"

    def _advice_ja(self) -> str:
        if self.advised_day == self.last_day:
            return ""
        why = []
        if not self.rule.certain_count:
            why.append("初日を数えるかどうかが示されていない")
        if self.closed_on_last_day:
            why.append(f"{_day_ja(self.last_day)}は{self.closed_on_last_day}で閉庁")
        return f"{'、'.join(why)}ため、{_day_ja(self.advised_day)}までをおすすめします。"

    @property
    def reason_en(self) -> str:
        """Why this day, in plain English."""
        text = self.count.reason_en if self.count else f"The last day is {self.last_day.isoformat()}."
        if self.advised_day != self.last_day:
            text += f" To be safe come by {self.advised_day.isoformat()}."
        return text


def _day_ja(day: date) -> str:
    return format_wareki(day, weekday=True)


def due(
    rule: Rule,
    events: Mapping[str, date],
    *,
    on: date | None = None,
    calendar: OfficeCalendar = STANDARD_CALENDAR,
) -> Due | NoDay:
    """The last day by one rule for the days that are known (`{"moved_in": …}`), or why there is none.

    A counted rule must be in force on the day of its event, a limit of the calendar on the day `on`, if that is given.
    """
    if rule.limit in {Limit.NONE, Limit.PROMPTLY}:
        return NoDay.NO_LIMIT if rule.limit is Limit.NONE else NoDay.PROMPTLY
    if rule.limit is Limit.UNTIL:
        if rule.until is None or (on is not None and not rule.holds_on(on)):
            return NoDay.NOT_IN_FORCE
        return _told(rule, None, rule.until, None, calendar)
    event = events.get(rule.event)
    if event is None:
        return NoDay.EVENT_UNKNOWN
    if not rule.holds_on(event):
        return NoDay.NOT_IN_FORCE
    if rule.period is None:
        return _told(rule, event, event - _ONE_DAY, None, calendar)
    count = count_deadline(event, rule.period, rule=rule.counting, closed_days=rule.closed_days, calendar=calendar)
    return _told(rule, event, count.last_day, count, calendar)


def _told(rule: Rule, event: date | None, last: date, count: Deadline | None, calendar: OfficeCalendar) -> Due:
    advised = last
    if count is not None and not rule.certain_count:
        # Counted with the first day in, the end is one day earlier (and may move by itself).
        advised = count_deadline(
            count.event, count.period, rule=FAMILY_REGISTER, closed_days=rule.closed_days, calendar=calendar
        ).last_day
    closed = None if calendar.is_open(last) else calendar.closing_reason(last)
    earliest = event if event is not None and count is not None else date.min
    if not calendar.is_open(advised):
        # An office that is closed all along leaves no open day to advise; the day by law then stands.
        advised = _last_open(advised, earliest, calendar) or advised
    return Due(rule, event, last, min(advised, last), count, closed)


def _last_open(day: date, earliest: date, calendar: OfficeCalendar) -> date | None:
    for _ in range(31):
        if day < earliest:
            return None
        if calendar.is_open(day):
            return day
        day -= _ONE_DAY
    return None


def all_due(
    rules: Iterable[Rule],
    events: Mapping[str, date],
    *,
    on: date | None = None,
    calendar: OfficeCalendar = STANDARD_CALENDAR,
) -> tuple[Due, ...]:
    """Every last day that the known events start, the earliest advised day first; limits of the calendar too."""
    told = [due(rule, events, on=on, calendar=calendar) for rule in rules]
    return tuple(sorted((one for one in told if isinstance(one, Due)), key=lambda one: (one.advised_day, one.rule.key)))
