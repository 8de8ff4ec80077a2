"""Reading the tables in `seeds/`: YAML entries with named fields, every mistake told with the entry and the field."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


class TableError(ValueError):
    """A table cannot be read; the message names the entry and the field."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a table, with readers that refuse what is not of the right kind."""

    name: str
    fields: Mapping[str, Any]

    def fail(self, field: str, why: str) -> TableError:
        """The error for one field."""
        return TableError(f"{self.name}: {field}: {why}")

    def only(self, known: Collection[str]) -> None:
        """Refuse fields that nobody reads: a mistyped name would else be lost in silence."""
        for field in self.fields:
            if field not in known:
                raise self.fail(field, "no such field")

    def text(self, field: str, default: str | None = None) -> str:
        """A text; required if there is no default."""
        value = self.fields.get(field, default)
        if not isinstance(value, str):
            raise self.fail(field, "a text is needed")
        return value

    def flag(self, field: str, default: bool) -> bool:
        """true or false."""
        value = self.fields.get(field, default)
        if not isinstance(value, bool):
            raise self.fail(field, "true or false is needed")
        return value

    def number(self, field: str) -> int:
        """A whole number."""
        value = self.fields.get(field)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.fail(field, "a whole number is needed")
        return value

    def day(self, field: str) -> date | None:
        """A day as 2026-05-25, or nothing."""
        value = self.fields.get(field)
        if value is not None and (not isinstance(value, date) or hasattr(value, "hour")):
            raise self.fail(field, "a day such as 2026-05-25 is needed")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts, empty if left out."""
        value = self.fields.get(field, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.fail(field, "a list of texts is needed")
        return tuple(value)

    def choice(self, field: str, choices: Mapping[str, Any], default: str) -> Any:
        """One of named things."""
        value = self.text(field, default)
        if value not in choices:
            raise self.fail(field, f"one of {', '.join(sorted(choices))} is needed, not {value}")
        return choices[value]


def entries(text: str, *, key: str = "key") -> tuple[Entry, ...]:
    """The entries of a YAML list, each named by its key. Raises TableError on anything else."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise TableError(f"not YAML: {error}") from error
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise TableError("a list of entries with named fields is needed")
    return tuple(Entry(str(one.get(key, f"entry {number}")), one) for number, one in enumerate(data, start=1))
