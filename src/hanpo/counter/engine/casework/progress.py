"""How a task moves, and when a case may be closed: nothing is dropped."""

from collections.abc import Iterable, Mapping
from enum import Enum


class TaskState(Enum):
    """How far a section is with its task."""

    TO_DO = "todo"
    DOING = "doing"
    DONE = "done"
    HANDED_OVER = "handed_over"
    DECLINED = "declined"


OPEN = frozenset({TaskState.TO_DO, TaskState.DOING})
"""Somebody still has it in hand."""
SETTLED = frozenset({TaskState.DONE, TaskState.HANDED_OVER, TaskState.DECLINED})
"""Done, in other hands, or said with a reason that it is not to be done."""

MOVES: Mapping[TaskState, frozenset[TaskState]] = {
    TaskState.TO_DO: frozenset({TaskState.DOING, *SETTLED}),
    TaskState.DOING: frozenset({TaskState.TO_DO, *SETTLED}),
    TaskState.DONE: frozenset({TaskState.DOING}),
    TaskState.HANDED_OVER: frozenset(),
    TaskState.DECLINED: frozenset({TaskState.DOING}),
}
"""From which state a task may go to which. What was handed over is in other hands: its successor moves instead."""


def may_move(old: TaskState, new: TaskState) -> bool:
    """Whether a task may go from one state to another."""
    return new in MOVES[old]


def may_close(states: Iterable[TaskState]) -> bool:
    """Whether a case with tasks in these states may be closed: there are some, and none is open."""
    every = list(states)
    return bool(every) and all(state in SETTLED for state in every)
