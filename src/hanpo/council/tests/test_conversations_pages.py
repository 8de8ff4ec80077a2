"""The pages of conversations: who is asked answers, who is not finds nothing, results stand without names."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from hanpo.core import clock, scope
from hanpo.core.actions.prepared import approve_work, undo_decision
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import PreparedWork
from hanpo.core.tests import factories as ground
from hanpo.council.actions.conversations import read_votes
from hanpo.council.models import Conversation, Moderation, OpinionStatement, StatementState, Vote
from hanpo.council.preparers import StatementsWaiting
from hanpo.council.queries.conversations import closing_calendar, due_for_resident
from hanpo.council.tests import conversations_makers as make
from hanpo.council.tests import factories

pytestmark = pytest.mark.django_db


def everywhere(ask):
    with scope.within(scope.EVERYWHERE):
        return ask()


@pytest.fixture
def made():
    return make.conversation()


@pytest.fixture
def clerk(prefecture, sign_in):
    return sign_in(ground.person("secretariat", prefecture))


@pytest.fixture
def staff(amagasaki, sign_in):
    return sign_in(ground.person("section_staff", amagasaki))


@pytest.fixture
def resident(toyooka, sign_in):
    return sign_in(ground.person("resident", toyooka))


@pytest.mark.parametrize("who", ["staff", "resident"])
def test_who_is_asked_answers_one_statement_after_the_other(who, made, request):
    client = request.getfixturevalue(who)
    for answered in range(3):
        page = client.get(reverse("council:take_part", args=[made.pk]))
        shown = page.context["shown"]
        assert shown.answered == answered
        assert shown.statement.text in page.content.decode()
        sent = {"statement": shown.statement.pk, "choice": "1"}
        assert client.post(reverse("council:conversation_answer", args=[made.pk]), sent).status_code == 302
    assert "すべて答えました" in client.get(reverse("council:take_part", args=[made.pk])).content.decode()
    place = {"staff": "282022", "resident": "282090"}[who]
    assert everywhere(lambda: set(Vote.objects.values_list("municipality", flat=True))) == {place}


def test_the_same_statement_is_shown_when_the_page_is_loaded_again(staff, made):
    first, again = (staff.get(reverse("council:take_part", args=[made.pk])).context["shown"] for _ in range(2))
    assert first.statement == again.statement


def test_a_resident_of_a_town_that_is_not_asked_finds_nothing(made, amagasaki, sign_in):
    client = sign_in(ground.person("resident", amagasaki))
    assert client.get(reverse("council:conversation", args=[made.pk])).status_code == 404
    assert client.post(reverse("council:conversation_answer", args=[made.pk]), {"choice": "1"}).status_code == 404
    assert made.topic not in client.get(reverse("council:conversations")).content.decode()


def test_the_secretariat_reads_but_does_not_vote(clerk, made):
    sent = {"statement": make.statement(made).pk, "choice": "1"}
    assert clerk.get(reverse("council:conversation", args=[made.pk])).status_code == 200
    assert clerk.post(reverse("council:conversation_answer", args=[made.pk]), sent).status_code == 404


def test_an_answer_is_changed_from_the_page_of_ones_own(staff, made):
    row = make.statement(made)
    address = reverse("council:conversation_answer", args=[made.pk])
    staff.post(address, {"statement": row.pk, "choice": "1"})
    assert "そう思う" in staff.get(reverse("council:conversation_mine", args=[made.pk])).content.decode()
    again = staff.get(reverse("council:take_part", args=[made.pk]), {"statement": row.pk})
    assert again.context["shown"].said == 1
    staff.post(address, {"statement": row.pk, "choice": "-1"})
    assert everywhere(lambda: Vote.objects.get().choice) == -1


def test_what_one_writes_waits_for_the_secretariat_and_keeps_its_text_when_refused(resident, clerk, made):
    address = reverse("council:conversation_say", args=[made.pk])
    answer = resident.post(address, {"text": make.FIRST[0]})
    assert answer.status_code == 422 or "同じ意見文" in answer.content.decode()
    assert make.FIRST[0] in answer.content.decode()
    assert resident.post(address, {"text": "夜も使いたい"}).status_code == 302
    row = everywhere(lambda: OpinionStatement.objects.get(text="夜も使いたい"))
    assert row.state == StatementState.WAITING
    assert resident.post(reverse("council:moderate", args=[row.pk]), {"state": "shown"}).status_code == 403
    refused = clerk.post(reverse("council:moderate", args=[row.pk]), {"state": "held"})
    assert refused.status_code == 422
    assert "理由を書いてください" in refused.content.decode()
    clerk.post(reverse("council:moderate", args=[row.pk]), {"state": "held", "reason": "ほかの施設の話のため"})
    log = resident.get(reverse("council:moderation_log", args=[made.pk])).content.decode()
    assert "ほかの施設の話のため" in log
    assert "夜も使いたい" not in log
    assert "ほかの施設の話のため" in resident.get(reverse("council:conversation_mine", args=[made.pk])).content.decode()


def test_whose_statement_it_is_is_shown_only_as_promised(staff, made):
    row = make.written(made, state=StatementState.SHOWN)
    page = staff.get(reverse("council:take_part", args=[made.pk]), {"statement": row.pk}).content.decode()
    assert "参加した人" in page
    assert "豊岡市" not in page
    everywhere(lambda: Conversation.objects.update(shown="place"))
    page = staff.get(reverse("council:take_part", args=[made.pk]), {"statement": row.pk}).content.decode()
    assert "豊岡市" in page


def test_results_show_counts_first_and_say_why_there_are_no_groups(staff, made):
    make.votes(made, {f"v{n}": [1, 1, -1] for n in range(5)})
    everywhere(lambda: read_votes(actor=None, conversation=made))
    page = staff.get(reverse("council:conversation", args=[made.pk])).content.decode()
    assert page.index("意見文ごとの答え") < page.index("みんなの考えが同じところ") < page.index("グループは出しません")
    assert "5人（100％）" in page


def test_the_results_leave_as_excel_without_names_and_small_counts(staff, made):
    make.votes(made, {"v1": [1, 1], "v2": [1, 1], "v3": [1]})
    everywhere(lambda: read_votes(actor=None, conversation=made))
    body = staff.get(reverse("council:conversation_excel", args=[made.pk])).content
    rows = list(load_workbook(BytesIO(body)).worksheets[0].iter_rows(values_only=True))
    assert rows[1][3:7] == (3, 0, 0, 3)
    assert not any(rows[2][3:7])
    assert "v1" not in str(rows)


def test_the_secretariat_has_the_answers_read_now(clerk, staff, made, django_capture_on_commit_callbacks):
    make.votes(made, {f"v{n}": [1, 1, -1] for n in range(5)})
    address = reverse("council:conversation_read", args=[made.pk])
    assert staff.post(address).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert clerk.post(address).status_code == 302
    assert "5人" in staff.get(reverse("council:conversation", args=[made.pk])).content.decode()


def test_a_conversation_is_opened_with_its_first_statements_and_edited(clerk, staff):
    council = factories.council()
    sent = {"council": council.pk, "topic": "窓口", "why": "聞くため", "asks_staff": "on", "towns": ["282090"],
            "shown": "nobody", "opens_on": "R8.4.1", "closes_on": "R8.5.1", "fewest": "5",
            "first": "一つめ\n二つめ"}  # fmt: skip
    assert staff.post(reverse("council:conversation_add"), sent).status_code == 403
    assert clerk.post(reverse("council:conversation_add"), sent).status_code == 302
    made = everywhere(Conversation.objects.get)
    assert everywhere(lambda: [row.text for row in made.statements.order_by("pk")]) == ["一つめ", "二つめ"]
    assert made.towns == ["282090"]
    change = {**sent, "version": 1, "closes_on": "R8.6.1", "initial-closes_on": "2026-05-01"}
    address = reverse("council:conversation_edit", args=[made.pk])
    assert clerk.post(address, change).status_code == 302
    answer = clerk.post(address, {**change, "closes_on": "R8.7.1"})
    assert answer.status_code == 409


def test_an_end_before_the_beginning_is_refused_and_the_text_stays(clerk):
    council = factories.council()
    sent = {"council": council.pk, "topic": "窓口の話", "why": "聞くため", "shown": "nobody", "opens_on": "R8.4.1",
            "closes_on": "R8.3.1", "fewest": "5", "first": "一つめ"}  # fmt: skip
    answer = clerk.post(reverse("council:conversation_add"), sent)
    assert answer.status_code == 422
    assert "窓口の話" in answer.content.decode()


def test_pages_ask_the_same_number_of_queries_for_more_statements_and_answers(staff, made):
    for name in ("conversation", "take_part", "moderation_log", "conversation_mine"):
        address = reverse(f"council:{name}", args=[made.pk])
        staff.get(address)
        with CaptureQueriesContext(connection) as before:
            staff.get(address)
        make.written(made, f"意見{name}", state=StatementState.SHOWN)
        make.votes(made, {f"{name}{n}": [1, 1, -1, 0] for n in range(5)})
        with CaptureQueriesContext(connection) as after:
            staff.get(address)
        assert len(before) == len(after), name


def test_a_resident_is_asked_at_home_and_the_last_day_stands_in_the_calendar(made, toyooka, amagasaki):
    today = clock.today()
    (item,) = due_for_resident(resident=ground.resident(toyooka), today=today)
    assert item.url == reverse("council:take_part", args=[made.pk])
    assert list(due_for_resident(resident=ground.resident(amagasaki), today=today)) == []
    (end,) = everywhere(lambda: list(closing_calendar(made.closes_on, made.closes_on)))
    assert made.topic in end.title


def prepare(prefecture) -> list[PreparedWork]:
    with scope.within(scope.of(prefecture.pk)):
        prepare_work(actor=None, preparer=StatementsWaiting(), municipality=prefecture, today=clock.today())
    return everywhere(lambda: list(PreparedWork.objects.filter(preparer=StatementsWaiting.key, state="waiting")))


def test_what_waits_is_prepared_and_shown_but_for_the_lines_crossed_out(prefecture, made):
    officer = ground.person("secretariat", prefecture)
    assert prepare(prefecture) == []
    one, two = make.written(made, "一"), make.written(made, "二")
    (work,) = prepare(prefecture)
    everywhere(lambda: approve_work(actor=officer, work=work, changes={"show": f"{one.pk} 一"}))
    states = everywhere(lambda: dict(OpinionStatement.objects.filter(is_ours=False).values_list("text", "state")))
    assert states == {"一": "shown", "二": "waiting"}
    everywhere(work.refresh_from_db)
    everywhere(lambda: undo_decision(actor=officer, work=work))
    assert everywhere(lambda: OpinionStatement.objects.get(pk=one.pk).state) == "waiting"
    assert everywhere(Moderation.objects.count) == 2
    assert everywhere(lambda: OpinionStatement.objects.get(pk=two.pk).state) == "waiting"
