"""What a case begins with: the tasks that follow from a guide, or from a death of which nothing is known yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core.models import Section
from hanpo.counter.engine.deadlines import Due, due
from hanpo.counter.engine.guide import GuideSheet, Line, events_of
from hanpo.counter.engine.rules import Procedure
from hanpo.counter.models import Guidance
from hanpo.counter.queries.guide import sheet_of
from hanpo.counter.queries.rules import NoRulesPublished, book_of, sections_of
from hanpo.counter.queries.shipped.deadlines import deadline_rules

DEATH = "死亡"
"""The life event of the bereavement course, as the catalogue calls it."""
OUTSIDE = "outside"
"""The section of the catalogue that stands for other offices: no task at the city hall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTask:
    """A task that a case begins with. `section` is None where the municipality has not said who stands behind it."""

    procedure: str
    title: str
    section: Section | None
    section_words: str = ""
    answer: str = "needed"
    bring: tuple[str, ...] = ()
    due: date | None = None
    due_why: str = ""


@dataclass(frozen=True, slots=True)
class CasePlan:
    """What a case begins with: the life event, its tasks in the order of visiting, and what is done elsewhere."""

    event: str
    tasks: tuple[PlannedTask, ...]
    elsewhere: tuple[str, ...] = ()

    @property
    def sections(self) -> int:
        """How many sections have something to do."""
        return len({task.section.pk if task.section else task.section_words for task in self.tasks})


def plan_of_guidance(*, guidance: Guidance) -> CasePlan:
    """The tasks that follow from a guide: what is needed here, what the city does by itself, what is not yet clear."""
    sheet = sheet_of(guidance=guidance)
    sections = sections_of(municipality=guidance.municipality_id)
    tasks = tuple(_planned(line, sections, sheet) for line in _at_the_city_hall(sheet))
    elsewhere = tuple(line.procedure.title.ja for line in sheet.elsewhere)
    return CasePlan(_event(sheet), tasks, elsewhere)


def plan_of_death(*, municipality: str, died_on: date | None, today: date) -> CasePlan:
    """Everything that a death can bring to the city hall: each section then says whether it concerns this person.

    Where the municipality has published no rules, or they know of no death, the plan has no task: the desk adds them.
    """
    try:
        procedures = book_of(municipality=municipality, on=today).catalogue.procedures
    except NoRulesPublished:
        return CasePlan(DEATH, ())
    sections = sections_of(municipality=municipality)
    here = [one for one in procedures if one.event == DEATH and one.section != OUTSIDE]
    days = {"died": died_on} if died_on else {}
    tasks = tuple(_to_confirm(one, sections, _first_due(one, days, today)) for one in here)
    elsewhere = tuple(one.title.ja for one in procedures if one.event == DEATH and one.section == OUTSIDE)
    return CasePlan(DEATH, tasks, elsewhere)


def _at_the_city_hall(sheet: GuideSheet) -> Iterator[Line]:
    yield from sheet.needed
    yield from sheet.automatic
    yield from (line for line in sheet.unsure if line.procedure.section != OUTSIDE)


def _planned(line: Line, sections: Mapping[str, Section], sheet: GuideSheet) -> PlannedTask:
    told = line.first_due
    return PlannedTask(
        procedure=line.key,
        title=line.procedure.title.ja,
        section=sections.get(line.procedure.section),
        section_words=_section_words(line, sheet),
        answer=line.answer or "confirm",
        bring=line.procedure.bring,
        due=told.due.advised_day if told else None,
        due_why=told.due.reason_ja if told else "",
    )


def _section_words(line: Line, sheet: GuideSheet) -> str:
    names = {stop.section: stop.name.ja for stop in sheet.stops}
    return names.get(line.procedure.section, line.procedure.section)


def _to_confirm(procedure: Procedure, sections: Mapping[str, Section], told: Due | None) -> PlannedTask:
    return PlannedTask(
        procedure=procedure.key,
        title=procedure.title.ja,
        section=sections.get(procedure.section),
        section_words=procedure.section,
        answer="confirm",
        bring=procedure.bring,
        due=told.advised_day if told else None,
        due_why=told.reason_ja if told else "",
    )


def _first_due(procedure: Procedure, days: Mapping[str, date], today: date) -> Due | None:
    """The first of the last days that are known for a procedure."""
    found = []
    for rule in deadline_rules():
        if procedure.key in rule.procedures:
            told = due(rule, events_of(rule, procedure.event, days), on=today)
            found += [told] if isinstance(told, Due) else []
    return min(found, key=lambda one: one.advised_day, default=None)


def _event(sheet: GuideSheet) -> str:
    """The life event that most of the needed procedures belong to."""
    return _most_common(line.procedure.event for line in (*sheet.needed, *sheet.automatic, *sheet.unsure))


def _most_common(events: Iterable[str]) -> str:
    counted = Counter(events).most_common(1)
    return counted[0][0] if counted else ""


@dataclass(frozen=True, slots=True)
class TypedPlan:
    """A plan with the interview that it comes from, where there is one."""

    plan: CasePlan
    guidance: Guidance | None = None


def plan_of_typed(*, typed: str, event: str, today: date) -> TypedPlan:
    """The plan of a guide whose address a clerk typed or scanned; an empty one for an event without a guide.

    Raises `ValidationError` where no guide is found there.
    """
    if not typed.strip():
        return TypedPlan(CasePlan(event, ()))
    parts = [part for part in typed.strip().split("/") if len(part) >= 24]
    found = Guidance.objects.filter(token__in=parts, expires_on__gte=today).first()
    if found is None:
        raise ValidationError({"guide": _("この手続案内は見つかりません。残しておく日を過ぎたかもしれません。")})
    return TypedPlan(plan_of_guidance(guidance=found), found)
