"""The council in a browser: a survey goes out, comes back by page, Excel and proxy, and is told to everybody."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from hanpo.core import clock, registry, scope
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import Notification, Person
from hanpo.core.tests import factories as ground
from hanpo.council.models import Reply, ReplyState, Survey
from hanpo.council.tests import factories, surveys_makers
from tests.browser.steps import follow, press

Check = Callable[[Page], None]
"""Fails where a page has barriers."""

pytestmark = pytest.mark.django_db(transaction=True)

AMAGASAKI, TOYOOKA, TAKA = "282022", "282090", "283657"


@pytest.fixture
def survey(cleared) -> Survey:
    """A survey that the secretariat has prepared, due in two days, of a council of three municipalities."""
    group = factories.council("280003", AMAGASAKI, TOYOOKA, TAKA)
    return surveys_makers.draft_survey(group, due_on=clock.today() + timedelta(days=2))


def state_of(survey: Survey, code: str) -> str:
    with scope.within(scope.EVERYWHERE):
        return Reply.objects.get(survey=survey, municipality=code).state


def office(code: str) -> tuple[Person, Person]:
    """A clerk of a municipality's DX office, and the lead of a section."""
    place = ground.municipality(code)
    return ground.person("dx_office", place), ground.person("section_lead", place)


def own_reply(page: Page, survey: Survey) -> None:
    page.goto(f"/council/surveys/{survey.pk}/")
    page.get_by_role("link", name="回答のページを開く").click()


def write(page: Page, staff: str) -> None:
    """Answer question by question, up to the page on which the answers are checked."""
    page.get_by_label("終わった", exact=True).check()
    press(page, "次へ")
    page.get_by_role("textbox", name="情報部門の職員数 ※必須").fill(staff)
    press(page, "次へ")
    press(page, "次へ")


def sent_out(page: Page, survey: Survey, no_barriers: Check) -> None:
    """The secretariat looks once more and sends the survey."""
    page.goto(f"/council/surveys/{survey.pk}/")
    no_barriers(page)
    follow(page.get_by_role("link", name="確かめて市町に送る"))
    no_barriers(page)
    press(page, "この内容で市町に送る")
    expect(page.get_by_text("調査を送りました")).to_be_visible()
    no_barriers(page)


def answered_on_the_page(page: Page, survey: Survey, no_barriers: Check) -> None:
    """A clerk answers question by question and hands the reply to the section lead."""
    own_reply(page, survey)
    no_barriers(page)
    follow(page.locator("#main").get_by_role("link", name="答える", exact=True))
    no_barriers(page)
    write(page, "３人")
    press(page, "課内確認へ回す")
    press(page, "課長決裁へ回す")


def answered_by_excel(page: Page, survey: Survey, folder: Path, no_barriers: Check) -> None:
    """A clerk takes the workbook, fills it in, and confirms what was read from it."""
    own_reply(page, survey)
    follow(page.get_by_role("link", name="Excelで答える"))
    no_barriers(page)
    with page.expect_download() as coming:
        page.get_by_role("link", name="この回答のExcelを受け取る").click()
    filled = folder / "回答.xlsx"
    filled.write_bytes(fill_in(Path(coming.value.path()).read_bytes(), moved="終わっていない", staff="5"))
    page.get_by_label("ファイル").set_input_files(filled)
    press(page, "読み込む")
    no_barriers(page)
    press(page, "この内容を回答に入れる")
    own_reply(page, survey)
    press(page, "課長決裁へ回す")


def approved(page: Page, survey: Survey, no_barriers: Check) -> None:
    """The section lead reads the reply and sends it."""
    own_reply(page, survey)
    no_barriers(page)
    press(page, "承認して事務局に提出する")


def reminded(page: Page, no_barriers: Check) -> set[str]:
    """The secretariat approves the reminder in its tray; the municipalities that were told."""
    with scope.within(scope.EVERYWHERE):
        prepare_work(
            actor=None, preparer=registry.preparers()["council.reminder"],
            municipality=ground.municipality("280003"), today=clock.today(),
        )  # fmt: skip
    page.goto("/tray/")
    no_barriers(page)
    page.get_by_role("button", name="承認").first.click()
    expect(page.get_by_text("承認しました")).to_be_visible()
    with scope.within(scope.EVERYWHERE):
        told = Notification.objects.filter(title__startswith="回答をお待ちしています")
        return set(told.values_list("municipality_id", flat=True))


def entered_by_proxy(page: Page, survey: Survey, no_barriers: Check) -> None:
    """The secretariat writes down what a municipality said on the telephone."""
    page.goto(f"/council/surveys/{survey.pk}/missing/")
    no_barriers(page)
    page.get_by_role("link", name="多可町").click()
    follow(page.get_by_role("link", name="紙や電話の回答を代わりに入力する"))
    no_barriers(page)
    page.get_by_label("電話").check()
    page.get_by_label("だれの代わりに").fill("多可町 企画の担当者")
    page.get_by_label("理由").fill("電話で答えをいただいたため")
    press(page, "入力に進む")
    write(page, "2")
    press(page, "市町に代わって提出する")


def told_to_all(page: Page, survey: Survey, no_barriers: Check) -> None:
    """The secretariat closes the survey and publishes what it says."""
    page.goto(f"/council/surveys/{survey.pk}/")
    press(page, "受付を締め切る")
    page.goto(f"/council/surveys/{survey.pk}/results/")
    expect(page.get_by_text("3のうち3")).to_be_visible()
    no_barriers(page)
    follow(page.get_by_role("link", name="まとめを書いて公表する"))
    no_barriers(page)
    press(page, "この内容で公表する")


def test_a_survey_comes_back_by_page_by_excel_and_by_proxy_and_is_told_to_all(enter, survey, tmp_path, no_barriers):
    secretary = ground.person("secretariat", ground.municipality("280003"))
    (clerk, lead), (other_clerk, other_lead) = office(AMAGASAKI), office(TOYOOKA)
    ground.person("dx_office", ground.municipality(TAKA))
    sent_out(enter(secretary), survey, no_barriers)

    answered_on_the_page(enter(clerk), survey, no_barriers)
    approved(enter(lead), survey, no_barriers)
    answered_by_excel(enter(other_clerk), survey, tmp_path, no_barriers)
    approved(enter(other_lead), survey, no_barriers)
    assert [state_of(survey, code) for code in (AMAGASAKI, TOYOOKA)] == [ReplyState.SUBMITTED] * 2

    assert reminded(enter(secretary), no_barriers) == {TAKA}
    entered_by_proxy(enter(secretary), survey, no_barriers)
    assert state_of(survey, TAKA) == ReplyState.SUBMITTED
    told_to_all(enter(secretary), survey, no_barriers)

    page = enter(clerk)
    page.goto(f"/council/surveys/{survey.pk}/published/")
    no_barriers(page)
    with page.expect_download() as coming:
        page.get_by_role("link", name="PDF").click()
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF-")


def fill_in(content: bytes, **answers: str) -> bytes:
    """The workbook with these contents in the cells of its questions."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for item, answer in answers.items():
        sheet, place = book.defined_names[f"hanpo_q_{item}"].attr_text.replace("'", "").replace("$", "").split("!")
        book[sheet][place].value = answer
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
