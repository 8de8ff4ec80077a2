"""What the answers of a conversation say: read once for a state of them, kept as plain data, told in words.

Answers are rows of the towns of those who gave them; they are counted together whatever the scope, and nothing that
leaves here says whose they are. Counts of fewer people than the conversation promises are not told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import scope
from hanpo.council.engine import opinion as engine
from hanpo.council.engine.opinion import Opinion, Reason, Side, Tally
from hanpo.council.models import Choice, Conversation, OpinionStatement, Reading, StatementState, Vote

REASONS = {
    Reason.TOO_FEW_PEOPLE: gettext_lazy(
        "7つ以上の意見文に答えた人がまだ少なく、グループを分けると個人がわかるおそれがあります。"
    ),
    Reason.NO_DIFFERENCE: gettext_lazy("答えの傾向に、グループに分けるほどの違いがありません。"),
    Reason.TINY_GROUP: gettext_lazy("1人か2人のグループができてしまい、個人がわかるおそれがあります。"),
    Reason.ORDER: gettext_lazy("数える順番を変えると分かれ方が変わるため、確かなグループとは言えません。"),
    Reason.LEAVING_OUT: gettext_lazy("何人かを除いて数えると分かれ方が変わるため、確かなグループとは言えません。"),
    Reason.CHANCE: gettext_lazy("偶然でもできる程度の分かれ方で、確かなグループとは言えません。"),
}
"""Why no groups are shown, for those who take part."""

BAR = 100
"""How wide a bar of all answers is, in the units of its drawing."""

SHARED = 0.6
"""From this product of the groups' shares on, a statement is told as one that all groups share."""

MOST_SHARED = 8
"""So many of them are told, at most: the rest stands in the table."""


def checksum(*, conversation: Conversation) -> str:
    """A fingerprint of all answers and of what is shown; the same answers have the same."""
    with scope.within(scope.EVERYWHERE):
        votes = Vote.objects.filter(conversation=conversation).aggregate(n=Count("pk"), last=Max("cast_at"))
        rows = OpinionStatement.objects.filter(conversation=conversation).order_by("pk")
        states = list(rows.values_list("pk", "state"))
    told = f"{votes['n']}|{votes['last']}|{states}|{conversation.fewest}"
    return hashlib.sha256(told.encode()).hexdigest()


def is_current(*, conversation: Conversation) -> bool:
    """Whether the kept reading is of the answers as they are now."""
    kept = reading(conversation=conversation)
    return kept is not None and kept.checksum == checksum(conversation=conversation)


def is_worth_reading(*, conversation: Conversation, today: date) -> bool:
    """Whether the answers changed, by so many people that two readings beside each other show nobody's answer.

    After the last day nothing more can come: then any change is read.
    """
    kept = reading(conversation=conversation)
    if kept is None or is_current(conversation=conversation):
        return kept is None
    since = Vote.objects.filter(conversation=conversation, cast_at__gt=kept.made_at)
    fresh = since.values("voter").distinct().count()
    return fresh == 0 or fresh >= conversation.fewest or not conversation.is_open(today)


def is_old(*, conversation: Conversation, before: datetime) -> bool:
    """Whether the answers were never read, or last before a moment."""
    kept = reading(conversation=conversation)
    return kept is None or kept.made_at < before


def reading(*, conversation: Conversation) -> Reading | None:
    """What is kept of the answers."""
    found: Reading | None = Reading.objects.filter(conversation=conversation).first()
    return found


def statements_to_read(*, conversation: Conversation) -> list[engine.Statement]:
    """The statements that were ever shown; those taken off the page shape no group."""
    rows = OpinionStatement.objects.filter(conversation=conversation).exclude(state=StatementState.WAITING)
    return [
        engine.Statement(key=pk, is_moderated_out=state == StatementState.HELD)
        for pk, state in rows.order_by("pk").values_list("pk", "state")
    ]


def votes_to_read(*, conversation: Conversation) -> Iterator[engine.Vote]:
    """All answers, under their voters' numbers."""
    rows = Vote.objects.filter(conversation=conversation).exclude(statement__state=StatementState.WAITING)
    for voter, statement, choice in rows.order_by("voter", "statement").values_list("voter", "statement", "choice"):
        yield engine.Vote(voter, statement, choice)


