"""Staffing: what was measured becomes a counter that can be played, a day to come becomes desks and a roster.

`days` sorts days into kinds; `measuring` reads kinds of visits, times and open desks from the logs of tickets; `trials`
plays a change in batches; `planning` turns expected visitors into desks by half hour and a roster.
"""

from .days import DayKind, kind_of, kinds_of
from .measuring import ENOUGH, Measured, Service, TooFew, Visit, measured, visit_of
from .planning import FREE, PAUSE, DayPlan, LineLoad, moved, plan_day, slot_of, slot_starts, still_missing, within_desks
from .trials import Change, Trial, changed, play

__all__ = [
    "ENOUGH", "FREE", "PAUSE", "Change", "DayKind", "DayPlan", "LineLoad", "Measured", "Service", "TooFew", "Trial", "Visit",
    "changed", "kind_of", "kinds_of", "measured", "moved", "plan_day", "play", "slot_of", "slot_starts",
    "still_missing", "visit_of",
    "within_desks",
]  # fmt: skip
