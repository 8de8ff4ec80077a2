"""Loads what happened in a project: each record stands in the past, written down on its day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hanpo.core.demo import insert_dated
from hanpo.core.models import Section
from hanpo.hub.actions.parts import add_part
from hanpo.hub.actions.workload import add_busy_season, record_load, state_capacity
from hanpo.hub.demo.days import day_of, first_of_month, some_day, written_at
from hanpo.hub.models import (
    Agreement,
    Basis,
    Decision,
    GateCriterion,
    GateEvidence,
    GateReading,
    GateRecord,
    HalfStep,
    HalfStepRecord,
    LadderRung,
    LadderTask,
    LadderTemplate,
    Project,
    ProjectNews,
    Readiness,
    RungRecord,
    Stakeholder,
    StakeholderContact,
    Step,
)

HEAD = ("kind", "name", "interest", "context", "influence", "promise", "next_step")


def load_history(*, project: Project, content: dict[str, Any], today: date) -> None:
    """Load the stakeholders, decisions, tasks, half-steps, hours, gates and news of a project."""
    sections = {s.name: s for s in Section.objects.filter(municipality_id=project.municipality_id)}
    people = {p["name"]: _stakeholder(project, p, sections, today) for p in content["stakeholders"]}
    for entry in content["decisions"]:
        _decision(project, entry, people, today)
    for place, entry in enumerate(content["ladder"], start=1):
        _task(project, place, entry, sections, today)
    for entry in content["half_steps"]:
        _half_step(project, entry, sections, today)
    for entry in content["workload"]:
        _workload(project, entry, sections[entry["section"]], today)
    _evidence(project, content["evidence"], today)
    for entry in content["gates"]:
        _gate(project, entry, today)
    _news(project, content["news"], today)


def _stakeholder(project: Project, entry: dict[str, Any], sections: dict[str, Section], today: date) -> Stakeholder:
    values = {name: entry[name] for name in HEAD if name in entry}
    values |= {
        "section": sections.get(entry.get("section", "")),
        "next_step_by": day_of(entry.get("next_step_by"), today),
    }
    row = add_part(actor=None, project=project, part=Stakeholder, values=values)
    insert_dated(
        [
            StakeholderContact(
                stakeholder=row, spoken_on=some_day(c["day"], today), spoken_by=c["by"], stance=c["stance"],
                understanding=c["understanding"], warmth=c["warmth"], recorded_at=written_at(c["day"], today),
            )
            for c in sorted(entry.get("contacts", []), key=lambda c: some_day(c["day"], today))
        ]
    )  # fmt: skip
    return row


def _decision(project: Project, entry: dict[str, Any], people: dict[str, Stakeholder], today: date) -> None:
    wanted = ("title", "next_smallest", "state", "result", "reason")
    values = {name: entry[name] for name in wanted if name in entry}
    values |= {name: day_of(entry.get(name), today) for name in ("needed_by", "made_on")}
    row = add_part(actor=None, project=project, part=Decision, values=values)
    insert_dated(
        [
            Agreement(
                decision=row, stakeholder=people[a["who"]], answer=a["answer"], words=a.get("words", ""),
                answered_on=some_day(a["day"], today), recorded_at=written_at(a["day"], today),
            )
            for a in entry["answers"]
        ]
    )  # fmt: skip


def _task(project: Project, place: int, entry: dict[str, Any], sections: dict[str, Section], today: date) -> None:
    template = LadderTemplate.objects.get(municipality_id=project.municipality_id)
    rungs = {rung.key: rung for rung in LadderRung.objects.filter(template=template)}
    task = add_part(
        actor=None, project=project, part=LadderTask,
        values={"name": entry["name"], "section": sections[entry["section"]], "template": template, "position": place},
    )  # fmt: skip
    insert_dated(
        [
            RungRecord(
                task=task, rung=rungs[r["rung"]], side=r["side"], observed_on=some_day(r["day"], today),
                done_by=r["done"], watched_by=r["watched"], evidence=r["evidence"],
                recorded_at=written_at(r["day"], today),
            )
            for r in entry["records"]
        ]
    )  # fmt: skip


def _half_step(project: Project, entry: dict[str, Any], sections: dict[str, Section], today: date) -> None:
    step = HalfStep.objects.create(
        project=project, title=entry["title"], why=entry.get("why", ""), supporter=project.supporting_company,
        section=sections[entry["section"]], minutes_saved=entry["minutes"], state=entry["records"][-1]["to"],
    )  # fmt: skip
    insert_dated(
        [
            HalfStepRecord(
                half_step=step, state=r["to"], happened_on=some_day(r["day"], today), post=r["by"],
                note=r.get("note", ""), recorded_at=written_at(r["day"], today),
            )
            for r in entry["records"]
        ]
    )  # fmt: skip


def _workload(project: Project, entry: dict[str, Any], section: Section, today: date) -> None:
    said = entry["capacity"]
    state_capacity(
        actor=None, section=section, hours_per_month=Decimal(said["hours"]), since=said["since"],
        stated_by=said["by"], stated_on=said["day"],
    )  # fmt: skip
    for season in entry["seasons"]:
        add_busy_season(
            actor=None, section=section, from_month=season["from"], to_month=season["to"], reason=season["reason"],
            hours_per_month=Decimal(season["hours"]),
        )  # fmt: skip
    for month in entry["months"]:
        basis = Basis.MEASURED if month.get("measured") else Basis.ESTIMATED
        values = {"hours_asked": month.get("asked"), "hours_returned": month.get("returned")}
        values |= {"asked_basis": basis, "returned_basis": basis}
        first = first_of_month(today, month["back"])
        record_load(actor=None, project=project, section=section, month=first, values=values)


def _evidence(project: Project, entries: list[dict[str, Any]], today: date) -> None:
    criteria = {c.key: c for c in GateCriterion.objects.filter(step=project.current_step)}
    insert_dated(
        [
            GateEvidence(
                project=project, criterion=criteria[e["criterion"]], state=e["state"], evidence=e["evidence"],
                observed_on=some_day(e["day"], today), shown_by=e["by"], recorded_at=written_at(e["day"], today),
            )
            for e in entries
        ]
    )  # fmt: skip


def _gate(project: Project, entry: dict[str, Any], today: date) -> None:
    """An earlier gate, with every view green on the evidence of that day."""
    steps = {s.key: s for s in Step.objects.filter(template_id=project.template_id)}
    at = written_at(entry["day"], today)
    record = GateRecord(
        project=project, step=steps[entry["step"]], next_step=steps[entry["next"]], decision=entry["decision"],
        conditions=entry.get("conditions", ""), decided_by=entry["by"], decided_on=some_day(entry["day"], today),
        recorded_at=at,
    )  # fmt: skip
    insert_dated([record])
    amber = Readiness.PEOPLE if entry["decision"] == "conditions" else None
    insert_dated(
        [
            GateReading(gate=record, view=view, colour="amber" if view == amber else "green",
                        evidence=entry["evidence"], recorded_at=at)
            for view in Readiness.values
        ]
    )  # fmt: skip


def _news(project: Project, entries: list[dict[str, Any]], today: date) -> None:
    ordered = sorted(entries, key=lambda n: some_day(n["day"], today))
    insert_dated(
        [
            ProjectNews(
                project=project, kind=n["kind"], text=n["text"], told_by=n["by"], source=n.get("source", ""),
                happened_on=some_day(n["day"], today), recorded_at=written_at(n["day"], today),
            )
            for n in ordered
        ]
    )  # fmt: skip
