"""What became of one cell: read, read after a repair, doubtful, refused or empty."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from hanpo.forms.engine.values import Value


class State(StrEnum):
    """How far a cell could be read without a person.

    BLANK: nothing stands there. READ: taken as it stands. REPAIRED: taken after a repair that keeps the meaning, and
    listed. DOUBTFUL: taken only if a person confirms what is proposed. REFUSED: a person has to enter it.
    """

    BLANK = "blank"
    READ = "read"
    REPAIRED = "repaired"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"

    @property
    def needs_person(self) -> bool:
        """Whether a person has to look at the cell."""
        return self in (State.DOUBTFUL, State.REFUSED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a cell was read as: the value (of a doubtful cell the proposal) and in Japanese what was done or why."""

    state: State
    value: Value | None = None
    message: str = ""

    def doubted(self, message: str) -> Outcome:
        """The same reading, to be confirmed for one more reason."""
        state = State.REFUSED if self.state is State.REFUSED else State.DOUBTFUL
        return replace(self, state=state, message=message if not self.message else f"{message} {self.message}")

    def mended(self, message: str) -> Outcome:
        """The same reading with one more repair in the list."""
        state = State.REPAIRED if self.state is State.READ else self.state
        return replace(self, state=state, message=f"{self.message} {message}".strip())


def blank() -> Outcome:
    """Nothing stands there."""
    return Outcome(State.BLANK)


def read(value: Value) -> Outcome:
    """Taken as it stands."""
    return Outcome(State.READ, value)


def repaired(value: Value, message: str) -> Outcome:
    """Taken after a repair that keeps the meaning."""
    return Outcome(State.REPAIRED, value, message)


def no_answer(message: str) -> Outcome:
    """Something stands there that says that there is no answer (―, 未回答)."""
    return Outcome(State.REPAIRED, None, message)


def doubtful(value: Value, message: str) -> Outcome:
    """Proposed, to be confirmed by a person."""
    return Outcome(State.DOUBTFUL, value, message)


def refused(message: str) -> Outcome:
    """Not read; a person has to enter it."""
    return Outcome(State.REFUSED, None, message)
