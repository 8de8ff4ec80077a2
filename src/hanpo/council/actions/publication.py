"""Writes of the results of a survey: what the secretariat says about them, and publishing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import audit, clock, editing
from hanpo.core.actions.notifications import notify
from hanpo.core.database.locks import held
from hanpo.core.models import Person
from hanpo.core.queries.people import holders
from hanpo.council.engine.results import LEAST_K, as_data
from hanpo.council.models import Promise, Publication, PublicationDraft, PublishedNumbers, Survey, SurveyState
from hanpo.council.queries.results import draft_of, groupings_promised, results_to_publish, texts_to_publish
from hanpo.council.queries.surveys import places_to_ask


@audit.deed
def write_publication(
    *, actor: Person | None, survey: Survey, based_on: int, changes: Mapping[str, Any]
) -> PublicationDraft:
    """Write the draft of a publication; `based_on` is 0 where none was kept yet.

    Raises `EditConflict`, and `ValidationError` where the survey did not promise to tell members apart so.
    """
    if changes.get("by") and changes["by"] not in groupings_promised(survey=survey):
        raise ValidationError({"by": _("この調査の約束では、この分け方で示せません。")})
    held(Survey.objects.all()).get(pk=survey.pk)
    draft = draft_of(survey=survey)
    if draft.pk is None:
        draft.version = 1
        draft.full_clean(exclude=["council"])
        draft.save()
        based_on = based_on or draft.version
    done = editing.change(row=draft, based_on=based_on, changes=changes)
    audit.record(actor=actor, verb="write_publication", subject=draft, old=done.old, new=done.new)
    return draft


@audit.deed
def take_summary_out(*, actor: Person | None, survey: Survey) -> None:
    """Take the summary out of the draft of a publication; a draft that holds nothing else is none."""
    draft = draft_of(survey=survey)
    old = draft.summary
    if draft.comments or draft.by or draft.k != LEAST_K:
        editing.change(row=draft, based_on=draft.version, changes={"summary": ""})
    elif draft.pk is not None:
        draft.delete()
    audit.record(actor=actor, verb="take_summary_out", subject=survey, old={"summary": old})


@audit.deed
def write_comment(*, actor: Person | None, survey: Survey, item: str, comment: str, seen: str) -> PublicationDraft:
    """Write what is said about a question; `seen` is what stood there when the person began.

    Raises `EditConflict` where somebody else wrote something else in between.
    """
    held(Survey.objects.all()).get(pk=survey.pk)
    draft = draft_of(survey=survey)
    standing = draft.comments.get(item, "")
    if standing not in (seen, comment):
        clash = editing.Clash("comment", _("この質問へのコメント"), standing, comment)
        raise editing.EditConflict(current=draft, clashes=(clash,))
    comments = {key: text for key, text in {**draft.comments, item: comment}.items() if text}
    written = write_publication(actor=actor, survey=survey, based_on=draft.version, changes={"comments": comments})
    audit.record(actor=actor, verb="write_comment", subject=written, old={item: standing}, new={item: comment})
    return written


@audit.deed
def publish_results(*, actor: Person | None, survey: Survey) -> Publication:
    """Show every member the results of a survey that is closed, with the draft's words, and tell their DX offices.

    Where names were not promised, publishing again (other words) keeps the numbers of the first time: two counts of the
    same answers would give away what each of them hides. Raises `ValidationError` where the survey is not closed.
    """
    current: Survey = held(Survey.objects.select_related("council__host")).get(pk=survey.pk)
    if current.state not in (SurveyState.CLOSED, SurveyState.PUBLISHED):
        raise ValidationError(_("結果は、調査を締め切ってから公表します。"))
    draft = draft_of(survey=current)
    is_first = current.state == SurveyState.CLOSED
    numbers = _numbers(current, draft)
    publication = Publication(
        survey=current, k=1 if current.promise == Promise.NAMED else numbers["results"]["hidden_below"],
        summary=draft.summary, comments=draft.comments, published_at=clock.now(), recorded_by=actor,
    )  # fmt: skip
    publication.save()
    PublishedNumbers(publication=publication, recorded_by=actor, **numbers).save()
    editing.change(row=current, based_on=current.version, changes={"state": SurveyState.PUBLISHED})
    if is_first:
        _tell(current, actor)
    audit.record(
        actor=actor, verb="publish_results", subject=publication,
        new={"survey": current.pk, "k": publication.k, "by": numbers["results"]["by"]},
    )  # fmt: skip
    survey.state, survey.version = current.state, current.version
    return publication


def _numbers(survey: Survey, draft: PublicationDraft) -> dict[str, Any]:
    first = PublishedNumbers.objects.filter(publication__survey=survey).order_by("pk").first()
    if first is not None and survey.promise != Promise.NAMED:
        return {"results": first.results, "texts": first.texts}
    found = results_to_publish(survey=survey, by=draft.by, k=draft.k)
    return {"results": as_data(found), "texts": texts_to_publish(survey=survey, k=draft.k)}


def _tell(survey: Survey, actor: Person | None) -> None:
    """Tell the DX offices of the members that results are there to be read."""
    for place in places_to_ask(council=survey.council):
        notify(
            actor=actor, people=holders(role="dx_office", municipality=place, day=clock.today()), municipality=place,
            title=_("調査の結果が出ました：%s") % survey.title,
            body=_("「%s」の結果を公表しました。自分のまちの答えと、全体の中での位置を見られます。") % survey.title,
            url=reverse("council:published", args=[survey.pk]),
        )  # fmt: skip
