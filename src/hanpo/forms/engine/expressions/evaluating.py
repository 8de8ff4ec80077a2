"""What an expression comes to, given the answers. It never fails: what cannot be worked out is '' or NaN."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_FLOOR, Context, Decimal
from itertools import product
from typing import Final

from hanpo.core.japanese import age_on
from hanpo.forms.engine.expressions.syntax import Binary, Call, Expression, Literal, Name, Negative, This
from hanpo.forms.engine.values import Answers, Value

Result = str | Decimal | bool | tuple[str, ...]
"""A text, a number, a truth value, or the answers of a column, row by row."""

NAN: Final = Decimal("NaN")
_CONTEXT: Final = Context(prec=50, traps=[])
_NUMBER = re.compile(r"\s*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class _Known:
    answers: Answers
    this: Value
    today: date | None


def evaluate(expression: Expression, answers: Answers, *, this: Value = None, today: date | None = None) -> Result:
    """The value of an expression. `this` is the answer that `.` stands for, `today` the day of `today()`."""
    return _value(expression, _Known(answers, this, today))


def holds(expression: Expression, answers: Answers, *, this: Value = None, today: date | None = None) -> bool:
    """Whether a condition or a rule is met."""
    return as_truth(evaluate(expression, answers, this=this, today=today))


def plain(value: Value) -> Result:
    """An answer as expressions see it: choice → its id, multiple → ids with spaces, absent → '', table → its rows."""
    if isinstance(value, Mapping):
        return _plain_mapping(value)
    if isinstance(value, (list, tuple)):
        if all(isinstance(one, Mapping) and "id" in one for one in value) and value:
            return " ".join(str(one["id"]) for one in value)
        return tuple(as_text(plain(one)) for one in value)
    return "" if value is None else value if isinstance(value, (bool, Decimal)) else str(value)


def _plain_mapping(value: Mapping[str, Value]) -> str:
    if "absent" in value:
        return ""
    for key in ("id", "file", "day"):
        if key in value:
            shown = "name" if key != "id" and "name" in value else key
            return str(value[shown])
    return " ".join(as_text(plain(one)) for one in value.values() if one not in (None, ""))


def _named(name: str, answers: Answers) -> Result:
    if name in answers:  # inside a row of a table its own cells stand here by their full name
        return plain(answers[name])
    item, _, part = name.partition(".")
    value = answers.get(item)
    if not part:
        return plain(value)
    if isinstance(value, Mapping):
        return plain(value.get(part))
    if isinstance(value, (list, tuple)):
        return tuple(as_text(plain(row.get(part))) for row in value if isinstance(row, Mapping))
    return ()


def as_text(value: Result) -> str:
    """XPath `string()`: whole numbers without a point; of a column the first row."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return _number_text(value)
    return value if isinstance(value, str) else (value[0] if value else "")


def _number_text(value: Decimal) -> str:
    if not value.is_finite():
        return "NaN" if value.is_nan() else "Infinity" if value > 0 else "-Infinity"
    if abs(value.adjusted()) > 100:  # nobody's answer; written out it would be as long as its exponent says
        return str(value)
    written = f"{value:f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if written in {"-0", ""} else written


