"""A value in words: 「30,000円」「令和6年4月1日」「はい」."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from hanpo.core.japanese import DateReadingError, format_number, format_seireki, format_wareki
from hanpo.forms.engine.answering.outcome import say
from hanpo.forms.engine.definition import Item, Kind, Language
from hanpo.forms.engine.values import OTHER, Value, absence_of

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def shown(item: Item, value: Value, language: Language = "ja") -> str:
    """A value in words, on one line (texts keep theirs). No value gives ""; one of strange shape is given plainly."""
    if value is None:
        return ""
    missing = absence_of(value)
    if missing is not None:
        return say(missing, language) if missing in ("none", "undecided", "unknown") else str(missing)
    try:
        return _SHOWN.get(item.kind, _plain)(item, value, language)
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation, DateReadingError):
        return str(value)


def _plain(_item: Item, value: Value, _language: Language) -> str:
    return str(value)


def _number(item: Item, value: Value, language: Language) -> str:
    number = Decimal(value)
    if not number.is_finite():
        return str(value)
    unit = {"en": "yen"}.get(language, "円") if item.kind is Kind.MONEY else item.unit
    gap = " " if language == "en" and unit not in {"", "%"} else ""
    return format_number(number) + gap + unit


def _calculated(item: Item, value: Value, language: Language) -> str:
    try:
        return _number(item, value, language)
    except InvalidOperation:
        return str(value)


def _scale(item: Item, value: Value, language: Language) -> str:
    ends = {1: item.low_label.said(language), item.steps: item.high_label.said(language)}
    label = ends.get(int(value), "")
    return f"{value} ({label})" if label and language == "en" else f"{value}（{label}）" if label else str(value)


def day_shown(day: date, language: Language) -> str:
    """令和6年4月1日 / 1 April 2024; days before 1873 in 西暦."""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    try:
        return format_wareki(day)
    except DateReadingError:
        return format_seireki(day)


def _day(_item: Item, value: Value, language: Language) -> str:
    return day_shown(date.fromisoformat(value), language)


def choice_shown(choice_id: str, item: Item, language: Language) -> str:
    """The words of a choice, a retired one as well; an id that is none is given as it is."""
    for choice in item.choices:
        if choice.id == choice_id:
            return choice.label.said(language)
    return say("other", language) if choice_id == OTHER else str(choice_id)


def _choice(item: Item, value: Value, language: Language) -> str:
    label, text = choice_shown(value["id"], item, language), value.get("text", "")
    return f"{label} ({text})" if text and language == "en" else f"{label}（{text}）" if text else label


def _multiple(item: Item, value: Value, language: Language) -> str:
    return _joined([_choice(item, one, language) for one in value], language)


def _joined(words: list[str], language: Language) -> str:
    return (", " if language == "en" else "、").join(words)


def _matrix(item: Item, value: Value, language: Language) -> str:
    labels = {row.id: row.label.said(language) for row in item.rows}
    colon = ": " if language == "en" else "："
    told = [labels.get(row, row) + colon + choice_shown(one, item, language) for row, one in value.items()]
    return _joined(told, language)


def _table(item: Item, value: Value, language: Language) -> str:
    rows = []
    for row in value:
        cells = [shown(column, row[column.id], language) for column in item.columns if column.id in row]
        rows.append(" / ".join(cells))
    return "; ".join(rows) if language == "en" else "；".join(rows)


def postal_shown(digits: str) -> str:
    """6600881 as 660-0881."""
    return f"{digits[:3]}-{digits[3:]}" if len(digits) == 7 else digits


def _address(_item: Item, value: Value, _language: Language) -> str:
    postal = value.get("postal", "")
    place = "".join(value.get(part, "") for part in ("prefecture", "city", "town", "rest"))
    parts = ["〒" + postal_shown(postal) if postal else "", place, value.get("building", "")]
    return " ".join(part for part in parts if part)


def _person(_item: Item, value: Value, language: Language) -> str:
    """山田［佐藤］花子（ヤマダ ハナコ）: a 旧氏 stands in brackets after the 氏, as cards print it (住民基本台帳法施行令30条の13)."""
    former, alias = value.get("former", ""), value.get("alias", "")
    space = "" if former else "\u3000"
    family, given = value.get("family", ""), value.get("given", "")
    name = family + (f"［{former}］" if former else space if family and given else "") + given
    kana = " ".join(part for part in (value.get("family_kana", ""), value.get("given_kana", "")) if part)
    called = (f" (alias {alias})" if language == "en" else f"（通称 {alias}）") if alias else ""
    reading = (f" ({kana})" if language == "en" else f"（{kana}）") if kana else ""
    return name + reading + called


def _file(_item: Item, value: Value, _language: Language) -> str:
    return str(value.get("name") or value["file"])


def _signature(_item: Item, value: Value, language: Language) -> str:
    told = day_shown(date.fromisoformat(value["day"]), language)
    return f"{value['name']} ({told})" if language == "en" else f"{value['name']}（{told}）"


_SHOWN: Final[Mapping[Kind, Callable[[Item, Value, Language], str]]] = {
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.CALCULATED: _calculated,
    Kind.SCALE: _scale,
    Kind.DATE: _day,
    Kind.CHOICE: _choice,
    Kind.MULTIPLE: _multiple,
    Kind.MATRIX: _matrix,
    Kind.TABLE: _table,
    Kind.ADDRESS: _address,
    Kind.PERSON: _person,
    Kind.FILE: _file,
    Kind.SIGNATURE: _signature,
}
