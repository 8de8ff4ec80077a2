"""Conditions simple enough for a list of rows: an item, an operator, a value; all joined by and, or all by or."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Literal as OneOf
from typing import cast

from hanpo.forms.engine.expressions.syntax import Binary, Call, Expression, Literal, Name, Negative

Operator = OneOf["=", "!=", "<", "<=", ">", ">=", "selected", "not-selected", "answered", "unanswered"]
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})


@dataclass(frozen=True, slots=True)
class Part:
    """One row of the condition builder. `value` is a `Decimal` where it is written as a number, a day where it is
    written as `date('2026-04-01')`; "" where none is.
    """

    item: str
    operator: Operator
    value: str | Decimal | date = ""


@dataclass(frozen=True, slots=True)
class Simple:
    """All rows (`and`), or one of them (`or`), must be true. One row alone is joined by `and`."""

    joined: OneOf["and", "or"]
    parts: tuple[Part, ...]


def simple_parts(expression: Expression) -> Simple | None:
    """The rows of a condition, or `None` where it is not that simple. `from_parts` gives the same expression back."""
    joined: OneOf["and", "or"] = "and"
    if isinstance(expression, Binary) and expression.operator == "or":
        joined = "or"
    parts = [_part(one) for one in _chain(expression, joined)]
    known = tuple(part for part in parts if part is not None)
    return Simple(joined, known) if len(known) == len(parts) else None


def from_parts(simple: Simple) -> Expression:
    """The expression that rows stand for. Raises `ValueError` without any row."""
    if not simple.parts:
        raise ValueError("条件がありません。一つ以上書いてください。")
    return reduce(lambda left, right: Binary(simple.joined, left, right), map(_expression, simple.parts))


def _chain(expression: Expression, operator: str) -> list[Expression]:
    if isinstance(expression, Binary) and expression.operator == operator:
        return [*_chain(expression.left, operator), expression.right]
    return [expression]


def _part(expression: Expression) -> Part | None:
    if isinstance(expression, Call):
        return _call_part(expression)
    if not isinstance(expression, Binary) or expression.operator not in _COMPARISONS:
        return None
    value = _constant(expression.right)
    if not isinstance(expression.left, Name) or value is None:
        return None
    if value == "":
        words = {"=": "unanswered", "!=": "answered"}
        word = words.get(expression.operator)
        return Part(expression.left.name, cast("Operator", word)) if word else None
    return Part(expression.left.name, cast("Operator", expression.operator), value)


def _call_part(call: Call) -> Part | None:
    if call.function == "not" and isinstance(call.arguments[0], Call) and call.arguments[0].function == "selected":
        inner = _call_part(call.arguments[0])
        return Part(inner.item, "not-selected", inner.value) if inner else None
    if call.function != "selected":
        return None
    chosen, choice = call.arguments
    if not isinstance(chosen, Name) or not isinstance(choice, Literal) or not isinstance(choice.value, str):
        return None
    return Part(chosen.name, "selected", choice.value)


def _constant(expression: Expression) -> str | Decimal | date | None:
    if isinstance(expression, Literal):
        return expression.value
    if isinstance(expression, Call) and expression.function == "date":
        return _day(expression.arguments[0])
    if isinstance(expression, Negative) and isinstance(expression.operand, Literal):
        value = expression.operand.value
        return -value if isinstance(value, Decimal) and value else None
    return None


def _day(expression: Expression) -> date | None:
    written = expression.value if isinstance(expression, Literal) else ""
    try:
        day = date.fromisoformat(str(written))
    except ValueError:
        return None
    return day if day.isoformat() == written else None


def _expression(part: Part) -> Expression:
    name = Name(part.item)
    if part.operator in {"answered", "unanswered"}:
        return Binary("!=" if part.operator == "answered" else "=", name, Literal(""))
    if part.operator in {"selected", "not-selected"}:
        call = Call("selected", (name, Literal(str(part.value))))
        return call if part.operator == "selected" else Call("not", (call,))
    return Binary(part.operator, name, _written(part.value))


def _written(value: str | Decimal | date) -> Expression:
    if isinstance(value, date):
        return Call("date", (Literal(value.isoformat()),))
    negative = isinstance(value, Decimal) and value < 0
    return Negative(Literal(-Decimal(value))) if negative else Literal(value)
