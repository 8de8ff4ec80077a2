"""年齢: when an age is reached in law, the age in everyday words, and the school years that follow from it.

年齢計算ニ関スル法律 counts the day of birth, and 民法143条 ends the year on the day before the birthday: an age is reached at the
end of the eve of the birthday. Hence two functions that are never to be mixed up: `age_on` is the age everybody writes
down (it changes on the birthday), `age_reached_by` is the age in law at the end of a day (it changes on the eve).

Sources: 年齢計算ニ関スル法律, 民法4条・143条, 学校教育法17条, 学校教育法施行規則59条, 予防接種法施行令3条.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from .deadlines import add_months
from .eras import fiscal_year
from .errors import JapaneseRuleError

_ADULT_AT_18_SINCE = date(2022, 4, 1)
_ONE_DAY = timedelta(days=1)


class AgeError(JapaneseRuleError):
    """A day before the birth, or an age below zero, was asked for."""


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A year of compulsory school: stage "elementary" (grades 1-6) or "junior_high" (grades 1-3)."""

    stage: str
    grade: int

    @property
    def name_ja(self) -> str:
        """小学1年 … 中学3年."""
        return f"{'小学' if self.stage == 'elementary' else '中学'}{self.grade}年"


def _check_born(born: date, day: date) -> None:
    if day < born:
        raise AgeError(f"{day}は生まれた日（{born}）より前です。日付を確かめてください。")


def reached_on(born: date, years: int = 0, *, months: int = 0) -> date:
    """The day at whose end an age of years (and months) is reached: the eve of the birthday.

    「n歳に至るまで」「n歳に達するまで」「n歳未満」 include this day; 「n歳以上」 begins on it. For 生後n月 give months.
    """
    total = years * 12 + months
    if total < 1:
        raise AgeError("年齢は1か月以上で入れてください。")
    return add_months(born, total) - _ONE_DAY


def age_window(born: date, *, from_months: int, until_months: int) -> DayRange:
    """The days of 「生後a月から生後b月に至るまで」 (12a months for years); each bound is the day the age is reached."""
    return DayRange(reached_on(born, months=from_months), reached_on(born, months=until_months))


def weeks_after_birth(born: date, weeks: int, days: int = 0) -> date:
    """「出生w週d日後」: the day of birth is 0週0日後."""
    return born + timedelta(weeks=weeks, days=days)


def months_old_on(born: date, day: date) -> int:
    """Full months of life in everyday words: it changes on the monthly day (生後5か月)."""
    _check_born(born, day)
    months = (day.year - born.year) * 12 + day.month - born.month + 1
    while add_months(born, months) > day:
        months -= 1
    return months


def age_on(born: date, day: date) -> int:
    """満年齢 in everyday words, as printed on cards: it changes on the birthday (1 March for 29 February)."""
    return months_old_on(born, day) // 12


def age_reached_by(born: date, day: date) -> int:
    """The age reached in law by the end of a day: it changes on the eve of the birthday."""
    _check_born(born, day)
    return age_on(born, day + _ONE_DAY)


def adult_on(born: date) -> date:
    """The first day as an adult in everyday words (民法4条: 18; 20 before the reform of 1 April 2022)."""
    return min(add_months(born, 240), max(add_months(born, 216), _ADULT_AT_18_SINCE))


def fiscal_year_reaching(born: date, years: int) -> int:
    """The 年度 that holds the day on which an age is reached (12歳となる日の属する年度)."""
    return fiscal_year(reached_on(born, years))


def age_at_fiscal_year_end(born: date, year: int) -> int:
    """年度末年齢: the age reached by the end of 31 March of a 年度; a birthday on 1 April counts for the year before."""
    return age_reached_by(born, date(year + 1, 3, 31))


def births_reaching(years: int, year: int) -> DayRange:
    """Who reaches an age within a 年度: born 2 April to 1 April (65 in 2025: 1960-04-02 to 1961-04-01)."""
    return DayRange(date(year - years, 4, 2), date(year - years + 1, 4, 1))


def nursery_class_age(born: date, year: int) -> int:
    """The n of n歳児クラス in a 年度: the age on 1 April; a child born later in that 年度 is in the class of 0."""
    first_day = date(year, 4, 1)
    return age_on(born, first_day) if born <= first_day or fiscal_year(born) != year else 0


def school_entry(born: date) -> date:
    """The 1 April on which school begins: the first one on or after the day after six is reached (学校教育法17条1項)."""
    return date(fiscal_year(reached_on(born, 6)) + 1, 4, 1)


def school_duty_end(born: date) -> date:
    """The 31 March that ends the duty: of the school year in which fifteen is reached (学校教育法17条2項)."""
    return date(fiscal_year(reached_on(born, 15)) + 1, 3, 31)


def year_before_school(born: date) -> DayRange:
    """The year before school begins, 1 April to 31 March (予防接種法施行令3条: second measles-rubella dose)."""
    entry = school_entry(born)
    return DayRange(entry.replace(year=entry.year - 1), entry - _ONE_DAY)


def school_year_on(born: date, day: date) -> SchoolYear | None:
    """The school year of a child on a day by age alone (no delay, no repeat); None before and after the duty."""
    years = fiscal_year(day) - school_entry(born).year
    if 0 <= years < 6:
        return SchoolYear("elementary", years + 1)
    return SchoolYear("junior_high", years - 5) if 6 <= years < 9 else None


def births_of_grade(grade: int, year: int) -> DayRange:
    """Who is in grade 1-9 (7-9 are 中学1-3年) in a 年度: for grade 1 born (year-7)-04-02 to (year-6)-04-01."""
    if not 1 <= grade <= 9:
        raise AgeError("学年は1から9まで（7から9は中学1年から3年）で入れてください。")
    return births_reaching(6, year - grade)
