"""What the hub tells the house: passages for the search, days for the calendar, facts for the prefecture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Max, Min
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from hanpo.core.registry import CalendarItem, Fact, SearchText
from hanpo.hub.models import (
    Decision,
    DecisionState,
    NextThing,
    Problem,
    Project,
    ProjectNews,
    Stakeholder,
    WorkItem,
    WorkState,
)
from hanpo.hub.queries.projects import projects


def project_url(row: Any) -> str:
    """The page of a project, or of the project that a part belongs to."""
    return reverse("hub:project", args=[row.pk if isinstance(row, Project) else row.project_id])


def stakeholders_url(row: Stakeholder | Decision) -> str:
    """The page of the stakeholders of the row's project."""
    return reverse("hub:stakeholders", args=[row.project_id])


def project_texts(row: Project) -> Iterable[SearchText]:
    """The passages of a project."""
    yield SearchText(text=row.title, weight=3)
    body = (row.field, row.summary, row.goal, row.benefit_for_staff, row.benefit_for_residents, row.supporting_company)
    yield from (SearchText(text=text) for text in body if text)


def problem_texts(row: Problem) -> Iterable[SearchText]:
    """The passages of a problem."""
    yield SearchText(text=row.text, weight=3)
    yield from (SearchText(text=text) for text in (row.tried, row.in_whose_words) if text)


def work_texts(row: WorkItem) -> Iterable[SearchText]:
    """The passages of a piece of work."""
    yield SearchText(text=row.title, weight=3)
    yield from (SearchText(text=text) for text in (row.note, row.owner) if text)


def news_texts(row: ProjectNews) -> Iterable[SearchText]:
    """The passages of news."""
    yield SearchText(text=row.text)


def stakeholder_texts(row: Stakeholder) -> Iterable[SearchText]:
    """The passages of a stakeholder."""
    yield SearchText(text=row.name, weight=3)
    body = (row.interest, row.context, row.own_words, row.promise, row.next_step)
    yield from (SearchText(text=text) for text in body if text)


def decision_texts(row: Decision) -> Iterable[SearchText]:
    """The passages of a decision; what was decided weighs more than the rest."""
    yield SearchText(text=row.title, weight=3)
    yield from (SearchText(text=text, weight=2) for text in (row.result, row.reason) if text)
    yield from (SearchText(text=text) for text in (row.next_smallest,) if text)


def work_calendar(first: date, last: date) -> Iterable[CalendarItem]:
    """Open work and announced things that fall due between two days."""
    work = WorkItem.objects.filter(due__range=(first, last), state__in=[WorkState.TO_DO, WorkState.DOING])
    yield from _project_days(work.values_list("due", *_DAY), _("%(place)s 作業の期限：%(title)s"))
    coming = NextThing.objects.filter(expected_by__range=(first, last), done_on=None)
    yield from _project_days(coming.values_list("expected_by", *_DAY), _("%(place)s 今後の取組：%(title)s"))


_DAY = ("municipality__name", "title", "project_id")
"""What a day of the calendar says, after the day itself."""


def _project_days(rows: Iterable[tuple[date, str, str, int]], words: str) -> Iterable[CalendarItem]:
    for day, place, title, project in rows:
        address = reverse_lazy("hub:project", args=[project])
        yield CalendarItem(day=day, title=words % {"place": place, "title": title}, url=address)


def decision_calendar(first: date, last: date) -> Iterable[CalendarItem]:
    """Decisions that are needed between two days."""
    rows = Decision.objects.filter(needed_by__range=(first, last), state=DecisionState.OPEN)
    for day, place, title, project in rows.values_list("needed_by", *_DAY):
        words = _("%(place)s 決める期限：%(title)s") % {"place": place, "title": title}
        yield CalendarItem(day=day, title=words, url=reverse_lazy("hub:stakeholders", args=[project]))


def steps_of_municipalities(today: date) -> Mapping[str, Fact]:
    """For each municipality of the current scope the field of its first project and the step on which it stands."""
    first = Project.objects.order_by().values("municipality_id").annotate(first=Min("pk")).values("first")
    return {
        row.municipality_id: Fact(
            text=f"{row.field}　{row.current_step.name if row.current_step else _('ステップ未定')}",
            url=project_url(row),
        )
        for row in projects().filter(pk__in=first)
    }


def news_of_municipalities(today: date) -> Mapping[str, Fact]:
    """For each municipality of the current scope the days since the last news of its first project that has any."""
    first = ProjectNews.objects.order_by().values("municipality_id").annotate(first=Min("project_id")).values("first")
    news = ProjectNews.objects.order_by().filter(project__in=first).values_list("municipality_id", "project_id")
    return {
        place: Fact(text=_("%d日前") % (today - last).days, url=reverse("hub:project", args=[project]))
        for place, project, last in news.annotate(last=Max("happened_on"))
    }
