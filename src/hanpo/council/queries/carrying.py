"""Answers of last time, offered as drafts to the member that gave them."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from hanpo.core.models import Municipality
from hanpo.council.models import Reply, Survey
from hanpo.council.models.surveys import COUNTED
from hanpo.forms.engine import walking
from hanpo.forms.engine.prefill import Known
from hanpo.forms.queries.versions import form_of


def known_from(*, survey: Survey, place: Municipality) -> list[Known]:
    """What a member answered in the survey that this one follows, question by question (the same id)."""
    rows = Reply.objects.filter(survey=survey.follows_id, municipality=place, state__in=COUNTED)
    last = rows.select_related("survey", "response").first() if survey.follows_id else None
    if last is None or last.response is None or last.response.submitted_at is None:
        return []
    origin = _("前回の調査「%s」") % last.survey.title
    day = timezone.localdate(last.response.submitted_at)
    return [Known("", value, origin, day, True, item) for item, value in last.response.answers.items()]


def open_questions(*, reply: Reply, today: date) -> int:
    """How many things keep the reply from being sent: required answers that miss, rules that are not met."""
    response = reply.response
    return 0 if response is None else len(walking.problems(form_of(response.form), response.answers, today))
