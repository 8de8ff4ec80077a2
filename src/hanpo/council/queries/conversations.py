"""Reads of conversations: who may take part, what is asked next, what oneself answered, what waits to be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import scope
from hanpo.core.access import Access
from hanpo.core.manifest import STAFF
from hanpo.core.models import Municipality, Person, Resident
from hanpo.core.registry import CalendarItem, ResidentItem
from hanpo.council.engine.opinion import Key, Tally, next_statement
from hanpo.council.engine.opinion.showing import weight
from hanpo.council.models import (
    Choice,
    Conversation,
    Membership,
    Moderation,
    OpinionStatement,
    StatementState,
    Vote,
)
from hanpo.council.queries.readings import reading

UNSEEN = weight(Tally(0, 0, 0), extremity=0)
"""How much a statement asks to be shown that nobody has seen yet."""

SOON, NOW, OVER = gettext_lazy("これから"), gettext_lazy("受付中"), gettext_lazy("終わりました")


def voter_of(*, person: Person, conversation: Conversation) -> str:
    """The number under which a person's answers stand: another in every conversation, and no way back to the person."""
    return salted_hmac("hanpo.council.vote", f"{conversation.pk}:{person.pk}", algorithm="sha256").hexdigest()[:32]


def conversations() -> QuerySet[Conversation]:
    """The conversations of the councils that the current scope sees."""
    return Conversation.objects.select_related("council")


def for_person(*, access: Access) -> list[Conversation]:
    """The conversations that a person may find: all at work, those that ask their town as a resident."""
    rows = list(conversations())
    return rows if access.is_staff else [row for row in rows if _homes(access) & set(row.towns)]


def found(*, pk: int, access: Access) -> Conversation:
    """One of them. Raises `Conversation.DoesNotExist`."""
    for row in for_person(access=access):
        if row.pk == pk:
            return row
    raise Conversation.DoesNotExist


def _homes(access: Access) -> set[str]:
    return {held.municipality_id for held in access.assignments if held.role == "resident"}


