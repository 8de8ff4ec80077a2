"""Expressions on their way to other tools and back.

`years-between(a, b)` is ours: elsewhere it is written with days as numbers of eight digits, which counts the same (one
born on 29 February is a year older on 1 March). Parts of answers that other tools do not have become the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal

from hanpo.forms.engine.expressions import (
    Binary,
    Call,
    Expression,
    ExpressionError,
    Literal,
    Name,
    Negative,
    parse,
    text,
)

_DIGITS = Literal("%Y%m%d")
_YEAR = Literal(Decimal(10000))


def to_odk(written: str, names: Collection[str]) -> str:
    """An expression as other tools know it; `names` are the questions there. As it is where it cannot be read."""
    try:
        expression = parse(written)
    except ExpressionError:
        return written
    changed = _changed(expression, lambda one: _out(one, names))
    return written if changed == expression else text(changed)


def from_odk(written: str, names: Mapping[str, str]) -> str:
    """An expression of another tool in our words; `names` tells where its questions stand here.

    Raises `ExpressionError` where it says what ours cannot.
    """
    expression = parse(written.strip())
    changed = _changed(expression, lambda one: _in(one, names))
    return written.strip() if changed == expression else text(changed)


def _changed(expression: Expression, change: Callable[[Expression], Expression]) -> Expression:
    if isinstance(expression, Call):
        expression = Call(expression.function, tuple(_changed(one, change) for one in expression.arguments))
    elif isinstance(expression, Negative):
        expression = Negative(_changed(expression.operand, change))
    elif isinstance(expression, Binary):
        left, right = _changed(expression.left, change), _changed(expression.right, change)
        expression = Binary(expression.operator, left, right)
    return change(expression)


def _out(expression: Expression, names: Collection[str]) -> Expression:
    if isinstance(expression, Name) and expression.name not in names:
        item, _, part = expression.name.partition(".")
        return Literal("") if part == "absent" else Name(item)
    if isinstance(expression, Call) and expression.function == "years-between":
        first, last = (Call("number", (Call("format-date", (one, _DIGITS)),)) for one in expression.arguments)
        return Call("int", (Binary("div", Binary("-", last, first), _YEAR),))
    return expression


def _in(expression: Expression, names: Mapping[str, str]) -> Expression:
    if isinstance(expression, Name):
        return Name(names.get(expression.name, expression.name))
    if isinstance(expression, Call) and expression.function == "int":
        return _years(expression) or expression
    return expression


def _years(call: Call) -> Expression | None:
    inner = call.arguments[0]
    if not isinstance(inner, Binary) or inner.operator != "div" or inner.right != _YEAR:
        return None
    difference = inner.left
    if not isinstance(difference, Binary) or difference.operator != "-":
        return None
    last, first = _digits_of(difference.left), _digits_of(difference.right)
    return Call("years-between", (first, last)) if first is not None and last is not None else None


def _digits_of(expression: Expression) -> Expression | None:
    if not isinstance(expression, Call) or expression.function != "number":
        return None
    inner = expression.arguments[0]
    if not isinstance(inner, Call) or inner.function != "format-date" or inner.arguments[1] != _DIGITS:
        return None
    return inner.arguments[0]
