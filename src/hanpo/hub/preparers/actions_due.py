"""Work and actions of meetings that are due within a week, in the tray of the section that owes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hanpo.core import clock
from hanpo.core.models import Municipality, MunicipalityKind, Person, PreparedWork
from hanpo.core.registry import Draft, DraftField, Fact
from hanpo.hub.actions.meetings import finish_action, reopen_action
from hanpo.hub.actions.parts import change_part, finish_work_item
from hanpo.hub.models import ActionState, MeetingOutcome, WorkItem, WorkState
from hanpo.hub.queries.meetings import open_actions
from hanpo.hub.queries.work import open_work

AHEAD = timedelta(days=7)


class ActionDue:
    """Asks once, a week before: is it done? Approving says yes and reports it; the meeting page and the project
    follow.
    """

    key = "hub.action_due"
    label = gettext_lazy("期限の近い作業")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        for outcome in open_actions().filter(due__lte=today + AHEAD):
            if outcome.municipality_id == municipality.pk or _is_the_prefectures(outcome, municipality):
                yield _outcome_draft(outcome, municipality, today)
        for item in open_work(until=today + AHEAD).filter(municipality=municipality):
            yield _work_draft(item, today)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        if "outcome" in values:
            outcome = MeetingOutcome.objects.get(pk=values["outcome"])
            _require_open(outcome.state == ActionState.OPEN)
            finish_action(actor=actor, outcome=outcome, note=values["note"])
        else:
            item = WorkItem.objects.get(pk=values["work_item"])
            _require_open(item.state in (WorkState.TO_DO, WorkState.DOING))
            finish_work_item(actor=actor, item=item, done_on=clock.today())
        return {name: values[name] for name in ("outcome", "work_item", "state") if name in values}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        if "outcome" in work.undo:
            reopen_action(actor=actor, outcome=MeetingOutcome.objects.get(pk=work.undo["outcome"]))
            return
        item = WorkItem.objects.get(pk=work.undo["work_item"])
        changes = {"state": WorkState(work.undo["state"]), "done_on": None}
        change_part(actor=actor, part=item, based_on=item.version, changes=changes)


def _require_open(is_open: bool) -> None:
    if not is_open:
        raise ValidationError(_("ほかの人が先に済みにしています。このおぜん立ては見送ってかまいません。"))


def _is_the_prefectures(outcome: MeetingOutcome, municipality: Municipality) -> bool:
    """An action that names no municipality is followed up by the prefecture."""
    return outcome.municipality_id is None and municipality.kind == MunicipalityKind.PREFECTURE


def _outcome_draft(outcome: MeetingOutcome, municipality: Municipality, today: date) -> Draft:
    is_prefecture = municipality.kind == MunicipalityKind.PREFECTURE
    url = reverse("hub:meeting", args=[outcome.meeting_id])
    return Draft(
        key=f"outcome:{outcome.pk}",
        title=_("宿題：%s") % outcome.text[:150],
        why=[
            Fact(text=_("%(meeting)sで決まった作業です") % {"meeting": outcome.meeting.title}, url=url),
            Fact(text=_when(outcome.due, today)),
        ],
        effect=_("「済み」として会議の記録に載り、次の会議の議題から外れます。"),
        minutes_saved=10,
        role="prefecture" if is_prefecture else _role(outcome.section_id),
        section=outcome.section,
        due=outcome.due,
        url=url,
        values={"outcome": outcome.pk, "note": ""},
        fields=[DraftField(name="note", label=_("ひとこと（結果・残ったこと）"), kind="text")],
    )


def _work_draft(item: WorkItem, today: date) -> Draft:
    section = item.owner_section or item.project.owner_section
    url = reverse("hub:project", args=[item.project_id])
    return Draft(
        key=f"work:{item.pk}",
        title=_("作業：%s") % item.title[:150],
        why=[
            Fact(text=_("取組「%s」の作業です") % item.project.title, url=url),
            Fact(text=_when(item.due, today)),
        ],
        effect=_("「済み」になり、月次報告の下書きに載ります。"),
        minutes_saved=5,
        role=_role(section.pk if section else None),
        section=section,
        due=item.due,
        url=url,
        values={"work_item": item.pk, "state": str(item.state)},
    )


def _role(section_id: int | None) -> str:
    return "dx_office" if section_id is None else "section_staff"


def _when(due: date | None, today: date) -> str:
    days = (due - today).days if due else 0
    if days < 0:
        return ngettext("期限を%d日過ぎています", "期限を%d日過ぎています", -days) % -days
    if days == 0:
        return _("今日が期限です")
    return ngettext("期限まであと%d日です", "期限まであと%d日です", days) % days
