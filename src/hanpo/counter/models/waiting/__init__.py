"""Waiting: what the counter offers and where, tickets with every change of theirs, bookings."""

from hanpo.counter.models.waiting.booking import Booking, BookingSlot, BookingState
from hanpo.counter.models.waiting.places import Desk, DeskLine, DeskStep, Kiosk, ServiceLine
from hanpo.counter.models.waiting.tickets import (
    AT_DESK,
    OVER,
    Language,
    NumberRoll,
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
    "Kiosk",
    "Language",
    "NumberRoll",
    "ServiceLine",
    "Ticket",
    "TicketPeriod",
    "TicketState",
    "TicketStop",
]
