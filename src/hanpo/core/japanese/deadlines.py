"""期間の計算: last days of periods, and first days after intervals, by the rule of each law.

One kernel, `add_months`, serves every rule; the rules are data and differ only in the day counted first and in whether
a last day or a first day is asked for. Every result tells in words how it was reached, so that a reader can count
again.

Sources: 民法139条-143条, 戸籍法43条, 年齢計算ニ関スル法律, 予防接種実施規則 with 定期接種実施要領 (intervals of doses), 地方自治法
4条の2第4項 and 行政機関の休日に関する法律2条 (a last day on a closing day).
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from .business_days import STANDARD_CALENDAR, OfficeCalendar
from .deadline_words import english_day, japanese_day, period_en, period_ja
from .errors import JapaneseRuleError

_HALF_MONTH_DAYS = {28: 14, 29: 15, 30: 15, 31: 16}
_MAX_AMOUNT = 10_000


class DeadlineError(JapaneseRuleError):
    """The period does not fit the rule (half months under 民法, weeks between doses …)."""


class PeriodUnit(Enum):
    """The unit in which a law gives a period."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    HALF_MONTHS = "half_months"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as a law writes it. HALF_MONTHS counts whole months and one half (二月半 is amount 2)."""

    amount: int
    unit: PeriodUnit

    def __post_init__(self) -> None:
        if not 0 < self.amount <= _MAX_AMOUNT:
            raise DeadlineError(f"期間は1から{_MAX_AMOUNT:,}までの数で入れてください。")

    @classmethod
    def days(cls, amount: int) -> "Period":
        """n日."""
        return cls(amount, PeriodUnit.DAYS)

    @classmethod
    def weeks(cls, amount: int) -> "Period":
        """n週間."""
        return cls(amount, PeriodUnit.WEEKS)

    @classmethod
    def months(cls, amount: int) -> "Period":
        """nか月 (n月)."""
        return cls(amount, PeriodUnit.MONTHS)

    @classmethod
    def years(cls, amount: int) -> "Period":
        """n年."""
        return cls(amount, PeriodUnit.YEARS)

    @classmethod
    def months_and_a_half(cls, amount: int) -> "Period":
        """n月半: whole months and half a month more."""
        return cls(amount, PeriodUnit.HALF_MONTHS)

    @property
    def whole_months(self) -> int:
        """The months in it, years turned into months; 0 for days and weeks."""
        factors = {PeriodUnit.MONTHS: 1, PeriodUnit.HALF_MONTHS: 1, PeriodUnit.YEARS: 12}
        return self.amount * factors.get(self.unit, 0)

    @property
    def whole_days(self) -> int:
        """The days in it, weeks turned into days; 0 for months and years."""
        return self.amount * {PeriodUnit.DAYS: 1, PeriodUnit.WEEKS: 7}.get(self.unit, 0)

    @property
    def text_ja(self) -> str:
        """14日, 2週間, 3か月, 1年, 2か月半."""
        return period_ja(self.amount, self.unit.value)

    @property
    def text_en(self) -> str:
        """14 days, 2 weeks, 3 months, 1 year, 2 and a half months."""
        return period_en(self.amount, self.unit.value)


@dataclass(frozen=True, slots=True)
class CountingRule:
    """How one law counts a period: whether the day of the event is day 1, and the articles to name."""

    key: str
    name_ja: str
    name_en: str
    first_day_counts: bool
    day_article: str
    calendar_article: str

    def article_for(self, period: Period) -> str:
        """The articles that decide a period of this length."""
        return self.day_article if period.unit is PeriodUnit.DAYS else self.calendar_article


@dataclass(frozen=True, slots=True)
class IntervalRule:
    """How 「…以上の間隔」 is counted for one unit."""

    key: str
    name_ja: str
    name_en: str
    unit: PeriodUnit
    article: str


@dataclass(frozen=True, slots=True)
class ClosedDayRule:
    """What happens to a last day on which the office is closed, and the article behind it."""

    key: str
    name_ja: str
    moves: bool
    article: str


CIVIL = CountingRule("civil", "初日を数えない", "the first day is left out", False, "民法140条", "民法140条・143条")
"""The general rule: the day of the event is left out (転入・転居・世帯変更, 相続放棄 …)."""

