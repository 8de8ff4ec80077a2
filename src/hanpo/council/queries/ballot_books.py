"""Reads of a ballot's workbooks: what came back, and what it would make of the ballot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hanpo.council.models import Ballot, BallotBook, BallotBookState, PollOption, PollState
from hanpo.council.queries.ballot_words import PARTS, part_label
from hanpo.forms.engine.workbook import Recovered, Remark, State, read_recovered


def ballot_books() -> QuerySet[BallotBook]:
    """The workbooks of the current scope."""
    return BallotBook.objects.select_related("ballot__poll", "ballot__municipality", "file")


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell of a workbook as a person looks at it: where it stands, which question it is, and what became of it."""

    place: str
    label: str
    found: str
    state: State
    message: str


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


def read_cells(*, book: Recovered, options: Iterable[PollOption]) -> list[ReadCell]:
    """Every cell that was mended, is doubtful or was refused, by its sheet and address."""
    labels = {f"{one.key}_{part}": f"{one.sign} {part_label(part)}" for one in options for part in PARTS}
    return [
        ReadCell(
            one.place or _("見つからない"), labels.get(one.item_id, one.item_id), one.found, one.state, one.message
        )
        for one in book.findings
        if one.state in (State.REPAIRED, State.DOUBTFUL, State.REFUSED)
    ]


def said_in(*, book: Recovered) -> dict[tuple[str, str], Any]:
    """What a workbook says and proposes, as a ballot keeps it; what was refused says nothing."""
    found = {item: _value(item, value) for item, value in {**book.proposals, **book.answers}.items()}
    return {_where(item): value for item, value in found.items() if value}


def cleared_in(*, book: Recovered) -> set[tuple[str, str]]:
    """The parts whose cell was found empty: nothing is said there any more."""
    blank = {one.item_id for one in book.findings if one.state is State.BLANK}
    return {_where(item) for item in blank}


def _where(item: str) -> tuple[str, str]:
    key, _line, part = item.rpartition("_")
    return key, part


def _value(item: str, value: Any) -> Any:
    part = _where(item)[1]
    if isinstance(value, Mapping):
        value = value.get("id", "")
    if part == "grade":
        digits = str(value).removeprefix("g")
        return int(digits) if digits.isdecimal() else None
    if part == "rank":
        return _whole(value)
    return str(value).strip()


def _whole(value: Any) -> int | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return int(number) if number == number.to_integral_value() else None
