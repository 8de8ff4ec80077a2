"""Loads the results of last year's survey as they were published: a summary, comments, groups of what was written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from hanpo.core import clock
from hanpo.core.demo import backdate, insert_dated, office_moment
from hanpo.core.models import Person
from hanpo.council.actions.publication import write_publication
from hanpo.council.demo.councils import DATA
from hanpo.council.demo.quick import load_quick_survey
from hanpo.council.engine.results import as_data
from hanpo.council.models import (
    FreeTextEdit,
    FreeTextGroup,
    Publication,
    PublishedNumbers,
    Survey,
    SurveyState,
    TextDeed,
)
from hanpo.council.queries.freetext import text_items, texts_of
from hanpo.council.queries.results import draft_of, results_to_publish, texts_to_publish
from hanpo.council.queries.results.summary import sentences

SECRETARIAT = "jimukyoku"


def load_results(*, today: date) -> None:
    """Publish last year's survey, with words, some weeks after it was closed; and load one that waits for that."""
    facts = yaml.safe_load((DATA / "surveys" / "results.yaml").read_text("utf-8"))
    survey = Survey.objects.select_related("form", "follows__form").get(state=SurveyState.CLOSED)
    person = Person.objects.get(username=SECRETARIAT)
    for item in text_items(survey=survey):
        _keep(survey, item.id, person, today, facts["published"])
    at = office_moment(today, facts["published"], "15:30")
    with clock.telling(at):
        changes = {"summary": _summary(survey, facts), "comments": facts["comments"], "by": "kind"}
        draft = write_publication(actor=person, survey=survey, based_on=0, changes=changes)
    backdate(draft, updated_at=at)
    _publish(survey, person, today, facts["published"])
    load_quick_survey(today=today)


def _summary(survey: Survey, facts: Mapping[str, Any]) -> str:
    """The first sentences of the prepared summary, and what the secretariat added."""
    return "\n".join([*(one.text for one in sentences(survey=survey)), facts["summary_end"]])


def _keep(survey: Survey, item: str, person: Person, today: date, days: int) -> None:
    """The groups of texts, as the secretariat kept them two days before."""
    found = texts_of(survey=survey, item=next(one for one in text_items(survey=survey) if one.id == item)).groups
    rows = [
        FreeTextGroup.objects.create(
            survey=survey, item=item, name=one.name[:100], words=list(one.words), replies=one.replies
        )
        for one in found
    ]
    if not rows:
        return
    at = office_moment(today, days + 2, "11:00")
    for row in rows:
        backdate(row, updated_at=at)
    new = {str(row.pk): {"name": row.name, "replies": row.replies, "merged_into": None} for row in rows}
    told = f"見つかった{len(rows)}個のまとまりをもとにした"
    insert_dated([
        FreeTextEdit(survey=survey, council_id=survey.council_id, item=item, deed=TextDeed.KEPT, told=told, new=new,
                     recorded_by=person, recorded_at=at)
    ])  # fmt: skip


def _publish(survey: Survey, person: Person, today: date, days: int) -> None:
    """The publication with its numbers, as history of its day."""
    at, draft = office_moment(today, days, "16:00"), draft_of(survey=survey)
    results = results_to_publish(survey=survey, by=draft.by, k=draft.k)
    common = {"council_id": survey.council_id, "recorded_by": person, "recorded_at": at}
    publication = Publication(
        survey=survey, k=1, summary=draft.summary, comments=draft.comments, published_at=at, **common
    )
    insert_dated([publication])
    texts = texts_to_publish(survey=survey, k=draft.k)
    insert_dated([PublishedNumbers(publication=publication, results=as_data(results), texts=texts, **common)])
    survey.state = SurveyState.PUBLISHED
    survey.save()
    backdate(survey, updated_at=at)
