"""The quick question: Erlang C in words, with a few desks more and fewer beside it."""

from __future__ import annotations

from dataclasses import dataclass

from hanpo.counter.engine.waiting import Queue, desks_needed

AIM = 0.9
FEWER, MORE = 2, 3


@dataclass(frozen=True, slots=True)
class QuickLine:
    """What so many desks mean; the words are empty where the queue grows without end."""

    desks: int
    is_asked: bool
    is_stable: bool
    busy: str
    waits: str
    p50: str
    p90: str
    mean: str
    within: str


@dataclass(frozen=True, slots=True)
class Quick:
    """The answer: the lines, how many desks reach the aim, and the load."""

    lines: tuple[QuickLine, ...]
    needed: int
    load: str
    target: str
    is_enough: bool


def quick_answer(*, arrivals: float, minutes: float, desks: int, target: float) -> Quick:
    """What Erlang C says: nine of ten within `target` minutes is the aim."""
    needed = desks_needed(arrivals=arrivals, minutes=minutes, target=target, share=AIM)
    numbers = {*range(max(1, desks - FEWER), desks + MORE + 1), max(1, needed)}
    lines = tuple(_line(Queue(n, arrivals, minutes), target, is_asked=n == desks) for n in sorted(numbers))
    load = Queue(desks, arrivals, minutes).load
    return Quick(lines, needed, f"{load:.1f}", f"{target:g}", desks >= needed)


def _line(queue: Queue, target: float, *, is_asked: bool) -> QuickLine:
    if not queue.is_stable:
        return QuickLine(queue.desks, is_asked, False, f"{queue.utilisation * 100:.0f}", "", "", "", "", "")
    return QuickLine(
        desks=queue.desks,
        is_asked=is_asked,
        is_stable=True,
        busy=f"{queue.utilisation * 100:.0f}",
        waits=f"{queue.waits * 100:.0f}",
        p50=f"{queue.percentile(0.5):.1f}",
        p90=f"{queue.percentile(0.9):.1f}",
        mean=f"{queue.mean_wait:.1f}",
        within=f"{queue.within(target) * 100:.0f}",
    )
