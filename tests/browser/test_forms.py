"""Forms in a browser: a resident fills one in on a phone while the line breaks; a clerk makes one with the keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from hanpo.core import scope
from hanpo.core.tests import factories as ground
from hanpo.forms.models import FormDraft, Response, ResponseState
from hanpo.forms.tests import factories
from tests.browser.steps import press

pytestmark = pytest.mark.django_db(transaction=True)

SMALLEST_TARGET = 44
"""Pixels that a finger needs."""


@pytest.fixture
def town(cleared):
    return ground.municipality("283657")


@pytest.fixture
def resident(town):
    person = ground.person("resident", town)
    ground.resident(town, person=person)
    factories.version(factories.form(town))
    return person


def test_a_resident_fills_in_a_form_on_a_phone_while_the_line_breaks(enter, resident, no_barriers):
    page = enter(resident)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/forms/answer/")
    no_barriers(page)
    page.get_by_role("link", name="相談の予約").click()
    press(page, "はじめる")
    expect(page.get_by_text("4つのうち1つめ")).to_be_visible()
    no_barriers(page)
    assert page.locator("main button.button", has_text="次へ").bounding_box()["height"] >= SMALLEST_TARGET
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390

    page.get_by_label("住まい").check()
    page.context.set_offline(True)
    page.get_by_role("button", name="次へ", exact=True).click()
    expect(page.get_by_text("いま、つながっていません")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_text("前回の入力が残っています")).to_be_visible()
    no_barriers(page)
    page.get_by_role("button", name="残っていた入力を戻す").click()
    expect(page.get_by_label("住まい")).to_be_checked()
    press(page, "次へ")

    page.get_by_label("家賃").fill("５万円")
    press(page, "次へ")
    expect(page.get_by_text("1行目", exact=True)).to_be_visible()
    no_barriers(page)
    press(page, "次へ")
    page.get_by_label("氏（名字）").fill("山田")
    page.get_by_label("名（名前）").fill("花子")
    press(page, "次へ")
    page.get_by_label("来たい日").fill("令和9年1月15日")
    press(page, "次へ")

    expect(page.get_by_text("50,000円")).to_be_visible()
    expect(page.get_by_text("令和9年1月15日")).to_be_visible()
    no_barriers(page)
    press(page, "この内容で送る")
    with scope.within(scope.EVERYWHERE):
        sent = Response.objects.get(state=ResponseState.SENT)
    expect(page.get_by_text(sent.number)).to_be_visible()
    assert page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('hanpo.unsent.'))") == []
    no_barriers(page)


def test_what_is_not_sent_is_forgotten_at_sign_out(enter, resident):
    page = enter(resident)
    page.goto("/forms/answer/")
    page.get_by_role("link", name="相談の予約").click()
    press(page, "はじめる")
    page.get_by_label("住まい").check()
    kept = "() => Object.keys(localStorage).filter((key) => key.startsWith('hanpo.unsent.')).length"
    assert page.evaluate(kept) == 1
    page.locator("summary", has_text=resident.name).click()
    press(page, "サインアウト")
    page.wait_for_url(re.compile("login"))
    assert page.evaluate(kept) == 0


def test_on_one_page_later_questions_appear_and_everything_saves_itself(enter, town, no_barriers):
    clerk = ground.person("section_staff", town)
    factories.version(factories.form(town, audience="staff"))
    page = enter(clerk)
    page.goto("/forms/answer/")
    page.get_by_role("link", name="相談の予約").click()
    press(page, "はじめる")
    press(page, "全部の質問を1ページで見る")
    expect(page.locator("[name=a-rent]")).to_have_count(0)
    page.get_by_label("住まい").check()
    expect(page.locator("[name=a-rent]")).to_be_visible()
    with page.expect_response(lambda answer: "60000" in (answer.request.post_data or "")):
        page.locator("[name=a-rent]").fill("60000")
        page.locator("[name=a-day]").focus()
    expect(page.get_by_text("保存しました（")).to_be_visible()
    no_barriers(page)
    page.reload()
    expect(page.locator("[name=a-rent]")).to_have_value("60000")


def tab_to(page: Page, name: str) -> None:
    """Go on by the tab key until the focus is on what is called so."""
    for _step in range(120):
        page.keyboard.press("Tab")
        focused = page.evaluate("() => (document.activeElement.labels?.[0] ?? document.activeElement).innerText || ''")
        if focused.partition("※")[0].strip() == name:
            return
    pytest.fail(f"the keyboard does not reach {name}")


def enter_key(page: Page) -> None:
    """Press what has the focus, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_clerk_makes_a_form_with_the_keyboard_alone(enter, town, no_barriers):
    page = enter(ground.person("section_lead", town))
    page.goto("/forms/")
    tab_to(page, "様式を作る")
    enter_key(page)
    tab_to(page, "様式の名前")
    page.keyboard.type("窓口の困りごと")
    tab_to(page, "作って、質問を加える")
    enter_key(page)

    expect(page.get_by_role("heading", name="窓口の困りごと")).to_be_visible()
    tab_to(page, "質問を加える")
    enter_key(page)
    tab_to(page, "質問")
    page.keyboard.type("窓口は混んでいますか")
    tab_to(page, "答え方")
    for _kind in ("数", "金額", "日付", "一つ選ぶ"):
        page.keyboard.press("ArrowDown")
    tab_to(page, "加えて、くわしく決める")
    enter_key(page)
    tab_to(page, "選択肢")
    page.keyboard.type("はい\nいいえ")
    no_barriers(page)
    tab_to(page, "保存する")
    enter_key(page)

    expect(page.get_by_text("はい／いいえ")).to_be_visible()
    no_barriers(page)
    tab_to(page, "公開する")
    enter_key(page)
    tab_to(page, "公開する")
    enter_key(page)
    expect(page.get_by_text("第1版を公開中")).to_be_visible()
    with scope.within(scope.EVERYWHERE):
        assert FormDraft.objects.get().versions.get().number == 1
