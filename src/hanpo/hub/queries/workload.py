"""Reads of the workload: for each section the months beside what the section has, and an honest verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet

from hanpo.core.models import Section
from hanpo.hub.engine import workload
from hanpo.hub.engine.drawing import Chart, draw_months
from hanpo.hub.engine.workload import Capacity, Finding, Load, Month, Season, Verdict
from hanpo.hub.models import Basis, BusySeason, Project, ProjectLoad, SectionCapacity
from hanpo.hub.queries.words import finding_words, verdict_sentence

T = TypeVar("T", SectionCapacity, BusySeason)


@dataclass(frozen=True, slots=True)
class SectionLoad:
    """A section's months in a project, the verdict on them, and the statements they rest on."""

    section: Section
    months: tuple[Month, ...]
    verdict: Verdict
    capacities: tuple[SectionCapacity, ...]
    seasons: tuple[BusySeason, ...]
    rows: tuple[ProjectLoad, ...]

    @property
    def verdict_words(self) -> str:
        """The verdict in words."""
        return finding_words(self.verdict)

    @property
    def verdict_sentence(self) -> str:
        """The verdict with its sums and what is not known."""
        return verdict_sentence(self.verdict)

    @property
    def is_bad(self) -> bool:
        """Whether the project costs the section more than it gives back, or more than it has."""
        costly = self.verdict.finding in (Finding.ONLY_ADDS, Finding.COSTS_MORE)
        return costly or bool(self.verdict.months_over)

    @property
    def is_good(self) -> bool:
        """Whether it gives back at least what it asks, in every month that is known."""
        return self.verdict.finding is Finding.GIVES_BACK and not self.is_bad

    @property
    def chart(self) -> Chart:
        """The months as bars."""
        return draw_months(self.months)


def section_loads(project: Project) -> list[SectionLoad]:
    """The workload of a project, section by section; the owner section first, even where nothing is known of it."""
    rows: dict[int, list[ProjectLoad]] = defaultdict(list)
    for row in ProjectLoad.objects.filter(project=project).order_by("month"):
        rows[row.section_id].append(row)
    wanted = sections_of(project)
    capacities = _by_section(SectionCapacity.objects.filter(section__in=wanted))
    seasons = _by_section(BusySeason.objects.filter(section__in=wanted))
    return [_section_load(s, rows[s.pk], capacities.get(s.pk, []), seasons.get(s.pk, [])) for s in wanted]


def verdicts_of(projects: Iterable[Project]) -> dict[int, Verdict]:
    """The verdict on each project over all its sections, in one query."""
    wanted = [p.pk for p in projects]
    loads: dict[int, list[Load]] = defaultdict(list)
    for row in ProjectLoad.objects.filter(project_id__in=wanted):
        loads[row.project_id].append(_load(row))
    return {pk: workload.judge(workload.balance(loads=loads[pk], capacities=(), seasons=())) for pk in wanted}


def sections_of(project: Project) -> list[Section]:
    """The sections that a project asks for work: the owner section first, then the others by name."""
    others = Section.objects.filter(pk__in=ProjectLoad.objects.filter(project=project).values("section_id"))
    found = {s.pk: s for s in others.order_by("name")}
    owner = project.owner_section
    if owner is not None:
        found = {owner.pk: owner, **{k: v for k, v in found.items() if k != owner.pk}}
    return list(found.values())


def capacities() -> QuerySet[SectionCapacity]:
    """What the sections of the current scope said they have."""
    return SectionCapacity.objects.select_related("section")


def seasons() -> QuerySet[BusySeason]:
    """The busy seasons of the sections of the current scope."""
    return BusySeason.objects.select_related("section")


def _by_section(rows: Iterable[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[row.section_id].append(row)
    return found


def _section_load(
    section: Section, rows: Sequence[ProjectLoad], capacities: Sequence[SectionCapacity], seasons: Sequence[BusySeason]
) -> SectionLoad:
    months = workload.balance(
        loads=[_load(row) for row in rows],
        capacities=[Capacity(hours=c.hours_per_month, since=c.since, until=c.until) for c in capacities],
        seasons=[
            Season(from_month=s.from_month, to_month=s.to_month, hours=s.hours_per_month, reason=s.reason)
            for s in seasons
        ],
    )
    return SectionLoad(section, tuple(months), workload.judge(months), tuple(capacities), tuple(seasons), tuple(rows))


def _load(row: ProjectLoad) -> Load:
    return Load(
        month=row.month,
        asked=row.hours_asked,
        asked_is_measured=row.asked_basis == Basis.MEASURED,
        returned=row.hours_returned,
        returned_is_measured=row.returned_basis == Basis.MEASURED,
    )
