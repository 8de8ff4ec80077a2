"""Makes business flows and logs for tests."""

from __future__ import annotations

from datetime import datetime, timedelta

from hanpo.core import scope
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.flows.logs import bring_log
from hanpo.counter.engine.discovery import Event
from hanpo.counter.engine.flows import Chart, add_edge, add_lane, add_node, content_of
from hanpo.counter.models import EventLog, Flow

NISHINOMIYA = "282049"


def chart() -> Chart:
    """Moving in: the resident writes, the desk checks, and the insurance section has its own step where it is needed.

    Step_1 start, Step_2 writes (7 minutes), Step_3 checks, Step_4 fork, Step_5 insurance, Step_6 end.
    """
    made = Chart()
    for name in ("住民", "市民課", "国保の課"):
        made = add_lane(made, name=name)
    made = add_node(made, name="来庁", tag="startEvent", lane="Lane_1")
    made = add_node(made, name="転入届を書く", lane="Lane_1", after="Step_1", minutes=7)
    made = add_node(made, name="届を確かめる", lane="Lane_2", after="Step_2")
    made = add_node(made, name="国保に入る人か", tag="exclusiveGateway", lane="Lane_2", after="Step_3")
    made = add_node(made, name="国保に入れる", lane="Lane_3", after="Step_4")
    made = add_node(made, name="終わり", tag="endEvent", lane="Lane_1", after="Step_5")
    return add_edge(made, source="Step_4", target="Step_6", name="入らない")


def flow(code: str = NISHINOMIYA, **fields: object) -> Flow:
    """A flow of a municipality."""
    place = ground.municipality(code)
    with scope.within(scope.EVERYWHERE):
        return Flow.objects.create(**{"municipality": place, "name": "転入", "chart": content_of(chart()), **fields})


def events(cases: int = 10, *, wait: int = 20) -> list[Event]:
    """Cases that go through three steps in two sections; the wait before the last is `wait` minutes."""
    begin = datetime(2026, 11, 2, 9)  # noqa: DTZ001  # logs of files have no zone
    found = []
    for n in range(cases):
        at = begin + timedelta(hours=n)
        found += [
            Event(f"c{n}", "転入届を書く", "市民課", at, at + timedelta(minutes=7)),
            Event(f"c{n}", "届を確かめる", "市民課", at + timedelta(minutes=9), at + timedelta(minutes=14)),
            Event(f"c{n}", "国保に入れる", "国保の課", at + timedelta(minutes=14 + wait), at + timedelta(minutes=24 + wait)),
        ]  # fmt: skip
    return found


def csv(of: list[Event]) -> str:
    """The events as the text of a CSV."""
    lines = ["受付番号,手順,担当課,開始,終了"]
    lines += [
        f"{one.case},{one.step},{one.section},{one.began:%Y/%m/%d %H:%M},{one.ended:%Y/%m/%d %H:%M}" for one in of
    ]
    return "\n".join(lines)


def log(code: str = NISHINOMIYA, text: str | None = None) -> EventLog:
    """An uploaded log of a municipality."""
    with scope.within(scope.EVERYWHERE):
        return bring_log(
            actor=None, municipality=ground.municipality(code), name="転入の記録", file_name="記録.csv",
            body=(text or csv(events())).encode(),
        )  # fmt: skip
