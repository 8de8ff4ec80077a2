"""Pages of decision records: the list, one record, its steps, what follows, and what anybody may read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.pages import PageRequest, download, form_page, page, page_of, public, show, tried
from hanpo.council.actions import decisions as actions
from hanpo.council.files.decisions import WORD, decision_word
from hanpo.council.inputs.decisions import (
    AfterwardsForm,
    CorrectionForm,
    DecisionForm,
    FinishForm,
    FollowUpForm,
    MoveForm,
    NewDecisionForm,
    OpinionForm,
)
from hanpo.council.models import DecisionRecord, DecisionState, FollowUp
from hanpo.council.queries import decisions as queries

KEEP = "council.keep_decisions"


@page("council.see")
def decision_list(request: PageRequest) -> HttpResponse:
    """The records of decisions, the newest first."""
    return show(request, "council/deciding/decisions.html", page=page_of(request, queries.decisions()))


@page("council.see")
def decision(request: PageRequest, pk: int) -> HttpResponse:
    """One record with its way so far, opinions, corrections and what follows."""
    row = _decision(pk)
    shown = queries.decision_page(decision=row)
    return show(request, "council/deciding/decision.html", decision=row, shown=shown, form=FinishForm())


@page("council.see")
def decision_file(request: PageRequest, pk: int) -> HttpResponse:
    """The record as a Word file."""
    row = _decision(pk)
    body = decision_word(queries.decision_page(decision=row), today=clock.today())
    return download(body, _("決定記録 {title}.docx").format(title=row.title), WORD)


@page(KEEP)
def decision_add(request: PageRequest) -> HttpResponse:
    """Record a proposal."""
    form = NewDecisionForm(request.POST or None, councils=queries.councils(), polls=queries.closed_polls())

    def save() -> str:
        council = form.cleaned_data["council"]
        actions.propose_decision(actor=request.user, council=council, values=form.facts(), today=clock.today())
        return _("提案を記録しました。次に、意見照会へ進めるか、決定を記録してください。")

    back = reverse("council:decisions")
    return _form(request, form, save, back, _("決定記録を起こす"), is_decision=True)


@page(KEEP)
def decision_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change a record; after the decision only when it is looked at again, and who may read it."""
    row = _decision(pk)
    kind = DecisionForm if row.may_be_written else AfterwardsForm
    form = kind(request.POST or None, instance=row)

    def save() -> str:
        actions.edit_decision(actor=request.user, decision=row, based_on=form.based_on, changes=form.changes())
        return _("決定記録を保存しました。")

    return _of(request, row, form, save, _("決定記録を直す"))


@page(KEEP)
def decision_move(request: PageRequest, pk: int, to: str) -> HttpResponse:
    """Take a record to another state."""
    row = _decision(pk)
    if to not in row.next_states:
        raise Http404
    form = MoveForm(request.POST or None, decision=row, to=to)

    def save() -> str:
        comment = form.cleaned_data["comment"]
        actions.move_decision(actor=request.user, decision=row, to=to, comment=comment, facts=form.facts())
        return _("「{state}」に進めました。").format(state=DecisionState(to).label)

    title = _("「{state}」へ進める").format(state=DecisionState(to).label)
    return _of(request, row, form, save, title, submit=title)


@page("council.give_opinion")
def decision_opinion(request: PageRequest, pk: int) -> HttpResponse:
    """Say what the municipality thinks of a proposal."""
    row = _decision(pk)
    form = OpinionForm(request.POST or None, places=queries.own_places(decision=row))

    def save() -> str:
        said = form.cleaned_data
        actions.give_opinion(actor=request.user, decision=row, municipality=said["municipality"], text=said["text"])
        return _("意見を記録しました。")

    note = _("意見は、市町名を付けて構成員に示されます。後から消すことはできません。")
    return _of(request, row, form, save, _("意見を入れる"), note=note)


@page(KEEP)
def decision_correct(request: PageRequest, pk: int) -> HttpResponse:
    """Append a correction."""
    row = _decision(pk)
    form = CorrectionForm(request.POST or None)

    def save() -> str:
        actions.correct_decision(actor=request.user, decision=row, **form.cleaned_data)
        return _("訂正を加えました。元の文も残っています。")

    return _of(request, row, form, save, _("訂正を加える"))


@page(KEEP)
def follow_up_add(request: PageRequest, pk: int) -> HttpResponse:
    """Write down what follows."""
    row = _decision(pk)
    form = FollowUpForm(request.POST or None, places=queries.places_of(council=row.council))

    def save() -> str:
        actions.add_follow_up(actor=request.user, decision=row, values=form.values())
        return _("作業を加えました。期限の1週間前に、担当のおぜん立てに出ます。")

    return _of(request, row, form, save, _("決定後の作業を加える"))


@page(KEEP)
def follow_up_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change what follows."""
    row = get_object_or_404(queries.follow_ups(), pk=pk)
    form = FollowUpForm(request.POST or None, instance=row, places=queries.places_of(council=row.decision.council))

    def save() -> str:
        actions.change_follow_up(actor=request.user, follow_up=row, based_on=form.based_on, changes=form.changes())
        return _("作業を保存しました。")

    return _of(request, row.decision, form, save, _("決定後の作業を直す"))


@page("council.finish_follow_ups")
@require_POST
def follow_up_finish(request: PageRequest, pk: int) -> HttpResponse:
    """Say that it was done."""
    row, note = _to_do(pk), request.POST.get("note", "")
    deed = partial(actions.finish_follow_up, actor=request.user, follow_up=row, today=clock.today(), note=note)
    return _tried(request, row, deed, _("「{text}」を済みにしました。").format(text=row.text))


@page("council.finish_follow_ups")
@require_POST
def follow_up_reopen(request: PageRequest, pk: int) -> HttpResponse:
    """Say that it was not done after all."""
    row = _to_do(pk)
    deed = partial(actions.reopen_follow_up, actor=request.user, follow_up=row)
    return _tried(request, row, deed, _("「{text}」を、これからの作業に戻しました。").format(text=row.text))


@public
def public_list(request: HttpRequest) -> HttpResponse:
    """The decisions that anybody may read."""
    context = {"decisions": queries.public_decisions(), "today": clock.today()}
    return render(request, "council/deciding/public_decisions.html", context)


@public
def public_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision that anybody may read."""
    try:
        shown = queries.public_decision(pk=pk)
    except DecisionRecord.DoesNotExist as absent:
        raise Http404 from absent
    context = {"decision": shown.decision, "shown": shown, "today": clock.today()}
    return render(request, "council/deciding/public_decision.html", context)


def _decision(pk: int) -> DecisionRecord:
    return get_object_or_404(queries.decisions(), pk=pk)


def _to_do(pk: int) -> FollowUp:
    return get_object_or_404(queries.follow_ups_to_do(), pk=pk)


def _of(
    request: PageRequest, row: DecisionRecord, form: Any, save: Callable[[], str], title: str, **more: object
) -> HttpResponse:
    """A form that belongs to a record, and leads back to it."""
    back = reverse("council:decision", args=[row.pk])
    return _form(request, form, save, back, title, decision=row, **more)


def _form(
    request: PageRequest, form: Any, save: Callable[[], str], back: str, title: str, **more: object
) -> HttpResponse:
    return form_page(request, "council/deciding/form.html", form=form, save=save, back=back, title=title, **more)


def _tried(request: PageRequest, row: FollowUp, deed: Callable[[], object], done: str) -> HttpResponse:
    return tried(request, deed, done=done, back=reverse("council:decision", args=[row.decision_id]))
