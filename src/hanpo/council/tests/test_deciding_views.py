"""The pages of choices and ballots: who may open them, and that nobody loses what was typed."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from hanpo.core import clock, scope
from hanpo.core.tests import factories as ground
from hanpo.council.actions.ballots import write_ballot
from hanpo.council.files.ballots import make_ballot_book
from hanpo.council.models import BallotBook, BallotBookState, BallotWay, Poll, PollState
from hanpo.council.tests import deciding_makers as make
from hanpo.council.tests.factories import council

pytestmark = pytest.mark.django_db


def everywhere(ask):
    with scope.within(scope.EVERYWHERE):
        return ask()


def at(name: str, pk: int | None = None) -> str:
    return reverse(f"council:{name}", args=[] if pk is None else [pk])


@pytest.fixture
def poll() -> Poll:
    return make.poll()


@pytest.fixture
def clerk(prefecture, sign_in):
    return sign_in(ground.person("secretariat", prefecture))


@pytest.fixture
def staff(amagasaki, sign_in):
    return sign_in(ground.person("section_staff", amagasaki))


@pytest.fixture
def lead(amagasaki, sign_in):
    return sign_in(ground.person("section_lead", amagasaki))


def test_the_list_says_what_to_do_while_it_is_empty(staff, clerk):
    assert "案選びは、まだありません" in staff.get(at("polls")).content.decode()
    assert at("poll_add") in clerk.get(at("polls")).content.decode()


def test_what_is_still_prepared_is_not_shown_to_members(staff, clerk):
    draft = make.draft_poll()
    assert staff.get(at("poll", draft.pk)).status_code == 404
    assert clerk.get(at("poll", draft.pk)).status_code == 200


def test_the_secretariat_prepares_a_choice_and_opens_it(clerk):
    group = council()
    sent = {"council": group.pk, "title": "窓口の名前", "question": "どれにしますか", "due_on": "令和9年3月1日",
            "names_shown": "on"}  # fmt: skip
    assert clerk.post(at("poll_add"), sent).status_code == 302
    made = everywhere(Poll.objects.get)
    for title in ("今のまま", "新しく決める"):
        clerk.post(at("poll_option_add", made.pk), {"title": title, "meaning": "名前"})
    clerk.post(at("poll_open", made.pk))
    assert everywhere(Poll.objects.get).state == PollState.OPEN


def test_a_refused_form_keeps_what_was_typed(clerk):
    answer = clerk.post(at("poll_add"), {"title": "期限のない題", "question": "どれか"})
    assert answer.status_code == 422
    assert "期限のない題" in answer.content.decode()


def test_two_people_who_edit_a_choice_see_both_versions(clerk, poll):
    sent = {"version": poll.version, "title": poll.title, "initial-title": poll.title, "question": poll.question,
            "initial-question": poll.question, "due_on": poll.due_on.isoformat(),
            "initial-due_on": poll.due_on.isoformat(), "names_shown": "on", "initial-names_shown": "True",
            "background": "一人目のいきさつ", "initial-background": ""}  # fmt: skip
    assert clerk.post(at("poll_edit", poll.pk), sent).status_code == 302
    answer = clerk.post(at("poll_edit", poll.pk), {**sent, "background": "二人目のいきさつ"})
    assert answer.status_code == 409
    for words in ("一人目のいきさつ", "二人目のいきさつ"):
        assert words in answer.content.decode()


@pytest.mark.parametrize("name", ["poll_edit", "poll_option_add", "poll_reopen"])
def test_only_the_secretariat_and_the_prefecture_run_a_choice(staff, poll, name):
    assert staff.get(at(name, poll.pk)).status_code == 403


def test_a_member_writes_its_ballot_and_the_lead_sends_it(staff, lead, poll):
    row = make.ballot(poll, "282022")
    sent = make.typed(row, make.said(poll, (1, 2, 3)))
    assert staff.post(at("ballot_write", row.pk), sent).status_code == 302
    assert staff.post(at("ballot_submit", row.pk)).status_code == 403
    lead.post(at("ballot_submit", row.pk), {"comment": "確認済み"})
    assert make.ballot(poll, "282022").is_submitted
    page = staff.get(at("poll_ballot", row.pk)).content.decode()
    assert "確認済み" in page
    assert "体制を広げる" in page


def test_a_ballot_that_lacks_something_says_what(lead, poll):
    row = make.ballot(poll, "282022")
    page = lead.post(at("ballot_submit", row.pk), follow=True).content.decode()
    assert "①の評価を選んでください。" in page
    assert not make.ballot(poll, "282022").is_submitted


def test_a_ballot_of_another_member_is_not_found(staff, lead, poll):
    foreign = make.ballot(poll, "282090")
    for name in ("poll_ballot", "ballot_write", "ballot_excel", "ballot_book_add"):
        assert staff.get(at(name, foreign.pk)).status_code == 404, name
    assert lead.post(at("ballot_submit", foreign.pk)).status_code == 404


def test_a_clash_in_a_ballot_shows_both_and_keeps_the_text(staff, poll):
    key = make.options(poll)[0].key
    row = make.ballot(poll, "282022")
    sent = make.typed(row, {key: {"reason": "わたしの理由"}})
    with scope.within(scope.EVERYWHERE):
        write_ballot(actor=None, ballot=row, based_on=1, changes={(key, "reason"): "先の人の理由"})
    answer = staff.post(at("ballot_write", row.pk), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "わたしの理由" in page
    assert "先の人の理由" in page


def test_a_rank_outside_the_options_is_refused_and_stays_on_the_screen(staff, poll):
    key = make.options(poll)[0].key
    row = make.ballot(poll, "282022")
    answer = staff.post(at("ballot_write", row.pk), make.typed(row, {key: {"rank": 9, "reason": "残る文"}}))
    assert answer.status_code == 422
    assert "残る文" in answer.content.decode()


def test_the_secretariat_enters_a_ballot_for_a_member(clerk, poll):
    row = make.ballot(poll, "282090")
    sent = make.typed(row, make.said(poll, (2, 1, 3)))
    assert clerk.post(at("ballot_proxy", row.pk), sent).status_code == 422
    clerk.post(at("ballot_proxy", row.pk), {**sent, "said_by": "情報課長（電話）", "why": "紙で回答"})
    done = make.ballot(poll, "282090")
    assert (done.is_submitted, done.way) == (True, BallotWay.PROXY)
    assert "情報課長（電話）" in clerk.get(at("poll", poll.pk)).content.decode()


def filled(body: bytes, values: dict[str, object]) -> bytes:
    """The workbook with values put into the cells of these names' items."""
    book = load_workbook(BytesIO(body))
    for name, defined in book.defined_names.items():
        for item, value in values.items():
            if name.endswith(item):
                ((sheet, place),) = defined.destinations
                book[sheet][place] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_ballot_goes_out_as_excel_and_comes_back_by_its_ids(staff, poll):
    row = make.ballot(poll, "282022")
    first, second, _third = (option.key for option in make.options(poll))
    body = staff.get(at("ballot_excel", row.pk)).content
    came = filled(
        body,
        {
            f"{first}_grade": "よい",
            f"{first}_rank": "１位",
            f"{first}_reason": "費用が読める",
            f"{second}_rank": "たぶん2",
        },
    )
    file = SimpleUploadedFile("回答.xlsx", came)
    answer = staff.post(at("ballot_book_add", row.pk), {"file": file})
    book = everywhere(BallotBook.objects.get)
    assert answer.url == at("ballot_book", book.pk)
    page = staff.get(answer.url).content.decode()
    assert "費用が読める" in page
    assert "② 順位" in page
    assert "たぶん2" in page
    assert make.ballot(poll, "282022").answers == {}
    said = {first: {"grade": 4, "rank": 1, "reason": "費用が読める"}}
    assert staff.post(answer.url, make.typed(make.ballot(poll, "282022"), said)).status_code == 302
    done = make.ballot(poll, "282022")
    assert (done.answers, done.way) == (said, BallotWay.EXCEL)
    assert everywhere(BallotBook.objects.get).state == BallotBookState.CONFIRMED
    assert staff.get(at("ballot_book_file", book.pk)).content == came


