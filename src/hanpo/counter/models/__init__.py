"""What the counter stores, by subject."""

from hanpo.counter.models.guide import Guidance
from hanpo.counter.models.rules import RuleApproval, RuleDraft, RuleEdit, RuleEdition, RuleSection
from hanpo.counter.models.waiting import (
    AT_DESK,
    OVER,
    Booking,
    BookingSlot,
    BookingState,
    Desk,
    DeskLine,
    DeskStep,
    Kiosk,
    Language,
    NumberRoll,
    ServiceLine,
    Ticket,
    TicketPeriod,
    TicketState,
    TicketStop,
)

__all__ = [
    "AT_DESK",
    "OVER",
    "Booking",
    "BookingSlot",
    "BookingState",
    "Desk",
    "DeskLine",
    "DeskStep",
    "Guidance",
    "Kiosk",
    "Language",
    "NumberRoll",
    "RuleApproval",
    "RuleDraft",
    "RuleEdit",
    "RuleEdition",
    "RuleSection",
    "ServiceLine",
    "Ticket",
    "TicketPeriod",
    "TicketState",
    "TicketStop",
]
