"""Reads of flows: the list, one flow with its drawing and its steps, and two flows side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from hanpo.core.registry import CalendarItem, SearchText, Text
from hanpo.counter.engine.flows import (
    Chart,
    Drawing,
    Edge,
    Fault,
    Kind,
    Lane,
    Node,
    chart_from,
    draw,
    faults_of,
    reading_order,
)
from hanpo.counter.engine.flows.difference import Sums, sums
from hanpo.counter.models import Flow, FlowRemark, FlowVote, RemarkState, Voice
from hanpo.counter.queries.flows.times import FlowTimes, times_of
from hanpo.counter.queries.flows.walked import WalkedTime, walked_times
from hanpo.counter.queries.flows.words import TAGS, fault_words, minutes_words


@dataclass(frozen=True, slots=True)
class VoteCount:
    """How often each voice was given on a step."""

    agree: int = 0
    unsure: int = 0
    differ: int = 0

    @property
    def all(self) -> int:
        """How many people voted."""
        return self.agree + self.unsure + self.differ


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A step as a row of the table beside the chart."""

    number: int
    node: Node
    lane: str
    kind: Text
    minutes: str
    after: tuple[tuple[Edge, str], ...]
    votes: VoteCount
    open_remarks: int
    measured: str
    waited: str
    walked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPage:
    """Everything on the page of a flow."""

    flow: Flow
    chart: Chart
    drawing: Drawing
    steps: tuple[StepLine, ...]
    faults: tuple[tuple[Fault, str], ...]
    remarks: tuple[tuple[FlowRemark, str], ...]
    sums: Sums
    minutes: str
    times: FlowTimes | None
    differing: tuple[tuple[str, str], ...]
    kept: Mapping[str, int]
    voters: int

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """Those who do steps."""
        return self.chart.lanes


def flows() -> QuerySet[Flow]:
    """The flows of the current scope."""
    rows: QuerySet[Flow] = Flow.objects.select_related("municipality", "follows", "log")
    return rows


def flow_list() -> QuerySet[Flow]:
    """The flows with how many marks wait for an answer."""
    waiting = Count("remarks", filter=Q(remarks__state=RemarkState.OPEN))
    return flows().defer("earlier").annotate(open_remarks=waiting).order_by("municipality_id", "name", "kind")


def narrowed(*, rows: QuerySet[Flow], kind: str = "", q: str = "") -> QuerySet[Flow]:
    """The flows of one kind, and those whose name holds these words."""
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(name__contains=q) if q else rows


def first_values(*, flow: Flow, after: str) -> dict[str, str]:
    """What a form for a further step begins with: in the lane of the one it comes after."""
    chart = chart_from(flow.chart)
    return {"after": after, "lane": chart.by_id[after].lane} if after in chart.by_id else {}


def sums_of(*, rows: Iterable[Flow]) -> list[tuple[Flow, Sums, str]]:
    """Each flow with its numbers, and the minutes in words."""
    counted = [(row, sums(chart_from(row.chart))) for row in rows]
    return [(row, one, minutes_words(one.minutes or None)) for row, one in counted]


def remarks() -> QuerySet[FlowRemark]:
    """The marks of the current scope."""
    rows: QuerySet[FlowRemark] = FlowRemark.objects.select_related("flow", "section", "said_by")
    return rows


def flow_page(*, flow: Flow, selected: str = "") -> FlowPage:
    """One flow with everything that is said of it; `selected` is the step that stands out in the drawing."""
    chart = chart_from(flow.chart)
    votes = _votes(flow)
    marks = list(remarks().filter(flow=flow))
    times = times_of(flow=flow, chart=chart)
    walked = walked_times(flow=flow, chart=chart)
    waiting = Counter(mark.node for mark in marks if mark.state == RemarkState.OPEN)
    names = {node.id: node.name for node in chart.nodes}
    counted = sums(chart)
    return FlowPage(
        flow=flow, chart=chart,
        drawing=draw(
            chart, badges=_badges(chart, waiting, times, walked), fates={selected: "selected"} if selected else {}
        ),
        steps=tuple(_lines(chart, votes, waiting, times, walked)),
        faults=tuple((fault, fault_words(fault)) for fault in faults_of(chart)) if chart.nodes else (),
        remarks=tuple((mark, names.get(mark.node, "")) for mark in marks), sums=counted,
        minutes=minutes_words(counted.minutes if counted.unsaid < counted.tasks else None), times=times,
        differing=_differing(flow, names), kept=kept_parts(chart), voters=_voters(flow),
    )  # fmt: skip


def kept_parts(chart: Chart) -> dict[str, int]:
    """What a file brought that is not drawn and goes out again as it came: the parts with their number."""
    tags = [one["tag"].rpartition("}")[2] for part in ("process", "definitions") for one in chart.kept.get(part, ())]
    return dict(Counter(tag for tag in tags if tag not in ("documentation", "extensionElements")))


