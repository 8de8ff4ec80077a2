"""A counter as the simulation sees it: who comes, which services a visit needs, which desk can do what and when.

Times of day are minutes since midnight, rates are persons an hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from math import isfinite, sqrt

Window = tuple[float, float]
"""From and to, in minutes since midnight."""


class Shape(Enum):
    """How times at a desk are spread: skewed as measured times are, by pure chance as in theory, or all alike."""

    LOGNORMAL = "lognormal"
    EXPONENTIAL = "exponential"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Duration:
    """The time one service takes at the desk: mean minutes, and for LOGNORMAL the deviation as a part of the mean."""

    mean: float
    variation: float = 0.8
    shape: Shape = Shape.LOGNORMAL

    def __post_init__(self) -> None:
        if not (isfinite(self.mean) and self.mean > 0 and isfinite(self.variation) and self.variation >= 0):
            raise ValueError("a duration needs a mean above zero and a variation of zero or more")

    @classmethod
    def measured(cls, minutes: Sequence[float]) -> "Duration":
        """The lognormal duration with mean and deviation of measured times. Raises ValueError on fewer than two."""
        if len(minutes) < 2:
            raise ValueError("at least two measured times are needed")
        mean = sum(minutes) / len(minutes)
        deviation = sqrt(sum((value - mean) ** 2 for value in minutes) / (len(minutes) - 1))
        return cls(mean, deviation / mean)


@dataclass(frozen=True, slots=True)
class Leg:
    """One service of a visit."""

    service: str
    duration: Duration


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of visit (move in, certificate only …): its share of all visits and the services in their order.

    `patience` is the mean of the minutes after which somebody who still waits goes home; None for never.
    """

    name: str
    weight: float
    legs: tuple[Leg, ...]
    patience: float | None = None

    def __post_init__(self) -> None:
        if not self.legs or not self.weight >= 0:
            raise ValueError("a kind of visit needs a service and a weight of zero or more")


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk with a clerk: services it is for, services it helps with when its own queue is empty, and when it is open.

    Gaps between the windows are breaks; a clerk finishes the visitor at the desk before going on a break.
    """

    name: str
    services: tuple[str, ...]
    windows: tuple[Window, ...]
    helps: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(start >= end for start, end in self.windows):
            raise ValueError(f"{self.name}: a window ends before it begins")
        if any(before[1] > after[0] for before, after in pairwise(self.windows)):
            raise ValueError(f"{self.name}: windows must be in order and not overlap")


@dataclass(frozen=True, slots=True)
class Booking:
    """Visits by appointment: their share (0-1), who does not come, and how late the others are.

    Half of them are in time, the others late by a half-normal deviation of `late` minutes. Appointments are spread
    evenly over the desk time of the day, so they fill the hours in which nobody comes by chance. A booked visitor goes
    before those who come by chance if `first`.
    """

    share: float = 0.0
    no_show: float = 0.05
    late: float = 5.0
    first: bool = True

    def __post_init__(self) -> None:
        if not (0 <= self.share <= 1 and 0 <= self.no_show <= 1 and self.late >= 0):
            raise ValueError("shares lie between 0 and 1, and nobody is late by less than zero minutes")


@dataclass(frozen=True, slots=True)
class Counter:
    """A day at the counter: opening, arrivals an hour in equal slots of the opening, kinds of visits and desks.

    `walk` is the minutes from one counter to the next within a visit. Who has a ticket at closing is served: desks
    whose last window ends at closing stay until nobody waits (`serve_out`).
    """

    opens: float
    closes: float
    rates: tuple[float, ...]
    kinds: tuple[Kind, ...]
    desks: tuple[Desk, ...]
    booking: Booking = Booking()
    walk: float = 2.0
    serve_out: bool = True

    def __post_init__(self) -> None:
        if not self.opens < self.closes or not self.rates or min(self.rates) < 0 or self.walk < 0:
            raise ValueError("a day needs opening before closing, rates of zero or more and a walk of zero or more")
        if sum(kind.weight for kind in self.kinds) <= 0 or not self.desks:
            raise ValueError("a counter needs visits and desks")
        orphans = self.services - {name for desk in self.desks for name in (*desk.services, *desk.helps)}
        if orphans:
            raise ValueError(f"no desk is for {', '.join(sorted(orphans))}")

    @property
    def services(self) -> set[str]:
        """Every service that a visit needs."""
        return {leg.service for kind in self.kinds for leg in kind.legs}

    @property
    def visitors(self) -> float:
        """How many people are expected in the day."""
        return sum(self.rates) * (self.closes - self.opens) / 60 / len(self.rates)
