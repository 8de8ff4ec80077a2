"""What a table is, whatever file it leaves in: columns with kinds, and where its numbers come from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.utils import timezone


class Kind(Enum):
    """What a column holds, which decides format, alignment and width."""

    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"  # date and time
    INTEGER = "integer"
    DECIMAL = "decimal"
    PERCENT = "percent"  # 0.25 is shown as 25.0%
    YEN = "yen"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading (with the unit, where there is one), its kind and, if wanted, its width in characters."""

    label: str
    kind: Kind = Kind.TEXT
    width: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Where a table comes from: printed on a sheet of its own, so that a file on a desk still says what it is.

    `as_of` is the moment or day of the numbers, `filters` what was chosen on the page (label → choice).
    """

    source: str
    as_of: date
    municipality: str = ""
    made_by: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = ()


CUT_MARK = "…（以下略）"
LONGEST_CELL = 32_767
"""Characters that one cell of Excel holds."""

_FORMULA = re.compile(r"^[\t\r\n ]*[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"^[+-]?[\d,]+(\.\d+)?%?$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula (OWASP: CSV injection)."""
    return bool(_FORMULA.match(text)) and not _NUMBER.match(text)


def defused(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet could otherwise run it as a formula."""
    return f"'{text}" if is_formula_like(text) else text


def cell_value(value: Any, kind: Kind = Kind.TEXT) -> Any:
    """The value as a cell holds it: real dates and numbers; text without control characters and not too long."""
    if value is None or isinstance(value, bool):
        return "" if value is None else ("○" if value else "")
    if isinstance(value, datetime):
        local = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        return local.date() if kind is Kind.DATE else local
    if isinstance(value, date) or (kind is not Kind.TEXT and not isinstance(value, str)):
        return value
    text = _CONTROL.sub("�", str(value))
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT_MARK)] + CUT_MARK
