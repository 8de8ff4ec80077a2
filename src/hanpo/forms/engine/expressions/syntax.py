"""The parts of an expression, and its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

ANY: Final = 99
"""The most arguments of a function that takes as many as one likes."""

FUNCTIONS: Final[Mapping[str, tuple[int, int]]] = {
    "selected": (2, 2), "count-selected": (1, 1), "count": (1, 1), "count-non-empty": (1, 1), "sum": (1, 1),
    "if": (3, 3), "coalesce": (2, 2), "not": (1, 1), "number": (1, 1), "string": (1, 1), "string-length": (1, 1),
    "concat": (1, ANY), "contains": (2, 2), "int": (1, 1), "round": (1, 2), "min": (1, ANY), "max": (1, ANY),
    "regex": (2, 2), "today": (0, 0), "date": (1, 1), "format-date": (2, 2), "years-between": (2, 2),
    "true": (0, 0), "false": (0, 0),
}  # fmt: skip
"""Every function, with the fewest and the most arguments it takes."""

PRECEDENCE: Final[Mapping[str, int]] = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6,
}  # fmt: skip
"""How tightly the operators bind (XPath 1.0, 3.5); all of them group from the left."""


class ExpressionError(ValueError):
    """A text that is no expression. The message is Japanese and says what to write; `position` counts characters."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


@dataclass(frozen=True, slots=True)
class Literal:
    """A number (never negative, never NaN) or a text in quotation marks."""

    value: Decimal | str


@dataclass(frozen=True, slots=True)
class Name:
    """The answer to an item, or a part of it: `${q1}`, `${costs.yen}`."""

    name: str


@dataclass(frozen=True, slots=True)
class This:
    """The answer that is being checked: `.`"""


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Negative:
    """The negative of a number."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    """Two expressions and what stands between them."""

    operator: str
    left: Expression
    right: Expression


Expression = Literal | Name | This | Call | Negative | Binary


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and everything inside it."""
    yield expression
    for inner in _inside(expression):
        yield from walk(inner)


def _inside(expression: Expression) -> tuple[Expression, ...]:
    if isinstance(expression, Call):
        return expression.arguments
    if isinstance(expression, Negative):
        return (expression.operand,)
    if isinstance(expression, Binary):
        return (expression.left, expression.right)
    return ()


def names_in(expression: Expression) -> frozenset[str]:
    """Every name as it is written, parts included: `costs.yen`."""
    return frozenset(one.name for one in walk(expression) if isinstance(one, Name))


def items_in(expression: Expression) -> frozenset[str]:
    """The ids of the items it looks at: `costs` for `${costs.yen}`."""
    return frozenset(name.partition(".")[0] for name in names_in(expression))


def uses_this(expression: Expression) -> bool:
    """Whether it looks at the answer being checked (`.`)."""
    return any(isinstance(one, This) for one in walk(expression))


def uses_today(expression: Expression) -> bool:
    """Whether its value depends on the day."""
    return any(isinstance(one, Call) and one.function == "today" for one in walk(expression))


def text(expression: Expression) -> str:
    """The expression as it is written, with no more brackets than needed; parsing it gives the same again."""
    return _written(expression, 0)


def _written(expression: Expression, around: int) -> str:
    if isinstance(expression, Binary):
        own = PRECEDENCE[expression.operator]
        left, right = _written(expression.left, own - 1), _written(expression.right, own)
        written = f"{left} {expression.operator} {right}"
        return f"({written})" if own <= around else written
    if isinstance(expression, Negative):
        return "-" + _written(expression.operand, max(PRECEDENCE.values()))
    if isinstance(expression, Call):
        return f"{expression.function}({', '.join(_written(one, 0) for one in expression.arguments)})"
    if isinstance(expression, Name):
        return f"${{{expression.name}}}"
    return "." if isinstance(expression, This) else _literal(expression.value)


def _literal(value: Decimal | str) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return f'"{value}"' if "'" in value else f"'{value}'"
