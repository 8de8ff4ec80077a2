"""The demo of the hub: six projects, alive on any day, honest about what is known and what is made up."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from hanpo.core import audit, registry, scope
from hanpo.core.japanese.business_days import STANDARD_CALENDAR
from hanpo.core.jobs.schedule import run_preparers
from hanpo.core.models import Adoption, AuditEntry, Person, PreparedWork
from hanpo.core.queries.adoption import difference_at_home, preview_upgrade, sentence, upgrades_available
from hanpo.hub.models import (
    Answer,
    Attendance,
    GateReading,
    ImportState,
    Meeting,
    MeetingOutcome,
    MinutesImport,
    MinutesProposal,
    OutcomeKind,
    Participation,
    Problem,
    Programme,
    Project,
    ProjectNews,
    RungRecord,
    Statement,
)
from hanpo.hub.queries.gates import gates_of
from hanpo.hub.queries.minutes import undecided
from hanpo.hub.queries.overview import project_lines
from hanpo.hub.queries.projects import results_of, stale_projects

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


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
    still_read = MinutesProposal.objects.filter(minutes__state=ImportState.OPEN, became_type="hub.problem")
    waiting = [int(number) for number in still_read.values_list("became_id", flat=True)]
    assert not Problem.objects.filter(mentions=None).exclude(pk__in=waiting).exists()


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


@pytest.mark.parametrize(("username", "status"), [("toyooka-dx", 200), ("ken", 200), ("himeji-dx", 404)])
def test_who_takes_part_sees_the_programme(demo, sign_in, username, status):
    client = sign_in(Person.objects.get(username=username))
    programme = Programme.objects.get()
    with scope.within(scope.NOWHERE):
        assert client.get(reverse("hub:programme", args=[programme.pk])).status_code == status


def test_meetings_stand_in_the_record_and_one_is_planned_without_an_agenda(demo):
    as_of, *_others, planned = Meeting.objects.order_by("held_on")
    assert (as_of.held_on, as_of.state) == (date(2024, 8, 29), "held")
    assert "2024年8月29日時点" in as_of.source
    assert (planned.state, planned.agendaitems.count()) == ("planned", 0)
    assert 10 <= (planned.held_on - TODAY).days <= 20


def test_nobody_is_named_in_what_the_demo_tells_of_meetings(demo):
    for model in (Attendance, Statement):
        assert not model.objects.filter(meeting__imports=None).exclude(person_name="").exists()
    assert not Answer.objects.exclude(person_name="").exists()


def test_minutes_were_decided_to_the_end_once_and_wait_once(demo):
    finished, waiting = MinutesImport.objects.order_by("state")
    assert (finished.state, waiting.state) == (ImportState.FINISHED, ImportState.OPEN)
    assert not undecided(finished).exists()
    states = set(waiting.proposals.values_list("state", flat=True))
    assert states == {"proposed", "accepted", "refused"}


def test_actions_are_overdue_due_soon_and_done_and_one_was_corrected(demo):
    rows = MeetingOutcome.objects.filter(kind=OutcomeKind.ACTION)
    assert {"open", "done"} == set(rows.values_list("state", flat=True))
    due = [row.due for row in rows if row.state == "open" and row.due]
    assert min(due) < TODAY < max(due)
    (corrected,) = rows.filter(corrections__field="owner")
    assert "都市交通課" in corrected.owner
    assert MeetingOutcome.objects.filter(kind=OutcomeKind.HELD_OVER).exists()


def test_a_model_is_used_as_it_is_and_with_changes_at_home(demo):
    places = {a.municipality_id: a for a in Adoption.objects.select_related("municipality")}
    assert difference_at_home(adoption=places["282201"]) == []
    told = [sentence(found) for found in difference_at_home(adoption=places["282090"])]
    assert "ステップ › 「解決策の検討」 › 確かめること › 「雪の日に休む決め方がある」 を追加" in told
    assert upgrades_available(municipality=places["282201"].municipality) == []
    (upgrade,) = upgrades_available(municipality=places["282090"].municipality)
    assert not preview_upgrade(adoption=upgrade.adoption, package=upgrade.package).merge.conflicts


def test_the_ledger_knows_approvals_changes_and_refusals_of_every_participant(demo):
    decided = PreparedWork.objects.filter(decided_at__isnull=False)
    assert {"approved", "changed", "declined"} == set(decided.values_list("state", flat=True))
    assert decided.values("municipality").distinct().count() == 7
    assert max(row.decided_at.date() for row in decided) < TODAY
    assert all(STANDARD_CALENDAR.is_open(localdate(row.decided_at)) for row in decided)
    assert not decided.filter(state="declined", reason="").exists()


def test_something_waits_for_every_kind_and_every_participant(demo):
    run_preparers(today=TODAY)
    waiting = PreparedWork.objects.filter(state="waiting")
    assert set(waiting.values_list("preparer", flat=True)) == set(registry.preparers())
    places = set(Participation.objects.values_list("municipality_id", flat=True)) | {"280003"}
    assert set(waiting.values_list("municipality_id", flat=True)) >= places


def test_the_audit_record_is_whole_and_says_when_rows_were_really_written(demo):
    assert audit.verify() == []
    assert not AuditEntry.objects.filter(at__lt=now() - timedelta(minutes=30)).exists()
