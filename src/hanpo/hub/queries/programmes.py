"""Reads of the programme: the participants' projects side by side, in the order of their codes and never ranked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, QuerySet

from hanpo.core import scope
from hanpo.hub.models import Participation, Programme, Project
from hanpo.hub.queries.outlines import (
    ProjectCounts,
    ProjectLine,
    WantedProjects,
    counts_of,
    narrowed,
    outline,
    outline_page,
)
from hanpo.hub.queries.projects import projects
from hanpo.hub.queries.support import Counters, counters

EVERYTHING = WantedProjects()


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """The programme with a page of its projects (of `ProjectLine`), the participants that have none yet, and the counts
    of half-steps."""

    programme: Programme
    page: Page[Any]
    without_project: tuple[Participation, ...]
    counters: Counters


def programmes() -> QuerySet[Programme]:
    """The programmes in which a municipality of the current scope takes part, the latest first."""
    counted = Programme.objects.select_related("host").annotate(
        participant_count=Count("participations__municipality", distinct=True)
    )
    return counted.order_by("-starts_on", "pk")


def participations() -> QuerySet[Participation]:
    """The participations of the municipalities of the current scope."""
    return Participation.objects.select_related("municipality", "programme", "prefectural_officer")


def programme_counts(programme: Programme, *, among: scope.Scope) -> ProjectCounts:
    """How many projects the participants (see `hanpo.hub.queries.sharing`) have, by municipality and field."""
    with scope.within(among):
        return counts_of(_projects(programme))


def programme_page(
    programme: Programme,
    *,
    among: scope.Scope,
    today: date,
    wanted: WantedProjects = EVERYTHING,
    number: str | None = None,
) -> ProgrammePage:
    """The participants' projects in outline, a page of them, sorted by 団体コード."""
    own = scope.current()
    with scope.within(among):
        rows = _projects(programme)
        page = outline_page(rows=rows, wanted=wanted, number=number, today=today, own=own)
        rest = participations().filter(programme=programme, projects__isnull=True)
        return ProgrammePage(programme, page, tuple(rest), counters(rows))


def programme_lines(
    programme: Programme, *, among: scope.Scope, today: date, wanted: WantedProjects = EVERYTHING
) -> tuple[ProjectLine, ...]:
    """Every participant's project in outline, for a file."""
    own = scope.current()
    with scope.within(among):
        return outline(list(narrowed(rows=_projects(programme), wanted=wanted)), today=today, own=own)


def _projects(programme: Programme) -> QuerySet[Project]:
    return projects().filter(participation__programme=programme)
