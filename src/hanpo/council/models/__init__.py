"""What the council stores, by subject."""

from hanpo.council.models.base import CouncilHistory, CouncilRow
from hanpo.council.models.councils import Council, Membership
from hanpo.council.models.surveys import (
    Extension,
    Promise,
    Publication,
    Reply,
    ReplyState,
    ReplyStep,
    Survey,
    SurveyState,
)

__all__ = [
    "Council",
    "CouncilHistory",
    "CouncilRow",
    "Extension",
    "Membership",
    "Promise",
    "Publication",
    "Reply",
    "ReplyState",
    "ReplyStep",
    "Survey",
    "SurveyState",
]
