"""Rules of the hub's pages: who sees what, what a form keeps, what leaves as a file."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from hanpo.core import scope
from hanpo.core.tests import factories as ground
from hanpo.hub.actions import templates as template_actions
from hanpo.hub.models import (
    Decision,
    GateEvidence,
    GateRecord,
    HalfStep,
    Problem,
    Project,
    ProjectLoad,
    ProjectNews,
    Readiness,
    RungRecord,
    Stakeholder,
    StakeholderContact,
    WorkItem,
)
from hanpo.hub.tests import factories

pytestmark = pytest.mark.django_db

PROJECT_PAGES = ["project", "gate", "sheet", "half_steps", "stakeholders", "workload", "project_edit", "news_add",
                 "evidence_add", "gate_decide", "half_step_add", "load_add", "capacity_add", "season_add"]  # fmt: skip
FILES = ["project_excel", "gate_excel", "sheet_excel", "stakeholders_excel", "workload_excel"]


@pytest.fixture
def project(amagasaki):
    return factories.project(amagasaki)


@pytest.fixture
def office(amagasaki, sign_in):
    return sign_in(ground.person("dx_office", amagasaki))


@pytest.fixture
def stranger(toyooka, sign_in):
    return sign_in(ground.person("dx_office", toyooka))


@pytest.fixture
def prefecture_staff(prefecture, sign_in):
    return sign_in(ground.person("prefecture", prefecture))


def of(project: Project, name: str, *more: object) -> str:
    return reverse(f"hub:{name}", args=[project.pk, *more])


def made(model, project):
    with scope.within(scope.EVERYWHERE):
        return model.objects.filter(project=project).first()


# who sees what ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*PROJECT_PAGES, *FILES])
def test_ones_own_project_is_shown(office, project, name):
    assert office.get(of(project, name)).status_code == 200


@pytest.mark.parametrize("name", [*PROJECT_PAGES, *FILES])
def test_a_foreign_project_is_not_found(stranger, project, name):
    assert stranger.get(of(project, name)).status_code == 404


@pytest.mark.parametrize("kind", ["problem", "work", "output", "outcome", "next", "stakeholder", "decision", "task"])
def test_every_kind_of_part_has_a_form(office, project, kind):
    assert office.get(of(project, "part_add", kind)).status_code == 200


def test_an_unknown_kind_of_part_is_not_found(office, project):
    assert office.get(of(project, "part_add", "secret")).status_code == 404


def test_a_resident_sees_no_project(sign_in, amagasaki, project):
    assert sign_in(ground.person("resident", amagasaki)).get(of(project, "project")).status_code == 403


def test_section_staff_do_not_decide_a_gate(sign_in, amagasaki, project):
    assert sign_in(ground.person("section_staff", amagasaki)).get(of(project, "gate_decide")).status_code == 403


def test_the_secretariat_does_not_read_what_stakeholders_said(sign_in, prefecture, project):
    assert sign_in(ground.person("secretariat", prefecture)).get(of(project, "stakeholders")).status_code == 403


def test_participants_see_each_other_in_outline_and_open_their_own_only(office, amagasaki, toyooka):
    programme = factories.programme()
    own = factories.project(amagasaki, factories.participation(amagasaki, programme), title="自分の取組")
    other = factories.project(toyooka, factories.participation(toyooka, programme), title="よその取組")
    page = office.get(reverse("hub:programme", args=[programme.pk])).content.decode()
    assert "自分の取組" in page
    assert "よその取組" in page
    assert of(own, "project") in page
    assert of(other, "project") not in page


def test_who_takes_no_part_does_not_see_the_programme(stranger, amagasaki):
    programme = factories.participation(amagasaki).programme
    assert stranger.get(reverse("hub:programme", args=[programme.pk])).status_code == 404


def test_the_programme_page_is_sorted_by_code_and_ranks_nobody(prefecture_staff, amagasaki, toyooka):
    programme = factories.programme()
    for place in (toyooka, amagasaki):
        factories.project(place, factories.participation(place, programme))
    page = prefecture_staff.get(reverse("hub:programme", args=[programme.pk])).content.decode()
    assert page.index("尼崎市") < page.index("豊岡市")


def test_the_only_programme_opens_at_once(office, project):
    answer = office.get(reverse("hub:programmes"))
    assert answer.url == reverse("hub:programme", args=[project.participation.programme_id])


# writing ---------------------------------------------------------------------------------------------------------


def test_news_written_on_the_page_is_kept(office, project):
    sent = {"happened_on": "令和6年9月2日", "kind": "progress", "text": "聞き取りを終えた", "told_by": "観光課"}
    assert office.post(of(project, "news_add"), sent).url == of(project, "project")
    assert made(ProjectNews, project).happened_on == date(2024, 9, 2)


def test_an_incomplete_form_keeps_what_was_typed(office, project):
    answer = office.post(of(project, "part_add", "outcome"), {"title": "自分で考えて動く", "is_soft": "on"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "自分で考えて動く" in page
    assert "見て分かるしるし" in page


def edit(project: Project, **values: object) -> dict[str, object]:
    """What a browser sends back for a project somebody opened: values, first values, and the version seen."""
    names = ("title", "field", "goal", "benefit_for_staff", "owner_section", "state", "starts_on")
    seen = {name: getattr(project, f"{name}_id" if name == "owner_section" else name) for name in names}
    first = {f"initial-{name}": value for name, value in seen.items()}
    return {**seen, **first, "version": project.version, **values}


def test_two_clerks_who_edit_one_project_are_shown_both_texts(office, project):
    address, seen = of(project, "project_edit"), edit(project)
    assert office.post(address, {**seen, "goal": "一人目の文"}).status_code == 302
    answer = office.post(address, {**seen, "goal": "二人目の文"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "一人目の文" in page
    assert "二人目の文" in page


def test_a_clerk_who_keeps_the_other_text_overwrites_nothing(office, project):
    address, seen = of(project, "project_edit"), edit(project)
    office.post(address, {**seen, "goal": "一人目の文"})
    again = {**seen, "goal": "二人目の文", "version": project.version + 1, "keep-goal": "theirs"}
    assert office.post(address, again).status_code == 302
    with scope.within(scope.EVERYWHERE):
        project.refresh_from_db()
    assert project.goal == "一人目の文"


def test_a_part_is_added_and_shown_on_the_projects_page(office, project):
    sent = {"text": "窓口が忙しい", "side": "own", "kind": "workload", "state": "open", "is_shared": "on"}
    assert office.post(of(project, "part_add", "problem"), sent).status_code == 302
    assert "窓口が忙しい" in office.get(of(project, "project")).content.decode()
    assert made(Problem, project).is_shared


def test_a_foreign_section_cannot_be_chosen(office, project, toyooka):
    foreign = ground.section(toyooka, "よその課")
    sent = {"title": "様式をそろえる", "state": "to_do", "owner_section": foreign.pk}
    assert office.post(of(project, "part_add", "work"), sent).status_code == 422


def test_work_is_done_with_one_press(office, project):
    with scope.within(scope.EVERYWHERE):
        item = WorkItem.objects.create(project=project, title="様式をそろえる")
    office.post(reverse("hub:work_done", args=[item.pk]))
    assert made(WorkItem, project).state == "done"


def test_evidence_is_recorded_from_the_gate(office, project):
    with scope.within(scope.EVERYWHERE):
        criterion = project.current_step.criteria.first()
    sent = {"criterion": criterion.pk, "state": "met", "evidence": "業務フロー図", "observed_on": "2024-09-02",
            "shown_by": "観光課 担当"}  # fmt: skip
    assert office.post(of(project, "evidence_add"), sent).status_code == 302
    assert made(GateEvidence, project).evidence == "業務フロー図"
    assert "業務フロー図" in office.get(of(project, "gate_decide")).content.decode()


def gate(**more: str) -> dict[str, str]:
    views = {f"colour-{view}": "green" for view in Readiness.values}
    views |= {f"evidence-{view}": "確かめた" for view in Readiness.values}
    return {**views, "decision": "pass", "decided_by": "推進会議", "decided_on": "2024-09-02", **more}


def test_a_gate_is_decided_on_one_page(office, project):
    assert office.post(of(project, "gate_decide"), gate()).status_code == 302
    assert made(GateRecord, project).decision == "pass"


def test_a_colour_without_evidence_is_sent_back_with_the_reason(office, project):
    answer = office.post(of(project, "gate_decide"), gate(**{"evidence-people": ""}))
    assert answer.status_code == 422
    assert "証拠を書いてください" in answer.content.decode()
    assert made(GateRecord, project) is None


def test_a_rung_is_recorded_and_shown_on_the_sheet(office, project):
    task = factories.ladder_task(project, name="会議の進行")
    with scope.within(scope.EVERYWHERE):
        rung = task.template.rungs.first()
    sent = {"rung": rung.pk, "side": "staff", "observed_on": "2024-09-02", "done_by": "観光課", "watched_by": "支援者",
            "evidence": "進行表"}  # fmt: skip
    assert office.post(reverse("hub:rung_add", args=[task.pk]), sent).status_code == 302
    assert "進行表" in office.get(of(project, "sheet")).content.decode()
    with scope.within(scope.EVERYWHERE):
        assert RungRecord.objects.count() == 1


def test_a_half_step_is_offered_and_moved_on(office, project):
    sent = {"title": "会議録の下書き", "supporter": "支援企業", "offered_on": "2024-09-02"}
    assert office.post(of(project, "half_step_add"), sent).status_code == 302
    step = made(HalfStep, project)
    moved = {"to": "done", "happened_on": "2024-09-05", "post": "伴走支援者"}
    assert office.post(reverse("hub:half_step_move", args=[step.pk]), moved).status_code == 302
    assert made(HalfStep, project).state == "done"
    assert "会議録の下書き" in office.get(reverse("hub:half_steps_everywhere")).content.decode()


def test_a_talk_and_an_answer_are_recorded(office, project):
    with scope.within(scope.EVERYWHERE):
        person = Stakeholder.objects.create(project=project, kind="group", name="観光協会")
        decision = Decision.objects.create(project=project, title="データの持ち方")
    talk = {"spoken_on": "2024-09-02", "spoken_by": "担当", "understanding": "not_sure", "warmth": "-1",
            "stance": "まだ早い"}  # fmt: skip
    assert office.post(reverse("hub:contact_add", args=[person.pk]), talk).status_code == 302
    answer = {"stakeholder": person.pk, "answer": "conditions", "words": "費用が出るなら", "answered_on": "2024-09-03"}
    assert office.post(reverse("hub:agreement_add", args=[decision.pk]), answer).status_code == 302
    page = office.get(of(project, "stakeholders")).content.decode()
    assert "まだ早い" in page
    assert "費用が出るなら" in page
    with scope.within(scope.EVERYWHERE):
        assert StakeholderContact.objects.get().warmth == -1


def test_hours_are_recorded_and_judged_honestly(office, project):
    section = project.owner_section_id
    load = {"section": section, "month": "2024-09-15", "hours_asked": "12", "asked_basis": "estimated",
            "hours_returned": "0", "returned_basis": "estimated"}  # fmt: skip
    assert office.post(of(project, "load_add"), load).status_code == 302
    capacity = {"section": section, "hours_per_month": "5", "since": "2024-04-01", "stated_by": "課長",
                "stated_on": "2024-04-01"}  # fmt: skip
    assert office.post(of(project, "capacity_add"), capacity).status_code == 302
    page = office.get(of(project, "workload")).content.decode()
    assert "仕事を増やすだけになっている" in page
    assert "令和6年9月" in page
    assert made(ProjectLoad, project).month == date(2024, 9, 1)


def test_a_project_is_started_from_a_participation(office, amagasaki):
    part, template = factories.participation(amagasaki), factories.step_template(amagasaki)
    sent = {"participation": part.pk, "template": template.pk, "title": "新しい取組", "benefit_for_staff": "集計が減る",
            "starts_on": "2024-09-02"}  # fmt: skip
    answer = office.post(reverse("hub:project_add"), sent)
    with scope.within(scope.EVERYWHERE):
        assert answer.url == of(Project.objects.get(title="新しい取組"), "project")


# templates -------------------------------------------------------------------------------------------------------


def test_a_seed_is_taken_over_with_one_press(office, amagasaki):
    factories.participation(amagasaki)
    assert "地域DXの4ステップ" in office.get(reverse("hub:templates")).content.decode()
    office.post(reverse("hub:template_install", args=[amagasaki.code, "programme-steps"]))
    assert office.post(reverse("hub:template_install", args=[amagasaki.code, "nothing"])).status_code == 404


def form_of(answer) -> dict[str, str]:
    """Every value that the template's form holds."""
    form = answer.context["form"]
    parts = [form.head, *form.lines]
    return {b.html_name: b.value() if b.value() is not None else "" for part in parts for b in part if b.value() != 0}