def content_of(*, opinion: Opinion, fewest: int) -> dict[str, Any]:
    """An opinion as it is kept: no person in it, and no group smaller than was promised."""
    groups = opinion.groups if all(len(group.people) >= fewest for group in opinion.groups) else ()
    reason = opinion.stability.reason or (None if groups else Reason.TINY_GROUP)
    return {
        "people": opinion.people,
        "votes": sum(one.tally.seen for one in opinion.statements),
        "statements": {
            str(one.statement.key): {
                "tally": [one.tally.agrees, one.tally.disagrees, one.tally.passes],
                "shared": [one.shared_agree, one.shared_disagree] if groups else None,
            }
            for one in opinion.statements
        },
        "weights": {str(key): weight for key, weight in engine.weights(opinion).items()},
        "consensus": {side.name: list(keys) for side, keys in opinion.consensus.items()},
        "groups": [
            {
                "people": len(group.people),
                "stands_for": [
                    {"statement": one.statement, "side": one.side.name, "count": one.tally.count(one.side),
                     "seen": one.tally.seen}
                    for one in group.representatives
                ],
            }
            for group in groups
        ],
        "reason": reason.value if reason else None,
    }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A statement with its answers; `tally` is empty where fewer answered than may be told."""

    statement: OpinionStatement
    tally: Tally | None

    @property
    def bars(self) -> tuple[tuple[str, int, int], ...]:
        """The three parts of the bar: kind, where it begins, how wide it is."""
        if self.tally is None or not self.tally.seen:
            return ()
        agree = round(BAR * self.tally.agrees / self.tally.seen)
        disagree = round(BAR * self.tally.disagrees / self.tally.seen)
        rest = max(BAR - agree - disagree, 0)
        return ("agree", 0, agree), ("pass", agree, rest), ("disagree", agree + rest, BAR - agree - rest)

    @property
    def agrees(self) -> str:
        """The share that agrees, in per cent."""
        return self._percent(self.tally.agrees) if self.tally else ""

    @property
    def disagrees(self) -> str:
        """The share that disagrees, in per cent."""
        return self._percent(self.tally.disagrees) if self.tally else ""

    def _percent(self, count: int) -> str:
        seen = self.tally.seen if self.tally else 0
        return f"{round(100 * count / seen)}" if seen else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A statement on which people are of one mind: the side in words."""

    counted: Counted
    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandsFor:
    """What a group says more than others do: how many of it stand on the side, among those of it who answered."""

    statement: OpinionStatement
    side: str
    count: int
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShown:
    """A group of opinion: a letter for a name, its size, and what it stands for."""

    name: str
    people: int
    stands_for: tuple[StandsFor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What the answers say, as the page shows it. `since` is how many answers came after they were read."""

    conversation: Conversation
    made_at: datetime | None
    people: int
    votes: int
    since: int
    counted: tuple[Counted, ...]
    together: tuple[Shared, ...]
    across: tuple[Shared, ...]
    groups: tuple[GroupShown, ...]
    why_no_groups: str


SIDES = {Side.AGREE.name: Choice.AGREE.label, Side.DISAGREE.name: Choice.DISAGREE.label}


def results(*, conversation: Conversation) -> Results:
    """What the answers said when they were last read."""
    kept = reading(conversation=conversation)
    content: Mapping[str, Any] = kept.content if kept else {}
    with scope.within(scope.EVERYWHERE):
        now = Vote.objects.filter(conversation=conversation).count()
    shown = conversation.statements.filter(state=StatementState.SHOWN).select_related("municipality")
    counted = {row.pk: _counted(row, content, conversation.fewest) for row in shown.order_by("pk")}
    votes = content.get("votes", 0)
    return Results(
        conversation=conversation,
        made_at=kept.made_at if kept else None,
        people=content.get("people", 0),
        votes=votes,
        since=max(now - votes, 0),
        counted=tuple(counted.values()),
        together=tuple(_together(content, counted)),
        across=tuple(_across(content, counted)),
        groups=tuple(_groups(content, counted)),
        why_no_groups=_why_no_groups(content),
    )


def _counted(row: OpinionStatement, content: Mapping[str, Any], fewest: int) -> Counted:
    found = content.get("statements", {}).get(str(row.pk))
    tally = Tally(*found["tally"]) if found else Tally(0, 0, 0)
    return Counted(statement=row, tally=tally if tally.seen >= fewest else None)


def _together(content: Mapping[str, Any], counted: Mapping[int, Counted]) -> Iterator[Shared]:
    for side, keys in content.get("consensus", {}).items():
        yield from (
            Shared(counted=counted[key], side=str(SIDES[side]))
            for key in keys
            if key in counted and counted[key].tally is not None
        )


def _across(content: Mapping[str, Any], counted: Mapping[int, Counted]) -> Iterator[Shared]:
    """What every group shares, the most widely shared first."""
    found = []
    for key, row in content.get("statements", {}).items():
        for side, share in zip((Side.AGREE, Side.DISAGREE), row["shared"] or (), strict=False):
            if share >= SHARED ** len(content["groups"]) and int(key) in counted and counted[int(key)].tally:
                found.append((share, int(key), side.name))
    for _share, key, side_name in sorted(found, key=lambda one: (-one[0], one[1]))[:MOST_SHARED]:
        yield Shared(counted=counted[key], side=str(SIDES[side_name]))


def _groups(content: Mapping[str, Any], counted: Mapping[int, Counted]) -> Iterator[GroupShown]:
    for letter, group in zip("ABCDEFGHIJ", content.get("groups", ()), strict=False):
        yield GroupShown(
            name=letter,
            people=group["people"],
            stands_for=tuple(
                StandsFor(statement=counted[one["statement"]].statement, side=str(SIDES[one["side"]]),
                          count=one["count"], seen=one["seen"])
                for one in group["stands_for"]
                if one["statement"] in counted
            ),
        )  # fmt: skip


def _why_no_groups(content: Mapping[str, Any]) -> str:
    reason = content.get("reason")
    if not content:
        return _("答えはまだ読み取られていません。")
    return str(REASONS[Reason(reason)]) if reason else ""
