"""Rows for another system: each column takes a value of ours, a fixed text, or a value of a form.

Nothing is shortened or left out in silence: what does not fit is a fault that names its column.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FIXED = "fixed"
ITEM = "item:"
"""A source that begins so is a value of the application forms, by its item."""

SOURCES = (
    "case.number", "case.event", "case.opened_on", "applicant.name", "applicant.kana", "task.key", "task.procedure",
    "task.title", "task.section", "task.due", "resident.name", "resident.kana", "resident.born_on",
    "resident.postal_code", "resident.address", "resident.phone",
)  # fmt: skip
"""Values of a case, its task and its resident that a column may take."""

ADDRESSES = frozenset({"resident.postal_code", "resident.address", "resident.phone"})
"""Values that tell where somebody lives or is reached: never written for a person under 支援措置."""

MADE_UP = dict.fromkeys(SOURCES, "見本") | {"case.number": "00042-8", "task.key": "00042-8-01"}
"""A made-up row, with which a mapping can be tried before anybody's data leaves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the other system. `longest` counts characters; 0 says that there is no limit."""

    heading: str
    source: str
    text: str = ""
    longest: int = 0
    is_required: bool = False

    @property
    def tells_where(self) -> bool:
        """Whether the value could tell where somebody lives; of the values of forms any could."""
        return self.source in ADDRESSES or self.source.startswith(ITEM)


@dataclass(frozen=True, slots=True)
class MappingFault:
    """Why a value cannot be written, with the heading of its column: missing, too_long or protected."""

    heading: str
    kind: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class FilledRow:
    """The values of a row in the order of the columns, and what is wrong with it."""

    values: tuple[str, ...]
    faults: tuple[MappingFault, ...]


def fill(columns: Sequence[Column], known: Mapping[str, str], *, is_protected: bool = False) -> FilledRow:
    """Fill a row. For a person under 支援措置 whatever tells where they are stays empty and is named."""
    values, faults = [], []
    for column in columns:
        value = column.text if column.source == FIXED else known.get(column.source, "")
        if is_protected and column.tells_where:
            faults.append(MappingFault(column.heading, "protected"))
            value = ""
        elif column.is_required and not value:
            faults.append(MappingFault(column.heading, "missing"))
        elif column.longest and len(value) > column.longest:
            faults.append(MappingFault(column.heading, "too_long", value))
        values.append(value)
    return FilledRow(tuple(values), tuple(faults))


def mapping_faults(columns: Sequence[Column], items: Iterable[str] = ()) -> list[str]:
    """Headings that stand twice or whose source nobody knows; `items` are the items of the forms that are known."""
    known = {FIXED, *SOURCES, *(f"{ITEM}{item}" for item in items)}
    found = [column.heading for column in columns if column.source not in known and not _may_be_item(column, items)]
    headings = [column.heading for column in columns]
    return list(dict.fromkeys([*found, *(one for one in headings if headings.count(one) > 1)]))


def _may_be_item(column: Column, items: Iterable[str]) -> bool:
    """Without a list of items any item may be named."""
    return not tuple(items) and column.source.startswith(ITEM) and len(column.source) > len(ITEM)
