"""Pages of conversations: take part, read what the answers say, decide what is shown."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.pages import PageRequest, download, form_page, page, page_of, show
from hanpo.core.queries import places
from hanpo.council.actions import conversations as actions
from hanpo.council.files.conversations import results_file
from hanpo.council.inputs.conversations import ConversationForm, ModerationForm, NewConversationForm, StatementForm
from hanpo.council.models import Conversation, OpinionStatement
from hanpo.council.queries import conversations as queries
from hanpo.council.queries import councils
from hanpo.council.queries.readings import results


@page("council.take_part")
def conversation_list(request: PageRequest) -> HttpResponse:
    """The conversations that one may find."""
    rows = queries.for_person(access=request.access)
    lines = queries.lines(rows=rows, today=clock.today())
    return show(request, "council/conversations/list.html", lines=lines, is_staff=request.access.is_staff)


@page("council.take_part")
def conversation(request: PageRequest, pk: int) -> HttpResponse:
    """What the answers say: each statement first, then what all share, then groups where they are sure."""
    row = _found(request, pk)
    context: dict[str, Any] = {"shown": results(conversation=row), "towns": queries.towns_of(row),
               "is_staff": request.access.is_staff,
               "place": queries.place_of_vote(conversation=row, access=request.access),
               "state": queries.state_of(row, today=clock.today()), "is_open": row.is_open(clock.today())}  # fmt: skip
    return show(request, "council/conversations/results.html", conversation=row, **context)


@page("council.take_part")
def conversation_excel(request: PageRequest, pk: int) -> HttpResponse:
    """The results as Excel, without names."""
    row = _found(request, pk)
    body = results_file(results(conversation=row), made_by=request.user.name, today=clock.today())
    return download(body, _("意見の場の結果.xlsx"))


@page("council.take_part")
def take_part(request: PageRequest, pk: int) -> HttpResponse:
    """One statement a page."""
    row = _found(request, pk)
    place = queries.place_of_vote(conversation=row, access=request.access)
    asked = request.GET.get("statement", "")
    shown = queries.next_for(
        conversation=row, person=request.user, place=place, today=clock.today(),
        chosen=int(asked) if asked.isdecimal() else None,
    )  # fmt: skip
    return show(request, "council/conversations/take_part.html", conversation=row, shown=shown)


@page("council.take_part")
@require_POST
def answer(request: PageRequest, pk: int) -> HttpResponse:
    """Take an answer and go on to the next statement."""
    row = _found(request, pk)
    place = queries.place_of_vote(conversation=row, access=request.access)
    choice = request.POST.get("choice", "")
    if not place or choice not in ("1", "0", "-1"):
        raise Http404
    sent = request.POST.get("statement", "")
    statement: OpinionStatement = get_object_or_404(row.statements, pk=int(sent) if sent.isdecimal() else 0)
    try:
        actions.cast_vote(actor=request.user, conversation=row, statement=statement, place=place, choice=int(choice))
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    return redirect("council:take_part", pk=row.pk)


@page("council.take_part")
def mine(request: PageRequest, pk: int) -> HttpResponse:
    """What oneself answered and wrote; nobody else sees this page."""
    row = _found(request, pk)
    answers = queries.own_answers(conversation=row, person=request.user)
    own = queries.own_statements(conversation=row, person=request.user)
    context: dict[str, Any] = {"answers": answers, "own": own, "is_open": row.is_open(clock.today())}
    return show(request, "council/conversations/mine.html", conversation=row, **context)


@page("council.take_part")
def say(request: PageRequest, pk: int) -> HttpResponse:
    """Write a statement of one's own; who is not asked is told so on the page of answers."""
    row = _found(request, pk)
    place = queries.place_of_vote(conversation=row, access=request.access)
    if not place:
        return redirect("council:take_part", pk=row.pk)
    form = StatementForm(request.POST or None)

    def save() -> str:
        town = councils.municipality(code=place)
        actions.propose_statement(actor=request.user, conversation=row, place=town, text=form.cleaned_data["text"])
        return _("ありがとうございます。事務局が確かめたあと、みんなの前に出ます。")

    return _form(request, row, form, save, _("意見文を書く"), reverse("council:take_part", args=[row.pk]))


@page("council.take_part")
def moderation_log(request: PageRequest, pk: int) -> HttpResponse:
    """Every decision about statements, for all who take part."""
    row = _found(request, pk)
    shown = page_of(request, queries.moderation_log(conversation=row))
    return show(request, "council/conversations/log.html", conversation=row, page=shown)


@page("council.run_conversations")
def conversation_add(request: PageRequest) -> HttpResponse:
    """Open a conversation."""
    form = NewConversationForm(request.POST or None, councils=councils.councils(), places=places.municipalities())

    def save() -> str:
        council, first = form.cleaned_data["council"], form.cleaned_data["first"].splitlines()
        actions.open_conversation(actor=request.user, council=council, values=form.values(), first=first)
        return _("意見の場を作りました。始まる日から答えられます。")

    return _form(request, None, form, save, _("意見の場を作る"), reverse("council:conversations"))


@page("council.run_conversations")
def conversation_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change what is asked and until when."""
    row = _found(request, pk)
    form = ConversationForm(request.POST or None, instance=row, places=places.municipalities())

    def save() -> str:
        actions.change_conversation(
            actor=request.user, conversation=row, based_on=form.based_on, changes=form.changes()
        )
        return _("保存しました。")

    return _form(request, row, form, save, _("意見の場の内容を直す"), reverse("council:conversation", args=[row.pk]))


@page("council.run_conversations")
def moderation(request: PageRequest, pk: int) -> HttpResponse:
    """The statements, those that wait first."""
    row = _found(request, pk)
    shown = page_of(request, queries.statements_of(conversation=row))
    return show(request, "council/conversations/moderation.html", conversation=row, page=shown)


@page("council.run_conversations")
def moderate(request: PageRequest, pk: int) -> HttpResponse:
    """Decide whether a statement is shown."""
    row = get_object_or_404(queries.statements(), pk=pk)
    form = ModerationForm(request.POST or None)

    def save() -> str:
        told = form.cleaned_data
        actions.moderate(actor=request.user, statement=row, state=told["state"], reason=told["reason"])
        return _("判断を記録しました。")

    back = reverse("council:moderation", args=[row.conversation_id])
    return _form(request, row.conversation, form, save, _("掲載の判断"), back, statement=row)


@page("council.run_conversations")
@require_POST
def read(request: PageRequest, pk: int) -> HttpResponse:
    """Have the answers read now."""
    row = _found(request, pk)
    actions.ask_for_reading(actor=request.user, conversation=row)
    messages.success(
        request, _("読み直しを頼みました。新しく答えた人が少ないうちは、だれの答えかわからないように読み直しません。")
    )
    return redirect("council:conversation", pk=row.pk)


def _found(request: PageRequest, pk: int) -> Conversation:
    try:
        return queries.found(pk=pk, access=request.access)
    except Conversation.DoesNotExist as absent:
        raise Http404 from absent


def _form(
    request: PageRequest, row: Conversation | None, form: Any, save: Any, title: str, back: str, **more: object
) -> HttpResponse:
    context = {"conversation": row, "title": title, "statement": None, **more}
    return form_page(request, "council/conversations/form.html", form=form, save=save, back=back, **context)
