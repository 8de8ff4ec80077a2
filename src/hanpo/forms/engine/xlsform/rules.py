"""Limits and checks of an item as one constraint, and a constraint taken apart again."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Final

from hanpo.forms.engine.definition import Check, Item, Kind, Words
from hanpo.forms.engine.expressions import (
    Binary,
    Call,
    Expression,
    ExpressionError,
    Literal,
    Negative,
    This,
    parse,
    text,
)
from hanpo.forms.engine.xlsform.sheets import ALONE

NOT_MET: Final = Words(
    "答えが決まりに合いません。確かめてください。",
    "答えを もういちど 見て ください。",
    "The answer does not meet the rules. Please check it.",
)


def constraint_of(item: Item) -> tuple[str, Words]:
    """The constraint of an item and what is said when it is not met; both empty where there is none."""
    checks = [one for one in item.checks if _is_readable(one.rule)]
    rules = [*_limits(item), *(f"({one.rule})" for one in checks)]
    if len(rules) == 1 and checks:
        return checks[0].rule, checks[0].message
    said = checks[0].message if len(checks) == 1 else NOT_MET
    return " and ".join(rules), said if rules else Words()


def _is_readable(rule: str) -> bool:
    try:
        parse(rule)
    except ExpressionError:
        return False
    return True


def _limits(item: Item) -> list[str]:
    limits = []
    if item.kind in {Kind.NUMBER, Kind.MONEY}:
        limits += [f". >= {item.low:f}"] if item.low is not None else []
        limits += [f". <= {item.high:f}"] if item.high is not None else []
    if item.kind is Kind.TEXT and item.most_characters:
        limits.append(f"string-length(.) <= {item.most_characters}")
    if item.kind is Kind.MULTIPLE:
        limits += [ALONE.format(one.id) for one in item.choices if one.is_alone and not one.is_retired]
    return limits


_NUMBERS: Final = frozenset({Kind.NUMBER, Kind.MONEY})
_LIMITED: Final = {">=": _NUMBERS, "<=": _NUMBERS, "characters": frozenset({Kind.TEXT})}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a constraint says about an item."""

    low: Decimal | None = None
    high: Decimal | None = None
    most_characters: int = 0
    alone: frozenset[str] = frozenset()
    checks: tuple[Check, ...] = ()


def limits_in(constraint: str, message: Words, kind: Kind) -> Limits:
    """A constraint taken apart: limits that items know by name, and one check for the rest.

    Raises `ExpressionError`.
    """
    found: dict[str, Decimal] = {}
    alone: set[str] = set()
    rest: list[Expression] = []
    for rule in _chain(parse(constraint)):
        limit, choice = _limit(rule), _alone(rule)
        if limit is not None and limit[0] not in found and kind in _LIMITED[limit[0]]:
            found[limit[0]] = limit[1]
        elif choice is not None and kind is Kind.MULTIPLE:
            alone.add(choice)
        else:
            rest.append(rule)
    checks = (Check(rule=_joined(constraint, rest), message=message or NOT_MET),) if rest else ()
    characters = int(found.get("characters", 0))
    return Limits(found.get(">="), found.get("<="), characters, frozenset(alone), checks)


def _joined(constraint: str, rest: list[Expression]) -> str:
    whole = reduce(lambda left, right: Binary("and", left, right), rest)
    return constraint.strip() if parse(constraint) == whole else text(whole)


def _chain(expression: Expression) -> list[Expression]:
    if isinstance(expression, Binary) and expression.operator == "and":
        return [*_chain(expression.left), *_chain(expression.right)]
    return [expression]


def _limit(rule: Expression) -> tuple[str, Decimal] | None:
    if not isinstance(rule, Binary) or rule.operator not in {">=", "<="}:
        return None
    value = _number(rule.right)
    if value is None:
        return None
    if isinstance(rule.left, This):
        return rule.operator, value
    whole = value == int(value) and value > 0 and rule.operator == "<="
    return ("characters", value) if rule.left == Call("string-length", (This(),)) and whole else None


def _number(expression: Expression) -> Decimal | None:
    if isinstance(expression, Literal) and isinstance(expression.value, Decimal):
        return expression.value
    if isinstance(expression, Negative):
        value = _number(expression.operand)
        return None if value is None else -value
    return None


def _alone(rule: Expression) -> str | None:
    for one in _selected(rule):
        if "'" not in one and rule == parse(ALONE.format(one)):
            return one
    return None


def _selected(rule: Expression) -> list[str]:
    """The choice in not(selected(., 'x') and …), if the rule begins like this."""
    if not isinstance(rule, Call) or rule.function != "not" or not isinstance(rule.arguments[0], Binary):
        return []
    first = rule.arguments[0].left
    named = first.arguments[1] if isinstance(first, Call) and first.function == "selected" else None
    return [str(named.value)] if isinstance(named, Literal) else []
