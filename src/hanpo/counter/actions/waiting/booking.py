"""Writes of booking: times are offered, booked, cancelled, kept or missed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from hanpo.core import audit
from hanpo.core.database.locks import held
from hanpo.core.models import Person
from hanpo.counter.actions.waiting.tickets import take_ticket
from hanpo.counter.engine.waiting.appointments import arrival_of, starts
from hanpo.counter.models import Booking, BookingSlot, BookingState, Language, ServiceLine, Ticket

CODE_SIGNS = "23456789"
"""Digits of a booking's number: none that is taken for another when it is said."""
CODE_LENGTH = 6
TRIES = 20


@audit.deed
def open_slots(
    *, actor: Person | None, line: ServiceLine, days: Sequence[date], first: time, last: time, minutes: int,
    buffer: int, capacity: int,
) -> list[BookingSlot]:  # fmt: skip
    """Offer times on these days, from `first` until `last`, each followed by its buffer.

    Times that are offered already stay as they are. Returns the new ones; raises `ValidationError` where none fits.
    """
    known = set(line.slots.filter(starts_at__date__in=list(days)).values_list("starts_at", flat=True))
    moments = [
        timezone.make_aware(datetime.combine(day, start))
        for day in days
        for start in starts(first=first, last=last, minutes=minutes, buffer=buffer)
    ]
    rows = [
        BookingSlot(line=line, starts_at=moment, minutes=minutes, buffer=buffer, capacity=capacity)
        for moment in moments
        if moment not in known
    ]
    if not rows:
        raise ValidationError(_("新しく作れる予約枠がありません。日・時刻と、1枠の時間を見直してください。"))
    made = BookingSlot.objects.bulk_create(rows)
    facts = {"line": line.prefix, "days": [str(day) for day in days], "slots": len(made)}
    audit.record(actor=actor, verb="open_slots", subject=line, new=facts)
    return made


@audit.deed
def withdraw_slots(*, actor: Person | None, line: ServiceLine, slots: Sequence[int]) -> int:
    """Take back times that nobody booked yet; returns how many went."""
    gone, _by_model = BookingSlot.objects.filter(line=line, pk__in=list(slots), bookings__isnull=True).delete()
    audit.record(actor=actor, verb="withdraw_slots", subject=line, new={"slots": gone})
    return gone


@audit.deed
def book_slot(*, actor: Person | None, slot: BookingSlot, at: datetime, language: str = Language.JAPANESE) -> Booking:
    """Take a place in a slot. Of two who want the last one, one gets it; raises `ValidationError` for the other."""
    free = BookingSlot.objects.filter(pk=slot.pk, is_open=True, starts_at__gt=at, taken__lt=F("capacity"))
    if not free.update(taken=F("taken") + 1):
        raise ValidationError(_("この時刻は、ほかの人が先に予約しました。ほかの時刻を選んでください。"))
    booking = Booking(slot=slot, code=_free_code(slot.municipality_id), made_at=at, language=language)
    booking.save(force_insert=True)
    audit.record(actor=actor, verb="book_slot", subject=booking, new={"slot": slot.pk})
    return booking


@audit.deed
def cancel_booking(*, actor: Person | None, booking: Booking) -> Booking:
    """Give the place back; it can be booked by others at once."""
    row = _standing(booking)
    BookingSlot.objects.filter(pk=row.slot_id).update(taken=F("taken") - 1)
    return _end(row, BookingState.CANCELLED, actor, "cancel_booking")


@audit.deed
def check_in(*, actor: Person | None, booking: Booking, at: datetime, language: str = "") -> Ticket:
    """The visitor is here: they get a number, and go first once their time has come.

    Who comes too late for that gets a number like everybody else; who comes on another day, or much too early, is told
    so by `ValidationError`.
    """
    row = _standing(booking)
    arrival = arrival_of(starts_at=timezone.localtime(row.slot.starts_at), at=at)
    if not arrival.is_today:
        raise ValidationError(_("予約の日ではありません。予約した日に、もう一度お使いください。"))
    ticket = take_ticket(
        actor=actor, lines=[row.slot.line], at=at, language=language or row.language,
        booked_for=row.slot.starts_at if arrival.is_in_time else None,
    )  # fmt: skip
    row.ticket = ticket
    _end(row, BookingState.HERE, actor, "check_in")
    return ticket


@audit.deed
def mark_no_shows(*, actor: Person | None, bookings: Sequence[Booking], at: datetime) -> int:
    """Nobody came for these bookings, and their time is over; returns how many."""
    over = [booking for booking in bookings if _is_over(booking, at)]
    if not over:
        raise ValidationError(_("来なかったとしてよい予約（時刻を過ぎたもの）がありません。"))
    for booking in over:
        _end(_standing(booking), BookingState.ABSENT, actor, "mark_no_shows")
    return len(over)


@audit.deed
def take_back_no_shows(*, actor: Person | None, bookings: Sequence[int]) -> int:
    """Take back that nobody came."""
    rows = list(Booking.objects.filter(pk__in=list(bookings), state=BookingState.ABSENT))
    for row in rows:
        _end(row, BookingState.BOOKED, actor, "take_back_no_shows")
    return len(rows)


def _is_over(booking: Booking, at: datetime) -> bool:
    return booking.slot.starts_at + timedelta(minutes=booking.slot.minutes) < at


def _standing(booking: Booking) -> Booking:
    """The booking, held until the deed ends. Raises `ValidationError` where it does not stand any more."""
    row: Booking = held(Booking.objects.select_related("slot__line")).get(pk=booking.pk)
    if row.state != BookingState.BOOKED:
        raise ValidationError(_("この予約は、もう「{state}」です。").format(state=row.get_state_display()))
    return row


def _end(row: Booking, state: BookingState, actor: Person | None, verb: str) -> Booking:
    old = row.state
    row.state = state
    row.save()
    audit.record(actor=actor, verb=verb, subject=row, old={"state": old}, new={"state": state})
    return row


def _free_code(municipality: str) -> str:
    """A number that no other booking of the municipality has."""
    for _try in range(TRIES):
        code = "".join(secrets.choice(CODE_SIGNS) for _digit in range(CODE_LENGTH))
        if not Booking.objects.filter(municipality_id=municipality, code=code).exists():
            return code
    raise ValidationError(_("予約番号を作れませんでした。少し待って、もう一度お試しください。"))
