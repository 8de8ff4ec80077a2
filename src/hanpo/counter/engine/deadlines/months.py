"""児童手当: the month from which it is paid, by when the claim was made (児童手当法8条2項・3項)."""

from dataclasses import dataclass
from datetime import date

from .counting import Due

Month = tuple[int, int]
"""Year and month."""


@dataclass(frozen=True, slots=True)
class PaymentStart:
    """The first month paid, whether the fifteen-day rule carried it, and how many months a late claim has cost."""

    first_month: Month
    by_fifteen_days: bool
    months_lost: int
    article: str


def following_month(day: date) -> Month:
    """The month after that of a day."""
    return (day.year + day.month // 12, day.month % 12 + 1)


def payment_start(limit: Due, claimed: date) -> PaymentStart:
    """When payment begins for a claim on a day, the limit being that of the fifteen-day rule.

    Within the limit payment begins in the month after the event (moving, birth), else in the month after the claim. A
    claim before the event counts as made on the day of the event. Raises ValueError for a limit without an event.
    """
    if limit.event is None:
        raise ValueError("the fifteen-day rule runs from an event")
    claim = max(claimed, limit.event)
    kept, late = following_month(limit.event), following_month(claim)
    if claim <= limit.last_day:
        return PaymentStart(kept, kept != late, 0, "児童手当法8条3項" if kept != late else "児童手当法8条2項")
    lost = (late[0] - kept[0]) * 12 + late[1] - kept[1]
    return PaymentStart(late, False, lost, "児童手当法8条2項")
