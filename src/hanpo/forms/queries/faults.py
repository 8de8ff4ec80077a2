"""Reads of what is left to repair before a form may be published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hanpo.forms.engine.definition import DefinitionError
from hanpo.forms.engine.faults import Fault, faults
from hanpo.forms.engine.reading import read_form


def faults_of(definition: Mapping[str, Any]) -> tuple[Fault, ...]:
    """The faults of a definition, also where it is no form at all."""
    try:
        return faults(read_form(definition))
    except DefinitionError as error:
        return (Fault(error.place, error.message),)
