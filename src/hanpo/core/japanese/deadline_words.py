"""The words in which deadlines explain themselves, Japanese and English."""

from datetime import date

from .eras import GREGORIAN_SINCE, format_seireki, format_wareki

_MONTHS_EN = "January February March April May June July August September October November December".split()
_UNITS_JA = {"days": "日", "weeks": "週間", "months": "か月", "years": "年", "half_months": "か月半"}


def japanese_day(day: date) -> str:
    """令和8年11月23日（月); 西暦 before 1873."""
    if day < GREGORIAN_SINCE:
        return format_seireki(day, weekday=True)
    return format_wareki(day, weekday=True)


def english_day(day: date) -> str:
    """23 November 2026."""
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def period_ja(amount: int, unit: str) -> str:
    """14日, 3か月, 2か月半."""
    return f"{amount}{_UNITS_JA[unit]}"


def period_en(amount: int, unit: str) -> str:
    """14 days, 1 month, 2 and a half months."""
    if unit == "half_months":
        return f"{amount} and a half months"
    return f"{amount} {unit if amount > 1 else unit[:-1]}"
