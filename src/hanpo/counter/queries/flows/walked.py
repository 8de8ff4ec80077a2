"""Times of experience surveys on a flow: stops of walks at the steps that go by the same words.

A walk is one visit with a stopwatch. So nothing is concluded from walks: each time is told with the number of walks it
comes from, several as the shortest and the longest; a step where nobody stood says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hanpo.counter.engine.flows import Chart, Kind
from hanpo.counter.models import Flow, FlowKind, Phase, WalkStop
from hanpo.counter.queries.flows.times import minutes, plain


@dataclass(frozen=True, slots=True)
class WalkedTime:
    """What walks cost at a step: seconds waited and served, one of each for every stop, in how many walks."""

    walks: int
    waited: tuple[int, ...]
    served: tuple[int, ...]

    @property
    def words(self) -> str:
        """The times with the number of walks."""
        told = {"n": self.walks, "waited": _range(self.waited), "served": _range(self.served)}
        return _("待ち{waited}・応対{served}（{n}回歩いて）").format(**told)

    @property
    def badge(self) -> str:
        """What stands at the step in the drawing: waiting and service together."""
        whole = [waited + served for waited, served in zip(self.waited, self.served, strict=True)]
        return _("歩いて{time}").format(time=_range(whole))


def walked_times(*, flow: Flow, chart: Chart) -> Mapping[str, WalkedTime]:
    """The walks' times by the ids of steps: walks before the change on today's flow, later ones on the wanted one."""
    phase = Phase.BEFORE if flow.kind == FlowKind.AS_IS else Phase.AFTER
    rows = WalkStop.objects.filter(municipality_id=flow.municipality_id, walk__phase=phase)
    known = _words(chart)
    found: dict[str, list[WalkStop]] = defaultdict(list)
    for stop in rows.select_related("section").order_by("walk_id", "number"):
        step = known.get(plain(stop.place)) or known.get(plain(stop.section.name if stop.section else ""))
        if step and (stop.waited or stop.served):
            found[step].append(stop)
    return {
        step: WalkedTime(
            walks=len({stop.walk_id for stop in stops}),
            waited=tuple(stop.waited for stop in stops),
            served=tuple(stop.served for stop in stops),
        )
        for step, stops in found.items()
    }


def _words(chart: Chart) -> dict[str, str]:
    """The steps by their names, and by the name of a lane that has but one: with more, it is open at which it was."""
    named: dict[str, str] = {}
    for lane in chart.lanes:
        tasks = [node.id for node in chart.nodes if node.lane == lane.id and node.kind is Kind.TASK]
        if len(tasks) == 1 and lane.name:
            named[plain(lane.name)] = tasks[0]
    return named | {plain(node.name): node.id for node in chart.nodes if node.name}


def _range(seconds: Sequence[int]) -> str:
    """Seconds in minutes: one, or the shortest and the longest."""
    shortest, longest = minutes(min(seconds) / 60), minutes(max(seconds) / 60)
    return shortest if shortest == longest else _("{first}〜{last}").format(first=shortest, last=longest)
