"""Staffing: what was measured becomes a counter that can be played, a day to come becomes desks and a roster.

`days` sorts days into kinds; `measuring` reads kinds of visits, times and open desks from the logs of tickets, `booked`
who comes by booking; `trials` plays a change in batches; `planning` turns expected visitors into desks by half hour and
a roster; `pooling` lets lines share the desks of those who serve several, and plays whether that is enough.
"""

from .booked import Booked, as_booked
from .days import DayKind, kind_of, kinds_of
from .measuring import ENOUGH, Measured, Service, TooFew, Visit, measured, visit_of
from .planning import FREE, PAUSE, DayPlan, LineLoad, moved, plan_day, slot_of, slot_starts, still_missing, within_desks
from .pooling import Pooled, Verdict, pooled_day
from .trials import Change, Trial, changed, play

__all__ = [
    "ENOUGH", "FREE", "PAUSE", "Booked", "Change", "DayKind", "DayPlan", "LineLoad", "Measured", "Pooled", "Service",
    "TooFew", "Trial", "Verdict", "Visit", "as_booked", "changed", "kind_of", "kinds_of", "measured", "moved",
    "plan_day", "play", "pooled_day", "slot_of", "slot_starts", "still_missing", "visit_of", "within_desks",
]  # fmt: skip
