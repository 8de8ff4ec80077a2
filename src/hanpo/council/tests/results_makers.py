"""Makes surveys with replies, to look at their results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hanpo.core import scope
from hanpo.council.models import Council, Survey, SurveyState
from hanpo.council.tests import surveys_makers as make
from hanpo.council.tests.factories import council

MANY = (
    "281000", "282014", "282022", "282031", "282049", "282057", "282065", "282073", "282081", "282090", "283011",
    "283657", "283819", "283827",
)  # fmt: skip
"""Ten cities and four towns."""


def group(*codes: str) -> Council:
    """A council of the prefecture and these members (`MANY` where none are named)."""
    return council("280003", *(codes or MANY))


def answers(moved: str, staff: int, worry: str = "") -> dict[str, Any]:
    """A reply to the form of `surveys_makers`."""
    told = {"moved": {"id": moved}, "staff": str(staff)}
    return {**told, "worry": worry} if worry else told


def survey_with(replies: Mapping[str, Mapping[str, Any]], *, state: str = SurveyState.CLOSED, **fields: Any) -> Survey:
    """A survey of many members with these replies, closed."""
    own = fields.pop("group", None) or group()
    survey = make.open_survey(own, **fields)
    for code, told in replies.items():
        make.answered(survey, code, told)
    with scope.within(scope.EVERYWHERE):
        survey.state = state
        survey.save()
    return survey


def twelve(*, few: int = 2) -> dict[str, dict[str, Any]]:
    """Replies of twelve of the fourteen; `few` of them have not moved."""
    return {code: answers("no" if at < few else "yes", at + 1) for at, code in enumerate(MANY[:12])}