def test_a_workbook_of_another_member_is_refused_with_a_reason(staff, poll):
    foreign = everywhere(lambda: make_ballot_book(ballot=make.ballot(poll, "282090"), made_at=clock.now()))
    row = make.ballot(poll, "282022")
    staff.post(at("ballot_book_add", row.pk), {"file": SimpleUploadedFile("豊岡.xlsx", foreign)})
    book = everywhere(BallotBook.objects.get)
    assert book.state == BallotBookState.REFUSED
    assert book.refusal in staff.get(at("ballot_book", book.pk)).content.decode()


def test_a_workbook_that_is_not_wanted_changes_nothing(staff, poll):
    row = make.ballot(poll, "282022")
    body = staff.get(at("ballot_excel", row.pk)).content
    staff.post(at("ballot_book_add", row.pk), {"file": SimpleUploadedFile("回答.xlsx", body)})
    book = everywhere(BallotBook.objects.get)
    staff.post(at("ballot_book_aside", book.pk))
    assert everywhere(BallotBook.objects.get).state == BallotBookState.ASIDE
    assert make.ballot(poll, "282022").answers == {}


def test_members_see_the_results_once_the_choice_is_closed(staff, clerk, poll):
    make.answered(poll, "282022", (1, 2, 3))
    assert "結果は、締切の後に見られます" in staff.get(at("poll_result", poll.pk)).content.decode()
    assert "途中の結果です" in clerk.get(at("poll_result", poll.pk)).content.decode()
    assert staff.get(at("poll_result_excel", poll.pk)).status_code == 302
    clerk.post(at("poll_close", poll.pk))
    page = staff.get(at("poll_result", poll.pk)).content.decode()
    assert "数え方によって答えが変わります" in page
    assert "①と②（同点）" in page
    assert "豊岡市" in page
    book = load_workbook(BytesIO(staff.get(at("poll_result_excel", poll.pk)).content))
    assert "数え方ごとの結果" in book.sheetnames
    assert book["数え方ごとの結果"].max_row == 12


def test_a_foreign_council_is_not_found(poll, sign_in):
    stranger = sign_in(ground.person("section_staff", ground.municipality("283657")))
    assert stranger.get(at("poll", poll.pk)).status_code == 404
    assert stranger.get(at("poll_result", poll.pk)).status_code == 404


def test_the_pages_ask_as_many_queries_however_many_answered(clerk, staff, poll):
    for client, address in ((clerk, at("poll", poll.pk)), (staff, at("polls")), (clerk, at("poll_result", poll.pk))):
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for code in ("282022", "282090"):
            make.answered(poll, code, (1, 2, 3))
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) <= len(few), address
        for code in ("282022", "282090"):
            row = make.ballot(poll, code)
            row.answers, row.state = {}, "writing"
            everywhere(row.save)
