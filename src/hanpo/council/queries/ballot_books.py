"""Reads of a ballot's workbooks: what came back, and what it would make of the ballot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from hanpo.council.files.ballots import ReadCell, cleared_in, read_cells, said_in
from hanpo.council.models import Ballot, BallotBook, BallotBookState, PollOption, PollState
from hanpo.forms.engine.workbook import Recovered, Remark, State, read_recovered


def ballot_books() -> QuerySet[BallotBook]:
    """The workbooks of the current scope."""
    return BallotBook.objects.select_related("ballot__poll", "ballot__municipality", "file")


@dataclass(frozen=True, slots=True)
class Reading:
    """A workbook as the page shows it: the answers that it would make, and the cells that a person has to look at.

    `confirm` are questions about the whole book, `remarks` what stands outside the answer cells.
    """

    answers: Mapping[str, Mapping[str, Any]]
    refused: tuple[ReadCell, ...]
    doubtful: tuple[ReadCell, ...]
    repaired: tuple[ReadCell, ...]
    confirm: tuple[str, ...]
    remarks: tuple[Remark, ...]
    is_open: bool


def reading(*, book: BallotBook, options: Sequence[PollOption]) -> Reading:
    """What was read from a workbook, put over what the ballot says now."""
    waits = book.state == BallotBookState.WAITING and book.ballot.poll.state == PollState.OPEN
    if not book.reading:
        return Reading(book.ballot.answers, (), (), (), (), (), is_open=False)
    read = read_recovered(book.reading)
    cells = read_cells(book=read, options=options)

    def of(state: State) -> tuple[ReadCell, ...]:
        return tuple(cell for cell in cells if cell.state is state)

    return Reading(
        answers=_merged(book.ballot, read), refused=of(State.REFUSED), doubtful=of(State.DOUBTFUL),
        repaired=of(State.REPAIRED), confirm=read.confirm, remarks=read.remarks,
        is_open=waits and not book.ballot.is_submitted,
    )  # fmt: skip


def _merged(ballot: Ballot, read: Recovered) -> dict[str, dict[str, Any]]:
    """The ballot with what the workbook says. An empty cell takes an answer away only where the ballot is still as it
    went out; otherwise it says nothing, so that no answer is lost.
    """
    answers = {key: dict(parts) for key, parts in ballot.answers.items()}
    if read.response == f"{ballot.pk}.{ballot.version}":
        for key, part in cleared_in(book=read):
            answers.get(key, {}).pop(part, None)
    for (key, part), value in said_in(book=read).items():
        answers.setdefault(key, {})[part] = value
    return answers
