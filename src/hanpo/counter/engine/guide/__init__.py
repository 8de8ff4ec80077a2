"""The guide (手続案内書): what an interview's answers mean for one household, with days, things to bring and benefits."""

from .days import BROUGHT_ABOUT_BY, DAYS, CountedFrom, counted_from, days_wanted, events_of
from .sheet import Bring, DueTold, GuideSheet, Line, Stop

__all__ = [
    "BROUGHT_ABOUT_BY", "DAYS", "Bring", "CountedFrom", "DueTold", "GuideSheet", "Line", "Stop",
    "counted_from", "days_wanted", "events_of",
]  # fmt: skip
