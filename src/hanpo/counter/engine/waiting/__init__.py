"""Waiting: times from tickets, how they spread, what theory and simulation say, who sits where, what to expect.

`periods` and `measures` read the log of the tickets; `erlang` is theory for steady hours, `simulation` plays whole days
(rush hours, skills, breaks, several counters a visit, appointments), `whatif` compares two variants with the same
visitors; `roster` seats the clerks; `estimate` tells a visitor the wait, `forecast` a resident the day to come.
"""

from .appointments import Arrival, arrival_of, starts
from .erlang import Queue, desks_needed
from .estimate import Silence, WaitRange, expected_wait
from .forecast import (
    Backtest,
    Effect,
    Forecast,
    Level,
    Model,
    TooThin,
    backtest,
    calendar_forecast,
    features,
    fit,
    predict,
)
from .lamps import Lamp, lamp_of
from .lucky_days import is_lucky, old_month_and_day, rokuyo
from .measures import HeatCell, Spread, heat_map, percentile, rates_by_slot, spread
from .model import Booking, Counter, Desk, Duration, Kind, Leg, Shape
from .periods import Change, LogError, Period, Stage, State, periods, stages
from .roster import Clerk, Line, NoRoster, Roster, needed_desks, roster
from .simulation import Days, Estimate, Outcome, SlotWait, by_slot, daily, estimate, outcome, simulate
from .whatif import (
    Comparison,
    Difference,
    compare,
    with_booking,
    with_demand,
    with_desk,
    with_quick_line,
    with_times,
)

__all__ = [
    "Arrival", "Backtest", "Booking", "Change", "Clerk", "Comparison", "Counter", "Days", "Desk", "Difference",
    "Duration", "Effect", "Estimate", "Forecast", "HeatCell", "Kind", "Lamp", "Leg", "Level", "Line", "LogError",
    "Model", "NoRoster", "Outcome", "Period", "Queue", "Roster", "Shape", "Silence", "SlotWait", "Spread", "Stage",
    "State", "TooThin", "WaitRange", "arrival_of", "backtest", "by_slot", "calendar_forecast", "compare", "daily",
    "desks_needed", "estimate", "expected_wait", "features", "fit", "heat_map", "is_lucky", "lamp_of",
    "needed_desks", "old_month_and_day", "outcome", "percentile", "periods", "predict", "rates_by_slot", "rokuyo",
    "roster", "simulate", "spread", "stages", "starts", "with_booking", "with_demand", "with_desk",
    "with_quick_line", "with_times",
]  # fmt: skip
