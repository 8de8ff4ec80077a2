"""The demo: business flows with marks, votes and a wanted flow, and what the event log says of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import yaml

from hanpo.core.actions.rows import add_row, change_row
from hanpo.core.demo import office_day
from hanpo.core.models import Municipality, Person, Section
from hanpo.counter.actions.flows.charts import begin_flow, derive_flow, redraw_flow
from hanpo.counter.actions.flows.logs import bring_log
from hanpo.counter.actions.flows.marks import Said, mark_flow, vote_on_flow
from hanpo.counter.engine.flows import Chart, Edge, Lane, Node, add_node, change_node, content_of, remove_node
from hanpo.counter.models import EventLog, Flow

DATA = Path(__file__).resolve().parents[1] / "demo_data" / "flows.yaml"
HEAD = ("受付番号", "手順", "担当課", "開始", "終了")
STEPS = {
    "write": ("転入届を書く", "市民窓口課", 8, 2),
    "check": ("届と本人を確かめる", "市民窓口課", 5, 14),
    "input": ("住民票に入力する", "市民窓口課", 9, 6),
    "audit": ("入力を見直す", "市民窓口課", 3, 4),
    "nhi": ("国保に入れる", "国保の窓口", 11, 24),
    "child": ("児童手当を受け付ける", "子どもの窓口", 12, 19),
    "guide": ("案内をわたす", "市民窓口課", 4, 8),
}
"""Steps of the log: name, section, minutes of work and minutes of waiting before it, both in the middle."""


def load_flows(*, today: date) -> None:
    """Load what the demo shows of this part."""
    for code, entry in yaml.safe_load(DATA.read_text(encoding="utf-8"))["places"].items():
        _Loader(Municipality.objects.get(pk=code), entry, today).load()


class _Loader:
    """Loads the flow room of one municipality."""

    def __init__(self, place: Municipality, entry: Mapping[str, Any], today: date) -> None:
        self.place, self.entry, self.today = place, entry, today
        self.actor = Person.objects.get(username=entry["by"])
        self.section = Section.objects.filter(municipality=place, name=entry["section"]).first()

    def load(self) -> None:
        """Logs first, since flows take their times from them."""
        logs = {one["key"]: self._log(one) for one in self.entry["logs"]}
        for one in self.entry["flows"]:
            flow = self._flow(one, logs)
            for mark in one.get("marks", ()):
                self._mark(flow, mark)
            for username, voices in one.get("votes", {}).items():
                self._vote(flow, Person.objects.get(username=username), voices, one.get("differ", {}))
            if "wanted" in one:
                self._wanted(flow, one["wanted"])

    def _log(self, entry: Mapping[str, Any]) -> EventLog:
        if "cases" in entry:
            return bring_log(actor=self.actor, municipality=self.place, name=entry["name"], file_name="転入の記録.csv",
                             body=_records(entry["cases"], self.today).encode())  # fmt: skip
        row = EventLog(municipality=self.place, name=entry["name"], source=entry["source"], months=entry["months"])
        return add_row(actor=self.actor, row=row)

    def _flow(self, entry: Mapping[str, Any], logs: Mapping[str, EventLog]) -> Flow:
        row = Flow(
            municipality=self.place, name=entry["name"], purpose=entry["purpose"], source=entry["source"],
            log=logs.get(entry.get("log", "")), chart=content_of(_chart(entry)),
            asks_until=self.today + timedelta(days=entry["asks"]) if "asks" in entry else None,
        )  # fmt: skip
        return begin_flow(actor=self.actor, row=row)

    def _mark(self, flow: Flow, entry: Mapping[str, Any]) -> None:
        mark = mark_flow(
            actor=self.actor, flow=flow, node=entry["node"], kind=entry["kind"], words=entry["words"],
            said_on=self.today - timedelta(days=entry["days"]), section=self.section,
        )  # fmt: skip
        if "state" in entry:
            settled = {name: entry[name] for name in ("state", "settled")}
            change_row(actor=self.actor, row=mark, based_on=mark.version, changes=settled)

    def _vote(self, flow: Flow, person: Person, voices: Mapping[str, str], differ: Mapping[str, str]) -> None:
        votes = {node: Said(voice, differ.get(node, "") if voice == "differ" else "") for node, voice in voices.items()}
        vote_on_flow(actor=person, flow=flow, votes=votes)

    def _wanted(self, flow: Flow, entry: Mapping[str, Any]) -> None:
        wanted = derive_flow(actor=self.actor, flow=flow, name=flow.name)
        redraw_flow(actor=self.actor, flow=wanted, edit=lambda chart: _wanted(chart, entry), what="wanted")


def _chart(entry: Mapping[str, Any]) -> Chart:
    lanes = tuple(Lane(id=f"lane{n}", name=name) for n, name in enumerate(entry["lanes"], start=1))
    steps = entry["steps"]
    nodes = tuple(
        Node(id=step["key"], name=step["name"], tag=step.get("tag", "task"), lane=f"lane{step['lane']}",
             minutes=step.get("minutes"))
        for step in steps
    )  # fmt: skip
    return Chart(lanes=lanes, nodes=nodes, edges=tuple(_arrows(steps)))


def _arrows(steps: list[Mapping[str, Any]]) -> Iterator[Edge]:
    following = [step["key"] for step in steps[1:]] + [""]
    for step, after in zip(steps, following, strict=True):
        for to in step.get("to", [{"step": after}]):
            yield Edge(id=f"{step['key']}_{to['step']}", source=step["key"], target=to["step"], name=to.get("name", ""))


def _wanted(chart: Chart, entry: Mapping[str, Any]) -> Chart:
    for step in entry["add"]:
        chart = add_node(chart, name=step["name"], tag=step["tag"], lane=f"lane{step['lane']}", minutes=step["minutes"],
                         after=step["after"])  # fmt: skip
    for key, said in entry["change"].items():
        chart = change_node(chart, key, **said)
    for key in entry["remove"]:
        chart = remove_node(chart, key)
    return chart


def _records(cases: int, today: date) -> str:
    """A CSV of events as a core system writes it: some come back to write again, some need further desks."""
    chance = Random(282049)  # noqa: S311  # a demo that is the same each time, no secret
    days = [day for day in (office_day(today, n) for n in range(32, 0, -1)) if day < today]
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for number in range(1, cases + 1):
        began = datetime.combine(days[number * len(days) // (cases + 1)], time(9, 5)) + timedelta(
            minutes=chance.randrange(400)
        )
        for row in _case(f"T{number:04d}", began, chance):
            writer.writerow(row)
    return text.getvalue()


def _case(number: str, at: datetime, chance: Random) -> Iterator[tuple[str, ...]]:
    way = ["write", "check"] + (["write", "check"] if chance.random() < 0.22 else []) + ["input", "audit"]
    way += [key for key, share in (("nhi", 0.48), ("child", 0.31)) if chance.random() < share] + ["guide"]
    for key in way:
        name, section, work, wait = STEPS[key]
        at += timedelta(minutes=round(chance.gammavariate(1.6, wait / 1.3)))
        ended = at + timedelta(minutes=max(1, round(chance.gammavariate(5, work / 4.7))))
        yield number, name, section, f"{at:%Y/%m/%d %H:%M}", f"{ended:%Y/%m/%d %H:%M}"
        at = ended
