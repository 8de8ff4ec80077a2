"""The question bank: what the council asked before, found again while a survey is drafted."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hanpo.council.engine.asking import Asked, Reason, Repeat, minutes_needed, repeats
from hanpo.council.models import Survey, SurveyState
from hanpo.forms.engine.reading import read_form
from hanpo.forms.queries.versions import form_of

LATEST = 20
"""How many earlier surveys are looked through."""


@dataclass(frozen=True, slots=True)
class Warned:
    """A question that was asked before: in which survey, in which words, and why it counts as the same."""

    label: str
    earlier: str
    survey: Survey
    why: str
    is_comparable: bool


@dataclass(frozen=True, slots=True)
class Look:
    """A draft looked at before it is sent: its questions, the likely minutes, what was asked before."""

    questions: int
    minutes: int
    warned: tuple[Warned, ...]

    @property
    def repeated(self) -> tuple[Warned, ...]:
        """Questions that were asked elsewhere: are they needed?"""
        return tuple(one for one in self.warned if not one.is_comparable)

    @property
    def comparable(self) -> tuple[Warned, ...]:
        """Questions that the survey before asked, kept so that numbers can be compared."""
        return tuple(one for one in self.warned if one.is_comparable)


def look_at(*, survey: Survey) -> Look:
    """Look at what a survey would ask."""
    form = form_of(survey.form) if survey.form is not None else read_form(survey.draft.definition)
    earlier = {row.pk: row for row in _earlier(survey)}
    chain = _chain(survey)
    asked = [Asked(pk, form_of(row.form), pk in chain) for pk, row in earlier.items() if row.form is not None]
    found = tuple(_warned(one, earlier[one.key]) for one in repeats(form, asked))
    return Look(len(list(form.items())), minutes_needed(form), found)


def _earlier(survey: Survey) -> list[Survey]:
    rows = Survey.objects.filter(council_id=survey.council_id).exclude(pk=survey.pk).exclude(state=SurveyState.DRAFT)
    return list(rows.select_related("form").order_by("-opens_on", "-pk")[:LATEST])


def _chain(survey: Survey) -> frozenset[int]:
    """The surveys that this one follows, step by step back."""
    before = dict(Survey.objects.filter(council_id=survey.council_id).values_list("pk", "follows_id"))
    found: set[int] = set()
    here = survey.follows_id
    while here is not None and here not in found:
        found.add(here)
        here = before.get(here)
    return frozenset(found)


def _warned(one: Repeat, survey: Survey) -> Warned:
    why = {
        Reason.SAME: _("前回の調査と同じ質問です。"),
        Reason.TERM: _("項目辞書の同じ項目を聞いています。"),
        Reason.LABEL: _("質問の文がよく似ています。"),
    }
    return Warned(one.item.label.ja, one.earlier.label.ja, survey, why[one.reason], one.reason is Reason.SAME)
