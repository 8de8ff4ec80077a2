"""The draft of a summary: each question in a sentence with its numbers, ready to be put right by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.council.engine.results import Promised, Question, Results
from hanpo.council.models import PublicationDraft, Survey, SurveyState
from hanpo.council.queries.results.live import groupings_promised, results_to_publish, surveys_with_results
from hanpo.council.queries.results.published import draft_of
from hanpo.council.queries.results.told import head_of, language_now, number, percent
from hanpo.forms.engine.aggregates import Table
from hanpo.forms.engine.definition import Kind

MOST_ANSWERS = 3
"""Answers of a question with several that a sentence names."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the summary, and the page of the table that it stands on."""

    text: str
    url: str


def surveys_to_summarise(*, host: str) -> QuerySet[Survey]:
    """The surveys of a host that are closed and of which nobody wrote a summary yet."""
    written = PublicationDraft.objects.exclude(summary="").values("survey_id")
    rows = surveys_with_results().filter(council__host_id=host, state=SurveyState.CLOSED)
    return rows.exclude(pk__in=written).order_by("due_on", "pk")


def sentences(*, survey: Survey) -> list[Sentence]:
    """The summary of a survey: who answered, then each question that can be told in a number.

    It says only what every grouping that may be published shows: a number that stands here and is hidden there would
    give the hidden one away.
    """
    k = draft_of(survey=survey).k
    allowed = () if survey.promise == Promised.NAMED else groupings_promised(survey=survey)
    found = [results_to_publish(survey=survey, by=by, k=k) for by in ("", *allowed)]
    first = Sentence(_answered(survey, found[0]), reverse("council:results", args=[survey.pk]))
    told = [
        (question, _sentence([one.question(question.id) for one in found])) for question in found[0].questions
    ]  # fmt: skip
    return [first, *(Sentence(text, _url(survey, question)) for question, text in told if text)]


def _answered(survey: Survey, results: Results) -> str:
    head = head_of(results)
    return _("「%(title)s」には、%(asked)d市町のうち%(counted)d市町（%(share)s）が答えました。回答にかかった時間はあわせて%(hours)s時間でした。") % {
        "title": survey.title, "asked": head.asked, "counted": head.counted, "share": head.share, "hours": head.hours,
    }  # fmt: skip


def _url(survey: Survey, question: Question) -> str:
    return reverse("council:result_question", args=[survey.pk, question.id])


def _sentence(variants: Sequence[Question]) -> str:
    """A question in a sentence; empty where nothing can be told of it."""
    question = variants[0]
    if any(one.withheld or not one.tables for one in variants) or not question.tables[0].answered[0]:
        return ""
    title, table = question.label.said(language_now()), question.tables[0]
    if question.kind in (Kind.CHOICE, Kind.MULTIPLE, Kind.SCALE):
        return _counts(title, table, [one.tables[0] for one in variants])
    if question.kind in (Kind.NUMBER, Kind.MONEY, Kind.CALCULATED) and table.numbers:
        return _numbers(title, question)
    if question.kind is Kind.TEXT:
        return _("「%(title)s」には%(n)d市町が書きました。") % {"title": title, "n": table.answered[0]}
    return ""


def _counts(title: str, table: Table, variants: Sequence[Table]) -> str:
    """The answers given most often, those of equal count together, with their shares of who answered."""
    shown = {
        line.key: row[0] for line, row in zip(table.lines, table.counts, strict=True) if not line.is_missing and row[0]
    }
    for other in variants:
        hidden = {line.key for line, row in zip(other.lines, other.counts, strict=True) if row[0] is None}
        shown = {key: count for key, count in shown.items() if key not in hidden}
    if not shown:
        return ""
    ordered = sorted(shown.items(), key=lambda one: -(one[1] or 0))
    least = ordered[min(MOST_ANSWERS if table.several else 1, len(ordered)) - 1][1] or 0
    labels = {line.key: line.label.said(language_now()) for line in table.lines}
    said = [
        _("「%(answer)s」%(n)d市町（%(share)s）")
        % {"answer": labels[key], "n": count, "share": percent(count or 0, of=table.answered[0])}
        for key, count in ordered
        if (count or 0) >= least
    ]
    return _("「%(title)s」（答えた%(n)d市町）は、%(said)sが多い答えでした。") % {
        "title": title, "n": table.answered[0], "said": _("、").join(said),
    }  # fmt: skip


def _numbers(title: str, question: Question) -> str:
    numbers = question.tables[0].numbers[0]
    if numbers.median is None:
        return ""
    said = {"title": title, "n": numbers.n, "median": number(numbers.median, unit=question.unit)}
    span = question.spans[0][0] if question.spans and question.spans[0] else None
    if span is None:
        return _("「%(title)s」（答えた%(n)d市町）の中央値は%(median)sでした。") % said
    spread = {"low": number(span.low, unit=question.unit), "high": number(span.high, unit=question.unit)}
    return _("「%(title)s」（答えた%(n)d市町）の中央値は%(median)s、範囲は%(low)sから%(high)sでした。") % {
        **said,
        **spread,
    }
