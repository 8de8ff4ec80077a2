"""Pages of meetings: the list, one meeting, its agenda, and what came out of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.pages import PageRequest, page
from hanpo.hub.actions import meetings as actions
from hanpo.hub.files import actions_file
from hanpo.hub.inputs.meetings import (
    ActionFilter,
    AgendaForm,
    AgendaItemForm,
    CorrectionForm,
    MeetingForm,
    NewMeetingForm,
    OutcomeForm,
)
from hanpo.hub.models import Meeting, MeetingOutcome
from hanpo.hub.queries import meetings as queries
from hanpo.hub.queries import programmes, sharing
from hanpo.hub.views.common import download, form_page, page_of, show


@page("hub.see_meetings")
def meeting_list(request: PageRequest) -> HttpResponse:
    """What is planned, and what was held, the newest first."""
    held = page_of(request, queries.held_meetings())
    open_actions = queries.open_actions().count()
    return show(request, "hub/meetings.html", planned=queries.planned_meetings(), page=held, open=open_actions)


@page("hub.see_meetings")
def meeting(request: PageRequest, pk: int) -> HttpResponse:
    """One meeting. Names of persons are shown to those who may see them; everybody else sees organisations."""
    try:
        shown = queries.meeting_page(pk=pk)
    except Meeting.DoesNotExist as absent:
        raise Http404 from absent
    doable = queries.doable(rows=[*shown.actions, *shown.held_over])
    names = request.access.allows("hub.see_names")
    return show(request, "hub/meeting.html", shown=shown, names=names, doable=doable)


@page("hub.edit_meetings")
def meeting_add(request: PageRequest) -> HttpResponse:
    """Put a meeting on the calendar."""
    form = NewMeetingForm(request.POST or None, programmes=programmes.programmes())

    def save() -> str:
        programme = form.cleaned_data["programme"]
        actions.plan_meeting(actor=request.user, programme=programme, values=form.values())
        return _("会議を予定に入れました。保留や宿題がたまると、議題の案がおぜん立てに出ます。")

    context = {"title": _("会議を予定に入れる")}
    back = reverse("hub:meetings")
    return form_page(request, form=form, save=save, back=back, context=context, template="hub/meeting_form.html")


@page("hub.edit_meetings")
def meeting_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change a meeting's day, time, place or state."""
    row = _meeting(pk)
    form = MeetingForm(request.POST or None, instance=row)

    def save() -> str:
        actions.edit_meeting(actor=request.user, meeting=row, based_on=form.based_on, changes=form.changes())
        return _("会議の内容を保存しました。")

    return _of_meeting(request, row, form, save, _("会議の内容を直す"))


@page("hub.edit_meetings")
def agenda(request: PageRequest, pk: int) -> HttpResponse:
    """Add items to the agenda, and take items off."""
    row = _meeting(pk)
    items = list(row.agendaitems.all())
    form = AgendaForm(request.POST or None, items=items)

    def save() -> str:
        gone, more = form.cleaned_data.get("remove"), form.items()
        if gone:
            actions.remove_agenda_items(actor=request.user, meeting=row, items=gone)
        if more:
            actions.set_agenda(actor=request.user, meeting=row, items=more)
        return _("議題を保存しました。")

    return _of_meeting(request, row, form, save, _("議題を直す"), items=items)


@page("hub.edit_meetings")
def agenda_item_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change one item of the agenda."""
    item = get_object_or_404(queries.agenda_items(), pk=pk)
    form = AgendaItemForm(request.POST or None, instance=item)

    def save() -> str:
        actions.change_agenda_item(actor=request.user, item=item, based_on=form.based_on, changes=form.changes())
        return _("議題を保存しました。")

    return _of_meeting(request, item.meeting, form, save, _("議題を直す"))


@page("hub.edit_meetings")
def outcome_add(request: PageRequest, pk: int) -> HttpResponse:
    """Write down what came out of a meeting."""
    row = _meeting(pk)
    form = OutcomeForm(request.POST or None, places=sharing.places(row.programme))

    def save() -> str:
        actions.record_outcome(actor=request.user, meeting=row, values=form.values())
        return _("会議の結果を記録しました。")

    return _of_meeting(request, row, form, save, _("会議の結果を加える"))


@page("hub.edit_meetings")
def outcome_correct(request: PageRequest, pk: int) -> HttpResponse:
    """Correct what came out of a meeting; what stood there before stays readable."""
    row = get_object_or_404(queries.outcomes(), pk=pk)
    form = CorrectionForm(request.POST or None, instance=row, places=sharing.places(row.programme))

    def save() -> str:
        facts = {"based_on": form.based_on, "changes": form.changes(), "reason": form.cleaned_data["reason"]}
        actions.correct_outcome(actor=request.user, outcome=row, **facts)
        return _("会議の結果を直しました。直す前の内容も残っています。")

    return _of_meeting(request, row.meeting, form, save, _("会議の結果を直す"))


@page("hub.finish_actions")
@require_POST
def outcome_finish(request: PageRequest, pk: int) -> HttpResponse:
    """Say that an action was done, or that what was held over is settled."""
    row = get_object_or_404(queries.outcomes_to_do(), pk=pk)
    actions.finish_action(actor=request.user, outcome=row)
    messages.success(request, _("「{text}」を済みにしました。次の会議の議題案から外れます。").format(text=row))
    return _to_outcome(row)


@page("hub.finish_actions")
@require_POST
def outcome_reopen(request: PageRequest, pk: int) -> HttpResponse:
    """Say that an action was not done after all."""
    row = get_object_or_404(queries.outcomes_to_do(), pk=pk)
    actions.reopen_action(actor=request.user, outcome=row)
    messages.success(request, _("「{text}」を、これからの作業に戻しました。").format(text=row))
    return _to_outcome(row)


@page("hub.see_meetings")
def action_list(request: PageRequest) -> HttpResponse:
    """The open actions of all meetings, the earliest due first."""
    form = ActionFilter(request.GET, places=queries.places_with_actions())
    rows = queries.actions_shown(today=clock.today(), **form.asked())
    shown = page_of(request, rows)
    return show(request, "hub/meeting_actions.html", form=form, page=shown, doable=queries.doable(rows=shown))


@page("hub.see_meetings")
def actions_excel(request: PageRequest) -> HttpResponse:
    """The open actions as Excel, exactly as the list shows them."""
    form = ActionFilter(request.GET, places=queries.places_with_actions())
    rows = queries.actions_shown(today=clock.today(), **form.asked())
    return download(actions_file(rows, made_by=request.user.name, today=clock.today()), _("会議の宿題.xlsx"))


def _meeting(pk: int) -> Meeting:
    return get_object_or_404(queries.meetings(), pk=pk)


def _of_meeting(
    request: PageRequest, row: Meeting, form: Any, save: Callable[[], str], title: str, **more: object
) -> HttpResponse:
    """A form that belongs to a meeting, and leads back to it."""
    back = reverse("hub:meeting", args=[row.pk])
    context = {"title": title, "above": back, "above_label": row.title, **more}
    return form_page(request, form=form, save=save, back=back, context=context, template="hub/meeting_form.html")


def _to_outcome(row: MeetingOutcome) -> HttpResponse:
    return redirect("{}#outcome-{}".format(reverse("hub:meeting", args=[row.meeting_id]), row.pk))
