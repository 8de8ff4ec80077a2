"""What needs what: an order in which steps can be done, and those that may begin now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter


class Circle(ValueError):
    """Steps need each other in a circle, so that none could ever begin; `steps` are its members, the first once more
    at the end.
    """

    def __init__(self, steps: Sequence[int]) -> None:
        super().__init__(" → ".join(map(str, steps)))
        self.steps = tuple(steps)


def in_order(needs: Mapping[int, Collection[int]]) -> tuple[int, ...]:
    """The steps so that each stands after all that it needs; equal ones by number. Raises `Circle`."""
    sorter = TopologicalSorter({step: sorted(first) for step, first in needs.items()})
    found: list[int] = []
    try:
        sorter.prepare()
    except CycleError as error:
        raise Circle(error.args[1]) from error
    while sorter.is_active():
        batch = sorted(sorter.get_ready())
        found.extend(batch)
        sorter.done(*batch)
    return tuple(found)


def ready(needs: Mapping[int, Collection[int]], *, done: Collection[int], waiting: Collection[int]) -> tuple[int, ...]:
    """The waiting steps all of whose needs are done, by number."""
    return tuple(sorted(step for step in waiting if all(first in done for first in needs.get(step, ()))))
