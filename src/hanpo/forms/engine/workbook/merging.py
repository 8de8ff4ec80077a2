"""What a workbook changes in a response: three states are compared, item by item.

`base` is what stood in the workbook when it went out, `current` what the response says now. An item that was left as it
was changes nothing, even where the response was changed elsewhere since; one that was changed on both sides is a
collision, and a person chooses. Without a known base an empty cell says nothing, so that no answer is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from hanpo.forms.engine.answering import check
from hanpo.forms.engine.definition import Form, Item
from hanpo.forms.engine.values import Answers, Value
from hanpo.forms.engine.workbook.findings import Finding, Recovered
from hanpo.forms.engine.workbook.outcomes import State


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that the workbook changes (`None`: no answer), and what keeps it from being sent as it is."""

    item: Item
    before: Value | None
    after: Value | None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collision:
    """An answer that was changed in the workbook and elsewhere since it went out."""

    item: Item
    theirs: Value | None
    mine: Value | None


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer about which a person has to say something: the cells that are doubtful or refused, what is proposed
    (`None`: nothing can be), what could be read of the rest, and what the response says now.
    """

    item: Item
    cells: tuple[Finding, ...]
    proposal: Value | None
    partial: Value | None
    before: Value | None


@dataclass(frozen=True, slots=True)
class Merged:
    """What the workbook says against the response. `left_out` are filled cells of questions that are asked no more."""

    changes: tuple[Change, ...]
    collisions: tuple[Collision, ...]
    asked: tuple[Asked, ...]
    left_out: tuple[Finding, ...]


def merge(
    form: Form, book: Recovered, *, base: Answers | None, current: Answers, today: date, is_own_version: bool = True
) -> Merged:
    """Compare what was read with what the response says; `form` is what the response answers.

    `is_own_version` is whether the workbook was made from that form; of another version, answers that do not fit the
    question as it is now are asked about.
    """
    return _Merging(form, book, base, current, today, is_own_version).merged()


@dataclass
class _Merging:
    form: Form
    book: Recovered
    base: Answers | None
    current: Answers
    today: date
    is_own_version: bool
    changes: list[Change] = field(default_factory=list)
    collisions: list[Collision] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.values: Mapping[str, Value] = {**self.book.proposals, **self.book.answers}
        self.cells: dict[str, list[Finding]] = {}
        for one in self.book.findings:
            self.cells.setdefault(one.item_id, []).append(one)

    def merged(self) -> Merged:
        known = {item.id for item in self.form.items()}
        for item in self.form.items():
            if item.id in self.cells:
                self._weigh(item, self.cells[item.id])
        gone = (one for one in self.book.findings if one.item_id not in known and one.state is not State.BLANK)
        return Merged(tuple(self.changes), tuple(self.collisions), tuple(self.asked), tuple(gone))

    def _weigh(self, item: Item, cells: Sequence[Finding]) -> None:
        value = self.values.get(item.id)
        doubts = tuple(one for one in cells if one.state.needs_person)
        problems = self._problems(item, value)
        if problems and not self.is_own_version and not doubts:
            doubts = tuple(_refused(one, problems) for one in cells if one.state is not State.BLANK)
            value = None
        if doubts:
            partial = self.book.partial.get(item.id)
            self.asked.append(Asked(item, doubts, value, partial, self.current.get(item.id)))
        else:
            self._compare(item, value, problems)

    def _problems(self, item: Item, value: Value | None) -> tuple[str, ...]:
        if value is None:
            return ()
        return check(item, value, {**self.current, **self.values}, today=self.today)

    def _compare(self, item: Item, value: Value | None, problems: tuple[str, ...]) -> None:
        now = self.current.get(item.id)
        before = now if self.base is None else self.base.get(item.id)
        says_nothing = value is None and self.base is None
        if says_nothing or value in (before, now):
            return
        if before == now:
            self.changes.append(Change(item, now, value, problems))
        else:
            self.collisions.append(Collision(item, now, value))


def _refused(cell: Finding, problems: Sequence[str]) -> Finding:
    message = f"以前の版の様式の答えです。{' '.join(problems)}"
    return Finding(cell.key, cell.item_id, cell.sheet, cell.address, cell.found, State.REFUSED, None, message)
