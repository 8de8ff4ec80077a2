"""Results as plain data (JSON) and back: what was published stays as it was, whatever happens to the replies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from hanpo.council.engine.results.shape import Results


def as_data(results: Results) -> dict[str, Any]:
    """The results as plain data."""
    return cast("dict[str, Any]", _plain(results))


def from_data(data: Mapping[str, Any]) -> Results:
    """Results from plain data. Raises `KeyError` or `TypeError` where they are none."""
    return cast("Results", _read(Results, data))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Decimal) else value


def _read(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(kind) in (Union, UnionType):
        return _read(next(one for one in get_args(kind) if one is not type(None)), value)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], one) for one in value)
    if is_dataclass(kind):
        hints = _hints(cast("Any", kind))
        return cast("Any", kind)(**{name: _read(hints[name], one) for name, one in value.items() if name in hints})
    return kind(value) if isinstance(kind, type) and issubclass(kind, Decimal | Enum) else value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