FAMILY_REGISTER = CountingRule(
    "family_register", "初日を数える", "the first day counts", True, "戸籍法43条", "戸籍法43条・民法143条"
)
"""Notices under 戸籍法 (出生, 死亡): the day of the event is day 1."""

AGE = CountingRule(
    "age",
    "生まれた日を数える",
    "the day of birth counts",
    True,
    "年齢計算ニ関スル法律",
    "年齢計算ニ関スル法律・民法143条",
)
"""Ages: the last day is the day on which the age is reached (「n歳に至るまで」「生後n月に至るまで」 include it)."""

COUNTING_RULES = {rule.key: rule for rule in (CIVIL, FAMILY_REGISTER, AGE)}

_VACCINATION = "予防接種実施規則・定期接種実施要領（間隔の数え方）"
AT_LEAST_DAYS = IntervalRule("at_least_days", "間に置く日数", "full days between", PeriodUnit.DAYS, _VACCINATION)
"""「k日以上の間隔」: k full days lie between, so 27日以上 is the same weekday four weeks on."""

AT_LEAST_MONTHS = IntervalRule("at_least_months", "月数の間隔", "months between", PeriodUnit.MONTHS, _VACCINATION)
"""「n月以上の間隔」: the same day n months on; no such day, the first of the next month."""

AT_LEAST_HALF_MONTHS = IntervalRule(
    "at_least_half_months",
    "月と半月の間隔",
    "months and a half between",
    PeriodUnit.HALF_MONTHS,
    _VACCINATION,
)
"""「n月半以上の間隔」: n months, then 14, 15, 15 or 16 days by the length (28-31) of the month then reached."""

INTERVAL_RULES = {rule.key: rule for rule in (AT_LEAST_DAYS, AT_LEAST_MONTHS, AT_LEAST_HALF_MONTHS)}
_INTERVAL_RULE_OF_UNIT = {rule.unit: rule for rule in INTERVAL_RULES.values()}

KEEP_LAST_DAY = ClosedDayRule("keep", "閉庁日でも動かさない", False, "")
CIVIL_142 = ClosedDayRule("civil_142", "取引をしない慣習がある休日は翌日", True, "民法142条")
LOCAL_4_2 = ClosedDayRule("local_4_2", "閉庁日なら次の開庁日", True, "地方自治法4条の2第4項")
NATIONAL_2 = ClosedDayRule("national_2", "閉庁日なら次の開庁日", True, "行政機関の休日に関する法律2条")
CLOSED_DAY_RULES = {rule.key: rule for rule in (KEEP_LAST_DAY, CIVIL_142, LOCAL_4_2, NATIONAL_2)}
"""Which of them holds is a fact of each procedure; without one a last day stays where it is."""


def add_months(day: date, months: int) -> date:
    """The same day `months` on (or back); where that month has no such day, the first of the month after it."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if day.day <= monthrange(year, month + 1)[1]:
        return date(year, month + 1, day.day)
    year, month = divmod(index + 1, 12)
    return date(year, month + 1, 1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day with everything needed to count it again."""

    event: date
    period: Period
    rule: CountingRule
    counted_from: date
    period_end: date
    last_day: date
    closed_day_rule: ClosedDayRule = KEEP_LAST_DAY
    skipped: tuple[tuple[date, str], ...] = ()
    """Closing days passed over, with the reason, where `last_day` was moved."""

    @property
    def article(self) -> str:
        """The articles behind the date, the one that moved it included."""
        own = self.rule.article_for(self.period)
        return f"{own}・{self.closed_day_rule.article}" if self.skipped else own

    @property
    def reason_ja(self) -> str:
        """The count in plain Japanese."""
        start = japanese_day(self.event)
        if not self.rule.first_day_counts:
            start += f"の翌日、{japanese_day(self.counted_from)}"
        return f"{start}を1日目として、{self._end_ja()}（{self.rule.article_for(self.period)}）。{self._moved_ja()}"

    def _end_ja(self) -> str:
        if not self.period.whole_months:
            return f"{self.period.whole_days}日目は{japanese_day(self.period_end)}"
        counterpart = self.period_end + timedelta(days=1)
        if counterpart.day == self.counted_from.day:
            return (
                f"{self.period.text_ja}後の同じ日（{japanese_day(counterpart)}）の前日は{japanese_day(self.period_end)}"
            )
        return f"{self.period.text_ja}後に同じ日がないので、その月の末日は{japanese_day(self.period_end)}"

    def _moved_ja(self) -> str:
        if not self.skipped:
            return ""
        closed = "、".join(f"{day.month}月{day.day}日は{reason}" for day, reason in self.skipped)
        return (
            f"{closed}で閉庁のため、次の開庁日の{japanese_day(self.last_day)}まで（{self.closed_day_rule.article}）。"
        )

    @property
    def reason_en(self) -> str:
        """The count in plain English."""
        first = "counting that day" if self.rule.first_day_counts else "counting from the next day"
        text = f"{self.period.text_en} from {english_day(self.event)}, {first}, end on {english_day(self.period_end)}."
        if self.skipped:
            text += f" The office is closed then, so the last day is {english_day(self.last_day)}."
        return text


