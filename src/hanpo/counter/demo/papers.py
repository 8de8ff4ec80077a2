"""The demo: the application forms: each value entered once."""

from __future__ import annotations

from datetime import date


def load_papers(*, today: date) -> None:
    """Load what the demo shows of this part."""
