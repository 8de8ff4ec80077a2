"""The condition builder: rows of item, comparison and value, joined by and, or by or."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal, cast

from django.utils.translation import gettext_lazy as _

from hanpo.core.japanese import JapaneseRuleError, parse_date
from hanpo.forms.engine.definition import Form, Item, Kind
from hanpo.forms.engine.expressions import (
    ExpressionError,
    Operator,
    Part,
    Simple,
    from_parts,
    parse,
    simple_parts,
    text,
)
from hanpo.forms.engine.values import OTHER

OPERATORS: Final[Mapping[str, Any]] = {
    "=": _("次と同じ"),
    "!=": _("次と違う"),
    "<": _("次より小さい"),
    "<=": _("次と同じか小さい"),
    ">": _("次より大きい"),
    ">=": _("次と同じか大きい"),
    "selected": _("次を選んだ"),
    "not-selected": _("次を選んでいない"),
    "answered": _("答えがある"),
    "unanswered": _("答えがない"),
}
"""How an answer may be compared, in words."""

OF_DAYS: Final[Mapping[str, Any]] = {
    "=": _("次の日"),
    "!=": _("次の日ではない"),
    "<": _("次の日より前"),
    "<=": _("次の日か、それより前"),
    ">": _("次の日より後"),
    ">=": _("次の日か、それより後"),
}
"""How a day may be compared, in words."""

_PRESENCE: Final = ("answered", "unanswered")
_NUMBERS: Final = ("=", "!=", "<", "<=", ">", ">=", *_PRESENCE)
FITTING: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.CHOICE: ("=", "!=", *_PRESENCE),
    Kind.MULTIPLE: ("selected", "not-selected", *_PRESENCE),
    Kind.TEXT: ("=", "!=", *_PRESENCE),
    Kind.NUMBER: _NUMBERS,
    Kind.MONEY: _NUMBERS,
    Kind.SCALE: _NUMBERS,
    Kind.CALCULATED: _NUMBERS,
    Kind.DATE: _NUMBERS,
}
"""The comparisons that make sense for each kind; all others are asked only whether there is an answer."""

SPARE_ROWS: Final = 1


class ConditionRefused(ValueError):
    """What was put together is no condition; the message says what to do."""


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A row of the builder: what is chosen, and what may be chosen beside it."""

    number: int
    item: str
    operator: str
    value: str
    operators: Sequence[tuple[str, Any]]
    choices: Sequence[tuple[str, str]]
    needs_value: bool
    is_day: bool = False


@dataclass(frozen=True, slots=True)
class Builder:
    """The builder as the page shows it. A condition that is not that simple stands in `written` alone."""

    joined: str
    rows: Sequence[ConditionRow]
    items: Sequence[tuple[str, str]]
    written: str = ""


def builder(form: Form, when: str, *, but: str = "", typed: Mapping[str, str] | None = None) -> Builder:
    """The builder for a stored condition, or for what is typed so far; `but` is the item that is asked."""
    items = {item.id: item for item in form.items() if item.id != but and item.kind is not Kind.NOTE}
    named = [(item.id, item.label.ja) for item in items.values()]
    if typed is not None:
        return Builder(typed.get("joined", "and"), _rows(_typed_rows(typed), items), named)
    simple = _simple(when)
    if when and simple is None:
        return Builder("and", _rows([], items), named, written=when)
    known = [(part.item, part.operator, str(part.value)) for part in simple.parts] if simple else []
    return Builder(simple.joined if simple else "and", _rows(known, items), named)


def condition_from(form: Form, typed: Mapping[str, str]) -> str:
    """The condition that the rows say; empty without any. Raises `ConditionRefused`."""
    items = {item.id: item for item in form.items()}
    parts = tuple(_part(items, *row) for row in _typed_rows(typed) if row[0])
    joined: Literal["and", "or"] = "or" if typed.get("joined") == "or" else "and"
    return text(from_parts(Simple(joined, parts))) if parts else ""


def operators_of(item: Item | None) -> list[tuple[str, Any]]:
    """The comparisons that fit an item."""
    if item is None:
        return []
    named = {**OPERATORS, **OF_DAYS} if item.kind is Kind.DATE else OPERATORS
    return [(key, named[key]) for key in FITTING.get(item.kind, _PRESENCE)]


def _rows(known: Sequence[tuple[str, str, str]], items: Mapping[str, Item]) -> list[ConditionRow]:
    rows = [*(row for row in known if row[0]), *(("", "", "") for _spare in range(SPARE_ROWS))]
    return [_row(number, row, items) for number, row in enumerate(rows)]


def _row(number: int, row: tuple[str, str, str], items: Mapping[str, Item]) -> ConditionRow:
    item_id, operator, value = row
    item = items.get(item_id)
    operators = operators_of(item)
    chosen = operator if operator in dict(operators) else (operators[0][0] if operators else "")
    choices = [(choice.id, choice.label.ja) for choice in item.choices] if item else []
    if item and item.has_other:
        choices.append((OTHER, str(_("その他"))))
    return ConditionRow(
        number, item_id, chosen, value, operators, choices, bool(item) and chosen not in _PRESENCE,
        is_day=item is not None and item.kind is Kind.DATE,
    )  # fmt: skip


def _typed_rows(typed: Mapping[str, str]) -> list[tuple[str, str, str]]:
    numbers = sorted(int(name[5:]) for name in typed if name.startswith("item-") and name[5:].isdigit())
    return [(typed[f"item-{n}"], typed.get(f"operator-{n}", ""), typed.get(f"value-{n}", "").strip()) for n in numbers]


def _part(items: Mapping[str, Item], item_id: str, operator: str, value: str) -> Part:
    item = items.get(item_id)
    if item is None or operator not in dict(operators_of(item)):
        raise ConditionRefused(_("条件に使う項目と、くらべ方を選び直してください。"))
    if operator in _PRESENCE:
        return Part(item_id, cast("Operator", operator))
    if not value:
        raise ConditionRefused(_("「%(item)s」とくらべる答えを入れてください。") % {"item": item.label.ja})
    return Part(item_id, cast("Operator", operator), _value(item, value))


def _value(item: Item, value: str) -> str | Decimal | date:
    if item.kind is Kind.DATE:
        return _day(item, value)
    return _number(item, value) if _is_number(item) else value


def _day(item: Item, value: str) -> date:
    try:
        return parse_date(value)
    except JapaneseRuleError as refusal:
        raise ConditionRefused(f"「{item.label.ja}」：{refusal}") from refusal


def _is_number(item: Item) -> bool:
    return item.kind in {Kind.NUMBER, Kind.MONEY, Kind.SCALE, Kind.CALCULATED}


def _number(item: Item, value: str) -> Decimal:
    try:
        return Decimal(value.replace(",", ""))
    except InvalidOperation as error:
        raise ConditionRefused(
            _("「%(item)s」とくらべる数は、数字で入れてください。") % {"item": item.label.ja}
        ) from error


def _simple(when: str) -> Simple | None:
    try:
        return simple_parts(parse(when)) if when else None
    except ExpressionError:
        return None
