"""What time it is in the town hall: the only place that asks the clock."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, with Japan's time zone."""
    return timezone.localtime()


def today() -> date:
    """Today's date in Japan."""
    return timezone.localdate()
