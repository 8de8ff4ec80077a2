"""What was read from a workbook as plain JSON data, to be kept until a person has confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from hanpo.forms.engine.workbook.findings import Finding, Recovered, Remark
from hanpo.forms.engine.workbook.outcomes import State


def recovered_data(book: Recovered) -> dict[str, Any]:
    """The reading as JSON data."""
    data = {
        "form": book.form, "version": book.version, "municipality": book.municipality, "response": book.response,
        "answers": dict(book.answers), "proposals": dict(book.proposals), "partial": dict(book.partial),
        "findings": [{**asdict(one), "state": one.state.value} for one in book.findings],
        "confirm": list(book.confirm), "remarks": [asdict(one) for one in book.remarks],
    }  # fmt: skip
    kept: dict[str, Any] = _storable(data)
    return kept


def _storable(value: Any) -> Any:
    """The data without what no database takes in a text: NUL, and halves of characters."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {key: _storable(one) for key, one in value.items()}
    return [_storable(one) for one in value] if isinstance(value, (list, tuple)) else value


def read_recovered(data: Mapping[str, Any]) -> Recovered:
    """The reading that was kept. Raises `KeyError` for data of another shape."""
    return Recovered(
        form=data["form"], version=data["version"], municipality=data["municipality"], response=data["response"],
        answers=data["answers"], proposals=data["proposals"], partial=data["partial"],
        findings=tuple(Finding(**{**one, "state": State(one["state"])}) for one in data["findings"]),
        confirm=tuple(data["confirm"]), remarks=tuple(Remark(**one) for one in data["remarks"]),
    )  # fmt: skip
