"""Dates and times as minutes write them: 2024年8月29日, 令和6年8月29日, R6.8.29, 8/29; 13:30, 午後1時30分."""

import re
from dataclasses import dataclass
from datetime import date

_ERA_STARTS = {"令和": 2019, "R": 2019, "平成": 1989, "H": 1989, "昭和": 1926, "S": 1926}
_DATE = re.compile(
    r"(?:(?P<era>令和|平成|昭和|[RHS](?=\s?\d))\s*(?P<era_year>元|\d{1,2})\s*[年.]\s*"
    r"|(?P<year>\d{4})\s*[年./-]\s*)?"
    r"(?P<month>\d{1,2})\s*(?:月\s*|[./-])(?P<day>\d{1,2})(?!\d)\s*日?(?:\s*\([^()]{1,6}\)|\s+[月火水木金土日](?=\s|$))?"
)
_CLOCK = (
    r"(?:(?P<half{n}>午前|午後)\s*)?(?P<hour{n}>\d{{1,2}})\s*(?::|時)\s*"
    r"(?:(?P<minute{n}>\d{{1,2}})\s*分?|(?P<thirty{n}>半))?"
)
_TIMES = re.compile(
    _CLOCK.format(n=1) + r"\s*(?:~|-|から|より)\s*(?:" + _CLOCK.format(n=2) + r"\s*(?:まで)?)?",
)


@dataclass(frozen=True, slots=True)
class Found:
    """A value read from a text, with its offsets there."""

    value: str
    start: int
    end: int


def find_date(text: str, *, year_hint: int | None = None, after: date | None = None) -> Found | None:
    """The first date of a folded text as YYYY-MM-DD.

    A date without a year takes the hint, or the first such day on or after `after`; without both it is none.
    """
    hint = year_hint or (after.year if after else None)
    for match in _DATE.finditer(text):
        own = _year(match)
        year = own or hint
        found = _day(year, int(match["month"]), int(match["day"])) if year else None
        if found and not own and after and found < after:
            found = _day(found.year + 1, found.month, found.day)
        if found:
            return Found(found.isoformat(), *match.span())
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(match: re.Match[str]) -> int | None:
    if match["year"]:
        return int(match["year"])
    if match["era"]:
        count = 1 if match["era_year"] == "元" else int(match["era_year"])
        return _ERA_STARTS[match["era"]] + count - 1
    return None


def find_times(text: str) -> Found | None:
    """The first span of time of a folded text as HH:MM-HH:MM, or HH:MM- without an end."""
    for match in _TIMES.finditer(text):
        start = _clock(match, 1, "")
        end = _clock(match, 2, match["half1"] or "") if match["hour2"] else ""
        if start is not None and end is not None:
            return Found(f"{start}-{end}", *match.span())
    return None


def _clock(match: re.Match[str], number: int, half_before: str) -> str | None:
    hour = int(match[f"hour{number}"])
    minute = 30 if match[f"thirty{number}"] else int(match[f"minute{number}"] or 0)
    half = match[f"half{number}"] or half_before
    if half == "午後" and hour < 12:
        hour += 12
    return f"{hour:02d}:{minute:02d}" if hour < 25 and minute < 60 else None
