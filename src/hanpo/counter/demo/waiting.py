"""The demo: tickets, desks, the display, bookings at the counter."""

from __future__ import annotations

from datetime import date


def load_waiting(*, today: date) -> None:
    """Load what the demo shows of this part."""
