"""Loads the programme, its participants and their projects."""

from __future__ import annotations

from datetime import date
from typing import Any

from hanpo.core.japanese.hyogo import HYOGO_PREFECTURE
from hanpo.core.models import Municipality, Person, Section
from hanpo.hub.actions.parts import add_part, mention_problem
from hanpo.hub.actions.problems import change_common_issue, confirm_common_issue, refuse_pair
from hanpo.hub.actions.programmes import join_programme, start_programme
from hanpo.hub.actions.projects import start_project
from hanpo.hub.actions.templates import install_ladder, install_step_template
from hanpo.hub.demo.days import data, day_of, some_day
from hanpo.hub.demo.history import load_history
from hanpo.hub.demo.meetings import load_meetings
from hanpo.hub.demo.sharing import load_sharing
from hanpo.hub.demo.tray import load_decisions
from hanpo.hub.models import NextThing, Outcome, Output, Participation, Problem, Programme, Project, Step, WorkItem

AS_OF = date(2024, 8, 29)
MINUTES = "第2回ひょうご地域DX推進検討会の議事録（2024年8月29日）"
DAYS = ("due", "done_on", "delivered_on", "seen_on", "expected_by", "goal_clear_on", "starts_on", "ends_on")

PARTS: tuple[tuple[str, Any], ...] = (
    ("work", WorkItem), ("outputs", Output), ("outcomes", Outcome), ("next", NextThing),
)  # fmt: skip


def load_demo(*, today: date) -> None:
    """Load the programme and everything in it, counted from this day."""
    content = data("programme")
    programme = _programme(content["programme"], today)
    problems: dict[str, Problem] = {}
    for entry in content["participants"]:
        problems |= _participant(programme, entry, today)
    load_meetings(programme=programme, today=today)
    _issues(programme, content, problems)
    load_decisions(today=today)
    load_sharing(today=today)


def _issues(programme: Programme, content: dict[str, Any], problems: dict[str, Problem]) -> None:
    """What the prefecture confirmed to be common, and a pair that it found not to be alike."""
    officer = Person.objects.get(username="ken")
    for issue in content["common_issues"]:
        made = confirm_common_issue(
            actor=officer, programme=programme, title=issue["title"], kind=issue["kind"],
            problems=[problems[key] for key in issue["problems"]],
        )  # fmt: skip
        change_common_issue(actor=officer, issue=made, based_on=made.version, changes={"note": issue["note"]})
    for one, other in content["unlike"]:
        refuse_pair(actor=officer, programme=programme, problem=problems[one], other=problems[other])


def _programme(entry: dict[str, Any], today: date) -> Programme:
    values = {name: entry[name] for name in ("purpose", "goal", "lead_company", "source")}
    return start_programme(
        actor=None, host=Municipality.objects.get(code=HYOGO_PREFECTURE.code), name=entry["name"],
        starts_on=some_day(entry["starts_on"], today), ends_on=some_day(entry["ends_on"], today), values=values,
    )  # fmt: skip


def _participant(programme: Programme, entry: dict[str, Any], today: date) -> dict[str, Problem]:
    part = join_programme(
        actor=None, programme=programme, municipality=Municipality.objects.get(code=entry["place"]),
        field=entry["field"], since=programme.starts_on, supporting_company=entry["company"],
        prefectural_officer=Person.objects.filter(username="ken").first(),
    )  # fmt: skip
    content = data(f"projects/{entry['project']}")
    project = _project(part, content["project"], today)
    problems = {p["key"]: _problem(project, p) for p in content["problems"]}
    for name, model in PARTS:
        for place, row in enumerate(content[name], start=1):
            values = _dated(row, today) | ({"position": place} if model is NextThing else {})
            add_part(actor=None, project=project, part=model, values=values)
    load_history(project=project, content=content, today=today)
    return problems


def _project(part: Participation, entry: dict[str, Any], today: date) -> Project:
    town = part.municipality
    template = install_step_template(actor=None, municipality=town, seed="programme-steps")
    install_ladder(actor=None, municipality=town, seed="yamamoto-ladder")
    fixed = ("title", "benefit_for_staff", "starts_on", "step", "owner_section")
    values = {name: value for name, value in _dated(entry, today).items() if name not in fixed}
    return start_project(
        actor=None, participation=part, template=template, title=entry["title"],
        step=_step(template.pk, entry["step"]), benefit_for_staff=entry["benefit_for_staff"],
        starts_on=some_day(entry["starts_on"], today),
        values={
            **values, "owner_section": section_of(town, entry["owner_section"]), "as_of": AS_OF, "source": MINUTES,
            "prefectural_officer": "デジタル戦略課",
        },
    )  # fmt: skip


def _problem(project: Project, entry: dict[str, Any]) -> Problem:
    wanted = ("text", "side", "kind", "state", "in_whose_words", "tried")
    values = {name: entry[name] for name in wanted if name in entry}
    step = _step(project.template_id, entry["step"])
    problem = add_part(actor=None, project=project, part=Problem, values={**values, "step": step})
    mention_problem(actor=None, problem=problem, mentioned_on=AS_OF, source=MINUTES)
    return problem


def section_of(town: Municipality, name: str) -> Section:
    """A section of a town by its name."""
    found: Section = Section.objects.get(municipality=town, name=name)
    return found


def _step(template: int, key: str) -> Step:
    found: Step = Step.objects.get(template_id=template, key=key)
    return found


def _dated(entry: dict[str, Any], today: date) -> dict[str, Any]:
    return {name: day_of(value, today) if name in DAYS else value for name, value in entry.items()}
