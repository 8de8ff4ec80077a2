"""Kinds of open days, as staff speak of them: a day is of one kind, the one that moves it most."""

from datetime import date
from enum import Enum

from hanpo.core.japanese import STANDARD_CALENDAR, OfficeCalendar
from hanpo.counter.engine.waiting import features


class DayKind(Enum):
    """What makes a day differ from a usual one. The order is that of which counts where several are true."""

    AFTER_CLOSURE = "after_closure"
    MOVE_SEASON = "move_season"
    MONTH_END = "month_end"
    MONTH_START = "month_start"
    LUCKY = "lucky"
    USUAL = "usual"


_SIGNS = (
    ("after_long_closure", DayKind.AFTER_CLOSURE),
    ("move_season", DayKind.MOVE_SEASON),
    ("month_end", DayKind.MONTH_END),
    ("month_start", DayKind.MONTH_START),
    ("lucky_day", DayKind.LUCKY),
)


def kinds_of(day: date, calendar: OfficeCalendar = STANDARD_CALENDAR) -> tuple[DayKind, ...]:
    """Everything that is true of an open day, the strongest first; a usual day is only that."""
    named = features(day, calendar)
    found = tuple(kind for sign, kind in _SIGNS if any(name.startswith(sign) for name in named))
    return found or (DayKind.USUAL,)


def kind_of(day: date, calendar: OfficeCalendar = STANDARD_CALENDAR) -> DayKind:
    """The one kind by which a day is sorted."""
    return kinds_of(day, calendar)[0]
