"""Minutes from the file to the records: everything countable is found, and nothing is stored unseen."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from hanpo.core.models import Municipality, MunicipalityKind
from hanpo.core.tests import factories as ground
from hanpo.hub.actions import minutes as deeds
from hanpo.hub.actions.minutes_projects import begin_project
from hanpo.hub.inputs.minutes import HeaderForm
from hanpo.hub.models import (
    AgendaItem,
    Answer,
    ImportState,
    Meeting,
    MinutesImport,
    NextThing,
    Problem,
    Project,
    Question,
    Statement,
    WorkItem,
)
from hanpo.hub.queries import minutes as queries
from hanpo.hub.tests import factories
from hanpo.hub.tests.test_actions_minutes import SAMPLE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]

GIVEN = sorted((Path(__file__).parents[4] / "../shared/data/minutes").resolve().glob("*.txt"))
PLACES = {
    "282022": "尼崎市", "282049": "西宮市", "282090": "豊岡市", "282201": "加西市", "283657": "多可町", "284815": "上郡町",
}  # fmt: skip
RECORDS = (AgendaItem, Statement, Question, Answer, Problem, NextThing, WorkItem, Project)


@pytest.fixture
def towns(prefecture) -> None:
    for code, name in PLACES.items():
        Municipality.objects.get_or_create(
            code=code,
            defaults={"kind": MunicipalityKind.CITY, "name": name, "kana": name, "name_en": code, "latitude": 35,
                      "longitude": 135},
        )  # fmt: skip


@pytest.fixture
def clerk(prefecture):
    return ground.person("prefecture", prefecture)


def bring_in(path: Path, clerk) -> MinutesImport:
    programme = factories.programme()
    return deeds.import_minutes(actor=clerk, programme=programme, file_name=path.name, text=path.read_text("utf-8-sig"))


def settle(minutes: MinutesImport, clerk) -> None:
    """Confirm the meeting as the form proposes it, and start the projects that are missing."""
    form = HeaderForm(minutes=minutes)
    filled = HeaderForm({name: form[name].value() or "" for name in form.fields}, minutes=minutes)
    assert filled.is_valid(), filled.errors
    deeds.settle_meeting(actor=clerk, minutes=minutes, values=filled.values())
    for place in queries.missing_projects(minutes):
        title = "・".join(queries.themes(minutes, municipality=place))[:120] or place.name
        begin_project(
            actor=clerk, programme=minutes.programme, municipality=place, field="DX", title=title,
            benefit_for_staff="手間が減る", starts_on=minutes.programme.starts_on,
        )  # fmt: skip


def accept_everything(minutes: MinutesImport, clerk) -> None:
    projects = queries.projects_of(minutes)
    for proposal in queries.undecided(minutes).order_by("position"):
        item = queries.reviewed(proposal)
        fields = {"kind": "skill"} if item.is_problem and not item.problem_kind else {}
        project = projects.get(proposal.municipality_id or "")
        deeds.accept_proposal(actor=clerk, proposal=proposal, project=project, fields=fields)


def stored() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in RECORDS if model.objects.exists()}


def of_nobody(minutes: MinutesImport, kind: str) -> int:
    """What is said of all and of no municipality alone: it stays with the meeting."""
    return minutes.proposals.filter(kind=kind, municipality=None).count()


@pytest.mark.parametrize("path", GIVEN or [None], ids=lambda path: "given" if path else "absent")
def test_the_given_minutes_become_records_only_after_they_were_accepted(path, clerk, towns):
    if path is None:
        pytest.skip("no minutes beside the project (../shared/data/minutes)")
    minutes = bring_in(path, clerk)
    assert stored() == {}
    kinds = Counter(minutes.proposals.values_list("kind", flat=True))
    assert (kinds["question"], kinds["answer"], kinds["option"]) == (2, 11, 3)
    settle(minutes, clerk)
    assert stored() == {"Project": 6}
    accept_everything(minutes, clerk)
    assert [answers.count() for answers in (q.answers for q in Question.objects.order_by("position"))] == [5, 6]
    for part in (Problem, WorkItem):
        assert set(part.objects.values_list("municipality__name", flat=True)) == set(PLACES.values()), part
    assert NextThing.objects.count() == kinds["next_thing"] - of_nobody(minutes, "next_thing")
    assert Statement.objects.filter(heading__startswith="選択肢").count() == 3
    deeds.finish_import(actor=clerk, minutes=MinutesImport.objects.get())
    assert MinutesImport.objects.get().state == ImportState.FINISHED


def test_our_own_minutes_become_records_only_after_they_were_accepted(clerk, towns):
    minutes = bring_in(SAMPLE, clerk)
    assert stored() == {}
    settle(minutes, clerk)
    assert Meeting.objects.get().title == "第3回ひょうご地域DX推進検討会"
    accept_everything(minutes, clerk)
    assert [q.answers.count() for q in Question.objects.order_by("position")] == [2, 4]
    assert set(Problem.objects.values_list("municipality__name", flat=True)) == set(PLACES.values())
    assert Statement.objects.filter(heading__startswith="選択肢").count() == 3
    deeds.finish_import(actor=clerk, minutes=MinutesImport.objects.get())


def test_every_decision_of_a_whole_import_can_be_taken_back(clerk, towns):
    minutes = bring_in(SAMPLE, clerk)
    settle(minutes, clerk)
    before = stored()
    accept_everything(minutes, clerk)
    for proposal in minutes.proposals.exclude(kind=queries.FORMS_THE_MEETING).order_by("-position"):
        if proposal.became_id:
            deeds.reopen_proposal(actor=clerk, proposal=proposal)
    assert stored() == before
