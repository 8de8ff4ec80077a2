"""Numbers, amounts, scale values and days as they are typed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from hanpo.core.japanese import (
    DateReadingError,
    JapaneseRuleError,
    NoAnswer,
    NumberReadingError,
    ReadNumber,
    format_number,
    parse_date,
    read_number,
    read_quantity,
)
from hanpo.forms.engine.answering.outcome import Outcome, Read, Refused, number_text, say
from hanpo.forms.engine.answering.showing import shown
from hanpo.forms.engine.answering.units import NoSuchConversionError, convert, is_scaled_yen, known_units
from hanpo.forms.engine.definition import Item, Kind, Language

_ORDINARY = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|-?[0-9]+(?:\.[0-9]+)?", re.ASCII)


def absence_typed(text: str) -> str | None:
    """Which absence a text says (blank, dash, none, undecided, unknown); `None` where it says something."""
    try:
        found = read_quantity(text)
    except NumberReadingError:
        return None
    return found.kind if isinstance(found, NoAnswer) else None


def absent(item: Item, text: str, language: Language) -> Outcome | None:
    """The outcome of a text that says there is no answer; `None` where it does say something."""
    kind = absence_typed(text)
    if kind is None:
        return None
    if kind in {"blank", "dash"}:
        repairs = (say("dash", language, typed=text.strip()),) if kind == "dash" else ()
        return Read(None, repairs, confirm=kind == "dash")
    if kind in item.absences:
        return Read({"absent": kind}, _repairs(text.strip(), say(kind, language), language))
    return Refused(say("not_absent", language, typed=text.strip(), wanted=_wanted(item, language)))


def _wanted(item: Item, language: Language) -> str:
    if item.kind is Kind.DATE:
        return "2026/4/1" if language == "en" else "日付（例 令和8年4月1日）"
    return f"a number ({example(item)})" if language == "en" else f"数字（例 {example(item)}{unit_of(item)}）"


def unit_of(item: Item) -> str:
    """The unit in which an item counts."""
    return "円" if item.kind is Kind.MONEY else item.unit


def example(item: Item) -> str:
    """A number that the item would take."""
    if item.kind is Kind.SCALE:
        return "3" if item.steps >= 3 else "1"
    number = Decimal(30000 if item.kind is Kind.MONEY else 12)
    number = max(number, item.low) if item.low is not None else number
    return format_number(min(number, item.high) if item.high is not None else number)


def read_number_typed(item: Item, text: str, language: Language) -> Outcome:
    """A number in the unit of the item; another unit is converted where that is exact."""
    none = absent(item, text, language)
    if none is not None:
        return none
    typed = text.strip()
    try:
        read = read_number(typed, units=known_units(item.unit))
    except NumberReadingError as error:
        return Refused(say("not_number", language, reason=error, typed=typed, example=example(item)))
    return _in_unit(item, typed, read, language)


def _in_unit(item: Item, typed: str, read: ReadNumber, language: Language) -> Outcome:
    wanted = unit_of(item)
    words = {"typed": typed, "unit": wanted, "found": read.unit, "example": example(item)}
    if not read.unit and is_scaled_yen(wanted) and re.search("[十拾百千万萬億兆]", typed):
        return Refused(say("cut_unit", language, **words))
    if read.unit and not wanted:
        dropped = (say("unit_dropped", language, unit=read.unit),)
        return _finished(item, typed, read.value, read.approximate, dropped, language)
    try:
        value = convert(read.value, read.unit, wanted)
    except NoSuchConversionError:
        return Refused(say("other_unit", language, **words))
    if value is None:
        return Refused(say("inexact", language, **words))
    return _finished(item, typed, value, read.approximate, (), language)


def _finished(
    item: Item, typed: str, value: Decimal, about: bool, repairs: tuple[str, ...], language: Language
) -> Outcome:
    written = number_text(value)
    told = shown(item, written, language)
    if about:
        return Read(written, (*repairs, say("about", language, typed=typed, value=told)), confirm=True)
    if _ORDINARY.fullmatch(typed) or repairs:
        return Read(written, repairs)
    return Read(written, _repairs(typed, told, language))


def _repairs(typed: str, told: str, language: Language) -> tuple[str, ...]:
    return () if typed == told else (say("read_as", language, typed=typed, value=told),)


def read_day_typed(item: Item, raw: Any, language: Language) -> Outcome:
    """One whole day: 令和六年四月一日, R6.4.1, 2024/4/1; or its parts `era`, `year`, `month`, `day`."""
    text = _day_text(raw)
    if text is None:
        return Refused(say("shape", language))
    none = absent(item, text, language)
    if none is not None:
        return none
    typed = text.strip()
    try:
        day = parse_date(typed)
    except DateReadingError as error:
        proposal = error.suggestion.isoformat() if error.suggestion else None
        return Refused(say("not_date", language, reason=error, typed=typed), proposal)
    except JapaneseRuleError as error:
        return Refused(say("not_date", language, reason=error, typed=typed))
    written = day.isoformat()
    return Read(written, () if typed == written else _repairs(typed, shown(item, written, language), language))


def _day_text(raw: Any) -> str | None:
    if isinstance(raw, str):
        return raw
    if isinstance(raw, date):
        return raw.isoformat()[:10]
    if not isinstance(raw, dict) or not set(raw) <= {"era", "year", "month", "day"}:
        return None
    era, year, month, day = (str(raw.get(part) or "").strip() for part in ("era", "year", "month", "day"))
    if not (year or month or day):
        return ""
    return f"{era}{year}年{month}月" + (f"{day}日" if day else "")
