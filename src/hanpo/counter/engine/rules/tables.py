"""Decision tables: inputs, rows, results, where each row comes from, when it holds, what a municipality changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from .cells import Cell
from .errors import RuleError
from .values import Kind, Value, Values, everything


class HitPolicy(Enum):
    """What happens when several rows apply (DMN 1.x, clause 8.2.10). The value is the name in DMN.

    UNIQUE: may not happen. ANY: they must agree. FIRST: the upper one counts, so the order of rows carries meaning.
    COLLECT: all of them are the answer. RULE_ORDER: all of them, in the order of the rows.
    """

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    FIRST = "FIRST"
    COLLECT = "COLLECT"
    RULE_ORDER = "RULE ORDER"

    @property
    def is_single(self) -> bool:
        """Whether one row gives the answer."""
        return self in {HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST}


@dataclass(frozen=True, slots=True)
class Input:
    """A fact that tables ask for: its name, its kind, and the values it can have."""

    name: str
    kind: Kind
    domain: Values

    @classmethod
    def of(cls, name: str, kind: Kind, domain: Values | None = None) -> Input:
        """An input; without a domain every value of its kind is allowed."""
        return cls(name, kind, everything(kind) if domain is None else domain)


@dataclass(frozen=True, slots=True)
class Output:
    """A column of results; `allowed` is empty when any value of the kind will do."""

    name: str
    kind: Kind
    allowed: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a row comes from. `is_unverified`: the clause itself was not read, and staff must see that."""

    basis: tuple[str, ...] = ()
    source: str = ""
    source_date: date | None = None
    confirmed_by: str = ""
    is_unverified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A rule: the conditions (one cell for each input), the results, its days of validity (both included), its origin.

    `because` is what a resident is told when this row gives the answer; empty when the conditions say it all.
    """

    key: str
    cells: tuple[Cell, ...]
    results: tuple[Value, ...]
    valid_from: date | None = None
    valid_to: date | None = None
    because: str = ""
    origin: Origin = field(default_factory=Origin)

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A decision: rows over inputs. `otherwise` is the result where no row applies (DMN: defaultOutputEntry)."""

    key: str
    title: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rows: tuple[Row, ...]
    policy: HitPolicy = HitPolicy.UNIQUE
    otherwise: tuple[Value, ...] | None = None

    def __post_init__(self) -> None:
        _no_twins([column.name for column in self.inputs] + [output.name for output in self.outputs], self.key)
        _no_twins([row.key for row in self.rows], self.key)
        for row in self.rows:
            if len(row.cells) != len(self.inputs) or len(row.results) != len(self.outputs):
                raise RuleError(f"表「{self.key}」の行「{row.key}」は列の数が合いません。")
            if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
                raise RuleError(f"表「{self.key}」の行「{row.key}」は終わりの日が始まりの日より前です。")

    def on(self, day: date) -> Table:
        """The table as it is in force on a day."""
        return replace(self, rows=tuple(row for row in self.rows if row.holds_on(day)))

    def row(self, key: str) -> Row:
        """The row of that key; KeyError without one."""
        return next((row for row in self.rows if row.key == key), None) or _missing(key)


def _missing(key: str) -> Row:
    raise KeyError(key)


def _no_twins(names: list[str], table: str) -> None:
    twins = {name for name in names if names.count(name) > 1}
    if twins:
        raise RuleError(f"表「{table}」に同じ名前が2回あります: {'、'.join(sorted(twins))}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """What one municipality lays over a base table, by the key of the row: rows replaced or added, rows taken out."""

    municipality: str
    table: str
    rows: tuple[Row, ...] = ()
    removed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that differs between two versions of a table; None where it does not exist."""

    key: str
    before: Row | None
    after: Row | None


def lay_over(table: Table, overlay: Overlay) -> Table:
    """The table as the municipality uses it. A replaced row keeps its place; new ones come last."""
    if overlay.table != table.key:
        raise RuleError(f"上書きは表「{overlay.table}」のもので、表「{table.key}」には使えません。")
    unknown = overlay.removed - {row.key for row in table.rows}
    if unknown:
        raise RuleError(f"表「{table.key}」に、外す行がありません: {'、'.join(sorted(unknown))}")
    changed: Mapping[str, Row] = {row.key: row for row in overlay.rows}
    kept = tuple(changed.get(row.key, row) for row in table.rows if row.key not in overlay.removed)
    known = {row.key for row in kept}
    return replace(table, rows=kept + tuple(row for row in overlay.rows if row.key not in known))


def row_changes(before: Table, after: Table) -> tuple[RowChange, ...]:
    """Rows that were changed, taken out or added, in the order of the old table and then of the new one."""
    old, new = ({row.key: row for row in table.rows} for table in (before, after))
    keys = [*old, *(key for key in new if key not in old)]
    return tuple(RowChange(key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key))
