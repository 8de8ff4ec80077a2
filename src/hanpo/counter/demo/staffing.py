"""The demo: arrivals, what-if, rosters, the calendar of crowding."""

from __future__ import annotations

from datetime import date


def load_staffing(*, today: date) -> None:
    """Load what the demo shows of this part."""
