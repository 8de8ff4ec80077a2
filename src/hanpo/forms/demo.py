"""A believable working day of the forms."""

from __future__ import annotations

from datetime import date


def load_demo(*, today: date) -> None:
    """Load the forms of the demo."""