def test_a_step_is_renamed_and_keeps_its_key(office, amagasaki, everywhere):
    template = template_actions.install_step_template(actor=None, municipality=amagasaki, seed="programme-steps")
    address = reverse("hub:step_template_edit", args=[template.pk])
    sent = form_of(office.get(address)) | {"steps-0-name": "困りごとを聞く"}
    sent = {name: value for name, value in sent.items() if value is not False}
    assert office.post(address, sent).status_code == 302
    assert template.steps.get(key="find").name == "困りごとを聞く"
    assert template.steps.get(key="find").criteria.filter(is_retired=False).count() == 5


def test_a_ladder_takes_a_further_rung(office, amagasaki, everywhere):
    ladder = template_actions.install_ladder(actor=None, municipality=amagasaki, seed="yamamoto-ladder")
    address = reverse("hub:ladder_template_edit", args=[ladder.pk])
    sent = form_of(office.get(address)) | {"rungs-11-name": "教える"}
    assert office.post(address, sent).status_code == 302
    assert ladder.rungs.count() == 12


# files and numbers -----------------------------------------------------------------------------------------------


def test_the_file_of_a_project_holds_what_the_page_shows(office, project):
    factories.problem(project, "窓口が忙しい")
    book = load_workbook(BytesIO(office.get(of(project, "project_excel")).content))
    assert "窓口が忙しい" in [cell.value for cell in book.worksheets[0]["B"]]


def queries_of_the_programme(places, client):
    programme = factories.programme()
    for place in places:
        row = factories.project(place, factories.participation(place, programme))
        factories.problem(row)
        factories.ladder_task(row)
    address = reverse("hub:programme", args=[programme.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_the_programme_page_asks_no_more_for_more_projects(prefecture_staff, amagasaki, toyooka):
    taka = ground.municipality("283657")
    one = queries_of_the_programme([amagasaki], prefecture_staff)
    assert queries_of_the_programme([amagasaki, toyooka, taka], prefecture_staff) == one
