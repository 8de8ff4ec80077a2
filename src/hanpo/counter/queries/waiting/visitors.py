"""What a visitor sees: the kiosk and the ticket behind an address that nobody guesses, and how long it takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any, TypeVar

from django.urls import reverse
from django.utils.translation import get_language

from hanpo.core import scope
from hanpo.core.models import Municipality, MunicipalModel
from hanpo.counter.models import Booking, Kiosk, Language, ServiceLine, Ticket, TicketState
from hanpo.counter.queries.waiting.hall import Estimate, ahead_of, estimate_of, hall_of, lines_of, name_of

M = TypeVar("M", bound=MunicipalModel)


@dataclass(frozen=True, slots=True)
class Seen:
    """A ticket as its holder sees it: how many are before it and how long that takes, as far as this can be told."""

    ticket: Ticket
    line: str
    desk: str
    place: Municipality
    ahead: int | None
    estimate: Estimate | None
    further: tuple[str, ...]

    @property
    def is_soon(self) -> bool:
        """Whether the holder had better stay near."""
        return self.ahead is not None and self.ahead <= 1


def kiosk_of(*, token: str) -> Kiosk | None:
    """The kiosk behind a token; nothing where nobody has it or it is no longer used."""
    found = _behind(Kiosk, token)
    return found if found is not None and found.is_open else None


def ticket_of(*, token: str) -> Ticket | None:
    """The ticket behind a token."""
    return _behind(Ticket, token, "line", "desk")


def booking_of(*, token: str) -> Booking | None:
    """The booking behind a token."""
    return _behind(Booking, token, "slot__line", "ticket")


def seen_by_holder(*, ticket: Ticket, at: datetime) -> Seen:
    """A ticket as its holder sees it now."""
    waits = ticket.state == TicketState.WAITING and ticket.day == at.date()
    ahead: int | None = None
    estimate: Estimate | None = None
    if waits:
        hall = hall_of(municipality=ticket.municipality_id, at=at)
        ahead = len(ahead_of(ticket=ticket, hall=hall))
        estimate = estimate_of(line=ticket.line_id, ahead=ahead, hall=hall)
    further = ticket.stops.filter(is_over=False).select_related("line").order_by("place")
    return Seen(
        ticket=ticket, line=name_of(ticket.line), desk=ticket.desk.name if ticket.desk else "",
        place=ticket.municipality, ahead=ahead, estimate=estimate,
        further=tuple(name_of(stop.line) for stop in further),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A line with its name in the language of the page."""

    line: ServiceLine
    name: str


def named_lines(*, rows: Iterable[ServiceLine]) -> list[Named]:
    """The lines with their names in the language of the page."""
    return [Named(line, name_of(line)) for line in rows]


def spoken() -> str:
    """The language of the page, as a ticket keeps it."""
    language = get_language() or ""
    return language if language in Language.values else Language.JAPANESE


def chosen_lines(*, municipality: str, numbers: Sequence[str]) -> list[ServiceLine]:
    """The lines behind the buttons that were pressed, in that order; unknown ones are left out."""
    rows = {str(line.pk): line for line in lines_of(municipality=municipality)}
    return [rows[number] for number in numbers if number in rows]


def phone_address(*, ticket: Ticket) -> str:
    """Where the phone follows a ticket."""
    return reverse("counter:ticket_phone", args=[ticket.token])


def paper_address(*, kiosk: Kiosk, ticket: Ticket) -> str:
    """Where a kiosk shows a number to be printed, in the language that the visitor chose."""
    return f"{reverse('counter:kiosk_ticket', args=[kiosk.token, ticket.token])}?lang={ticket.language}"


def places_with_counter() -> list[Municipality]:
    """The municipalities that have a line open, by their codes: their crowding may be read by everybody."""
    with scope.within(scope.EVERYWHERE):
        codes = ServiceLine.objects.filter(is_open=True).values_list("municipality_id", flat=True).distinct()
        return list(Municipality.objects.filter(pk__in=list(codes)).order_by("pk"))


def place_with_counter(*, code: str) -> Municipality | None:
    """One of them by its code."""
    return next((place for place in places_with_counter() if place.pk == code), None)


def _behind(model: type[M], token: str, *joined: str) -> M | None:
    """The row behind a token, whose municipality is not known before; compared once more in constant time."""
    with scope.within(scope.EVERYWHERE):
        rows: Any = model._default_manager.select_related("municipality", *joined)
        row = rows.filter(token=token).first()
    return row if row is not None and compare_digest(row.token, token) else None
