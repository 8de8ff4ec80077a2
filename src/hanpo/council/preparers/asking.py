"""What reminders share: whom they reach in a member's office, when they are due, and how they are taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.actions.notifications import notify, withdraw_notifications
from hanpo.core.japanese import format_wareki
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.queries.people import holders, places_with
from hanpo.core.registry import Draft, DraftField, Fact
from hanpo.council.models import Poll, Survey

AHEAD = timedelta(days=3)
"""So long before the day those are asked who have said nothing yet."""
WEEK = 7
MINUTES_A_MEMBER = 5
"""What writing to one member by hand takes."""
OFFICE = "dx_office"
"""Who answers for a member."""


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


def reminder(
    *, about: Survey | Poll, rows: Sequence[int], due_on: date, answered: tuple[int, int], said: Iterable[Fact],
    today: date, advice: str, url: str,
) -> Draft:  # fmt: skip
    """A reminder to the members behind `rows`, of which the first is due on `due_on`.

    `answered` is how many have answered, and of how many; `said` tells of each member that is missing; `advice` closes
    the words that go out.
    """
    count, every = answered
    head = Fact(text=_("%(asked)dのうち%(n)dが回答しています") % {"asked": every, "n": count}, url=url)
    return Draft(
        key=f"{about.pk}:{_occasion(due_on, today)}",
        title=_("%(title)s：%(n)d市町にお願いする") % {"title": about.title[:100], "n": len(rows)},
        why=[head, *said],
        effect=_("お願いする市町のDX担当課に、下の文で知らせが届きます。"),
        minutes_saved=MINUTES_A_MEMBER * len(rows),
        role="secretariat",
        due=about.due_on,
        url=url,
        values={"about": about.pk, "rows": list(rows), "body": f"{_due_words(about.due_on, today)}\n{advice}"},
        fields=[DraftField(name="body", label=_("お願いの文"), kind="text")],
    )


def tell_offices(
    *, actor: Person, rows: Iterable[A], values: Mapping[str, Any], title: str, url: Callable[[A], str]
) -> Mapping[str, Any]:
    """Tell the office of each wanted row that still waits; returns what `Asking.undo` needs."""
    told: dict[str, list[int]] = {}
    for row in rows:
        if row.pk in values["rows"]:
            people = holders(municipality=row.municipality, role=OFFICE, day=clock.today())
            notified = notify(
                actor=actor, people=people, municipality=row.municipality, title=title, body=values["body"],
                url=url(row),
            )  # fmt: skip
            told[row.municipality_id] = [one.pk for one in notified]
    return {"notifications": told}


def reachable(today: date) -> frozenset[str]:
    """The members that have an office which can be told here."""
    return places_with(role=OFFICE, day=today)


def by_phone(place: str, told_here: frozenset[str]) -> str:
    """A word for the secretariat where nobody can be reached here."""
    return "" if place in told_here else _("（DX担当者の登録がないので、電話でお願いしてください）")


def _occasion(due_on: date, today: date) -> str:
    """Once before the day, and once in each week after it."""
    return "before" if due_on >= today else f"after-{(today - due_on).days // WEEK}"


def _due_words(due_on: date, today: date) -> str:
    when = format_wareki(due_on, weekday=True)
    if due_on < today:
        return _("回答期限（%s）を過ぎましたが、まだ受け付けています。") % when
    return _("回答期限は%sです。") % when
