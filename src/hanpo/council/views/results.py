"""Pages of results: the report as it grows, one question, the publication, and what every member sees of it."""

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
from hanpo.core.pages import PageRequest, download, form_page, page, show
from hanpo.council.actions import publication as actions
from hanpo.council.engine.results import CLASSES, Question
from hanpo.council.files.results import ResultsReport, live_report, published_report
from hanpo.council.files.results_excel import results_excel
from hanpo.council.files.results_paper import results_pdf, results_word
from hanpo.council.inputs.results import CommentForm, PublicationForm
from hanpo.council.models import Survey
from hanpo.council.queries import results as queries

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORM = "council/results/form.html"


@page("council.see_results")
def results(request: PageRequest, pk: int) -> HttpResponse:
    """The report as of now: who answered, the hours it took, and each question's table."""
    survey, by = _survey(pk), _by(request)
    found, draft = queries.live_results(survey=survey, by=by), queries.draft_of(survey=survey)
    questions = queries.told(found, comments=draft.comments)
    return show(request, "council/results/results.html", survey=survey, head=queries.head_of(found), by=by,
                questions=questions, choices=queries.by_choices(CLASSES), draft=draft)  # fmt: skip


@page("council.see_results")
def result_question(request: PageRequest, pk: int, item: str) -> HttpResponse:
    """One question: its table by a class, beside last time, who answered what, and the comment to publish."""
    survey, by = _survey(pk), _by(request)
    found = queries.live_results(survey=survey, by=by)
    told = queries.told_question(_question(found.questions, item), number=_number(found.questions, item))
    before = queries.draft_of(survey=survey).comments.get(item, "")
    form = CommentForm(request.POST or None, initial={"comment": before, "seen": before})

    def save() -> str:
        actions.write_comment(actor=request.user, survey=survey, item=item, **form.cleaned_data)
        return _("コメントを保存しました。公表すると、この質問の表の上に載ります。")

    back = reverse("council:result_question", args=[pk, item])
    return form_page(request, "council/results/question.html", form=form, save=save, back=back, survey=survey,
                     question=told, head=queries.head_of(found), by=by,
                     choices=queries.by_choices(CLASSES))  # fmt: skip


@page("council.see_results")
def result_file(request: PageRequest, pk: int, kind: str) -> HttpResponse:
    """The report as of now as a file for the secretariat."""
    return _file(live_report(survey=_survey(pk), by=_by(request), day=clock.today()), kind)


@page("council.publish_results")
def publication(request: PageRequest, pk: int) -> HttpResponse:
    """What is written about the results, and how they would look to the members."""
    survey = _survey(pk)
    draft = queries.draft_of(survey=survey)
    form = PublicationForm(request.POST or None, instance=draft)

    def save() -> str:
        actions.write_publication(actor=request.user, survey=survey, based_on=form.based_on, changes=form.changes())
        return _("公表の下書きを保存しました。下の「市町から見えるとおり」で確かめてください。")

    back = reverse("council:publication", args=[pk])
    return form_page(request, "council/results/publication.html", form=form, save=save, back=back, survey=survey,
                     **_preview(survey))  # fmt: skip


@require_POST
@page("council.publish_results")
def publish(request: PageRequest, pk: int) -> HttpResponse:
    """Show the results to every member."""
    try:
        actions.publish_results(actor=request.user, survey=_survey(pk))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("council:publication", pk)
    messages.success(request, _("結果を公表しました。構成する市町のDX担当課に知らせました。"))
    return redirect("council:published", pk)


@page("council.see")
def published(request: PageRequest, pk: int) -> HttpResponse:
    """The results as every member sees them, with one's own town's answers beside them."""
    survey = _survey(pk)
    found = queries.published_of(survey=survey)
    if found is None:
        return show(request, "council/results/not_yet.html", survey=survey)
    own = queries.own_answers(survey=survey)
    questions = queries.told(found.results, comments=found.publication.comments, texts=found.texts, own=own)
    return show(request, "council/results/published.html", survey=survey, found=found, questions=questions, own=own,
                head=queries.head_of(found.results), hidden_below=found.results.hidden_below)  # fmt: skip


@page("council.see_replies")
def published_own(request: PageRequest, pk: int) -> HttpResponse:
    """One's own town's answers, each with the distribution of all."""
    survey = _survey(pk)
    found, own = queries.published_of(survey=survey), queries.own_answers(survey=survey)
    if found is None:
        return show(request, "council/results/not_yet.html", survey=survey)
    questions = queries.told(found.results, own=own)
    return show(request, "council/results/own.html", survey=survey, found=found, questions=questions, own=own,
                head=queries.head_of(found.results), hidden_below=found.results.hidden_below)  # fmt: skip


@page("council.see")
def published_file(_request: PageRequest, pk: int, kind: str) -> HttpResponse:
    """The results as they were published as a file."""
    survey = _survey(pk)
    found = queries.published_of(survey=survey)
    if found is None:
        raise Http404
    return _file(published_report(survey=survey, published=found, day=clock.today()), kind)


def _preview(survey: Survey) -> dict[str, Any]:
    """What a publication of the draft as it is kept would show."""
    kept = queries.draft_of(survey=survey)
    found = queries.results_to_publish(survey=survey, by=kept.by, k=kept.k)
    texts = queries.pooled_texts(survey=survey, k=kept.k)
    return {
        "draft": kept, "head": queries.head_of(found), "hidden_below": found.hidden_below,
        "questions": queries.told(found, comments=kept.comments, texts=texts),
        "published": queries.last_publication(survey=survey),
    }  # fmt: skip


def _survey(pk: int) -> Survey:
    """A survey that members were asked, or "not found"."""
    return get_object_or_404(queries.surveys_with_results(), pk=pk)


def _by(request: PageRequest) -> str:
    """By which class the page tells members apart; what is none is left out."""
    by = request.GET.get("by", "")
    return by if by in CLASSES else ""


def _question(questions: tuple[Question, ...], item: str) -> Question:
    """The question that the address names, or "not found"."""
    found = next((one for one in questions if one.id == item), None)
    if found is None:
        raise Http404
    return found


def _number(questions: tuple[Question, ...], item: str) -> int:
    return next(at for at, one in enumerate(questions, start=1) if one.id == item)


def _file(report: ResultsReport, kind: str) -> HttpResponse:
    if kind == "excel":
        return download(results_excel(report), f"{report.title}.xlsx")
    if kind == "word":
        return download(results_word(report), f"{report.title}.docx", WORD)
    if kind == "pdf":
        return download(results_pdf(report), f"{report.title}.pdf", PDF)
    raise Http404
