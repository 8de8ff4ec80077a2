"""The demo: business flows and what the event log says of them."""

from __future__ import annotations

from datetime import date


def load_flows(*, today: date) -> None:
    """Load what the demo shows of this part."""
