"""Loads the council and its members."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from hanpo.core.japanese.hyogo import HYOGO_PREFECTURE
from hanpo.core.models import Municipality
from hanpo.council.actions.councils import found_council
from hanpo.council.models import Council

DATA = Path(__file__).resolve().parent.parent / "demo_data"
FOUNDED = date(2002, 4, 1)


def data(name: str) -> Any:
    """A file of the demo's data."""
    return yaml.safe_load((DATA / f"{name}.yaml").read_text("utf-8"))


def load_council(*, today: date) -> Council:
    """The council of the prefecture and its 41 municipalities."""
    entry = data("council")
    return found_council(
        actor=None, host=Municipality.objects.get(code=HYOGO_PREFECTURE.code), name=entry["name"],
        purpose=entry["purpose"], rules_source=entry["source"], since=FOUNDED,
        members=list(Municipality.objects.order_by("code")),
    )  # fmt: skip
