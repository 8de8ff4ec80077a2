"""和暦 and 西暦: reading dates as people write them, and writing them as offices do.

Sources: 元号法 (昭和54年法律第43号) and the orders that proclaimed each era; 明治五年太政官布告第三百三十七号 (Gregorian
calendar from 1 January 1873, 明治6年1月1日); 地方自治法208条 (fiscal year).

Limits: 和暦 before 明治6年 follows the old lunisolar calendar and is neither read nor written here. 明治45年7月30日 and
大正15年12月25日 were written beside 大正元年 and 昭和元年 for the same day and are read; the new era is written.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from .errors import JapaneseRuleError
from .kana import DASHES, fold_width
from .numbers import NumberReadingError, read_numeral

GREGORIAN_SINCE = date(1873, 1, 1)
"""First day on which 和暦 and the Gregorian calendar share month and day."""

WEEKDAYS_JA = "月火水木金土日"


@dataclass(frozen=True, slots=True)
class Era:
    """A 元号: `first_day` is the day from which it is written, `last_written_day` the last day found in documents."""

    letter: str
    name: str
    name_en: str
    first_day: date
    last_written_day: date

    def year_of(self, day: date) -> int:
        """The year of this era in which a day lies (first year 1)."""
        return day.year - self.first_day.year + 1


ERAS = (
    Era("R", "令和", "Reiwa", date(2019, 5, 1), date.max),
    Era("H", "平成", "Heisei", date(1989, 1, 8), date(2019, 4, 30)),
    Era("S", "昭和", "Showa", date(1926, 12, 25), date(1989, 1, 7)),
    Era("T", "大正", "Taisho", date(1912, 7, 30), date(1926, 12, 25)),
    Era("M", "明治", "Meiji", date(1868, 10, 23), date(1912, 7, 30)),
)
"""The eras, newest first. A new era is one more line here."""

_ERA_BY_WORD = {word: era for era in ERAS for word in (era.letter, era.name, era.name[0])}
_SQUARE_ERAS = str.maketrans({"㋿": "令和", "㍻": "平成", "㍼": "昭和", "㍽": "大正", "㍾": "明治"})
_NUMBER = r"(?:\d{1,4}|[元〇零一二三四五六七八九十]{1,4})"
_ERA = "(?P<era>明治|大正|昭和|平成|令和|[明大昭平令MTSHR])"
_WEEKDAY = r"(?:\((?P<short_weekday>[月火水木金土日])(?:曜日?)?\)|(?P<long_weekday>[月火水木金土日])曜日?)?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:{_ERA}|西暦)?(?P<year>{_NUMBER})年"
        rf"(?:(?P<fiscal>度)|(?P<month>{_NUMBER})月(?:(?P<day>{_NUMBER})日{_WEEKDAY})?)?",
        rf"(?:{_ERA}\.?|西暦)?(?P<year>\d{{1,4}}|元)(?P<mark>[./-])(?P<month>\d{{1,2}})"
        rf"(?:(?P=mark)(?P<day>\d{{1,2}}){_WEEKDAY})?",
        rf"(?:{_ERA}(?P<year>\d{{2}})|(?P<western>\d{{4}}))(?P<month>\d{{2}})(?P<day>\d{{2}})",
        rf"{_ERA}(?P<year>\d{{1,2}}|元)(?P<fiscal>年?度)?",
    )
)


class DateReadingError(JapaneseRuleError):
    """The text is not a possible date; `suggestion` is the day that may have been meant, never taken silently."""

    def __init__(self, message: str, suggestion: date | None = None) -> None:
        super().__init__(message)
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as far as it was written: a year, a month of a year, a day, or a fiscal year. Years are 西暦."""

    year: int
    month: int | None
    day: int | None
    era: Era | None
    is_fiscal_year: bool
    text: str

    @property
    def first_day(self) -> date:
        """The first day that the words can mean, inside the era that was written."""
        if self.is_fiscal_year:
            return date(self.year, 4, 1)
        first = date(self.year, self.month or 1, self.day or 1)
        return max(first, self.era.first_day) if self.era else first

    @property
    def last_day(self) -> date:
        """The last day that the words can mean, inside the era that was written."""
        if self.is_fiscal_year:
            return date(self.year + 1, 3, 31)
        month = self.month or 12
        last = date(self.year, month, self.day or monthrange(self.year, month)[1])
        return min(last, self.era.last_written_day) if self.era else last


