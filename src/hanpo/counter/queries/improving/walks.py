"""Reads of the experience survey: walks with what they cost, and walks before and after side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from hanpo.counter.engine.improving import Stop, WalkTotal, total
from hanpo.counter.models import Improvement, Phase, Walk, WalkStop


def walks() -> QuerySet[Walk]:
    """The walks of the current scope with their stops."""
    rows: QuerySet[Walk] = Walk.objects.select_related("improvement", "walker").prefetch_related("stops__section")
    return rows


def stops() -> QuerySet[WalkStop]:
    """The stops of the current scope."""
    rows: QuerySet[WalkStop] = WalkStop.objects.select_related("walk__improvement", "section", "photo")
    return rows


@dataclass(frozen=True, slots=True)
class WalkLine:
    """A walk and what it cost in all."""

    walk: Walk
    total: WalkTotal


def walk_lines(*, improvement: Improvement) -> list[WalkLine]:
    """The walks of an undertaking, the newest first."""
    return [_line(walk) for walk in walks().filter(improvement=improvement)]


@dataclass(frozen=True, slots=True)
class WalkSides:
    """Walks of one persona before and after. They are single walks: side by side, without a conclusion."""

    persona: str
    before: tuple[WalkLine, ...]
    after: tuple[WalkLine, ...]


def sides(*, lines: Iterable[WalkLine]) -> list[WalkSides]:
    """The personas that were walked both before and after, in the order of their first walk."""
    by_persona: dict[str, dict[str, list[WalkLine]]] = {}
    for line in sorted(lines, key=lambda line: (line.walk.walked_on, line.walk.pk)):
        by_persona.setdefault(line.walk.persona, {}).setdefault(line.walk.phase, []).append(line)
    return [
        WalkSides(persona, tuple(found[Phase.BEFORE]), tuple(found[Phase.AFTER]))
        for persona, found in by_persona.items()
        if Phase.BEFORE in found and Phase.AFTER in found
    ]


@dataclass(frozen=True, slots=True)
class StopLine:
    """A stop with its cards and the length of its bars, in percent of the longest stop of the walk."""

    stop: WalkStop
    waited_share: int
    served_share: int
    card: int | None

    @property
    def waited(self) -> str:
        """How long one waited, as a stopwatch shows it (12:05)."""
        return _clock(self.stop.waited)

    @property
    def served(self) -> str:
        """How long one was served."""
        return _clock(self.stop.served)


@dataclass(frozen=True, slots=True)
class WalkPage:
    """A walk as its page shows it."""

    line: WalkLine
    stops: tuple[StopLine, ...]


def walk_page(*, walk: Walk) -> WalkPage:
    """A walk with its stops."""
    rows = list(stops().filter(walk=walk).prefetch_related("cards").order_by("number"))
    longest = max((row.waited + row.served for row in rows), default=0) or 1
    lines = tuple(
        StopLine(
            row, round(100 * row.waited / longest), round(100 * row.served / longest),
            next((card.pk for card in row.cards.all()), None),
        )
        for row in rows
    )  # fmt: skip
    return WalkPage(_line(walk), lines)


def _line(walk: Walk) -> WalkLine:
    return WalkLine(walk, total(Stop(one.waited, one.served, one.walked, one.wrote) for one in walk.stops.all()))


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"
