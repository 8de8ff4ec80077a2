"""The minutes used by these tests: our own samples, and the programme's minutes where they are at hand."""

from pathlib import Path
from typing import Any

import yaml

from hanpo.hub.engine.minutes import GoldItem, MinutesReading, parse_gold, read_minutes

HERE = Path(__file__).parent
OWN = HERE.parents[1] / "demo_data" / "minutes"
ROOT = HERE.parents[4]
GIVEN = ROOT.parent / "shared" / "data" / "minutes" / "000_54c40e1be603d622.txt"

OWN_NAMES = ("programme_2024-11-21", "council_reiwa", "dialogue", "memo_broken")


def gold_data(name: str) -> dict[str, Any]:
    """The gold file of a sample as plain data."""
    return yaml.safe_load((HERE / f"gold_{name}.yaml").read_text(encoding="utf-8"))


def gold_items(name: str) -> tuple[GoldItem, ...]:
    """What the careful reader found in a sample."""
    return parse_gold(gold_data(name)["items"])


def own_text(name: str) -> str:
    """One of our own minutes."""
    return (OWN / f"{name}.txt").read_text(encoding="utf-8")


def read(name: str, text: str) -> MinutesReading:
    """A reading with the municipalities and the year of the sample's gold file."""
    data = gold_data(name)
    return read_minutes(text, municipalities=data["municipalities"], today_year_hint=data.get("year"))
