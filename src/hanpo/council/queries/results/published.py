"""Results as they were published, and what a member answered itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from hanpo.core import scope
from hanpo.council.engine.results import LEAST_K, Pooled, Promised, Results, from_data, pooled
from hanpo.council.models import FreeTextGroup, Publication, PublicationDraft, Reply, Survey
from hanpo.council.models.surveys import COUNTED
from hanpo.forms.engine.answering import shown
from hanpo.forms.queries.versions import form_of


@dataclass(frozen=True, slots=True)
class Published:
    """A publication with its numbers, and groups of texts by question: `{"q3": ({name, count}, …)}`."""

    publication: Publication
    results: Results
    texts: Mapping[str, Sequence[Pooled]]


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What a member of one's own scope answered to a question, in words."""

    name: str
    value: str


def published_of(*, survey: Survey) -> Published | None:
    """The latest publication of a survey, with its numbers."""
    latest = _publications(survey).select_related("numbers").first()
    numbers = getattr(latest, "numbers", None) if latest else None
    if latest is None or numbers is None:
        return None
    texts = {item: tuple(Pooled(one["name"], one["count"]) for one in found) for item, found in numbers.texts.items()}
    return Published(latest, from_data(numbers.results), texts)


def last_publication(*, survey: Survey) -> Publication | None:
    """When and how the results were last published, without their numbers."""
    return _publications(survey).first()


def _publications(survey: Survey) -> QuerySet[Publication]:
    return Publication.objects.filter(survey=survey)


def pooled_texts(*, survey: Survey, k: int) -> Mapping[str, Sequence[Pooled]]:
    """The groups of texts as they would be published."""
    found = texts_to_publish(survey=survey, k=k)
    return {item: tuple(Pooled(**one) for one in groups) for item, groups in found.items()}


def draft_of(*, survey: Survey) -> PublicationDraft:
    """What the secretariat has written for the publication so far; an empty draft where nothing is kept."""
    known = PublicationDraft.objects.filter(survey=survey).first()
    return known or PublicationDraft(survey=survey, council_id=survey.council_id, k=LEAST_K, version=0)


def texts_to_publish(*, survey: Survey, k: int) -> dict[str, list[dict[str, Any]]]:
    """The groups of texts that a person named, by question, with how many members each holds: all where names were
    promised, without telling small ones otherwise.
    """
    with scope.within(scope.EVERYWHERE):
        sent = set(Reply.objects.filter(survey=survey, state__in=COUNTED).values_list("pk", flat=True))
    groups = FreeTextGroup.objects.filter(survey=survey, merged_into__isnull=True).order_by("pk")
    found: dict[str, list[tuple[str, int]]] = {}
    for group in groups:
        found.setdefault(group.item, []).append((group.name, len(sent & set(group.replies))))
    least = 1 if survey.promise == Promised.NAMED else k
    return {
        item: [{"name": one.name, "count": one.count} for one in pooled(sizes, k=least)]
        for item, sizes in found.items()
    }


def own_answers(*, survey: Survey) -> Mapping[str, list[OwnAnswer]]:
    """What the members of the current scope answered, by question: one's own town for who works there.

    Nothing for who sees every municipality: they have the list of all.
    """
    if scope.current().codes is None or survey.form is None:
        return {}
    form = form_of(survey.form)
    rows = Reply.objects.filter(survey=survey, state__in=COUNTED, response__isnull=False)
    found: dict[str, list[OwnAnswer]] = {}
    for reply in rows.select_related("municipality", "response").order_by("municipality_id"):
        answers = reply.response.answers if reply.response else {}
        for item in form.items():
            value = shown(item, answers.get(item.id))
            found.setdefault(item.id, []).append(OwnAnswer(reply.municipality.name, value))
    return found
