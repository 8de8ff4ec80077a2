"""What a new municipality may start from: step templates, a ladder and synonyms, as YAML that anybody can read."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "seeds"
STEP_TEMPLATES = ("programme-steps", "runbook-steps")
LADDERS = ("yamamoto-ladder",)


@lru_cache
def load(name: str) -> Any:
    """The content of a seed by its name. Raises `KeyError` for a name that is not a seed."""
    path = FOLDER / f"{name}.yaml"
    if not path.is_file():
        raise KeyError(name)
    return yaml.safe_load(path.read_text(encoding="utf-8"))
