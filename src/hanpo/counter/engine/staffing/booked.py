"""How many come by booking today, from what became of the bookings: the ground on which another share is tried."""

from dataclasses import dataclass, replace

from hanpo.counter.engine.waiting import Booking, Counter

ENOUGH_BOOKINGS = 20
"""Bookings below which the share of those who do not come is not read from them."""


@dataclass(frozen=True, slots=True)
class Booked:
    """Bookings on days that are over: who came (`here`), who of these has a number among the visits, who did not come.

    `visits` counts all numbers of the same days, with and without booking.
    """

    visits: int = 0
    here: int = 0
    ticketed: int = 0
    absent: int = 0

    @property
    def count(self) -> int:
        """Bookings whose day came."""
        return self.here + self.absent

    @property
    def whole(self) -> int:
        """Everybody who came or had booked; who came by booking and has a number counts once."""
        return self.visits + self.here - self.ticketed + self.absent

    @property
    def share(self) -> float:
        """The share that comes by booking, between 0 and 1; 0 where nothing was seen."""
        return self.count / self.whole if self.whole else 0.0

    @property
    def tells_no_show(self) -> bool:
        """Whether enough bookings were seen to say how many do not come."""
        return self.count >= ENOUGH_BOOKINGS

    @property
    def no_show(self) -> float:
        """The share of bookings to which nobody comes; the usual guess while they are few."""
        return self.absent / self.count if self.tells_no_show else Booking().no_show


def as_booked(counter: Counter, booked: Booked) -> Counter:
    """A counter as it was read from its numbers, with the bookings in it.

    Numbers do not tell of those who booked and did not come, nor of bookings kept without a number: arrivals grow by
    them, so that as many walk in as were seen.
    """
    if not booked.count or not booked.visits:
        return replace(counter, booking=replace(counter.booking, no_show=booked.no_show))
    factor = booked.whole / booked.visits
    return replace(
        counter,
        rates=tuple(rate * factor for rate in counter.rates),
        booking=replace(counter.booking, share=booked.share, no_show=booked.no_show),
    )
