"""Reads around stakeholders: who understands, who is warm, when they were last spoken to, what they agreed to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hanpo.hub.models import (
    Agreement,
    Answered,
    Decision,
    DecisionState,
    Project,
    Stakeholder,
    StakeholderContact,
)


@dataclass(frozen=True, slots=True)
class StakeholderLine:
    """A stakeholder on the map, with the last talk (`None`: never spoken to) and the last observed warmth."""

    stakeholder: Stakeholder
    last: StakeholderContact | None
    days_since: int | None
    warmth: int | None
    warmth_before: int | None
    contacts: tuple[StakeholderContact, ...]

    @property
    def words(self) -> str:
        """What they said last in their own words."""
        spoken = next((c.stance for c in self.contacts if c.stance), "")
        return spoken or self.stakeholder.own_words

    @property
    def warmth_label(self) -> str:
        """The warmth with its sign, as it is spoken: −2 … ＋2."""
        if self.warmth is None:
            return ""
        return ("−" if self.warmth < 0 else "＋" if self.warmth > 0 else "") + str(abs(self.warmth))

    @property
    def warmth_place(self) -> int | None:
        """The place on the scale from 0 (−2) to 4 (＋2)."""
        return None if self.warmth is None else self.warmth + 2

    @property
    def is_cooling(self) -> bool:
        """Whether the warmth fell between the last two observations."""
        return self.warmth is not None and self.warmth_before is not None and self.warmth < self.warmth_before


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """What one stakeholder answered to one decision."""

    stakeholder: Stakeholder
    latest: Agreement | None
    answer: str
    label: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision with the latest answer of every stakeholder, and the counts of answers."""

    decision: Decision
    cells: tuple[AnswerCell, ...]
    counts: tuple[tuple[str, str, int], ...]


def stakeholder_map(project: Project, *, today: date) -> list[StakeholderLine]:
    """The stakeholders of a project: sections of the town hall first, then groups and posts."""
    rows = list(Stakeholder.objects.filter(project=project).select_related("section"))
    contacts: dict[int, list[StakeholderContact]] = defaultdict(list)
    for contact in StakeholderContact.objects.filter(stakeholder__in=rows).select_related("recorded_by"):
        contacts[contact.stakeholder_id].append(contact)
    order = {"section": 0, "group": 1, "post": 2}
    return [_line(row, contacts[row.pk], today) for row in sorted(rows, key=lambda s: (order[s.kind], s.name))]


def decisions(project: Project) -> list[DecisionLine]:
    """The decisions of a project (open ones first), each with the latest answer of every stakeholder."""
    people = list(Stakeholder.objects.filter(project=project).order_by("kind", "name"))
    latest: dict[tuple[int, int], Agreement] = {}
    for row in Agreement.objects.filter(decision__project=project).order_by("answered_on", "pk"):
        latest[row.decision_id, row.stakeholder_id] = row
    rows = sorted(decisions_of(project), key=lambda d: (d.state != DecisionState.OPEN, d.needed_by or date.max, d.pk))
    return [_decision_line(decision, people, latest) for decision in rows]


def decisions_of(project: Project) -> QuerySet[Decision]:
    """The decisions of a project."""
    return Decision.objects.filter(project=project)


def stakeholders() -> QuerySet[Stakeholder]:
    """The stakeholders of the current scope."""
    return Stakeholder.objects.select_related("project", "section", "municipality")


def all_decisions() -> QuerySet[Decision]:
    """The decisions of the current scope."""
    return Decision.objects.select_related("project", "municipality")


def _line(row: Stakeholder, contacts: list[StakeholderContact], today: date) -> StakeholderLine:
    last = contacts[0] if contacts else None
    observed = [c.warmth for c in contacts if c.warmth is not None]
    return StakeholderLine(
        stakeholder=row,
        last=last,
        days_since=None if last is None else max((today - last.spoken_on).days, 0),
        warmth=observed[0] if observed else None,
        warmth_before=observed[1] if len(observed) > 1 else None,
        contacts=tuple(contacts),
    )


def _decision_line(
    decision: Decision, people: list[Stakeholder], latest: dict[tuple[int, int], Agreement]
) -> DecisionLine:
    cells = tuple(_cell(person, latest.get((decision.pk, person.pk))) for person in people)
    counts = tuple(
        (value, str(label), sum(1 for cell in cells if cell.answer == value)) for value, label in Answered.choices
    )
    return DecisionLine(decision, cells, counts)


def _cell(stakeholder: Stakeholder, latest: Agreement | None) -> AnswerCell:
    answer = Answered(latest.answer) if latest else Answered.NOT_ASKED
    return AnswerCell(stakeholder, latest, answer.value, str(answer.label))
