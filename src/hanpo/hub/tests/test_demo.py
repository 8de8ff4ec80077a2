"""The demo of the hub: six projects, alive on any day, honest about what is known and what is made up."""

from datetime import date

import pytest
from django.urls import reverse

from hanpo.core import scope
from hanpo.core.demo import load_demo
from hanpo.core.models import Person
from hanpo.hub.models import (
    GateReading,
    Meeting,
    MeetingOutcome,
    MinutesImport,
    Problem,
    Programme,
    Project,
    ProjectNews,
    RungRecord,
)
from hanpo.hub.queries.gates import gates_of
from hanpo.hub.queries.overview import project_lines
from hanpo.hub.queries.projects import results_of, stale_projects

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


@pytest.fixture
def demo(everywhere):
    load_demo(today=TODAY)


def test_the_six_municipalities_take_part_with_a_field_each(demo):
    lines = project_lines(today=TODAY)
    assert [(line.municipality.name, line.project.field) for line in lines] == [
        ("尼崎市", "観光DX"), ("西宮市", "窓口DX"), ("豊岡市", "配送DX"), ("加西市", "教育DX"), ("多可町", "保健福祉DX"),
        ("上郡町", "農業DX"),
    ]  # fmt: skip


def test_every_project_says_as_of_when_and_from_where(demo):
    assert set(Project.objects.values_list("as_of", flat=True)) == {date(2024, 8, 29)}
    assert not Project.objects.filter(source="").exists()
    assert "つくりごと" in Programme.objects.get().source


def test_every_problem_was_mentioned_in_a_document(demo):
    assert Problem.objects.count() >= 20
    assert not Problem.objects.filter(mentions=None).exists()


def test_a_project_without_news_a_complete_gate_and_outputs_without_outcomes_can_be_seen(demo):
    lines = {line.municipality.name: line for line in project_lines(today=TODAY)}
    assert {project.municipality.name for project, _stale in stale_projects(today=TODAY)} == {"上郡町"}
    assert lines["西宮市"].gate.is_complete
    assert results_of(lines["加西市"].project).only_outputs
    assert lines["上郡町"].verdict.finding.value == "only_adds"
    assert lines["多可町"].verdict.finding.value == "gives_back"
    assert lines["加西市"].verdict.finding.value == "return_unknown"


def test_records_of_the_past_were_written_on_their_day(demo):
    for record in RungRecord.objects.all():
        assert record.recorded_at.date() == record.observed_on
    assert not ProjectNews.objects.filter(happened_on__gt=TODAY).exists()


def test_every_earlier_gate_has_its_five_readings(demo):
    gates = {reading.gate_id for reading in GateReading.objects.all()}
    assert GateReading.objects.count() == 5 * len(gates)
    assert gates_of(Project.objects.all())


def test_meetings_have_actions_and_minutes_wait_to_be_confirmed(demo):
    assert MeetingOutcome.objects.filter(kind="action", due__gte=TODAY, state="open").exists()
    assert Meeting.objects.filter(held_on__gt=TODAY, state="planned").exists()
    minutes = MinutesImport.objects.get()
    assert minutes.proposals.filter(state="proposed").count() == minutes.proposals.count() > 40


@pytest.mark.parametrize(("username", "status"), [("toyooka-dx", 200), ("ken", 200), ("himeji-dx", 404)])
def test_who_takes_part_sees_the_programme(demo, sign_in, username, status):
    client = sign_in(Person.objects.get(username=username))
    programme = Programme.objects.get()
    with scope.within(scope.NOWHERE):
        assert client.get(reverse("hub:programme", args=[programme.pk])).status_code == status
