"""What reminders share: whom they reach in a member's office, when they are due, and how they are taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.actions.notifications import notify, withdraw_notifications
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.queries.people import holders

AHEAD = timedelta(days=3)
"""So long before the day those are asked who have said nothing yet."""
WEEK = 7


class Asked(Protocol):
    """A row of a member that waits for its answer."""

    pk: int

    @property
    def municipality(self) -> Municipality: ...

    @property
    def municipality_id(self) -> str: ...


A = TypeVar("A", bound=Asked)


class Asking:
    """A reminder that tells the offices of members, and can be taken back while it is new."""

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        """Withdraw what was told."""
        places = Municipality.objects.in_bulk(list(work.undo["notifications"]))
        for code, numbers in work.undo["notifications"].items():
            withdraw_notifications(actor=actor, municipality=places[code], notifications=numbers)


def tell_offices(
    *, actor: Person, rows: Iterable[A], wanted: Iterable[int], title: str, body: str, url: Callable[[A], str]
) -> Mapping[str, Any]:
    """Tell the office of each wanted row that still waits; returns what `Asking.undo` needs."""
    told: dict[str, list[int]] = {}
    numbers = set(wanted)
    for row in rows:
        if row.pk in numbers:
            people = office_of(row.municipality, clock.today())
            notified = notify(
                actor=actor, people=people, municipality=row.municipality, title=title, body=body, url=url(row)
            )
            told[row.municipality_id] = [one.pk for one in notified]
    return {"notifications": told}


def office_of(municipality: Municipality, today: date) -> list[Person]:
    """Who answers for a member: its DX office."""
    return holders(municipality=municipality, role="dx_office", day=today)


def occasion(due_on: date, today: date) -> str:
    """Once before the day, and once in each week after it."""
    return "before" if due_on >= today else f"after-{(today - due_on).days // WEEK}"


def by_phone(municipality: Municipality, today: date) -> str:
    """A word for the secretariat where nobody can be reached here."""
    if office_of(municipality, today):
        return ""
    return _("（DX担当者の登録がないので、電話でお願いしてください）")
