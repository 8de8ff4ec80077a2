"""The pages of the import of minutes, as a clerk of the prefecture uses them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hanpo.core import scope
from hanpo.core.tests import factories as ground
from hanpo.hub.actions import minutes as deeds
from hanpo.hub.models import (
    Answer,
    ImportState,
    Meeting,
    MinutesImport,
    NextThing,
    Participation,
    Problem,
    Project,
    ProposalState,
    Question,
    Statement,
    WorkItem,
)
from hanpo.hub.tests import factories
from hanpo.hub.tests.test_actions_minutes import SAMPLE, SHORT

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def clerk(prefecture):
    return ground.person("prefecture", prefecture)


@pytest.fixture
def client(clerk, sign_in):
    return sign_in(clerk)


@pytest.fixture
def project(amagasaki) -> Project:
    return factories.project(amagasaki)


@pytest.fixture
def minutes(clerk, project) -> MinutesImport:
    with scope.within(scope.EVERYWHERE):
        programme = project.participation.programme
        return deeds.import_minutes(actor=clerk, programme=programme, file_name="第9回.txt", text=SHORT)


@pytest.fixture
def settled(minutes, clerk) -> MinutesImport:
    with scope.within(scope.EVERYWHERE):
        values = {"title": "第9回地域DX検討会", "held_on": date(2026, 6, 4)}
        deeds.settle_meeting(actor=clerk, minutes=minutes, values=values)
        minutes.refresh_from_db()
    return minutes


def proposal(minutes, kind, nth=0):
    with scope.within(scope.EVERYWHERE):
        return minutes.proposals.filter(kind=kind).order_by("position")[nth]


def everywhere(ask):
    with scope.within(scope.EVERYWHERE):
        return ask()


def test_a_pasted_text_becomes_an_import_and_leads_to_the_meeting(client, project):
    programme = project.participation.programme_id
    answer = client.post(reverse("hub:minutes_add"), {"programme": programme, "text": SHORT}, follow=True)
    assert answer.redirect_chain[-1][0].endswith("/meeting/")
    assert 'value="第9回地域DX検討会"' in answer.content.decode()
    assert everywhere(lambda: MinutesImport.objects.get().text.splitlines()) == SHORT.splitlines()
    assert not everywhere(Problem.objects.exists)


def test_a_file_becomes_an_import(client, project):
    file = SimpleUploadedFile("第9回.txt", SHORT.encode("cp932"))
    client.post(reverse("hub:minutes_add"), {"programme": project.participation.programme_id, "file": file})
    assert everywhere(lambda: MinutesImport.objects.get().text) == SHORT


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": ""}, "どちらか一つにしてください"),
        ({"text": SHORT, "file": SimpleUploadedFile("a.txt", b"a")}, "どちらか一つにしてください"),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF")}, "Word（.docx）かテキスト（.txt）で保存し直してください"),
    ],
)
def test_what_cannot_be_read_says_what_to_do_and_keeps_what_was_typed(client, project, sent, said):
    sent = {"programme": project.participation.programme_id, **sent}
    answer = client.post(reverse("hub:minutes_add"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "第9回地域DX検討会議事録" in page or sent.get("text") != SHORT


def test_the_review_waits_until_the_meeting_was_confirmed(client, minutes):
    assert client.get(reverse("hub:minutes", args=[minutes.pk])).url == reverse(
        "hub:minutes_meeting", args=[minutes.pk]
    )


def test_the_meeting_is_filled_in_from_the_header_and_confirmed(client, minutes):
    address = reverse("hub:minutes_meeting", args=[minutes.pk])
    page = client.get(address).content.decode()
    assert 'value="2026-06-04"' in page
    assert "<mark>2026年6月4日" in page
    sent = {"title": "第9回検討会", "held_on": "令和8年6月4日", "starts_at": "10:00", "ends_at": "11:00"}
    answer = client.post(address, sent)
    assert answer.url == reverse("hub:minutes", args=[minutes.pk])
    assert everywhere(lambda: Meeting.objects.get().title) == "第9回検討会"


def test_a_meeting_that_was_planned_is_the_one_that_was_held(client, minutes):
    planned = everywhere(
        lambda: Meeting.objects.create(programme=minutes.programme, title="6月の会議", held_on=date(2026, 6, 4))
    )
    address = reverse("hub:minutes_meeting", args=[minutes.pk])
    assert f'<option value="{planned.pk}" selected>' in client.get(address).content.decode()
    client.post(address, {"planned": planned.pk, "title": "第9回検討会", "held_on": "2026-06-04"})
    planned = everywhere(Meeting.objects.get)
    assert (planned.title, planned.state) == ("第9回検討会", "held")


def test_each_proposal_stands_beside_its_lines_with_the_carrying_words_marked(client, settled):
    page = client.get(reverse("hub:minutes", args=[settled.pk])).content.decode()
    assert "担当が替わると知識が続かないこと" in page
    assert "<mark>" in page
    assert "読み取れなかった行" in page
    assert "謎の一行" in page


def test_accepting_stores_the_record_and_swaps_one_card(client, settled, project):
    found = proposal(settled, "next_thing")
    answer = client.post(reverse("hub:proposal_accept", args=[found.pk]), {}, **HTMX)
    page = answer.content.decode()
    assert f'id="p-{found.pk}"' in page
    assert 'hx-swap-oob="true"' in page
    assert page.count('class="proposal ') == 1
    assert everywhere(lambda: NextThing.objects.get().project) == project


def test_without_scripts_a_decision_leads_back_to_its_card(client, settled):
    found = proposal(settled, "next_thing")
    answer = client.post(reverse("hub:proposal_accept", args=[found.pk]))
    assert answer.url == f"{reverse('hub:minutes', args=[settled.pk])}#p-{found.pk}"


def test_a_problem_without_a_guess_asks_for_its_kind_and_keeps_the_text(client, settled):
    found = proposal(settled, "problem")
    everywhere(lambda: type(found).objects.filter(pk=found.pk).update(fields={}))
    prefix = f"p{found.pk}"
    answer = client.post(
        reverse("hub:proposal_accept", args=[found.pk]),
        {f"{prefix}-f-kind": "", f"{prefix}-text": "別の言い方"},
        **HTMX,
    )
    page = answer.content.decode()
    assert "課題の種類を選んでください" in page
    assert "別の言い方" in page
    assert not everywhere(Problem.objects.exists)


def test_what_was_mended_is_stored(client, settled):
    found = proposal(settled, "problem")
    prefix = f"p{found.pk}"
    sent = {f"{prefix}-text": "知識が続かない", f"{prefix}-f-kind": "skill", f"{prefix}-f-side": "external"}
    client.post(reverse("hub:proposal_accept", args=[found.pk]), sent, **HTMX)
    problem = everywhere(Problem.objects.get)
    assert (problem.text, problem.kind, problem.side) == ("知識が続かない", "skill", "external")


def test_a_passage_can_be_made_something_else_for_nobody_in_particular(client, settled):
    found = proposal(settled, "problem")
    prefix = f"p{found.pk}"
    mending = client.get(
        reverse("hub:proposal_mend", args=[found.pk]), {f"{prefix}-kind": "action", f"{prefix}-place": ""}, **HTMX
    )
    assert f'name="{prefix}-f-owner"' in mending.content.decode()
    sent = {
        f"{prefix}-kind": "decision", f"{prefix}-place": "", f"{prefix}-text": "様式をそろえる",
    }  # fmt: skip
    client.post(reverse("hub:proposal_accept", args=[found.pk]), sent, **HTMX)
    outcome = everywhere(lambda: Meeting.objects.get().meetingoutcomes.get())
    assert (outcome.kind, outcome.text, outcome.municipality_id) == ("decision", "様式をそろえる", None)


def test_an_action_needs_an_owner_and_takes_a_japanese_day(client, settled):
    found = proposal(settled, "not_understood")
    prefix, address = f"p{found.pk}", reverse("hub:proposal_accept", args=[found.pk])
    sent = {f"{prefix}-kind": "action", f"{prefix}-place": "", f"{prefix}-f-owner": "", f"{prefix}-f-due": "R8.7.1"}
    assert "作業の担当（役職・所属）を書いてください" in client.post(address, sent, **HTMX).content.decode()
    client.post(address, {**sent, f"{prefix}-f-owner": "県 デジタル改革課"}, **HTMX)
    outcome = everywhere(lambda: Meeting.objects.get().meetingoutcomes.get())
    assert (outcome.owner, outcome.due) == ("県 デジタル改革課", date(2026, 7, 1))


def test_what_was_not_understood_can_be_kept_as_a_statement(client, settled):
    found = proposal(settled, "not_understood")
    client.post(reverse("hub:proposal_accept", args=[found.pk]), {}, **HTMX)
    assert everywhere(lambda: Statement.objects.get().text) == found.text


def test_a_refusal_stores_nothing_and_can_be_taken_back(client, settled):
    found = proposal(settled, "question")
    client.post(reverse("hub:proposal_refuse", args=[found.pk]), **HTMX)
    assert proposal(settled, "question").state == ProposalState.REFUSED
    client.post(reverse("hub:proposal_undo", args=[found.pk]), **HTMX)
    assert proposal(settled, "question").state == ProposalState.PROPOSED
    assert not everywhere(Question.objects.exists)


def test_who_was_quicker_is_named(client, settled, prefecture):
    found = proposal(settled, "question")
    other = ground.person("prefecture", prefecture)
    everywhere(lambda: deeds.refuse_proposal(actor=other, proposal=found))
    page = client.post(reverse("hub:proposal_accept", args=[found.pk]), {}, **HTMX).content.decode()
    assert f"{other.name}さんが先に判断していました" in page
    assert not everywhere(Question.objects.exists)


def test_the_rest_of_a_part_is_accepted_at_once_as_far_as_it_was_on_the_screen(client, settled):
    page = client.get(reverse("hub:minutes", args=[settled.pk])).context["blocks"]
    block = next(b for b in page if b.municipality and b.municipality.name == "尼崎市")
    seen = [item.proposal.pk for item in block.items]
    unseen, shown = seen[-1], seen[:-1]
    address = reverse("hub:block_accept", args=[settled.pk, block.number])
    answer = client.post(address, {"seen": shown}, **HTMX)
    assert answer.status_code == 200
    assert everywhere(WorkItem.objects.count) == 2
    assert everywhere(lambda: settled.proposals.get(pk=unseen).state) == ProposalState.PROPOSED


def test_a_municipality_without_a_project_gets_one_in_place(client, clerk, prefecture):
    programme = factories.programme()
    ground.municipality("282022")
    minutes = everywhere(
        lambda: deeds.import_minutes(actor=clerk, programme=programme, file_name="第9回.txt", text=SHORT)
    )
    values = {"title": "第9回地域DX検討会", "held_on": date(2026, 6, 4)}
    everywhere(lambda: deeds.settle_meeting(actor=clerk, minutes=minutes, values=values))
    address = reverse("hub:minutes_project", args=[minutes.pk, "282022"])
    assert address in client.get(reverse("hub:minutes", args=[minutes.pk])).content.decode()
    page = client.get(address).content.decode()
    assert "観光データの整理・振り返りの習慣づくり" in page
    sent = {"title": "観光の数字を使う", "field": "観光DX", "starts_on": "2024-04-01", "benefit_for_staff": ""}
    assert client.post(address, sent).status_code == 422
    answer = client.post(address, {**sent, "benefit_for_staff": "集計の手間が減る"})
    assert answer.url == reverse("hub:minutes", args=[minutes.pk])
    made = everywhere(Project.objects.get)
    assert (made.title, made.municipality_id) == ("観光の数字を使う", "282022")
    assert everywhere(lambda: Participation.objects.get(municipality="282022").programme) == programme


def test_an_import_is_finished_from_the_page_once_all_is_decided(client, settled, clerk):
    address = reverse("hub:minutes_finish", args=[settled.pk])
    assert client.post(address).url == reverse("hub:minutes", args=[settled.pk])
    for block in client.get(reverse("hub:minutes", args=[settled.pk])).context["blocks"]:
        for item in block.items:
            fields = {f"p{item.proposal.pk}-f-kind": "organisation"} if item.is_problem else {}
            client.post(reverse("hub:proposal_accept", args=[item.proposal.pk]), fields)
    assert client.post(address).url == reverse("hub:meeting", args=[settled.meeting_id])
    assert everywhere(lambda: MinutesImport.objects.get().state) == ImportState.FINISHED
    assert everywhere(Answer.objects.count) == 1


def test_the_wrong_file_is_put_aside(client, minutes):
    client.post(reverse("hub:minutes_discard", args=[minutes.pk]))
    assert everywhere(lambda: MinutesImport.objects.get().state) == ImportState.DISCARDED


def test_an_import_of_which_records_came_is_not_put_aside(client, settled):
    client.post(reverse("hub:minutes_discard", args=[settled.pk]))
    assert everywhere(lambda: MinutesImport.objects.get().state) == ImportState.OPEN


def test_every_line_of_the_text_is_shown_with_what_became_of_it(client, settled):
    page = client.get(reverse("hub:minutes_text", args=[settled.pk])).content.decode()
    for line in SHORT.splitlines():
        assert line in page


@pytest.mark.parametrize("role", ["section_staff", "section_lead", "dx_office", "supporter", "administrator"])
def test_only_the_prefecture_and_the_secretariat_import_minutes(role, settled, amagasaki, sign_in):
    client = sign_in(ground.person(role, amagasaki))
    found = proposal(settled, "question")
    assert client.get(reverse("hub:minutes", args=[settled.pk])).status_code == 403
    assert client.post(reverse("hub:proposal_accept", args=[found.pk])).status_code == 403
    assert not everywhere(Question.objects.exists)


def test_the_review_asks_as_many_queries_however_long_the_minutes_are(client, clerk, project, settled):
    long = everywhere(
        lambda: deeds.import_minutes(
            actor=clerk,
            programme=project.participation.programme,
            file_name="見本.txt",
            text=Path(SAMPLE).read_text("utf-8"),
        )
    )
    values = {"title": "見本の会議", "held_on": date(2024, 11, 21)}
    everywhere(lambda: deeds.settle_meeting(actor=clerk, minutes=long, values=values))
    counts = []
    for minutes in (settled, long):
        client.get(reverse("hub:minutes", args=[minutes.pk]))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("hub:minutes", args=[minutes.pk]))
        counts.append(len(seen))
    assert counts[0] == counts[1]