def as_number(value: Result) -> Decimal:
    """XPath `number()`, where a date is the days since 1970-01-01; NaN for everything that is no number."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool):
        return Decimal(int(value))
    written = as_text(value)
    if len(written) <= 100 and _NUMBER.fullmatch(written):
        return Decimal(written.strip())
    day = _day(written)
    return NAN if day is None else Decimal((day - _EPOCH).days)


def as_truth(value: Result) -> bool:
    """XPath `boolean()`: a text is true unless it is empty, a number unless it is 0 or NaN."""
    if isinstance(value, Decimal):
        return not value.is_nan() and value != 0
    return bool(value)


def _day(written: str) -> date | None:
    if not _DAY.fullmatch(written):
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _day_of(value: Result) -> date | None:
    """The day that a text names, or a number of days since 1970 counts to."""
    day = _day(as_text(value))
    if day is not None:
        return day
    number = as_number(value)
    if not number.is_finite() or abs(number) > 3_000_000:
        return None
    try:
        return _EPOCH + timedelta(days=int(number.to_integral_value(ROUND_FLOOR)))
    except OverflowError:
        return None


def _value(expression: Expression, known: _Known) -> Result:
    if isinstance(expression, Literal):
        return expression.value
    if isinstance(expression, Name):
        return _named(expression.name, known.answers)
    if isinstance(expression, This):
        return plain(known.this)
    if isinstance(expression, Negative):
        return _CONTEXT.minus(as_number(_value(expression.operand, known)))
    return _called(expression, known) if isinstance(expression, Call) else _joined(expression, known)


def _joined(expression: Binary, known: _Known) -> Result:
    if expression.operator == "and":
        return as_truth(_value(expression.left, known)) and as_truth(_value(expression.right, known))
    if expression.operator == "or":
        return as_truth(_value(expression.left, known)) or as_truth(_value(expression.right, known))
    left, right = _value(expression.left, known), _value(expression.right, known)
    if expression.operator in _ARITHMETIC:
        return _ARITHMETIC[expression.operator](as_number(left), as_number(right))
    return any(_compared(expression.operator, one, other) for one, other in product(_each(left), _each(right)))


def _each(value: Result) -> tuple[Result, ...]:
    """A comparison with a column is true when one of its rows makes it true (XPath 1.0, 3.4)."""
    return value if isinstance(value, tuple) else (value,)


def _compared(operator: str, left: Result, right: Result) -> bool:
    if operator in {"=", "!="}:
        return _equal(left, right) == (operator == "=")
    one, other = as_number(left), as_number(right)
    return not one.is_nan() and not other.is_nan() and _ORDER[operator](one, other)


def _equal(left: Result, right: Result) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return as_truth(left) == as_truth(right)
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return as_number(left) == as_number(right)
    return left == right


_ARITHMETIC: Final[Mapping[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": _CONTEXT.add,
    "-": _CONTEXT.subtract,
    "*": _CONTEXT.multiply,
    "div": _CONTEXT.divide,
    "mod": _CONTEXT.remainder,
}
_ORDER: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


def _called(call: Call, known: _Known) -> Result:
    if call.function == "if":
        chosen = call.arguments[1] if as_truth(_value(call.arguments[0], known)) else call.arguments[2]
        return _value(chosen, known)
    if call.function == "today":
        return known.today.isoformat() if known.today else ""
    return _FUNCTIONS[call.function](*(_value(one, known) for one in call.arguments))


def _answered(values: Iterable[Result]) -> list[Decimal]:
    return [as_number(one) for value in values for one in _each(value) if one != ""]


def _total(column: Result) -> Result:
    total = Decimal(0)
    for number in _answered([column]):
        total = _CONTEXT.add(total, number)
    return total


def _extreme(values: tuple[Result, ...], choose: Callable[[list[Decimal]], Decimal]) -> Result:
    numbers = _answered(values)
    return NAN if not numbers or any(number.is_nan() for number in numbers) else choose(numbers)


def _round(value: Result, digits: Result = Decimal(0)) -> Result:
    """Half goes up, as in XPath; a negative count of digits rounds to tens, hundreds …"""
    number, places = as_number(value), as_number(digits)
    if not number.is_finite() or not places.is_finite() or abs(places) > 30 or number.adjusted() > 40:
        return number
    scale = Decimal(10) ** int(places)
    moved = _CONTEXT.add(_CONTEXT.multiply(number, scale), Decimal("0.5"))
    return _CONTEXT.divide(moved.to_integral_value(ROUND_FLOOR), scale)


def _int(value: Result) -> Result:
    number = as_number(value)
    return number.to_integral_value(ROUND_DOWN) if number.is_finite() else number


def _matches(value: Result, pattern: Result) -> Result:
    try:
        return re.fullmatch(as_text(pattern), as_text(value)) is not None
    except (re.error, OverflowError, RecursionError):
        return False


def _years(born: Result, day: Result) -> Result:
    """Whole years, counted as ages are (年齢計算ニ関する法律, 民法143条); NaN unless both are days in this order."""
    first, last = _day_of(born), _day_of(day)
    return NAN if first is None or last is None or last < first else Decimal(age_on(first, last))


def _format_date(value: Result, pattern: Result) -> Result:
    day = _day_of(value)
    if day is None:
        return ""
    parts = {"%Y": f"{day.year:04}", "%m": f"{day.month:02}", "%d": f"{day.day:02}"}
    return re.sub("%[Ymd]", lambda part: parts[part.group()], as_text(pattern))


def _date(value: Result) -> Result:
    day = _day_of(value)
    return "" if day is None else day.isoformat()


_FUNCTIONS: Final[Mapping[str, Callable[..., Result]]] = {
    "selected": lambda chosen, choice: as_text(choice).strip() in as_text(chosen).split(),
    "count-selected": lambda chosen: Decimal(len(as_text(chosen).split())),
    "count": lambda column: Decimal(len(column) if isinstance(column, tuple) else int(column != "")),
    "count-non-empty": lambda column: Decimal(sum(one != "" for one in _each(column))),
    "sum": _total,
    "coalesce": lambda first, second: first if as_text(first) else second,
    "not": lambda value: not as_truth(value),
    "number": as_number,
    "string": as_text,
    "string-length": lambda value: Decimal(len(as_text(value))),
    "concat": lambda *values: "".join(
        one if isinstance(one, str) else as_text(one) for v in values for one in _each(v)
    ),
    "contains": lambda value, part: as_text(part) in as_text(value),
    "int": _int,
    "round": _round,
    "min": lambda *values: _extreme(values, min),
    "max": lambda *values: _extreme(values, max),
    "regex": _matches,
    "date": _date,
    "format-date": _format_date,
    "years-between": _years,
    "true": lambda: True,
    "false": lambda: False,
}
