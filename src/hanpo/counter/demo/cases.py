"""The demo: one case in many sections, pre-applications, booking of the bereavement course, export to core systems."""

from __future__ import annotations

from datetime import date


def load_cases(*, today: date) -> None:
    """Load what the demo shows of this part."""