def era_of(day: date) -> Era:
    """The era written for a day. Raises DateReadingError before 1873 (see the limits of this module)."""
    if day < GREGORIAN_SINCE:
        raise DateReadingError(f"{day.year}年の日付は和暦で書けません（明治5年までは旧暦です）。西暦で書いてください。")
    return next(era for era in ERAS if era.first_day <= day)


def parse_date(text: str) -> date:
    """Read one full date in any usual Japanese form (令和8年4月1日, R6.4.1, 令和六年四月一日, 2024/4/1, 20240401).

    A weekday that is written too must agree. Raises DateReadingError, whose Japanese message says what to enter.
    """
    written = parse_partial_date(text)
    if written.day is None:
        raise DateReadingError(
            f"「{text}」には月日がありません。「{format_wareki(date(2026, 4, 1))}」のように日まで入れてください。"
        )
    return written.first_day


def parse_partial_date(text: str) -> WrittenDate:
    """Read a day, a month (令和6年4月), a year (令和６年) or a fiscal year (令和6年度). Raises DateReadingError."""
    folded = _fold(text)
    match = next((found for pattern in _PATTERNS if (found := pattern.fullmatch(folded))), None)
    if match is None:
        raise DateReadingError(
            f"「{text}」は日付として読めません。「令和8年4月1日」「R8.4.1」「2026/4/1」のように入れてください。"
        )
    parts = match.groupdict()
    era = _ERA_BY_WORD[parts["era"].upper()] if parts["era"] else None
    month, day = (_number(parts.get(name), text) for name in ("month", "day"))
    year = _western_year(_number(parts["year"] or parts.get("western"), text) or 0, era, text)
    written = WrittenDate(year, month, day, era, bool(parts.get("fiscal")), text)
    _check_possible(written)
    _check_era(written)
    _check_weekday(written, parts.get("short_weekday") or parts.get("long_weekday"))
    return written


def _fold(text: str) -> str:
    folded = fold_width(text.translate(_SQUARE_ERAS))
    folded = re.sub(r"[T ]0{1,2}:00(:00)?$", "", folded.strip())
    return re.sub(r"\s+", "", re.sub(f"[{DASHES}]", "-", folded))


def _number(word: str | None, text: str) -> int | None:
    if word is None:
        return None
    try:
        return 1 if word == "元" else int(read_numeral(word))
    except NumberReadingError as error:
        raise DateReadingError(f"「{text}」の「{word}」が読めません。算用数字で入れてください。") from error


def _western_year(year: int, era: Era | None, text: str) -> int:
    if era is None:
        if year < 1000:
            raise DateReadingError(
                f"「{text}」は何年か分かりません。「R8.4.1」や「2026/4/1」のように、元号か4けたの西暦から入れてください。"
            )
        return year
    if year < 1:
        raise DateReadingError(f"「{text}」の年は元年（1年）から始まります。年を確かめてください。")
    if era.letter == "M" and year < 6:
        raise DateReadingError(f"「{text}」は旧暦の年です（明治5年まで）。西暦に直して入れてください。")
    western = era.first_day.year + year - 1
    if western >= date.max.year:
        raise DateReadingError(f"「{text}」の年が大きすぎます。年を確かめてください。")
    return western


def _check_possible(written: WrittenDate) -> None:
    if written.month is None:
        return
    if not 1 <= written.month <= 12:
        raise DateReadingError(f"「{written.text}」の月は1から12までです。月を確かめてください。")
    length = monthrange(written.year, written.month)[1]
    if written.day is not None and not 1 <= written.day <= length:
        raise DateReadingError(
            f"「{written.text}」という日はありません。{written.year}年{written.month}月は1日から{length}日までです。日を確かめてください。"
        )


