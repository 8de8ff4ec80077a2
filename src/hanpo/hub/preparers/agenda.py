"""The agenda of the next meeting, drafted from the open points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import scope
from hanpo.core.japanese import format_wareki
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.registry import Draft, DraftField, Fact
from hanpo.hub.actions.meetings import remove_agenda_items, set_agenda
from hanpo.hub.engine.staleness import Stale
from hanpo.hub.models import Meeting, Programme, Project
from hanpo.hub.queries.activity import moving_projects
from hanpo.hub.queries.meetings import held_over, next_meeting, open_actions
from hanpo.hub.queries.projects import stale_projects
from hanpo.hub.queries.sharing import participants

AHEAD = timedelta(days=28)
MOST_POINTS = 6
"""Of each kind of open point; a meeting that lists more discusses none."""


class NextAgenda:
    """For the host of the programme: one line an item, to be changed freely before it is approved."""

    key = "hub.next_agenda"
    label = gettext_lazy("次の会議の議題案")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        for programme in Programme.objects.filter(host=municipality, starts_on__lte=today):
            meeting = next_meeting(programme=programme, today=today)
            if meeting and meeting.held_on <= today + AHEAD and not meeting.agendaitems.exists():
                yield _draft(meeting, _points(programme, today))

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        meeting = Meeting.objects.get(pk=values["meeting"])
        lines = [line.strip() for line in values["agenda"].splitlines() if line.strip()]
        if not lines:
            raise ValidationError({"agenda": _("議題を1つは書いてください。要らないときは、見送ってください。")})
        items = set_agenda(actor=actor, meeting=meeting, items=[{"title": line[:200]} for line in lines])
        return {"meeting": meeting.pk, "items": [item.pk for item in items]}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        meeting = Meeting.objects.get(pk=work.undo["meeting"])
        remove_agenda_items(actor=actor, meeting=meeting, items=work.undo["items"])


def _points(programme: Programme, today: date) -> list[Fact]:
    """The open points: what was held over, what is overdue, who is stuck."""
    points = [
        Fact(text=_("保留だったこと：%s") % outcome.text[:80], url=reverse("hub:meeting", args=[outcome.meeting_id]))
        for outcome in held_over(programme=programme)[:MOST_POINTS]
    ]
    overdue = open_actions(programme=programme).filter(due__lt=today)
    points += [
        Fact(text=_("期限を過ぎた宿題：%s") % outcome.text[:80], url=reverse("hub:meeting", args=[outcome.meeting_id]))
        for outcome in overdue[:MOST_POINTS]
    ]
    for project, stale in _stuck(programme, today)[:MOST_POINTS]:
        text = _("%(place)s「%(project)s」の次の一手（%(days)d日動きなし）") % {
            "place": project.municipality.name,
            "project": project.title,
            "days": stale.days,
        }
        points.append(Fact(text=text, url=reverse("hub:project", args=[project.pk])))
    return points


def _stuck(programme: Programme, today: date) -> list[tuple[Project, Stale]]:
    """The participants' projects that nobody heard of; the host reads them as a participant of the programme does."""
    with scope.within(participants(programme)):
        projects = list(moving_projects().filter(participation__programme=programme))
        return stale_projects(today=today, among=projects)


def _draft(meeting: Meeting, points: list[Fact]) -> Draft:
    day = format_wareki(meeting.held_on, weekday=True)
    agenda = [_("各市町の取組状況"), *(point.text for point in points), _("意見交換"), _("次回までの作業の確認")]
    return Draft(
        key=str(meeting.pk),
        title=(_("議題案：%(meeting)s（%(day)s）") % {"meeting": meeting.title, "day": day})[:200],
        why=points or [Fact(text=_("保留や期限切れの宿題はありません。定例の議題だけです。"))],
        effect=_("この議題が会議のページに載り、参加市町から見えるようになります。"),
        minutes_saved=45,
        role="prefecture",
        due=meeting.held_on - timedelta(days=7),
        url=reverse("hub:meeting", args=[meeting.pk]),
        values={"meeting": meeting.pk, "agenda": "\n".join(agenda)},
        fields=[DraftField(name="agenda", label=_("議題（1行に1つ）"), kind="text")],
    )
