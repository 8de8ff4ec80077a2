"""Loads minutes through the deeds of the import: some decided to the end, some still on somebody's desk."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from hanpo.core import clock
from hanpo.core.demo import backdate, moment, office_day, office_moment
from hanpo.core.japanese import format_wareki
from hanpo.core.models import Person
from hanpo.hub.actions.minutes import (
    accept_proposal,
    accept_proposals,
    finish_import,
    import_minutes,
    refuse_proposal,
    settle_meeting,
)
from hanpo.hub.actions.parts import change_part, finish_work_item
from hanpo.hub.demo.days import DATA
from hanpo.hub.models import (
    MinutesImport,
    MinutesProposal,
    NextThing,
    Problem,
    ProblemState,
    Programme,
    WorkItem,
)
from hanpo.hub.queries.kinds import NOT_UNDERSTOOD
from hanpo.hub.queries.minutes import projects_of, undecided


def load_minutes(*, programme: Programme, content: Mapping[str, Any], today: date) -> None:
    """Load the minutes of 2024-11-21 with what became of them, and those of a few days ago."""
    secretariat = Person.objects.get(username="jimukyoku")
    _imported(programme, content["imported"], secretariat)
    _waiting(programme, content["waiting"], secretariat, today)


def _imported(programme: Programme, entry: Mapping[str, Any], actor: Person) -> None:
    """Brought in, every proposal decided, finished; later the works and next things were done."""
    with clock.telling(moment(entry["imported_on"], 0, "10:20")):
        minutes = _bring_in(programme, entry, _text(entry["file"]), entry["meeting"], actor)
    with clock.telling(moment(entry["finished_on"], 0, "14:45")):
        _decide(minutes, list(undecided(minutes).order_by("position")), actor, kinds=entry["kinds"])
        finish_import(actor=actor, minutes=minutes)
    _afterwards(minutes, entry)


def _waiting(programme: Programme, entry: Mapping[str, Any], actor: Person, today: date) -> None:
    """Brought in, the meeting confirmed, the part before one municipality decided, one proposal refused."""
    held, due = office_day(today, entry["held"]), office_day(today, entry["due"])
    days = {"day": format_wareki(held, weekday=True), "due": f"{due.month}月{due.day}日"}
    with clock.telling(office_moment(today, entry["imported"], "13:25")):
        minutes = _bring_in(
            programme, entry, _text(entry["file"]).format(**days), {**entry["meeting"], "held_on": held}, actor
        )
        waiting = list(undecided(minutes).order_by("position"))
        seen = itertools.takewhile(lambda p: p.municipality_id != entry["decided_before"], waiting)
        _decide(minutes, list(seen), actor, kinds={})
        refuse_proposal(actor=actor, proposal=undecided(minutes).get(text=entry["refused"]))


def _bring_in(
    programme: Programme, entry: Mapping[str, Any], text: str, meeting: Mapping[str, Any], actor: Person
) -> MinutesImport:
    minutes = import_minutes(actor=actor, programme=programme, file_name=entry["file_name"], text=text)
    backdate(minutes, imported_at=clock.now())
    hours = {name: time.fromisoformat(meeting[name]) for name in ("starts_at", "ends_at")}
    settle_meeting(actor=actor, minutes=minutes, values={**meeting, **hours})
    return minutes


def _decide(
    minutes: MinutesImport, proposals: Sequence[MinutesProposal], actor: Person, *, kinds: Mapping[str, str]
) -> None:
    """Accept what says something, with the kind of problem where the reader could not tell it; refuse the rest."""
    wanted = [p for p in proposals if p.kind != NOT_UNDERSTOOD]
    projects = projects_of(minutes)
    together = accept_proposals(actor=actor, minutes=minutes, proposals=wanted, projects=projects)
    for proposal in wanted:
        if proposal.pk in together.refused and proposal.text in kinds:
            accept_proposal(
                actor=actor, proposal=proposal, project=projects[proposal.municipality_id or ""],
                fields={"kind": kinds[proposal.text]},
            )  # fmt: skip
    for proposal in proposals:
        if proposal.kind == NOT_UNDERSTOOD:
            refuse_proposal(actor=actor, proposal=proposal)


def _afterwards(minutes: MinutesImport, entry: Mapping[str, Any]) -> None:
    """What was written down then was done later, and some problems were solved."""
    became = minutes.proposals.exclude(became_id="")
    keys = {model: _keys(became, model) for model in (WorkItem, NextThing, Problem)}
    for item in WorkItem.objects.filter(pk__in=keys[WorkItem], title__in=entry["done"]):
        finish_work_item(actor=None, item=item, done_on=entry["done"][item.title])
    for thing in NextThing.objects.filter(pk__in=keys[NextThing], title__in=entry["done"]):
        done = {"done_on": entry["done"][thing.title]}
        change_part(actor=None, part=thing, based_on=thing.version, changes=done)
    for problem in Problem.objects.filter(pk__in=keys[Problem], text__in=entry["solved"]):
        solved = {"state": ProblemState.SOLVED, "tried": entry["solved"][problem.text]}
        change_part(actor=None, part=problem, based_on=problem.version, changes=solved)


def _keys(became: Any, model: type[WorkItem | NextThing | Problem]) -> list[str]:
    return list(became.filter(became_type=model._meta.label_lower).values_list("became_id", flat=True))


def _text(name: str) -> str:
    return (DATA / "minutes" / f"{name}.txt").read_text(encoding="utf-8")
