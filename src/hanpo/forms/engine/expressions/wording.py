"""A condition in words: 「利用しますか」が「はい」のとき."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from hanpo.core.japanese import DateReadingError, format_number, format_wareki
from hanpo.forms.engine.definition import Choice, Form, Item, Kind, Language
from hanpo.forms.engine.expressions.simple import Part, simple_parts
from hanpo.forms.engine.expressions.syntax import Binary, Call, Expression, Literal, Name, Negative, This, text
from hanpo.forms.engine.values import OTHER

_PHRASES: Final[Mapping[str, tuple[str, str]]] = {
    "=": ("{item}が{value}の", "{item} is {value}"),
    "!=": ("{item}が{value}ではない", "{item} is not {value}"),
    "<": ("{item}が{value}より小さい", "{item} is less than {value}"),
    "<=": ("{item}が{value}以下の", "{item} is at most {value}"),
    ">": ("{item}が{value}より大きい", "{item} is more than {value}"),
    ">=": ("{item}が{value}以上の", "{item} is at least {value}"),
    "selected": ("{item}で{value}を選んだ", "{value} is chosen in {item}"),
    "not-selected": ("{item}で{value}を選んでいない", "{value} is not chosen in {item}"),
    "answered": ("{item}に答えがある", "{item} is answered"),
    "unanswered": ("{item}に答えがない", "{item} is not answered"),
}
_DATES: Final[Mapping[str, tuple[str, str]]] = {
    "<": ("{item}が{value}より前の", "{item} is before {value}"),
    "<=": ("{item}が{value}以前の", "{item} is on or before {value}"),
    ">": ("{item}が{value}より後の", "{item} is after {value}"),
    ">=": ("{item}が{value}以後の", "{item} is on or after {value}"),
}
_JOINTS: Final[Mapping[str, tuple[str, str]]] = {"and": ("、かつ、", " and "), "or": ("、または、", " or ")}
_PARTS: Final[Mapping[str, tuple[str, str]]] = {
    "family": ("氏", "family name"), "given": ("名", "given name"), "postal": ("郵便番号", "postal code"),
    "prefecture": ("都道府県", "prefecture"), "city": ("市区町村", "city"), "town": ("町名", "town"),
    "building": ("建物", "building"), "text": ("その他の内容", "other"), "absent": ("答えられない理由", "reason for no answer"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Telling:
    items: Mapping[str, Item]
    language: Language

    def pick(self, pair: tuple[str, str]) -> str:
        return pair[1] if self.language == "en" else pair[0]

    def quoted(self, words: str) -> str:
        return f"“{words}”" if self.language == "en" else f"「{words}」"


def in_words(expression: Expression, form: Form, language: Language = "ja") -> str:
    """When a condition holds, for people: 「Q1」が「はい」のとき / when “Q1” is “yes”. Formulas are told by their labels."""
    telling = _Telling({item.id: item for item in form.items()}, language)
    told = _told(expression, telling)
    return f"when {told}" if language == "en" else f"{told}とき"


def _told(expression: Expression, telling: _Telling) -> str:
    if isinstance(expression, Binary) and expression.operator in _JOINTS:
        sides = (expression.left, expression.right)
        told = [_bracketed(side, expression.operator, telling) for side in sides]
        first = told[0] if telling.language == "en" else told[0].removesuffix("の")
        return first + telling.pick(_JOINTS[expression.operator]) + told[1]
    simple = simple_parts(expression)
    if simple is not None:
        return _part(simple.parts[0], telling)
    if isinstance(expression, Call) and expression.function == "not":
        inner = _told(expression.arguments[0], telling)
        return f"not ({inner})" if telling.language == "en" else f"（{inner.removesuffix('の')}）ではない"
    formula = _formula(expression, telling)
    return f"{formula} is true" if telling.language == "en" else f"{formula} が成り立つ"


def _bracketed(side: Expression, joint: str, telling: _Telling) -> str:
    other_joint = isinstance(side, Binary) and side.operator in _JOINTS and side.operator != joint
    told = _told(side, telling)
    if other_joint:
        return f"({told})" if telling.language == "en" else f"（{told.removesuffix('の')}）の"
    return told


def _part(part: Part, telling: _Telling) -> str:
    item = telling.items.get(part.item.partition(".")[0])
    asked = _inner(item, part.item) or item
    is_day = asked is not None and asked.kind is Kind.DATE
    phrases = _DATES if is_day and part.operator in _DATES else _PHRASES
    value = _shown(part.value, asked, telling)
    return telling.pick(phrases[part.operator]).format(item=_label(part.item, telling), value=value)


def _inner(item: Item | None, name: str) -> Item | None:
    """The column that the part after the point names."""
    part = name.partition(".")[2]
    return next((column for column in item.columns if column.id == part), None) if item and part else None


def _label(name: str, telling: _Telling) -> str:
    item_id, _, part = name.partition(".")
    item = telling.items.get(item_id)
    if item is None:
        return telling.quoted(name)
    label = item.label.said(telling.language) or item_id
    if not part:
        return telling.quoted(label)
    named: list[Choice | Item] = [*item.columns, *item.rows]
    inner = next((one.label.said(telling.language) for one in named if one.id == part), "")
    inner = inner or telling.pick(_PARTS.get(part, (part, part)))
    joint = ", " if telling.language == "en" else "の"
    return telling.quoted(label) + joint + telling.quoted(inner)


def _shown(value: str | Decimal | date, item: Item | None, telling: _Telling) -> str:
    if isinstance(value, Decimal):
        unit = _unit(item, telling)
        return format_number(value) + unit
    if isinstance(value, date):
        return _day(value.isoformat(), telling)
    if item is not None and item.kind is Kind.DATE:
        return _day(value, telling)
    if item is not None:
        label = next((one.label.said(telling.language) for one in item.choices if one.id == value), "")
        if not label and value == OTHER and item.has_other:
            label = telling.pick(("その他", "other"))
        return telling.quoted(label or value)
    return telling.quoted(value)


def _unit(item: Item | None, telling: _Telling) -> str:
    if item is None:
        return ""
    unit = telling.pick(("円", "yen")) if item.kind is Kind.MONEY else item.unit
    return f" {unit}" if unit and telling.language == "en" else unit


def _day(value: str, telling: _Telling) -> str:
    try:
        day = date.fromisoformat(value)
        return value if telling.language == "en" else format_wareki(day)
    except (ValueError, DateReadingError):
        return value


def _formula(expression: Expression, telling: _Telling) -> str:
    """A formula with labels in place of ids."""
    return text(_labelled(expression, telling)).replace("${", "").replace("}", "")


def _labelled(expression: Expression, telling: _Telling) -> Expression:
    if isinstance(expression, Name):
        return Name(_label(expression.name, telling))
    if isinstance(expression, Call):
        return Call(expression.function, tuple(_labelled(one, telling) for one in expression.arguments))
    if isinstance(expression, Negative):
        return Negative(_labelled(expression.operand, telling))
    if isinstance(expression, Binary):
        left, right = _labelled(expression.left, telling), _labelled(expression.right, telling)
        return Binary(expression.operator, left, right)
    if isinstance(expression, This):
        return Name(telling.pick(("この答え", "this answer")))
    return expression if isinstance(expression, Literal) else Literal(str(expression))