def steps_to_vote(*, flow: Flow, person: Any, most: int = 12) -> list[tuple[Node, str, FlowVote | None]]:
    """The steps that a person votes on in two minutes: those not voted on yet, least voted first; with the lane."""
    chart = chart_from(flow.chart)
    counts = Counter(FlowVote.objects.filter(flow=flow).order_by().values_list("node", flat=True))
    own = {vote.node: vote for vote in FlowVote.objects.filter(flow=flow, person=person)}
    order = [chart.by_id[one] for one in reading_order(chart) if chart.by_id[one].kind is Kind.TASK]
    chosen = {node.id for node in sorted(order, key=lambda node: (node.id in own, counts[node.id]))[:most]}
    return [(node, _lane(chart, node), own.get(node.id)) for node in order if node.id in chosen]


def flow_content(flow: Flow) -> dict[str, Any]:
    """A flow as a model for others: what rode along from a file, places and times stay at home."""
    bare = ("id", "tag", "name", "lane", "source", "target")
    parts = {
        part: [{key: one[key] for key in bare if key in one} for one in flow.chart.get(part, ())]
        for part in ("lanes", "nodes", "edges")
    }
    return {"name": flow.name, "kind": flow.kind, "purpose": flow.purpose, "source": flow.source, **parts}


def search_texts(flow: Flow) -> Iterable[SearchText]:
    """What the search reads of a flow: its name, what it is for, its lanes and steps."""
    yield SearchText(text=flow.name, weight=3)
    yield SearchText(text=flow.purpose)
    for part in ("lanes", "nodes"):
        yield SearchText(text=" ".join(one["name"] for one in flow.chart.get(part, ())))


def vote_calendar(first: date, last: date) -> Iterable[CalendarItem]:
    """The last days of votes."""
    for row in flows().filter(asks_until__gte=first, asks_until__lte=last):
        title = _("2分投票の最後の日：{flow}").format(flow=row.name)
        day = row.asks_until or first
        yield CalendarItem(day=day, title=title, url=reverse_lazy("counter:flow_vote", args=[row.pk]))


def _votes(flow: Flow) -> dict[str, VoteCount]:
    rows = FlowVote.objects.filter(flow=flow).order_by().values("node", "voice").annotate(n=Count("pk"))
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["node"], {})[row["voice"]] = row["n"]
    return {node: VoteCount(**voices) for node, voices in found.items()}


def _voters(flow: Flow) -> int:
    return FlowVote.objects.filter(flow=flow).order_by().values("person").distinct().count()


def _differing(flow: Flow, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What was written with votes of difference: the step and the words, without a name."""
    rows = FlowVote.objects.filter(flow=flow, voice=Voice.DIFFER).exclude(words="").order_by("node", "words")
    return tuple((names.get(row.node, ""), row.words) for row in rows)


def _badges(
    chart: Chart, waiting: Mapping[str, int], times: FlowTimes | None, walked: Mapping[str, WalkedTime]
) -> dict[str, str]:  # fmt: skip
    found = {node.id: minutes_words(node.minutes) for node in chart.nodes if node.minutes is not None}
    if times is not None:
        found |= times.badges
    for node, one in walked.items():
        found[node] = (found.get(node, "") + " " + one.badge).strip()
    for node, n in waiting.items():
        found[node] = (found.get(node, "") + " " + _("印{n}").format(n=n)).strip()
    return found


def _lines(
    chart: Chart,
    votes: Mapping[str, VoteCount],
    waiting: Mapping[str, int],
    times: FlowTimes | None,
    walked: Mapping[str, WalkedTime],
) -> Iterable[StepLine]:
    for number, key in enumerate(reading_order(chart), start=1):
        node = chart.by_id[key]
        after = tuple((edge, chart.by_id[edge.target].name or str(TAGS[chart.by_id[edge.target].tag]))
                      for edge in chart.after(key) if edge.target in chart.by_id)  # fmt: skip
        yield StepLine(
            number=number, node=node, lane=_lane(chart, node), kind=TAGS[node.tag],
            minutes=minutes_words(node.minutes), after=after, votes=votes.get(key, VoteCount()),
            open_remarks=waiting.get(key, 0), measured=times.steps.get(key, "") if times else "",
            waited=times.waits.get(key, "") if times else "",
            walked=walked[key].words if key in walked else "",
        )  # fmt: skip


def _lane(chart: Chart, node: Node) -> str:
    return chart.lane_of[node.lane].name if node.lane in chart.lane_of else ""


def choices_of_nodes(chart: Chart) -> Sequence[tuple[str, str]]:
    """The steps to choose from, in reading order, with their lanes."""
    nodes = [chart.by_id[one] for one in reading_order(chart)]
    return [(node.id, " ".join(x for x in (node.name or str(TAGS[node.tag]), _lane_mark(chart, node)) if x))
            for node in nodes]  # fmt: skip


def _lane_mark(chart: Chart, node: Node) -> str:
    lane = _lane(chart, node)
    return _("（{lane}）").format(lane=lane) if lane else ""
