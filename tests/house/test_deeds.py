"""Writes: every function of an `actions` module is one transaction with a named actor that leaves an audit row."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hanpo.core import registry
from tests.house import source

PART_OF_A_DEED = "inside a deed"
"""What a function says that writes, but only as a part of a deed."""


def _public_functions(room: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for path in source.room(room):
        if path.stem.startswith("_") and path.stem != "__init__":
            continue
        module = importlib.import_module(source.dotted(path))
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_part = PART_OF_A_DEED in (function.__doc__ or "")
            if function.__module__ == module.__name__ and not name.startswith("_") and not is_part:
                yield f"{module.__name__}.{name}", function


CALLED_BY_THE_HOUSE = {calendar.items for calendar in registry.calendar_sources().values()}
"""What manifests hand over: it is called as the registry says."""

DEEDS = [pytest.param(function, id=name) for name, function in _public_functions("actions")]
QUERIES = [pytest.param(function, id=name) for name, function in _public_functions("queries")]


@pytest.mark.parametrize("function", DEEDS)
def test_a_write_is_a_deed_that_cannot_end_without_an_audit_row(function: Callable[..., Any]):
    assert getattr(function, "is_deed", False), "put @audit.deed on it"


@pytest.mark.parametrize("function", DEEDS)
def test_a_write_names_its_actor(function: Callable[..., Any]):
    actor = inspect.signature(function).parameters.get("actor")
    assert actor is not None
    assert actor.annotation in {"Person", "Person | None"}


@pytest.mark.parametrize(
    "function", [param for param in [*DEEDS, *QUERIES] if param.values[0] not in CALLED_BY_THE_HOUSE]
)
def test_arguments_are_keyword_only_and_typed(function: Callable[..., Any]):
    signature = inspect.signature(function)
    loose = [p.name for p in signature.parameters.values() if p.kind not in {p.KEYWORD_ONLY, p.VAR_KEYWORD}]
    untyped = [p.name for p in signature.parameters.values() if p.annotation is p.empty]
    # A read with one argument needs no name for it.
    assert (loose if len(loose) > 1 or getattr(function, "is_deed", False) else []) == []
    assert untyped == []
    assert signature.return_annotation is not signature.empty


def test_the_walk_found_the_deeds_of_the_ground():
    assert "hanpo.core.actions.prepared.approve_work" in {name for name, _function in _public_functions("actions")}
    assert Path(source.PACKAGE / "core" / "actions" / "prepared.py") in source.room("actions")
