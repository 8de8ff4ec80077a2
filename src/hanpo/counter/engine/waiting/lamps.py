"""The lamp of a line, from how many people wait: each line knows from which number on it is busy."""

from __future__ import annotations

from enum import Enum


class Lamp(Enum):
    """What the public page shows for a line."""

    QUIET = "quiet"
    BUSY = "busy"
    FULL = "full"
    CLOSED = "closed"


def lamp_of(*, waiting: int, busy_from: int, full_from: int, desks: int) -> Lamp:
    """The lamp with so many people waiting; where no desk is open it is CLOSED unless somebody still waits."""
    if desks < 1 and waiting < 1:
        return Lamp.CLOSED
    if waiting >= full_from:
        return Lamp.FULL
    return Lamp.BUSY if waiting >= busy_from else Lamp.QUIET
