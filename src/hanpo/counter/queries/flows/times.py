"""Measured times on a flow: steps and arrows of the chart that the log knows by the same words."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hanpo.counter.engine.discovery import Follows
from hanpo.counter.engine.flows import Chart
from hanpo.counter.models import EventLog, Flow
from hanpo.counter.queries.flows.logs import LogUnreadable, discovered


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowTimes:
    """What a log says about the steps of a flow, by their ids; `unknown` are steps that the log does not know."""

    log: EventLog
    cases: int
    steps: Mapping[str, str]
    waits: Mapping[str, str]
    badges: Mapping[str, str]
    unknown: tuple[str, ...]


def times_of(*, flow: Flow, chart: Chart) -> FlowTimes | None:
    """The times on a flow; None where it has no log, or none that can be read."""
    if flow.log is None:
        return None
    try:
        found = discovered(log=flow.log)
    except LogUnreadable:
        return None
    ids = {plain(node.name): node.id for node in chart.nodes if node.name}
    steps = {ids[plain(step.name)]: step for step in found.steps if plain(step.name) in ids}
    arrows = {(one.source, one.target): one for one in found.follows}
    named = {node.id: plain(node.name) for node in chart.nodes}
    badges = {key: minutes(step.middle) for key, step in steps.items() if step.middle is not None}
    for edge in chart.edges:
        wait = _between(arrows, named.get(edge.source, ""), named.get(edge.target, ""))
        if wait is not None and wait.wait_middle:
            badges[edge.id] = _("待ち{wait}").format(wait=minutes(wait.wait_middle))
    known = {plain(step.name) for step in found.steps}
    return FlowTimes(
        log=flow.log, cases=found.cases, badges=badges,
        steps={key: spread(middle=step.middle, long=step.long) for key, step in steps.items()},
        waits={key: spread(middle=step.wait_middle, long=step.wait_long) for key, step in steps.items()},
        unknown=tuple(node.name for node in chart.nodes if node.kind.value == "task" and plain(node.name) not in known),
    )  # fmt: skip


def minutes(value: float | None) -> str:
    """Minutes, whole from ten on; a dash where nothing was measured."""
    if value is None:
        return "—"
    return _("{minutes}分").format(minutes=f"{value:.0f}" if value >= 10 else f"{value:.1f}".removesuffix(".0"))


def spread(*, middle: float | None, long: float | None) -> str:
    """The middle of times and the time that nine in ten stay below; never the mean alone."""
    if middle is None:
        return "—"
    return _("半分が{middle}以内、10人に9人が{long}以内").format(middle=minutes(middle), long=minutes(long))


def plain(text: str) -> str:
    """Words without the differences that one does not hear: widths and spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def node_named(*, chart: Mapping[str, Any], name: str) -> str:
    """The id of the step that is called so; empty where the chart has none."""
    return next((node["id"] for node in chart.get("nodes", ()) if plain(node["name"]) == plain(name)), "")


def _between(arrows: Mapping[tuple[str, str], Follows], source: str, target: str) -> Follows | None:
    return next((one for (a, b), one in arrows.items() if (plain(a), plain(b)) == (source, target)), None)
