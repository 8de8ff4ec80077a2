"""The demo: hearing sheets, experience surveys, problem cards, to-be, steps, agreement, before and after."""

from __future__ import annotations

from datetime import date


def load_improving(*, today: date) -> None:
    """Load what the demo shows of this part."""
