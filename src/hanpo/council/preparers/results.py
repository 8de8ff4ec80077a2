"""What results make ready: the summary of a survey that was closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import clock, scope
from hanpo.core.actions.prepared import TooLate
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.registry import Draft, DraftField, Fact
from hanpo.council.actions.publication import take_summary_out, write_publication
from hanpo.council.models import Survey
from hanpo.council.queries.results import draft_of
from hanpo.council.queries.results.summary import sentences, surveys_to_summarise

WRITTEN_WITHIN = timedelta(days=14)
"""Members want to read what they answered before they forget it."""
MINUTES_A_SENTENCE = 5


class SummaryDraft:
    """Drafts the summary of a closed survey: a sentence for each question, each with the table that it stands on."""

    key = "council.summary"
    label = gettext_lazy("調査結果のまとめの下書き")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        with scope.within(scope.EVERYWHERE):
            drafts = [_draft(survey) for survey in surveys_to_summarise(host=municipality.pk)]
        yield from drafts

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        summary = str(values["summary"]).strip()
        if not summary:
            raise ValidationError({"summary": _("まとめを書いてください。要らないときは、見送ってください。")})
        survey = Survey.objects.get(pk=values["survey"])
        draft = draft_of(survey=survey)
        if draft.summary:
            raise ValidationError({"summary": _("ほかの人が先にまとめを書きました。「公表の下書き」で見てください。")})
        write_publication(actor=actor, survey=survey, based_on=draft.version, changes={"summary": summary})
        return {"survey": survey.pk, "summary": summary}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        """Take the summary out again. Raises `TooLate` where somebody went on writing it."""
        survey = Survey.objects.get(pk=work.undo["survey"])
        draft = draft_of(survey=survey)
        if draft.summary != work.undo["summary"]:
            raise TooLate
        take_summary_out(actor=actor, survey=survey)


def _draft(survey: Survey) -> Draft:
    found = sentences(survey=survey)
    return Draft(
        key=f"survey:{survey.pk}",
        title=_("「%s」の結果のまとめ") % survey.title,
        why=[Fact(text=one.text, url=one.url) for one in found],
        effect=_("公表の下書きに、このまとめを入れます。公表はまだしません。"),
        minutes_saved=MINUTES_A_SENTENCE * len(found),
        role="secretariat",
        due=(survey.closed_on or clock.today()) + WRITTEN_WITHIN,
        url=reverse("council:publication", args=[survey.pk]),
        values={"survey": survey.pk, "summary": "\n".join(one.text for one in found)},
        fields=[DraftField(name="summary", label=_("まとめ"), kind="text")],
    )
