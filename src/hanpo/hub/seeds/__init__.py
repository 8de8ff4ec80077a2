"""What a new municipality may start from: step templates, a ladder and synonyms, written as YAML that anybody can read."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

STEP_TEMPLATES = ("programme-steps", "runbook-steps")
LADDERS = ("yamamoto-ladder",)


@lru_cache
def load(name: str) -> Any:
    """The content of a seed by its name. Raises `KeyError` for a name that is not a seed."""
    resource = files(__name__) / f"{name}.yaml"
    if not resource.is_file():
        raise KeyError(name)
    return yaml.safe_load(resource.read_text(encoding="utf-8"))
