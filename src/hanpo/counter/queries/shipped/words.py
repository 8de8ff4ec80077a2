"""Sentences of the shipped rules in やさしい日本語 and English: `seeds/guide_words.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from hanpo.counter.engine.rules import Words
from hanpo.counter.queries.shipped.tables import SEEDS


def guide_words(path: Path = SEEDS / "guide_words.yaml") -> Mapping[str, Words]:
    """The sentences by their Japanese. Raises KeyError for one without English."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {entry["ja"]: Words(entry["ja"], entry.get("easy", entry["ja"]), entry["en"]) for entry in entries}