def _check_era(written: WrittenDate) -> None:
    """Some day of what was written must lie in the era; 平成31年度 does, by its April."""
    era = written.era
    if era is None or max(written.first_day, era.first_day) <= min(written.last_day, era.last_written_day):
        return
    raise DateReadingError(
        f"「{written.text}」は{era.name}にありません（{_era_span(era)}）。"
        f"{_rewritten(written)}のことなら、そのように入れてください。",
        date(written.year, written.month, written.day) if written.month and written.day else None,
    )


def _rewritten(written: WrittenDate) -> str:
    """The same time under the era that was in force, no more exact than it was written."""
    if written.is_fiscal_year:
        return format_fiscal_year(written.year)
    day = date(written.year, written.month or 12, written.day or 1)
    month_and_day = f"{written.month}月" * bool(written.month) + f"{written.day}日" * bool(written.day)
    return f"{format_wareki_year(day)}{month_and_day}（{day.year}年）"


def _era_span(era: Era) -> str:
    first, last = era.first_day, era.last_written_day
    until = "" if last == date.max else f"{last.year}年{last.month}月{last.day}日"
    return f"{first.year}年{first.month}月{first.day}日～{until}"


def _check_weekday(written: WrittenDate, weekday: str | None) -> None:
    if weekday is None or written.first_day.weekday() == WEEKDAYS_JA.index(weekday):
        return
    real = WEEKDAYS_JA[written.first_day.weekday()]
    raise DateReadingError(f"「{written.text}」は{real}曜日です。日付か曜日を確かめてください。", written.first_day)


def parse_excel_serial(serial: int) -> date:
    """The day behind a number in an Excel *date* cell (1900 system): 45383 is 2024-04-01.

    Call it only where the cell's format says date. Serial 60 is the day 1900-02-29, which never was.
    """
    if serial < 1 or serial == 60 or serial > 2_958_465:
        raise DateReadingError(
            f"「{serial}」はエクセルの日付の番号ではありません。日付を「2026/4/1」のように入れてください。"
        )
    return date(1899, 12, 30 if serial > 60 else 31) + timedelta(days=serial)


def _weekday(day: date, brackets: str) -> str:
    return f"{brackets[0]}{WEEKDAYS_JA[day.weekday()]}{brackets[1]}"


def format_wareki(day: date, *, style: Literal["long", "short"] = "long", weekday: bool = False) -> str:
    """令和8年11月23日（月） (long) or R8.11.23(月) (short), with or without the weekday; the first year is 元年 / R1.

    Raises DateReadingError before 1873.
    """
    era = era_of(day)
    year = era.year_of(day)
    if style == "short":
        return f"{era.letter}{year}.{day.month}.{day.day}" + (_weekday(day, "()") if weekday else "")
    return f"{_era_year(era, year)}{day.month}月{day.day}日" + (_weekday(day, "（）") if weekday else "")


def _era_year(era: Era, year: int) -> str:
    return f"{era.name}{'元' if year == 1 else year}年"


def format_wareki_year(day: date) -> str:
    """The year of a day: 令和8年."""
    era = era_of(day)
    return _era_year(era, era.year_of(day))


def format_seireki(day: date, *, weekday: bool = False) -> str:
    """2026年11月23日（月）: foreign residents' birth dates and limits of stay are written in 西暦."""
    return f"{day.year}年{day.month}月{day.day}日" + (_weekday(day, "（）") if weekday else "")


def fiscal_year(day: date) -> int:
    """The 年度 of a day: 1 April to 31 March, named by its first calendar year (地方自治法208条1項)."""
    return day.year - (day.month < 4)


def fiscal_year_days(year: int) -> tuple[date, date]:
    """First and last day of a 年度."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def format_fiscal_year(year: int) -> str:
    """2026 → 令和8年度. The name is that of 1 April; 2019 is 令和元年度, as the ministries agreed in April 2019."""
    return f"{format_wareki_year(date(year, 5 if year == 2019 else 4, 1))}度"
