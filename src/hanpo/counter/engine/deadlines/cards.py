"""One マイナンバーカード, three clocks: it lapses unless all of them are kept.

転入届 within 14 days of moving in, and within 30 days of the planned leaving date, and 継続利用 within 90 days of the 転入届
(番号法施行令14条). Before the 転入届 is made, the third clock cannot run yet; it is told from the latest day on which the
notice may still be made, so that the last imaginable day is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from hanpo.core.japanese import STANDARD_CALENDAR, OfficeCalendar

from .counting import Due, NoDay, due
from .rules import Rule

MOVED, LEAVING, CONTINUED = "card_moved_in", "card_planned_leaving", "card_continued"
"""The keys of the three rules."""


class CardState(Enum):
    """What has become of a card on a day."""

    RUNNING = "running"
    KEPT = "kept"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class CardClocks:
    """The three clocks of one card. `notice` is the tighter of the first two; `use` runs from the notice."""

    moved_in: Due
    planned_leaving: Due
    notice: Due
    use: Due
    noticed: date | None
    continued: date | None

    def state_on(self, day: date) -> CardState:
        """Whether the card is kept, has lapsed, or the clocks still run at the end of a day."""
        noticed = self.noticed if self.noticed is not None and self.noticed <= day else None
        continued = self.continued if self.continued is not None and self.continued <= day else None
        if (noticed or day) > self.notice.last_day:
            return CardState.LAPSED
        if noticed is None:
            return CardState.RUNNING
        if (continued or day) > self.use.last_day:
            return CardState.LAPSED
        return CardState.RUNNING if continued is None else CardState.KEPT

    @property
    def next_due(self) -> Due | None:
        """The clock that a resident has to mind now; None once the card is carried over."""
        if self.continued is not None:
            return None
        return self.notice if self.noticed is None else self.use


def card_clocks(
    rules: Mapping[str, Rule],
    *,
    moved_in: date,
    planned_leaving: date,
    noticed: date | None = None,
    continued: date | None = None,
    calendar: OfficeCalendar = STANDARD_CALENDAR,
) -> CardClocks | NoDay:
    """The clocks of a card for one move. Raises KeyError where one of the three rules is missing."""
    events = {"moved_in": moved_in, "planned_leaving": planned_leaving}
    first, second = (due(rules[key], events, calendar=calendar) for key in (MOVED, LEAVING))
    if isinstance(first, NoDay):
        return first
    if isinstance(second, NoDay):
        return second
    notice = min(first, second, key=lambda one: (one.last_day, one.rule.key))
    third = due(rules[CONTINUED], {"moved_in_noticed": noticed or notice.last_day}, calendar=calendar)
    if isinstance(third, NoDay):
        return third
    return CardClocks(first, second, notice, third, noticed, continued)
