"""Where the addresses of the counter take their arguments from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps

from tests.house.sampling import Arguments, NothingToShow, Sample, row


def place_code(place: str, **fixed: Any) -> Mapping[str, Any]:
    """The municipality by its code."""
    return {"code": place, **fixed}


def token_of(label: str, **more: str) -> Arguments:
    """The token of a municipality's first row of a model, with those of further models."""

    def found(place: str) -> Mapping[str, Any]:
        rows = {
            name: apps.get_model(model)._default_manager.filter(municipality=place).order_by("pk").last()
            for name, model in {"token": label, **more}.items()
        }
        if None in rows.values():
            raise NothingToShow(f"the demo has no {label} in {place}")
        return {name: getattr(one, "token") for name, one in rows.items()}  # noqa: B009 - of many models

    return found


def in_place(label: str) -> Arguments:
    """A row of a municipality, with the municipality's code."""
    return lambda place: {"code": place, **row(label)(place)}


WAITING: dict[str, Sample] = {
    "counter/waiting/desks/<int:pk>/": Sample(row("counter.Desk")),
    "counter/waiting/tickets/<int:pk>/": Sample(row("counter.Ticket")),
    "counter/waiting/tickets/<int:pk>/do/": Sample(row("counter.Ticket", deed="begin")),
    "counter/waiting/lines/<int:pk>/": Sample(row("counter.ServiceLine")),
    "counter/waiting/kiosks/<int:pk>/": Sample(row("counter.Kiosk")),
    "counter/waiting/bookings/<int:pk>/": Sample(row("counter.Booking")),
    "counter/waiting/kiosk/<str:token>/": Sample(token_of("counter.Kiosk")),
    "counter/waiting/kiosk/<str:token>/<str:ticket>/": Sample(token_of("counter.Kiosk", ticket="counter.Ticket")),
    "counter/waiting/t/<str:token>/": Sample(token_of("counter.Ticket")),
    "counter/waiting/t/<str:token>/<slug:deed>/": Sample(
        lambda place: {**token_of("counter.Ticket")(place), "deed": "away"}
    ),
    "counter/waiting/board/<slug:code>/": Sample(place_code),
    "counter/waiting/now/<slug:code>/": Sample(place_code),
    "counter/waiting/book/<slug:code>/": Sample(place_code),
    "counter/waiting/book/<slug:code>/<int:pk>/": Sample(in_place("counter.ServiceLine")),
    "counter/waiting/book/<slug:code>/take/<int:pk>/": Sample(in_place("counter.BookingSlot")),
    "counter/waiting/booked/<str:token>/": Sample(token_of("counter.Booking")),
}

IMPROVING: dict[str, Sample] = {
    "counter/improving/<int:pk>/": Sample(row("counter.Improvement")),
    "counter/improving/hearings/<int:pk>/": Sample(row("counter.Hearing")),
    "counter/improving/walks/<int:pk>/": Sample(row("counter.Walk")),
    "counter/improving/walks/stops/<int:pk>/": Sample(row("counter.WalkStop")),
    "counter/improving/cards/<int:pk>/": Sample(row("counter.ProblemCard")),
    "counter/improving/causes/<int:pk>/": Sample(row("counter.RootCause")),
    "counter/improving/wanted/<int:pk>/": Sample(row("counter.ToBe")),
    "counter/improving/steps/<int:pk>/": Sample(row("counter.ImprovementStep")),
    "counter/improving/steps/<int:pk>/to/": Sample(row("counter.ImprovementStep", to="decided")),
    "counter/improving/steps/needs/<int:pk>/": Sample(row("counter.StepNeed")),
}

SAMPLES: dict[str, Sample] = {**IMPROVING, **WAITING}
