"""Results as they stand now, for the secretariat; and what of them would be published."""

from __future__ import annotations

from django.db.models import QuerySet

from hanpo.core import scope
from hanpo.council.engine.results import Member, Promised, Results, compare, for_others, gather
from hanpo.council.engine.results.showing import GROUPINGS
from hanpo.council.models import Reply, Survey, SurveyState
from hanpo.forms.engine.definition import Form
from hanpo.forms.queries.versions import form_of


def surveys_with_results() -> QuerySet[Survey]:
    """The surveys that members were asked; their report exists from the first answer on."""
    rows: QuerySet[Survey] = Survey.objects.exclude(state=SurveyState.DRAFT)
    return rows.select_related("council__host", "form", "follows__form")


def asked_members(*, survey: Survey) -> list[Member]:
    """Every member that was asked, in the order of the codes; the answers of those alone whose reply was sent.

    Who counts is the same whoever looks: pages decide what of it they show.
    """
    with scope.within(scope.EVERYWHERE):
        rows = Reply.objects.filter(survey=survey).select_related("municipality", "response")
        return [_member(row) for row in rows.order_by("municipality_id")]


def live_results(*, survey: Survey, by: str = "") -> Results:
    """The results as of now by a class of members, each question beside last time."""
    members = asked_members(survey=survey)
    form = asked_form(survey)
    before = survey.follows if survey.follows and survey.follows.form_id else None
    found = gather(form, members, by=by)
    return compare(
        found, form=form, members=members,
        before=asked_form(before) if before else None,
        members_before=asked_members(survey=before) if before else [],
    )  # fmt: skip


def results_to_publish(*, survey: Survey, by: str, k: int) -> Results:
    """The results as every member may see them, by what was promised. Raises `ValueError` for what was not."""
    promised_before = Promised(survey.follows.promise) if survey.follows else None
    return for_others(
        live_results(survey=survey, by=by), form=asked_form(survey), promised=Promised(survey.promise), k=k,
        promised_before=promised_before,
    )  # fmt: skip


def groupings_promised(*, survey: Survey) -> tuple[str, ...]:
    """By which classes of members the published results may tell members apart."""
    return GROUPINGS[Promised(survey.promise)]


def asked_form(survey: Survey) -> Form:
    """The form that a survey asks. Raises `ValueError` where it was not sent."""
    if survey.form is None:
        raise ValueError(f"survey {survey.pk} was not sent")
    return form_of(survey.form)


def _member(reply: Reply) -> Member:
    response = reply.response if reply.response and reply.response.erase_ordered_at is None else None
    return Member(
        code=reply.municipality_id,
        name=reply.municipality.name,
        kind=reply.municipality.kind,
        reply=reply.pk,
        answers=response.answers if response is not None and reply.is_counted else None,
        has_begun=bool(response and response.answers),
        minutes=reply.minutes_spent,
    )
