"""What the council stores, by subject."""

from hanpo.council.models.base import CouncilHistory, CouncilRow
from hanpo.council.models.conversations import (
    Choice,
    Conversation,
    Moderation,
    OpinionStatement,
    Reading,
    Shown,
    StatementState,
    Vote,
)
from hanpo.council.models.councils import Council, Membership
from hanpo.council.models.freetext import FreeTextEdit, FreeTextGroup, TextDeed
from hanpo.council.models.results import PublicationDraft, PublishedNumbers
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
from hanpo.council.models.systems import (
    Cause,
    CostYear,
    Difference,
    Fit,
    JointSystem,
    RenewalPlan,
    SharingRule,
    SystemFunction,
    SystemMember,
)

__all__ = [
    "Cause",
    "Choice",
    "Conversation",
    "CostYear",
    "Council",
    "CouncilHistory",
    "CouncilRow",
    "Difference",
    "Extension",
    "Fit",
    "FreeTextEdit",
    "FreeTextGroup",
    "JointSystem",
    "Membership",
    "Moderation",
    "OpinionStatement",
    "Promise",
    "Publication",
    "PublicationDraft",
    "PublishedNumbers",
    "Reading",
    "RenewalPlan",
    "Reply",
    "ReplyState",
    "ReplyStep",
    "SharingRule",
    "Shown",
    "StatementState",
    "Survey",
    "SurveyState",
    "SystemFunction",
    "SystemMember",
    "TextDeed",
    "Vote",
]
