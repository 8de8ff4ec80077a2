"""Pages on which people answer what their municipality asks: what is open, a start, the response, its history."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanpo.core.pages import PageRequest, page
from hanpo.forms.actions.responses import reopen_response, start_response
from hanpo.forms.files.papers import filled_paper
from hanpo.forms.inputs.starting import ReopenForm, StartForm
from hanpo.forms.models import Response
from hanpo.forms.queries import responses
from hanpo.forms.queries.drafts import homes
from hanpo.forms.queries.known import known_of
from hanpo.forms.queries.versions import form_of, offered_forms, open_versions
from hanpo.forms.queries.words import language_of
from hanpo.forms.views.common import download, form_page, page_of, show
from hanpo.forms.views.filling import Urls, fill
from hanpo.forms.views.workbooks import WorkbookUrls, exchange


@page("forms.answer")
def answer_list(request: PageRequest) -> HttpResponse:
    """What one may answer, and what one has answered or begun."""
    own = page_of(request, responses.own_responses(person=request.user))
    offered = offered_forms(access=request.access, language=language_of(get_language()))
    return show(request, "forms/answer_list.html", offered=offered, page=own)


@page("forms.answer")
def start(request: PageRequest, pk: int) -> HttpResponse:
    """What a form asks for and why; then the first question. Staff may answer for somebody else and say why."""
    version = get_object_or_404(open_versions(access=request.access), pk=pk)
    may_enter = request.access.allows("forms.enter_for_others")
    form = StartForm(request.POST or None, places=homes(request.access), is_staff=may_enter)
    if request.method == "POST" and form.is_valid():
        known = known_of(person=request.user, typed=form.said())
        row = start_response(actor=request.user, form=version, known=known, **form.said())
        return redirect("forms:response", pk=row.pk)
    asked, language = form_of(version), language_of(get_language())
    return show(
        request, "forms/start.html", status=422 if request.method == "POST" else 200, form=form, version=version,
        title=asked.title.said(language), intro=asked.intro.said(language), back=reverse("forms:answer_list"),
    )  # fmt: skip


@page("forms.answer")
def response(request: PageRequest, pk: int) -> HttpResponse:
    """A response of one's own, or as staff one that came in at home."""
    row = _readable_or_refused(request, pk)
    here = {name: reverse(f"forms:{name}", args=[pk]) for name in ("response_history", "response_paper")}
    urls = Urls(
        face=reverse("forms:response", args=[pk]), leave=reverse("forms:answer_list"),
        permission="forms.see_responses", history=here["response_history"], paper=here["response_paper"],
        reopen=reverse("forms:response_reopen", args=[pk]) if row.entered_by_id == request.user.pk else "",
        workbook=reverse("forms:response_workbook", args=[pk]) if request.access.is_staff else "",
    )  # fmt: skip
    return fill(request, response=row, urls=urls)


@page("forms.answer")
def response_workbook(request: PageRequest, pk: int) -> HttpResponse:
    """Answer by Excel: the workbook of a response goes out, comes back, and is confirmed before it counts."""
    row = _readable_or_refused(request, pk)
    urls = WorkbookUrls(
        exchange=reverse("forms:response_workbook", args=[pk]), face=reverse("forms:response", args=[pk]),
        leave=reverse("forms:answer_list"), permission="forms.see_responses",
    )  # fmt: skip
    return exchange(request, response=row, urls=urls)


@page("forms.answer")
def response_history(request: PageRequest, pk: int) -> HttpResponse:
    """Who wrote what into a response, and when."""
    row = _response_or_404(request, pk)
    entries = responses.history(response=row, language=language_of(get_language()))
    return show(request, "forms/history.html", response=row, entries=entries)


@page("forms.answer")
def response_paper(request: PageRequest, pk: int) -> HttpResponse:
    """A response on paper, to sign and to keep."""
    row = _response_or_404(request, pk)
    body = filled_paper(response=row, language=language_of(get_language()))
    return download(body, f"{row.form.title}.pdf", "application/pdf")


@page("forms.answer")
def response_reopen(request: PageRequest, pk: int) -> HttpResponse:
    """Take one's own sent response back, to write it again."""
    row = get_object_or_404(responses.own_responses(person=request.user), pk=pk)
    form = ReopenForm(request.POST or None)

    def save() -> str:
        reopen_response(actor=request.user, response=row, reason=form.cleaned_data["reason"])
        return _("書き直せるようになりました。直したら、もう一度送ってください。")

    back = reverse("forms:response", args=[pk])
    return form_page(request, "forms/reopen.html", form=form, save=save, back=back, response=row)


def _readable_or_refused(request: PageRequest, pk: int) -> Response:
    """A response that a person may see: one that is being written is its writer's alone."""
    row = _response_or_404(request, pk)
    if row.is_open and row.entered_by_id != request.user.pk:
        raise PermissionDenied(_("書きかけの回答は、書いている本人だけが開けます。"))
    return row


def _response_or_404(request: PageRequest, pk: int) -> Response:
    return get_object_or_404(responses.reachable_responses(person=request.user, access=request.access), pk=pk)
