"""Pages of replies: one's own reply and its way through the office, filling it in, and what the secretariat does."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.pages import PageRequest, form_page, page, show, tried
from hanpo.council.actions import replies as actions
from hanpo.council.inputs.surveys import CommentForm, ProxyForm, ReplyNoteForm, ReturnForm, SendBackForm
from hanpo.council.models import Reply, ReplyState
from hanpo.council.queries import surveys as queries
from hanpo.council.queries.carrying import open_questions
from hanpo.forms.actions.responses import Incomplete
from hanpo.forms.models import Response
from hanpo.forms.queries.words import language_of
from hanpo.forms.views.filling import Urls, fill
from hanpo.forms.views.workbooks import WorkbookUrls, exchange

FORM = "council/surveys/reply_form.html"


@page("council.see_replies")
def reply(request: PageRequest, pk: int) -> HttpResponse:
    """A reply: how far it is, its answers, the steps it took, and what one can do now."""
    row = _reply(pk)
    shown = queries.reply_page(
        reply=row, language=language_of(get_language()), open_questions=open_questions(reply=row, today=clock.today())
    )
    return show(request, "council/surveys/reply.html", reply=row, survey=row.survey, shown=shown, form=CommentForm())


@page("council.reply")
def reply_fill(request: PageRequest, pk: int) -> HttpResponse:
    """Fill in a reply; the last button hands it to the section's check instead of sending it."""
    row, response = _writable(pk)
    if response is None:
        return _not_now(request, row)
    if request.method == "POST" and request.POST.get("do") == "send":
        return _handed_on(request, row, ReplyState.CHECKING)
    return fill(request, response=response, urls=_urls(row, "reply_fill", _("課内確認へ回す")))


@page("council.reply")
def reply_workbook(request: PageRequest, pk: int) -> HttpResponse:
    """Answer by Excel: the workbook goes out, comes back, and is confirmed before it counts."""
    row, response = _writable(pk)
    if response is None:
        return _not_now(request, row)
    return exchange(request, response=response, urls=_workbook_urls(row, "reply_fill"))


@page("council.reply")
@require_POST
def reply_circulate(request: PageRequest, pk: int, to: str) -> HttpResponse:
    """Hand a reply on: to the section's check, or to the section lead."""
    return _handed_on(request, _reply(pk), ReplyState(to))


@page("council.approve_reply")
@require_POST
def reply_approve(request: PageRequest, pk: int) -> HttpResponse:
    """Approve a reply as the section lead; it goes to the secretariat."""
    row = _reply(pk)
    said = request.POST.get("comment", "")[:500]
    return _done(
        request, row, lambda: actions.approve_reply(actor=request.user, reply=row, comment=said, today=clock.today()),
        _("承認し、事務局に提出しました。"),
    )  # fmt: skip


@page("council.reply")
def reply_return(request: PageRequest, pk: int) -> HttpResponse:
    """Give a reply back to its writer within the office."""
    row = _reply(pk)
    form = ReturnForm(request.POST or None)

    def save() -> str:
        actions.return_reply(actor=request.user, reply=row, comment=form.cleaned_data["comment"])
        return _("書き手に戻しました。コメントは経過に残ります。")

    return _form_page(request, row, form, save, _("課内で差し戻す"), submit=_("書き手に戻す"))


@page("council.reply")
def reply_note(request: PageRequest, pk: int) -> HttpResponse:
    """Who is in charge, how long it took, and why there is no answer yet."""
    row = _reply(pk)
    form = ReplyNoteForm(request.POST or None, instance=row, sections=queries.sections_of(reply=row))

    def save() -> str:
        actions.note_reply(actor=request.user, reply=row, based_on=form.based_on, changes=form.changes())
        return _("保存しました。")

    return _form_page(request, row, form, save, _("担当・時間・まだ答えられない理由"))


@page("council.reply")
@require_POST
def reply_unchanged(request: PageRequest, pk: int) -> HttpResponse:
    """Say that nothing changed since last time."""
    row = _reply(pk)
    return _done(
        request, row, lambda: actions.accept_carried_over(actor=request.user, reply=row, today=clock.today()),
        _("「変更なし」として課長決裁に回しました。"),
    )  # fmt: skip


@page("council.run_surveys")
def reply_send_back(request: PageRequest, pk: int) -> HttpResponse:
    """Send a reply back to the member with the reason."""
    row = _reply(pk)
    form = SendBackForm(request.POST or None)

    def save() -> str:
        actions.send_reply_back(actor=request.user, reply=row, reason=form.cleaned_data["reason"])
        return _("差し戻しました。理由は市町の画面に出ます。")

    return _form_page(request, row, form, save, _("市町に差し戻す"), submit=_("差し戻す"))


