"""A clerk of the prefecture brings minutes in, settles the meeting, and reviews what was read, mostly by keyboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from hanpo.core import scope
from hanpo.core.tests import factories as ground
from hanpo.hub.models import AgendaItem, Meeting, Problem
from hanpo.hub.tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

SAMPLE = Path(__file__).parents[2] / "src/hanpo/hub/demo_data/minutes/programme_2024-11-21.txt"


def everywhere(ask):
    with scope.within(scope.EVERYWHERE):
        return ask()


@pytest.fixture
def clerk(transactional_db):
    project = factories.project(ground.municipality("282022"))
    factories.participation(ground.municipality("282090"), project.participation.programme)
    return ground.person("prefecture", ground.municipality("280003"))


def upload(page, no_barriers) -> None:
    """From the list of imports to the meeting that the header tells of."""
    page.goto("/hub/minutes/")
    page.get_by_role("link", name="議事録を取り込む").first.click()
    page.get_by_label("ファイル").set_input_files(SAMPLE)
    no_barriers(page)
    page.get_by_role("button", name="読み取って、確認へ進む").click()
    expect(page.get_by_role("heading", name="1. 会議を確かめる")).to_be_visible()


def decide_by_keyboard(page) -> None:
    """Accept, refuse, take back and accept again."""
    progress, chosen = page.locator("#minutes-progress"), page.locator(".proposal.is-current")
    expect(chosen).to_contain_text("開会と前回のふりかえり")
    for key, decided, next_one in (
        ("a", 1, "伴走支援の中間報告"),
        ("d", 2, "6市町の取組の進み具合"),
        ("u", 1, "伴走支援の中間報告"),
        ("a", 2, "6市町の取組の進み具合"),
    ):
        page.keyboard.press(key)
        expect(progress).to_contain_text(f"のうち{decided}件")
        expect(chosen).to_contain_text(next_one)


def mend(part, no_barriers) -> None:
    """Put the words of one problem right."""
    card = part.locator(".proposal", has=part.page.locator(".proposal__text", has_text="部署ごとに集計の様式"))
    card.get_by_role("link", name="直す").click()
    part.get_by_label("内容", exact=False).fill("課によって集計の様式が違う")
    no_barriers(part.page)
    part.get_by_role("button", name="直して受け入れる").click()
    expect(part.get_by_text(re.compile("直して受け入れた"))).to_be_visible()


def finish(part) -> None:
    """Accept the rest of a part; the problem whose kind nobody could guess waits until it is chosen."""
    part.get_by_role("button", name="この部分の残りをまとめて受け入れる").click()
    expect(part.get_by_role("status")).to_contain_text("課題の種類を選んでください")
    waiting = part.locator(".proposal--waiting")
    expect(waiting).to_have_count(1)
    waiting.get_by_label("課題の種類").select_option("technology")
    waiting.get_by_role("button", name="受け入れる").click()
    expect(waiting).to_have_count(0)


def test_minutes_become_records_and_the_problem_stands_in_the_register(enter, clerk, no_barriers):
    page = enter(clerk)
    upload(page, no_barriers)
    expect(page.get_by_label("会議名")).to_have_value("第3回ひょうご地域DX推進検討会")
    no_barriers(page)
    page.get_by_role("button", name="この会議で、内容の確認へ進む").click()
    expect(page.get_by_role("heading", name="2. 読み取った内容を確かめる")).to_be_visible()
    assert everywhere(lambda: Meeting.objects.get().title) == "第3回ひょうご地域DX推進検討会"
    assert not everywhere(AgendaItem.objects.exists)
    no_barriers(page)

    decide_by_keyboard(page)
    assert everywhere(AgendaItem.objects.count) == 2
    part = page.locator(".block", has=page.get_by_text("宿泊施設からの数値が月遅れでしか届かない"))
    mend(part, no_barriers)
    finish(part)
    no_barriers(page)

    page.goto("/hub/problems/")
    expect(page.get_by_role("link", name="課によって集計の様式が違う")).to_be_visible()
    expect(page.get_by_role("link", name="宿泊施設からの数値が月遅れでしか届かないこと")).to_be_visible()
    assert everywhere(Problem.objects.count) == 2
    no_barriers(page)


def test_choosing_another_kind_asks_for_what_that_kind_needs(enter, clerk):
    page = enter(clerk)
    page.goto("/hub/minutes/add/")
    page.get_by_label("または、ここに貼り付ける").fill(SAMPLE.read_text("utf-8"))
    page.get_by_role("button", name="読み取って、確認へ進む").click()
    page.get_by_role("button", name="この会議で、内容の確認へ進む").click()
    page.locator(".proposal.is-current").wait_for()
    page.keyboard.press("e")
    form = page.locator(".proposal--mending")
    form.get_by_label("種類").select_option("action")
    expect(form.get_by_label("担当（役職・所属）")).to_be_visible()
    form.get_by_label("担当（役職・所属）").fill("県 デジタル改革課")
    form.get_by_label("期限").fill("R8.12.1")
    form.get_by_role("button", name="直して受け入れる").click()
    expect(page.locator("#minutes-progress")).to_contain_text("のうち1件")
    meeting = everywhere(lambda: Meeting.objects.get().meetingoutcomes.get())
    assert (meeting.owner, meeting.due.isoformat()) == ("県 デジタル改革課", "2026-12-01")
