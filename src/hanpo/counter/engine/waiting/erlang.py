"""Erlang C: the wait at c equal desks when visitors come at random at a steady rate (M/M/c).

Formulas: B(0) = 1, B(k) = a·B(k-1) / (k + a·B(k-1)) (Erlang B by recursion, no factorials), C = c·B / (c - a·(1 - B)),
mean wait C / (c·μ - λ), P(W > t) = C·exp(-(c·μ - λ)·t), with a = λ/μ the load in desks. Times are minutes, rates are
persons an hour. The model knows no rush, no skill and nobody who goes home: for those there is the simulation.
"""

from dataclasses import dataclass
from math import ceil, exp, inf, isfinite, log


@dataclass(frozen=True, slots=True)
class Queue:
    """Desks, arrivals an hour and mean minutes at the desk."""

    desks: int
    arrivals: float
    minutes: float

    def __post_init__(self) -> None:
        if self.desks < 1 or not (isfinite(self.arrivals) and self.arrivals >= 0):
            raise ValueError("a queue needs at least one desk and a rate of arrivals of zero or more")
        if not (isfinite(self.minutes) and self.minutes > 0):
            raise ValueError("the time at the desk must be more than zero minutes")

    @property
    def load(self) -> float:
        """The work that arrives, in desks (Erlang)."""
        return self.arrivals * self.minutes / 60

    @property
    def utilisation(self) -> float:
        """The share of the desks' time that is taken; 1 or more means that the queue grows without end."""
        return self.load / self.desks

    @property
    def is_stable(self) -> bool:
        """Whether the queue does not grow without end."""
        return self.load < self.desks

    @property
    def blocking(self) -> float:
        """Erlang B: the share turned away if nobody could wait."""
        share = 1.0
        for desk in range(1, self.desks + 1):
            share = self.load * share / (desk + self.load * share)
        return share

    @property
    def waits(self) -> float:
        """Erlang C: the probability that somebody has to wait at all; 1 in an unstable queue."""
        if not self.is_stable:
            return 1.0
        blocked = self.blocking
        return self.desks * blocked / (self.desks - self.load * (1 - blocked))

    @property
    def _relief(self) -> float:
        """How fast a queue drains, persons a minute."""
        return self.desks / self.minutes - self.arrivals / 60

    @property
    def mean_wait(self) -> float:
        """The mean wait in minutes, those who need not wait included; infinite in an unstable queue."""
        return self.waits / self._relief if self.is_stable else inf

    @property
    def mean_length(self) -> float:
        """How many people wait on average (Little's law); infinite in an unstable queue."""
        return self.mean_wait * self.arrivals / 60 if self.is_stable else inf

    def longer_than(self, minutes: float) -> float:
        """The share that waits longer than so many minutes."""
        if not self.is_stable:
            return 1.0
        return self.waits * exp(-self._relief * minutes) if minutes >= 0 else 1.0

    def within(self, minutes: float) -> float:
        """The share that is served after at most so many minutes."""
        return 1 - self.longer_than(minutes)

    def percentile(self, share: float) -> float:
        """The wait in minutes that a share (0-1, below 1) of all does not exceed."""
        if not 0 <= share < 1:
            raise ValueError("the share must be at least 0 and below 1")
        if not self.is_stable:
            return inf
        return log(self.waits / (1 - share)) / self._relief if self.waits > 1 - share else 0.0


def desks_needed(*, arrivals: float, minutes: float, target: float = 15.0, share: float = 0.9) -> int:
    """The fewest desks with which at least `share` is served within `target` minutes; 0 where nobody comes."""
    if arrivals == 0:
        return 0
    if not 0 <= share < 1:
        raise ValueError("the share must be at least 0 and below 1")
    desks = max(1, ceil(arrivals * minutes / 60))
    while not ((queue := Queue(desks, arrivals, minutes)).is_stable and queue.within(target) >= share):
        desks += 1
    return desks
