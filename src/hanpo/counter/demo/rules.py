"""The demo: the decision tables of procedures: editing, proof, editions, exchange."""

from __future__ import annotations

from datetime import date


def load_rules(*, today: date) -> None:
    """Load what the demo shows of this part."""
