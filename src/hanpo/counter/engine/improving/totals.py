"""What a walk through the counter cost in all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of a walk: seconds waited and served, steps on foot, how often the same was written again."""

    waited: int
    served: int
    walked: int
    wrote: int


@dataclass(frozen=True, slots=True)
class WalkTotal:
    """A walk in all; times in seconds."""

    stops: int
    waited: int
    served: int
    walked: int
    wrote: int

    @property
    def seconds(self) -> int:
        """Waiting and being served together."""
        return self.waited + self.served

    @property
    def minutes(self) -> int:
        """The same in whole minutes, as one tells it."""
        return round(self.seconds / 60)

    @property
    def share_waited(self) -> int | None:
        """How much of the time was waiting, in percent; None where no time was taken."""
        return round(100 * self.waited / self.seconds) if self.seconds else None


def total(stops: Iterable[Stop]) -> WalkTotal:
    """Add up the stops of a walk."""
    every = tuple(stops)
    return WalkTotal(
        len(every), sum(s.waited for s in every), sum(s.served for s in every), sum(s.walked for s in every),
        sum(s.wrote for s in every),
    )  # fmt: skip
