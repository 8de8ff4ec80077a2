"""Reads of improvement steps: their order, the consensus board, and the next smallest decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import Section
from hanpo.counter.engine.improving import Item, Move, Need, Voice, in_order, needs_of, next_decision, ready
from hanpo.counter.models import Hearing, ImprovementStep, SectionVoice, StepNeed, StepState

OVER = (StepState.DONE, StepState.DROPPED)
NEEDED = {
    Need.ASK: _("意見を聞く"),
    Need.EXPLAIN: _("内容を説明する"),
    Need.LIGHTEN: _("負担を軽くする"),
    Need.TALK: _("気がかりを聞く"),
}


def steps() -> QuerySet[ImprovementStep]:
    """The steps of the current scope."""
    rows: QuerySet[ImprovementStep] = ImprovementStep.objects.select_related(
        "to_be__improvement", "owner", "municipality"
    )
    return rows


def needs() -> QuerySet[StepNeed]:
    """What needs what, in the current scope."""
    rows: QuerySet[StepNeed] = StepNeed.objects.select_related("step__to_be__improvement", "needs")
    return rows


def needs_by_step(*, improvement: int) -> dict[int, set[int]]:
    """What each step of an undertaking needs, also those that need nothing."""
    rows = ImprovementStep.objects.filter(to_be__improvement=improvement).order_by("pk")
    found: dict[int, set[int]] = {pk: set() for pk in rows.values_list("pk", flat=True)}
    for step, first in StepNeed.objects.filter(step__to_be__improvement=improvement).values_list("step", "needs"):
        found.setdefault(step, set()).add(first)
    return found


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step in the order in which it can be done, with what it still waits for."""

    step: ImprovementStep
    waits_for: Sequence[ImprovementStep]
    is_late: bool

    @property
    def hours_a_year(self) -> int:
        """What it is expected to give back to residents and staff together, in hours a year."""
        step = self.step
        return round(step.cases_a_year * float(step.resident_minutes + step.staff_minutes) / 60)


def step_lines(*, improvement: int, today: date) -> list[StepLine]:
    """The steps of an undertaking so that each stands after all that it needs."""
    rows = {row.pk: row for row in steps().filter(to_be__improvement=improvement)}
    needed = needs_by_step(improvement=improvement)
    return [_line(rows[pk], [rows[first] for first in sorted(needed[pk])], today) for pk in in_order(needed)]


def _line(step: ImprovementStep, first: Sequence[ImprovementStep], today: date) -> StepLine:
    is_late = step.due is not None and step.due < today and step.state not in OVER
    return StepLine(step, [one for one in first if one.state not in OVER], is_late)


def ready_steps(*, improvement: int) -> list[ImprovementStep]:
    """The steps that were decided and may begin now."""
    rows = {row.pk: row for row in steps().filter(to_be__improvement=improvement)}
    found = ready(
        needs_by_step(improvement=improvement),
        done=[pk for pk, row in rows.items() if row.state in OVER],
        waiting=[pk for pk, row in rows.items() if row.state == StepState.DECIDED],
    )
    return [rows[pk] for pk in found]


@dataclass(frozen=True, slots=True)
class Cell:
    """How one section stands to one step; `said` is None where it has not spoken."""

    section: Section
    said: SectionVoice | None
    need: str

    @property
    def state(self) -> str:
        """As states are shown: done where it is with it, waiting while it has not spoken, else doing."""
        if self.said is None:
            return "waiting"
        return "doing" if self.need else "done"


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A step on the board with one cell a section."""

    step: ImprovementStep
    cells: Sequence[Cell]
    waits_for: Sequence[ImprovementStep]


@dataclass(frozen=True, slots=True)
class NextMove:
    """The next smallest decision in words: which step, and whom to talk to about what."""

    step: ImprovementStep
    talks: Sequence[tuple[str, str]]

    @property
    def is_decision(self) -> bool:
        """Whether the step can be decided now."""
        return not self.talks


@dataclass(frozen=True, slots=True)
class Board:
    """The consensus board: sections across, steps that are not over down, and the next smallest decision."""

    sections: Sequence[Section]
    rows: Sequence[BoardRow]
    move: NextMove | None


def board(*, improvement: int, today: date) -> Board:
    """The board of an undertaking. Sections concerned are those that were heard, own a step or said something."""
    lines = [line for line in step_lines(improvement=improvement, today=today) if line.step.state not in OVER]
    latest = newest(improvement=improvement)
    concerned = _concerned(improvement)
    items = [_item(line, latest, concerned) for line in lines]
    missing = {item.key: needs_of(item) for item in items}
    rows = [
        BoardRow(line.step, [_cell(section, line.step.pk, latest, missing) for section in concerned], line.waits_for)
        for line in lines
    ]
    undecided = [item for line, item in zip(lines, items, strict=True) if line.step.state == StepState.IDEA]
    return Board(concerned, rows, _move(next_decision(undecided), lines, concerned))


def newest(*, improvement: int) -> dict[tuple[int, int], SectionVoice]:
    """What each section said last of each step, by step and section."""
    rows = SectionVoice.objects.filter(step__to_be__improvement=improvement).select_related("said_by")
    return {(row.step_id, row.section_id): row for row in rows.order_by("recorded_at", "pk")}


def _concerned(improvement: int) -> list[Section]:
    heard = Q(pk__in=Hearing.objects.filter(improvement=improvement).values("section"))
    owns = Q(pk__in=ImprovementStep.objects.filter(to_be__improvement=improvement).values("owner"))
    said = Q(pk__in=SectionVoice.objects.filter(step__to_be__improvement=improvement).values("section"))
    rows: QuerySet[Section] = Section.objects.filter(heard | owns | said)
    return list(rows.order_by("name", "pk"))


def _item(line: StepLine, latest: Mapping[tuple[int, int], SectionVoice], concerned: Sequence[Section]) -> Item:
    said = {section.pk: latest.get((line.step.pk, section.pk)) for section in concerned}
    voices = {pk: Voice(one.understands, one.agrees, one.bears) if one else None for pk, one in said.items()}
    return Item(line.step.pk, voices, not line.waits_for, float(line.hours_a_year))


def _cell(
    section: Section,
    step: int,
    latest: Mapping[tuple[int, int], SectionVoice],
    missing: Mapping[int, Mapping[int, Need]],
) -> Cell:
    need = missing[step].get(section.pk)
    return Cell(section, latest.get((step, section.pk)), str(NEEDED[need]) if need else "")


def _move(move: Move | None, lines: Sequence[StepLine], concerned: Sequence[Section]) -> NextMove | None:
    if move is None:
        return None
    step = next(line.step for line in lines if line.step.pk == move.key)
    talks = [(section.name, str(NEEDED[move.needs[section.pk]])) for section in concerned if section.pk in move.needs]
    return NextMove(step, talks)


@dataclass(frozen=True, slots=True)
class StepPage:
    """A step: what it waits for, what waits for it, how the sections stood to it over time."""

    step: ImprovementStep
    needs: Sequence[StepNeed]
    needed_by: Sequence[StepNeed]
    history: Sequence[SectionVoice]


def step_page(*, step: ImprovementStep) -> StepPage:
    """What the page of a step shows."""
    history = SectionVoice.objects.filter(step=step).select_related("section", "said_by")
    history = history.order_by("-recorded_at", "-pk")
    return StepPage(
        step, list(needs().filter(step=step).order_by("pk")), list(needs().filter(needs=step).order_by("pk")),
        list(history),
    )  # fmt: skip
