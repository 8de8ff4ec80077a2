"""Whether a value meets the rules of its item, and what to do where it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from hanpo.core.japanese import count_glyphs, format_number
from hanpo.forms.engine.answering.outcome import say
from hanpo.forms.engine.answering.showing import choice_shown
from hanpo.forms.engine.definition import Item, Kind, Language
from hanpo.forms.engine.expressions import ExpressionError, holds, parse, uses_today
from hanpo.forms.engine.values import OTHER, Answers, Value, absence_of

_KANA = re.compile("[ァ-ヺー・\u3000 ]+")


def check(
    item: Item, value: Value, answers: Answers, *, today: date | None = None, language: Language = "ja"
) -> tuple[str, ...]:
    """What is wrong with a value, each with what to do; nothing where it may stand.

    `answers` are the other answers, which rules may look at; rules about `today()` wait until a day is given. No value
    is wrong only where the item is required.
    """
    if value is None:
        return (say("required", language, label=item.label.said(language)),) if item.required else ()
    missing = absence_of(value)
    if missing is not None:
        return () if missing in item.absences else (say("shape", language),)
    try:
        found = tuple(_CHECKS[item.kind](item, value, answers, today, language))
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation):
        return (say("shape", language),)
    return found or tuple(_rules(item, value, answers, today, language))


def _rules(item: Item, value: Value, answers: Answers, today: date | None, language: Language) -> Iterator[str]:
    for one in item.checks:
        try:
            rule = parse(one.rule)
        except ExpressionError:  # a draft on trial: `faults` names the rule to its author
            continue
        if today is None and uses_today(rule):
            continue
        if not holds(rule, answers, this=value, today=today):
            yield one.message.said(language) or say("shape", language)


Checker = Callable[[Item, Value, Answers, "date | None", Language], Iterator[str]]


def _text(item: Item, value: Value, _answers: Answers, _today: date | None, language: Language) -> Iterator[str]:
    if not isinstance(value, str):
        raise TypeError(value)
    count = count_glyphs(value)
    if item.most_characters and count > item.most_characters:
        yield say("long", language, most=item.most_characters, count=count)


def _decimal(value: Value) -> Decimal:
    """The number of a value; a text in another shape than answers have raises `ValueError`."""
    if not isinstance(value, str) or not re.fullmatch(r"-?[0-9]{1,60}(\.[0-9]{1,40})?", value, re.ASCII):
        raise ValueError(value)
    return Decimal(value)


def _number(item: Item, value: Value, _answers: Answers, _today: date | None, language: Language) -> Iterator[str]:
    number = _decimal(value)
    unit = "円" if item.kind is Kind.MONEY else item.unit
    if item.low is not None and number < item.low:
        yield say("low", language, low=format_number(item.low) + unit)
    if item.high is not None and number > item.high:
        yield say("high", language, high=format_number(item.high) + unit)
    if number != round(number, item.decimals):
        yield say("decimals", language, decimals=item.decimals) if item.decimals else say("whole", language)


def _scale(item: Item, value: Value, _answers: Answers, _today: date | None, language: Language) -> Iterator[str]:
    number = _decimal(value)
    if not 1 <= number <= item.steps or number != int(number):
        yield say("steps", language, steps=item.steps)


def _day(_item: Item, value: Value, _answers: Answers, _today: date | None, _language: Language) -> Iterator[str]:
    if date.fromisoformat(value).isoformat() != value:
        raise ValueError(value)
    yield from ()


def _chosen(item: Item, value: Mapping[str, str], language: Language) -> Iterator[str]:
    choice = next((one for one in item.choices if one.id == value["id"]), None)
    if choice is None and not (item.has_other and value["id"] == OTHER):
        raise ValueError(value)
    if choice is not None and choice.is_retired:
        yield say("retired", language, choice=choice.label.said(language))
    if choice is None and not value.get("text", "").strip():
        yield say("other_text", language)


def _choice(item: Item, value: Value, _answers: Answers, _today: date | None, language: Language) -> Iterator[str]:
    yield from _chosen(item, value, language)


def _multiple(item: Item, value: Value, _answers: Answers, _today: date | None, language: Language) -> Iterator[str]:
    if not isinstance(value, list) or len({one["id"] for one in value}) != len(value):
        raise ValueError(value)
    if not value and item.required:
        yield say("required", language, label=item.label.said(language))
    for one in value:
        yield from _chosen(item, one, language)
    alone = [one.id for one in item.choices if one.is_alone and any(one.id == picked["id"] for picked in value)]
    if alone and len(value) > 1:
        yield say("alone", language, choice=choice_shown(alone[0], item, language))


def _matrix(item: Item, value: Value, _answers: Answers, _today: date | None, language: Language) -> Iterator[str]:
    rows, choices = {row.id for row in item.rows}, {one.id: one for one in item.choices}
    for row, picked in value.items():
        if row not in rows or (picked not in choices and not (item.has_other and picked == OTHER)):
            raise ValueError(value)
        if picked in choices and choices[picked].is_retired:
            yield say("retired", language, choice=choices[picked].label.said(language))
    left = [row.label.said(language) for row in item.rows if not row.is_retired and row.id not in value]
    if item.required and left:
        yield say("rows_left", language, rows=(", " if language == "en" else "、").join(left))


def _table(item: Item, value: Value, answers: Answers, today: date | None, language: Language) -> Iterator[str]:
    if not isinstance(value, list):
        raise TypeError(value)
    if len(value) > item.most_rows:
        yield say("too_many_rows", language, most=item.most_rows, count=len(value))
    columns = {column.id for column in item.columns}
    for at, row in enumerate(value, 1):
        if not set(row) <= columns:
            raise ValueError(row)
        cells = {f"{item.id}.{column.id}": row.get(column.id) for column in item.columns}
        for column in item.columns:
            if not _is_asked(column, {**answers, **cells}, today):
                continue
            for message in check(column, row.get(column.id), {**answers, **cells}, today=today, language=language):
                yield say("in_row", language, row=at, column=column.label.said(language), message=message)


def _is_asked(column: Item, answers: Answers, today: date | None) -> bool:
    try:
        return not column.when or holds(parse(column.when), answers, today=today)
    except ExpressionError:
        return True


def _address(item: Item, value: Value, _answers: Answers, _today: date | None, language: Language) -> Iterator[str]:
    if value.get("postal") and not re.fullmatch("[0-9]{7}", value["postal"], re.ASCII):
        yield say("postal", language)
    if item.required and not any(value.get(part) for part in ("city", "town", "rest")):
        yield say("place", language)


def _person(item: Item, value: Value, _answers: Answers, _today: date | None, language: Language) -> Iterator[str]:
    kana = [value.get("family_kana", ""), value.get("given_kana", "")]
    if any(part and not _KANA.fullmatch(part) for part in kana):
        yield say("kana", language)
    # One who has a single name, or a name in Latin letters only, gives it as 通称 or in one of the two places.
    if item.required and not (value.get("family") or value.get("given") or value.get("alias")):
        yield say("name", language)


def _file(_item: Item, value: Value, _answers: Answers, _today: date | None, language: Language) -> Iterator[str]:
    if not value["file"]:
        yield say("file", language)


def _signature(_item: Item, value: Value, _answers: Answers, _today: date | None, language: Language) -> Iterator[str]:
    if not value["name"].strip() or not date.fromisoformat(value["day"]):
        yield say("signed", language)


def _nothing(_item: Item, _value: Value, _answers: Answers, _today: date | None, _language: Language) -> Iterator[str]:
    yield from ()


_CHECKS: Final[Mapping[Kind, Checker]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
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
    Kind.CALCULATED: _nothing,
    Kind.NOTE: _nothing,
}