def place_of_vote(*, conversation: Conversation, access: Access) -> str:
    """The code of the municipality as whose a person may answer (staff of members, asked residents), or empty."""
    asked = [code for code in sorted(_homes(access)) if code in conversation.towns]
    if asked or not conversation.asks_staff:
        return asked[0] if asked else ""
    posts = {held.municipality_id for held in access.assignments if held.role in STAFF}
    rows = Membership.objects.filter(council=conversation.council_id, municipality__in=posts, until__isnull=True)
    return str(rows.order_by("municipality_id").values_list("municipality_id", flat=True).first() or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A conversation in a list."""

    conversation: Conversation
    state: str
    kind: str
    statements: int
    waiting: int


def lines(*, rows: Sequence[Conversation], today: date) -> list[Line]:
    """Conversations with their state and size."""
    counts = OpinionStatement.objects.filter(conversation__in=rows).values("conversation").order_by()
    shown = Count("pk", filter=Q(state=StatementState.SHOWN))
    waiting = Count("pk", filter=Q(state=StatementState.WAITING))
    found = {row["conversation"]: row for row in counts.annotate(shown=shown, waiting=waiting)}
    return [
        Line(
            conversation=row, state=str(state_of(row, today=today)[0]), kind=state_of(row, today=today)[1],
            statements=found.get(row.pk, {}).get("shown", 0), waiting=found.get(row.pk, {}).get("waiting", 0),
        )
        for row in rows
    ]  # fmt: skip


def state_of(row: Conversation, *, today: date) -> tuple[object, str]:
    """The state of a conversation in words, and the kind of its mark."""
    if today < row.opens_on:
        return SOON, "draft"
    return (NOW, "doing") if row.is_open(today) else (OVER, "done")


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The statement that a person is asked now: how many of how many they answered, and what they answered to it."""

    conversation: Conversation
    statement: OpinionStatement | None
    answered: int
    total: int
    said: int | None
    is_open: bool
    place: str


def next_for(*, conversation: Conversation, person: Person, place: str, today: date, chosen: int | None = None) -> Next:
    """What to ask a person next: the statement `chosen` (to answer it anew), or the heaviest draw of those left."""
    voter = voter_of(person=person, conversation=conversation)
    said = dict(own_votes(conversation=conversation, voter=voter))
    shown = {row.pk: row for row in _shown(conversation)}
    kept = reading(conversation=conversation)
    known = kept.content["weights"] if kept else {}
    weights: dict[Key, float] = {pk: known.get(str(pk), UNSEEN) for pk in shown}
    at = chosen if chosen in shown else next_statement(weights, person=voter, voted=said)
    return Next(
        conversation=conversation,
        statement=shown.get(at) if isinstance(at, int) else None,
        answered=len(said.keys() & shown.keys()),
        total=len(shown),
        said=said.get(at) if isinstance(at, int) else None,
        is_open=conversation.is_open(today),
        place=place,
    )


def _shown(conversation: Conversation) -> QuerySet[OpinionStatement]:
    rows: QuerySet[OpinionStatement] = conversation.statements.filter(state=StatementState.SHOWN)
    return rows.select_related("municipality").order_by("pk")


def own_votes(*, conversation: Conversation, voter: str) -> Iterable[tuple[int, int]]:
    """What a voter answered, by statement."""
    return Vote.objects.filter(conversation=conversation, voter=voter).values_list("statement", "choice")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAnswer:
    """A statement with what oneself answered."""

    statement: OpinionStatement
    choice: str


def own_answers(*, conversation: Conversation, person: Person) -> list[OwnAnswer]:
    """What a person answered, to look at and to answer anew."""
    said = dict(own_votes(conversation=conversation, voter=voter_of(person=person, conversation=conversation)))
    words = dict(Choice.choices)
    return [OwnAnswer(statement=row, choice=str(words[said[row.pk]])) for row in _shown(conversation) if row.pk in said]


def own_statements(*, conversation: Conversation, person: Person) -> QuerySet[OpinionStatement]:
    """What a person wrote, with what became of it."""
    rows = OpinionStatement.objects.filter(conversation=conversation, author=person).prefetch_related("moderations")
    return rows.order_by("-pk")


def statements_of(*, conversation: Conversation) -> QuerySet[OpinionStatement]:
    """All statements, those that wait first."""
    return conversation.statements.select_related("municipality").order_by("-state", "pk")


def statements() -> QuerySet[OpinionStatement]:
    """Statements that the current scope sees."""
    return OpinionStatement.objects.select_related("conversation")


def waiting(*, conversation: Conversation) -> QuerySet[OpinionStatement]:
    """The statements that wait to be looked at, in the order in which they came."""
    rows = conversation.statements.filter(state=StatementState.WAITING)
    return rows.select_related("municipality").order_by("pk")


def moderation_log(*, conversation: Conversation) -> QuerySet[Moderation]:
    """Every decision about statements, the newest first; open to all who take part."""
    rows = Moderation.objects.filter(statement__conversation=conversation)
    return rows.select_related("statement").order_by("-recorded_at", "-pk")


def towns_of(conversation: Conversation) -> list[str]:
    """The names of the towns whose residents are asked, in the order of their codes."""
    rows = Municipality.objects.filter(pk__in=conversation.towns).order_by("code")
    return [row.name for row in rows]


def due_for_resident(*, resident: Resident, today: date) -> Iterable[ResidentItem]:
    """Open conversations that ask a resident's town."""
    with scope.within(scope.of(resident.municipality_id)):
        rows = list(conversations().filter(opens_on__lte=today, closes_on__gte=today))
    for row in rows:
        if resident.municipality_id in row.towns:
            url = reverse("council:take_part", args=[row.pk])
            yield ResidentItem(title=row.topic_told, url=url, state=_("意見を聞いています"), day=row.closes_on)


def closing_calendar(first: date, last: date) -> Iterable[CalendarItem]:
    """The last days of conversations."""
    for row in conversations().filter(closes_on__range=(first, last)):
        title = _("「%s」の意見の受付の最後の日") % row.topic
        yield CalendarItem(day=row.closes_on, title=title, url=reverse_lazy("council:conversation", args=[row.pk]))
