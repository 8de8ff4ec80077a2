"""The tray: prepared work by urgency, with counts and filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hanpo.core import registry
from hanpo.core.actions.prepared import UNDO_WINDOW
from hanpo.core.models import Person, PreparedState, PreparedWork
from hanpo.core.queries.prepared import decided_lately
from hanpo.core.registry import Text

WEEK = timedelta(days=7)


class Urgency(Enum):
    """How soon prepared work is due; the value orders the tray."""

    OVERDUE = 0
    THIS_WEEK = 1
    LATER = 2
    UNDATED = 3

    @property
    def label(self) -> Text:
        return _URGENCY_LABELS[self]

    @property
    def is_late(self) -> bool:
        return self is Urgency.OVERDUE


_URGENCY_LABELS = {
    Urgency.OVERDUE: gettext_lazy("期限を過ぎています"),
    Urgency.THIS_WEEK: gettext_lazy("7日以内"),
    Urgency.LATER: gettext_lazy("それより先"),
    Urgency.UNDATED: gettext_lazy("期限なし"),
}


@dataclass(frozen=True, slots=True)
class TrayItem:
    """A piece of prepared work as the tray shows it: what kind it is, and how soon it is due in words."""

    work: PreparedWork
    kind: Text
    urgency: Urgency
    due_in: str


@dataclass(frozen=True, slots=True)
class TrayGroup:
    """Work of one urgency, in the order of the tray."""

    urgency: Urgency
    items: Sequence[TrayItem]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to narrow the tray down, and how much would be left."""

    value: str
    label: Text
    count: int


@dataclass(frozen=True, slots=True)
class TrayCounts:
    """How much waits: in all, by urgency, by kind and by municipality; minutes are estimates."""

    total: int
    minutes: int
    urgencies: Mapping[Urgency, int]
    kinds: Sequence[Choice]
    places: Sequence[Choice]

    @property
    def overdue(self) -> int:
        return self.urgencies.get(Urgency.OVERDUE, 0)

    @property
    def this_week(self) -> int:
        return self.urgencies.get(Urgency.THIS_WEEK, 0)


def urgency_of(*, due: date | None, today: date) -> Urgency:
    """How soon work is due: the next seven days count as this week, whatever the weekday."""
    if due is None:
        return Urgency.UNDATED
    if due < today:
        return Urgency.OVERDUE
    return Urgency.THIS_WEEK if due < today + WEEK else Urgency.LATER


def grouped(*, works: Iterable[PreparedWork], today: date) -> list[TrayGroup]:
    """Work in the order of the tray, cut where the urgency changes."""
    items = [item_of(work=work, today=today) for work in works]
    return [TrayGroup(urgency, list(group)) for urgency, group in groupby(items, key=lambda item: item.urgency)]


def item_of(*, work: PreparedWork, today: date) -> TrayItem:
    """One piece of work as the tray shows it."""
    kind = kind_labels().get(work.preparer, "")
    return TrayItem(work, kind, urgency_of(due=work.due, today=today), _due_in(work.due, today))


def _due_in(due: date | None, today: date) -> str:
    if due is None:
        return ""
    days = (due - today).days
    if days < 0:
        return ngettext("{days}日過ぎています", "{days}日過ぎています", -days).format(days=-days)
    return ngettext("あと{days}日", "あと{days}日", days).format(days=days) if days else _("今日まで")


def narrowed(*, works: QuerySet[PreparedWork], kind: str | None, place: str | None) -> QuerySet[PreparedWork]:
    """The tray without what the filters leave out."""
    if kind:
        works = works.filter(preparer=kind)
    return works.filter(municipality_id=place) if place else works


def tray_counts(*, works: QuerySet[PreparedWork], today: date) -> TrayCounts:
    """Counts of the whole tray, whatever filter is set; one query."""
    rows = list(works.values_list("due", "preparer", "municipality_id", "municipality__name", "minutes_saved"))
    labels = kind_labels()
    kinds = Counter(preparer for _due, preparer, _code, _name, _minutes in rows)
    places = Counter((code, name) for _due, _preparer, code, name, _minutes in rows)
    return TrayCounts(
        total=len(rows),
        minutes=sum(minutes for _due, _preparer, _code, _name, minutes in rows),
        urgencies=Counter(urgency_of(due=due, today=today) for due, _preparer, _code, _name, _minutes in rows),
        kinds=[Choice(key, labels.get(key, key), kinds[key]) for key in sorted(kinds)],
        places=[Choice(code, name, places[code, name]) for code, name in sorted(places)],
    )


def to_undo(*, person: Person, now: datetime) -> list[PreparedWork]:
    """What this person decided and can still take back, the latest first."""
    return [work for work in decided_lately(person=person) if can_undo(work=work, now=now)]


def can_undo(*, work: PreparedWork, now: datetime) -> bool:
    """Whether a decision is young enough to be taken back."""
    return work.decided_at is not None and now - work.decided_at <= UNDO_WINDOW


def kind_labels() -> dict[str, Text]:
    """What every kind of prepared work is called."""
    return {key: preparer.label for key, preparer in registry.preparers().items()}


def said_of(*, work: PreparedWork) -> str:
    """A decision in words, and what now happens."""
    if work.state == PreparedState.DECLINED:
        return _("「{title}」を見送りました。同じきっかけではもう用意しません。").format(title=work.title)
    if work.state == PreparedState.CHANGED:
        return _("「{title}」を直して承認しました。{effect}").format(title=work.title, effect=work.effect)
    return _("「{title}」を承認しました。{effect}").format(title=work.title, effect=work.effect)