@page("council.run_surveys")
@require_POST
def reply_settle(request: PageRequest, pk: int) -> HttpResponse:
    """Settle a reply."""
    row = _reply(pk)
    return _done(request, row, lambda: actions.settle_reply(actor=request.user, reply=row), _("回答を確定しました。"))


@page("council.run_surveys")
def reply_proxy(request: PageRequest, pk: int) -> HttpResponse:
    """Say for whom the secretariat enters a reply, how it came, and why; then fill it in."""
    row = _reply(pk)
    form = ProxyForm(request.POST or None)

    def save() -> str:
        said = {name: form.cleaned_data[name] for name in ("channel", "on_behalf_of")}
        reason = form.cleaned_data["proxy_reason"]
        actions.enter_for_member(actor=request.user, reply=row, reason=reason, **said)
        return _("代わりの入力を始めます。だれの代わりか、なぜかは記録に残ります。")

    after = reverse("council:reply_enter", args=[pk])
    return _form_page(request, row, form, save, _("代わりに入力する"), back=after, submit=_("入力に進む"))


@page("council.run_surveys")
def reply_enter(request: PageRequest, pk: int) -> HttpResponse:
    """Fill in a reply for a member, and send it."""
    row, response = _writable(pk)
    if response is None:
        return _not_now(request, row)
    if not response.on_behalf_of:
        return redirect("council:reply_proxy", pk=pk)
    if request.method == "POST" and request.POST.get("do") == "send":
        return _done(
            request, row, lambda: actions.submit_for_member(actor=request.user, reply=row, today=clock.today()),
            _("代わりに提出しました。"), incomplete="reply_enter",
        )  # fmt: skip
    return fill(request, response=response, urls=_urls(row, "reply_enter", _("市町に代わって提出する")))


@page("council.run_surveys")
def reply_enter_workbook(request: PageRequest, pk: int) -> HttpResponse:
    """Read a workbook that a member sent by mail."""
    row, response = _writable(pk)
    if response is None:
        return _not_now(request, row)
    if not response.on_behalf_of:
        return redirect("council:reply_proxy", pk=pk)
    return exchange(request, response=response, urls=_workbook_urls(row, "reply_enter"))


def _reply(pk: int) -> Reply:
    return get_object_or_404(queries.replies(), pk=pk)


def _writable(pk: int) -> tuple[Reply, Response | None]:
    """A reply, and its response where answers can be written now."""
    row = _reply(pk)
    return row, row.response if queries.is_in_writing(reply=row) else None


def _not_now(request: PageRequest, row: Reply) -> HttpResponse:
    """Back to the reply, where its state and its answers stand."""
    messages.info(request, _("この回答は、いまは書き込めません。状態と経過はこのページで確かめられます。"))
    return redirect(_url(row))


WORKBOOKS = {"reply_fill": "council:reply_workbook", "reply_enter": "council:reply_enter_workbook"}
"""Beside each page on which answers are typed, the one on which a workbook is read."""


def _urls(row: Reply, face: str, send: str) -> Urls:
    return Urls(
        face=reverse(f"council:{face}", args=[row.pk]), leave=_url(row), permission="council.see_replies", send=send,
        workbook=reverse(WORKBOOKS[face], args=[row.pk]),
    )  # fmt: skip


def _workbook_urls(row: Reply, face: str) -> WorkbookUrls:
    return WorkbookUrls(
        exchange=reverse(WORKBOOKS[face], args=[row.pk]), face=reverse(f"council:{face}", args=[row.pk]),
        leave=_url(row), permission="council.see_replies",
    )  # fmt: skip


def _handed_on(request: PageRequest, row: Reply, to: ReplyState) -> HttpResponse:
    said = request.POST.get("comment", "")[:500]
    return _done(
        request, row,
        lambda: actions.circulate_reply(actor=request.user, reply=row, to=to, comment=said, today=clock.today()),
        _("「{state}」に回しました。").format(state=to.label),
    )  # fmt: skip


def _done(
    request: PageRequest, row: Reply, deed: Callable[[], object], words: str, *, incomplete: str = "reply_fill"
) -> HttpResponse:
    try:
        return tried(request, deed, done=words, back=_url(row))
    except Incomplete as found:
        messages.warning(request, _("まだ出せません。直すところが{n}件あります。").format(n=len(found.problems)))
        return redirect("{}?page=check".format(reverse(f"council:{incomplete}", args=[row.pk])))


def _form_page(
    request: PageRequest, row: Reply, form: object, save: Callable[[], str], title: str, *, back: str = "",
    submit: str = "",
) -> HttpResponse:  # fmt: skip
    return form_page(
        request, FORM, form=form, save=save, back=back or _url(row), title=title, reply=row, survey=row.survey,
        submit=submit,
    )  # fmt: skip


def _url(row: Reply) -> str:
    return reverse("council:reply", args=[row.pk])