@dataclass(frozen=True, slots=True)
class EarliestDay:
    """The first day allowed after an interval (a second dose …), with everything needed to count it again."""

    event: date
    period: Period
    rule: IntervalRule
    first_day: date

    @property
    def article(self) -> str:
        """The rule's source."""
        return self.rule.article

    @property
    def reason_ja(self) -> str:
        """The count in plain Japanese."""
        event, first = japanese_day(self.event), japanese_day(self.first_day)
        if self.period.unit is PeriodUnit.DAYS:
            return f"{event}との間に{self.period.amount}日を置くので、{self.period.amount + 1}日後の{first}から（{self.article}）。"
        reached = add_months(self.event, self.period.whole_months)
        missing = "" if reached.day == self.event.day else "（同じ日がないので翌月1日）"
        text = f"{event}の{self.period.whole_months}か月後の同じ日{missing}"
        if self.period.unit is PeriodUnit.HALF_MONTHS:
            text += f"は{japanese_day(reached)}、さらに半月（{(self.first_day - reached).days}日）後"
        return f"{text}の{first}から（{self.article}）。"

    @property
    def reason_en(self) -> str:
        """The count in plain English."""
        return f"{self.period.text_en} after {english_day(self.event)}: from {english_day(self.first_day)} on."


def count_deadline(
    event: date,
    period: Period,
    *,
    rule: CountingRule = CIVIL,
    closed_days: ClosedDayRule = KEEP_LAST_DAY,
    calendar: OfficeCalendar = STANDARD_CALENDAR,
) -> Deadline:
    """The last day of a period that an event starts.

    Months and years end by 民法143条2項 on the day before the corresponding day, or on the last day of a month without
    one. Raises DeadlineError for half months, which no law counts this way.
    """
    if period.unit is PeriodUnit.HALF_MONTHS:
        raise DeadlineError("「月半」は間隔の数え方です。期限には日・週・月・年を使ってください。")
    counted_from = event if rule.first_day_counts else event + timedelta(days=1)
    end = add_months(counted_from, period.whole_months) + timedelta(days=period.whole_days - 1)
    skipped = tuple(_closing_days(end, calendar)) if closed_days.moves else ()
    last_day = end + timedelta(days=len(skipped))
    return Deadline(event, period, rule, counted_from, end, last_day, closed_days, skipped)


def _closing_days(day: date, calendar: OfficeCalendar) -> Iterator[tuple[date, str]]:
    """The run of closing days that begins on a day (none if it is an ordinary open day)."""
    for _ in range(366):
        reason = calendar.closing_reason(day)
        if reason is None:
            return
        yield day, reason
        day += timedelta(days=1)
    raise DeadlineError("開庁日が一年以上ありません。閉庁日の設定を確かめてください。")


def earliest_day(event: date, period: Period) -> EarliestDay:
    """The first day on which 「…以上の間隔」 after an event is kept; days, months and half months each by their rule.

    Raises DeadlineError for weeks and years, which the vaccination rules do not use.
    """
    rule = _INTERVAL_RULE_OF_UNIT.get(period.unit)
    if rule is None:
        raise DeadlineError("間隔は日・月・月半で入れてください（4週間は27日以上と数えます）。")
    first = add_months(event, period.whole_months)
    if period.unit is PeriodUnit.DAYS:
        first += timedelta(days=period.amount + 1)
    if period.unit is PeriodUnit.HALF_MONTHS:
        first += timedelta(days=_HALF_MONTH_DAYS[monthrange(first.year, first.month)[1]])
    return EarliestDay(event, period, rule, first)
