"""The amounts and limits of benefits: `seeds/benefits.yaml` into parameters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import combinations
from typing import TypeVar

import yaml

from hanpo.counter.engine.benefits import (
    Benefit,
    ChildRates,
    DisabilityLimits,
    DisabilityRates,
    Limit,
    SingleParentRates,
    Validity,
)

from .tables import SEEDS, Entry, TableError

_COMMON = frozenset({"valid_from", "valid_to", "source", "verified"})
Row = TypeVar("Row", ChildRates, SingleParentRates, DisabilityRates, DisabilityLimits)


@dataclass(frozen=True, slots=True)
class BenefitTable:
    """All parameters, by benefit; no two of one kind hold in the same month."""

    child: tuple[ChildRates, ...]
    single_parent: tuple[SingleParentRates, ...]
    disability: tuple[DisabilityRates, ...]
    disability_limits: tuple[DisabilityLimits, ...]


def read_benefits(text: str) -> BenefitTable:
    """The parameters in a YAML text. Raises TableError with entry and field."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise TableError(f"not YAML: {error}") from error
    kinds = {"child", "single_parent", "disability", "disability_limits"}
    if not isinstance(data, dict) or set(data) != kinds:
        raise TableError(f"the parts {', '.join(sorted(kinds))} are needed")
    limits = _rows(data, "disability_limits", _disability_limits)
    for benefit in Benefit:
        _apart([row for row in limits if row.benefit is benefit], f"disability_limits of {benefit.value}")
    return BenefitTable(
        _apart(_rows(data, "child", _child), "child"),
        _apart(_rows(data, "single_parent", _single_parent), "single_parent"),
        _apart(_rows(data, "disability", _disability), "disability"),
        limits,
    )


def benefit_table() -> BenefitTable:
    """The parameters that come with Hanpo."""
    return read_benefits((SEEDS / "benefits.yaml").read_text("utf-8"))


def _rows(data: dict[str, object], kind: str, read: Callable[[Entry], Row]) -> tuple[Row, ...]:
    rows = data[kind]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise TableError(f"{kind}: a list of entries with named fields is needed")
    return tuple(read(Entry(f"{kind} {row.get('valid_from')}", row)) for row in rows)


def _apart(rows: Sequence[Row], name: str) -> tuple[Row, ...]:
    for one, two in combinations([row.validity for row in rows], 2):
        if one.valid_from <= two.valid_to and two.valid_from <= one.valid_to:
            raise TableError(f"{name}: {one.valid_from} and {two.valid_from} hold in the same month")
    return tuple(rows)


def _validity(entry: Entry, fields: str) -> Validity:
    entry.only(_COMMON | set(fields.split()))
    first, last = _day(entry, "valid_from"), _day(entry, "valid_to")
    if first.day != 1:
        raise entry.fail("valid_from", "amounts change on the first of a month")
    try:
        return Validity(first, last, entry.text("source"), entry.flag("verified", True))
    except ValueError as error:
        raise entry.fail("valid_to", str(error)) from error


def _day(entry: Entry, field: str) -> date:
    day = entry.day(field)
    if day is None:
        raise entry.fail(field, "a day is needed")
    return day


def _limit(entry: Entry, field: str) -> Limit:
    value = entry.fields.get(field)
    if not (isinstance(value, list) and len(value) == 3 and all(isinstance(one, int) for one in value)):
        raise entry.fail(field, "three whole numbers are needed")
    return Limit(*value)


def _factor(entry: Entry, field: str) -> Decimal | None:
    if field not in entry.fields:
        return None
    try:
        return Decimal(entry.text(field))
    except InvalidOperation as error:
        raise entry.fail(field, 'a decimal in quotes such as "0.025" is needed') from error


def _child(entry: Entry) -> ChildRates:
    fields = "under_three from_three third third_until counted_until paid_until"
    matters = "limit" in entry.fields
    return ChildRates(
        validity=_validity(entry, f"{fields} reduced limit ceiling"),
        under_three=entry.number("under_three"),
        from_three=entry.number("from_three"),
        third=entry.number("third"),
        third_until=entry.number("third_until"),
        counted_until=entry.number("counted_until"),
        paid_until=entry.number("paid_until"),
        reduced=entry.number("reduced") if matters else None,
        limit=_limit(entry, "limit") if matters else None,
        ceiling=_limit(entry, "ceiling") if matters else None,
    )


def _single_parent(entry: Entry) -> SingleParentRates:
    limits = "full_below partial_below household_below"
    return SingleParentRates(
        validity=_validity(entry, f"first further first_factor further_factor {limits}"),
        first=entry.number("first"),
        further=entry.number("further"),
        **{field: _limit(entry, field) for field in limits.split()},
        first_factor=_factor(entry, "first_factor"),
        further_factor=_factor(entry, "further_factor"),
    )


def _disability(entry: Entry) -> DisabilityRates:
    fields = "grade_one grade_two disabled_child disabled_adult"
    return DisabilityRates(_validity(entry, fields), *(entry.number(field) for field in fields.split()))


def _disability_limits(entry: Entry) -> DisabilityLimits:
    return DisabilityLimits(
        _validity(entry, "benefit own_below household_below"),
        entry.choice("benefit", {one.value: one for one in Benefit}, ""),
        _limit(entry, "own_below"),
        _limit(entry, "household_below"),
    )
