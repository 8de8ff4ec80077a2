"""What the event log makes ready: once a month, the step before which people wait longest, as words for the board."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import clock
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.registry import Draft, DraftField, Fact
from hanpo.counter.actions.flows.waits import note_wait, take_back_wait
from hanpo.counter.engine.discovery import Step
from hanpo.counter.models import EventLog, Flow, Improvement
from hanpo.counter.queries.flows.discovery import longest_wait
from hanpo.counter.queries.flows.logs import LogUnreadable, discovered, logs
from hanpo.counter.queries.flows.times import minutes, node_named, spread
from hanpo.counter.queries.improving import themes

LONG = 15.0
"""Minutes that one in ten waits longer than, from which a wait is worth a word."""
FRESH = timedelta(days=40)
"""A log whose last event is older says nothing of this month."""


class LongestWait:
    """For the DX office: the longest wait that a log shows this month, with the words of a problem card."""

    key = "counter.longest_wait"
    label = gettext_lazy("いちばん長く待つ手順")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        improvement = next(iter(themes.going_on(municipality=municipality, today=today)), None)
        for log in logs().filter(municipality=municipality).prefetch_related("flows"):
            step = _long_wait(log, today)
            flow = log.flows.order_by("kind", "pk").first()
            if step is not None and (flow is not None or improvement is not None):
                yield _draft(log, step, flow, improvement, today)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        words = str(values["words"]).strip()
        if not words:
            raise ValidationError({"words": _("課題を書いてください。要らないときは、見送ってください。")})
        flow = Flow.objects.filter(pk=values["flow"]).first()
        improvement = Improvement.objects.filter(pk=values["improvement"]).first()
        node = node_named(chart=flow.chart, name=values["step"]) if flow is not None else ""
        return note_wait(actor=actor, words=words, day=clock.today(), flow=flow, node=node, improvement=improvement)

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        take_back_wait(actor=actor, made=work.undo)


def _long_wait(log: EventLog, today: date) -> Step | None:
    try:
        found = discovered(log=log)
    except LogUnreadable:
        return None
    step = longest_wait(found)
    is_fresh = found.last is not None and found.last.date() >= today - FRESH
    return step if step is not None and is_fresh and (step.wait_long or 0) >= LONG else None


def _draft(log: EventLog, step: Step, flow: Flow | None, improvement: Improvement | None, today: date) -> Draft:
    url = reverse("counter:flow_log", args=[log.pk])
    waited = spread(middle=step.wait_middle, long=step.wait_long)
    words = _("「{step}」の前で長く待っている（{waited}、{n}件）。").format(step=step.name, waited=waited, n=step.waits)
    places = [_("業務フロー「{flow}」の印").format(flow=flow.name)] if flow is not None else []
    places += [_("「{improvement}」の課題カード").format(improvement=improvement)] if improvement is not None else []
    return Draft(
        key=f"{log.pk}:{today:%Y-%m}",
        title=_("「{step}」の前で、10人に1人が{long}より長く待っています").format(step=step.name, long=minutes(step.wait_long))[:200],
        why=[Fact(text=_("記録：{log}").format(log=log.name), url=url), Fact(text=waited)],
        effect=_("次に書き込みます：{places}").format(places=_("、").join(places)), minutes_saved=20, role="dx_office",
        due=today + timedelta(days=14), url=url,
        values={"words": words, "step": step.name, "flow": flow.pk if flow else None,
                "improvement": improvement.pk if improvement else None},
        fields=[DraftField(name="words", label=_("課題"), kind="text")],
    )  # fmt: skip
