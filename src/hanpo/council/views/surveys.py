"""Pages of surveys: the list, one survey with who answered, preparing, sending, moving its day, closing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.pages import PageRequest, form_page, page, page_of, show, tried
from hanpo.council.actions import surveys as actions
from hanpo.council.actions.replies import settle_replies
from hanpo.council.inputs.surveys import ExtendForm, NewSurveyForm, SurveyForm
from hanpo.council.models import Survey
from hanpo.council.queries import councils
from hanpo.council.queries import surveys as queries
from hanpo.council.queries.asked import look_at
from hanpo.forms.queries.drafts import forms

FORM = "council/surveys/form.html"


@page("council.see")
def survey_list(request: PageRequest) -> HttpResponse:
    """The surveys of the council; drafts are the secretariat's alone."""
    may_run = request.access.allows("council.run_surveys")
    rows = page_of(request, queries.surveys() if may_run else queries.sent_surveys())
    return show(request, "council/surveys/list.html", page=rows, lines=queries.survey_lines(rows=list(rows)))


@page("council.see")
def survey(request: PageRequest, pk: int) -> HttpResponse:
    """One survey: what for, until when, how many have answered; to the secretariat also who."""
    row = _survey(request, pk)
    shown = queries.survey_page(survey=row)
    return show(request, "council/surveys/survey.html", survey=row, shown=shown, look=look_at(survey=row))


@page("council.run_surveys")
def survey_missing(request: PageRequest, pk: int) -> HttpResponse:
    """Who has not answered and why, in the order of the codes."""
    row = _survey(request, pk)
    counts = queries.counts_of(surveys=[pk]).get(pk)
    lines = queries.missing(survey=row)
    return show(request, "council/surveys/missing.html", survey=row, lines=lines, counts=counts)


@page("council.run_surveys")
def survey_add(request: PageRequest) -> HttpResponse:
    """Prepare a survey from last time's or from a form of one's own."""
    form = NewSurveyForm(
        request.POST or None, initial={"last": request.GET.get("last")}, councils=councils.councils(),
        surveys=queries.sent_surveys(), drafts=forms(access=request.access),
    )  # fmt: skip

    def save() -> str:
        last, draft = form.cleaned_data["last"], form.cleaned_data["draft"]
        if draft is not None:
            group = form.cleaned_data["council"]
            actions.plan_survey(actor=request.user, council=group, draft=draft, follows=last, values=form.values())
        else:
            actions.repeat_survey(actor=request.user, last=last, values=form.values())
        return _("調査を準備しました。質問を確かめてから「市町に送る」で送ってください。")

    return form_page(request, FORM, form=form, save=save, back=reverse("council:surveys"), title=_("調査を作る"))


@page("council.run_surveys")
def survey_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change what is said of a survey before it is sent."""
    row = _survey(request, pk)
    form = SurveyForm(request.POST or None, instance=row)

    def save() -> str:
        actions.edit_survey(actor=request.user, survey=row, based_on=form.based_on, changes=form.changes())
        return _("調査の内容を保存しました。")

    return form_page(request, FORM, form=form, save=save, back=_url(row), title=_("調査の内容を直す"), survey=row)


@page("council.run_surveys")
def survey_send(request: PageRequest, pk: int) -> HttpResponse:
    """Look once more at what is asked of whom; then send it."""
    row = _survey(request, pk)
    if request.method == "POST":
        return _done(request, row, lambda: actions.send_survey(actor=request.user, survey=row, today=clock.today()),
                     _("調査を送りました。各市町のDX担当課に知らせが届いています。"))  # fmt: skip
    places = queries.places_to_ask(council=row.council)
    return show(request, "council/surveys/send.html", survey=row, look=look_at(survey=row), places=places)


@page("council.run_surveys")
def survey_extend(request: PageRequest, pk: int) -> HttpResponse:
    """Move the day for all or for some members."""
    row = _survey(request, pk)
    open_replies = queries.missing_replies(survey=row)
    chosen = {"replies": request.GET.getlist("reply")}
    form = ExtendForm(request.POST or None, initial=chosen, replies=open_replies)

    def save() -> str:
        some = form.cleaned_data["replies"]
        facts = {"due_on": form.cleaned_data["due_on"], "reason": form.cleaned_data["reason"]}
        moved = actions.extend_replies(actor=request.user, survey=row, replies=list(some) or None, **facts)
        return _("{n}市町の期限を延ばしました。").format(n=len(moved))

    return form_page(request, FORM, form=form, save=save, back=_url(row), title=_("期限を延ばす"), survey=row)


@page("council.run_surveys")
@require_POST
def survey_close(request: PageRequest, pk: int) -> HttpResponse:
    """Stop taking replies."""
    row = _survey(request, pk)
    return _done(request, row, lambda: actions.close_survey(actor=request.user, survey=row, today=clock.today()),
                 _("受付を締め切りました。未回答の市町は、集計に「未回答」として残ります。"))  # fmt: skip


@page("council.run_surveys")
@require_POST
def survey_reopen(request: PageRequest, pk: int) -> HttpResponse:
    """Take replies again."""
    row = _survey(request, pk)
    return _done(request, row, lambda: actions.reopen_survey(actor=request.user, survey=row),
                 _("受付を再開しました。"))  # fmt: skip


@page("council.run_surveys")
@require_POST
def survey_settle(request: PageRequest, pk: int) -> HttpResponse:
    """Settle every reply that is in."""
    row = _survey(request, pk)
    return _done(request, row, lambda: settle_replies(actor=request.user, survey=row),
                 _("届いている回答をすべて確定しました。"))  # fmt: skip


def _survey(request: PageRequest, pk: int) -> Survey:
    """A survey that may be seen: drafts only by those who run surveys."""
    may_run = request.access.allows("council.run_surveys")
    return get_object_or_404(queries.surveys() if may_run else queries.sent_surveys(), pk=pk)


def _done(request: PageRequest, row: Survey, deed: Callable[[], object], words: str) -> HttpResponse:
    return tried(request, deed, done=words, back=_url(row))


def _url(row: Survey) -> str:
    return reverse("council:survey", args=[row.pk])
