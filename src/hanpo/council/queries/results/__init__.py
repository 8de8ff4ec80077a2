"""Reads of the results of surveys: `live` as replies come in, `published` as they were shown, both `told` in words."""

from hanpo.council.queries.results.live import (
    asked_members,
    groupings_promised,
    live_results,
    results_to_publish,
    surveys_with_results,
)
from hanpo.council.queries.results.published import (
    OwnAnswer,
    Published,
    draft_of,
    last_publication,
    own_answers,
    pooled_texts,
    published_of,
    texts_to_publish,
)
from hanpo.council.queries.results.told import (
    Head,
    QuestionTold,
    TableTold,
    by_choices,
    head_of,
    language_now,
    told,
    told_question,
)

__all__ = [
    "Head",
    "OwnAnswer",
    "Published",
    "QuestionTold",
    "TableTold",
    "asked_members",
    "by_choices",
    "draft_of",
    "groupings_promised",
    "head_of",
    "language_now",
    "last_publication",
    "live_results",
    "own_answers",
    "pooled_texts",
    "published_of",
    "results_to_publish",
    "surveys_with_results",
    "texts_to_publish",
    "told",
    "told_question",
]
