"""The demo: the interview and the guide: which procedures this household needs."""

from __future__ import annotations

from datetime import date


def load_guide(*, today: date) -> None:
    """Load what the demo shows of this part."""
