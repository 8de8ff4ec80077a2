"""What the council makes ready before anybody asks."""

from __future__ import annotations

from hanpo.core.registry import Preparer
from hanpo.council.preparers.ballots import BallotReminder
from hanpo.council.preparers.conversations import StatementsWaiting
from hanpo.council.preparers.deciding import FollowUpDue, NextDecision, ReviewDue
from hanpo.council.preparers.results import SummaryDraft
from hanpo.council.preparers.surveys import CarryOver, Reminder
from hanpo.council.preparers.systems import ContractEnd

PREPARERS: tuple[Preparer, ...] = (
    NextDecision(),
    FollowUpDue(),
    ReviewDue(),
    CarryOver(),
    Reminder(),
    BallotReminder(),
    SummaryDraft(),
    ContractEnd(),
    StatementsWaiting(),
)

__all__ = [
    "PREPARERS",
    "BallotReminder",
    "CarryOver",
    "ContractEnd",
    "FollowUpDue",
    "NextDecision",
    "Reminder",
    "ReviewDue",
    "StatementsWaiting",
    "SummaryDraft",
]
