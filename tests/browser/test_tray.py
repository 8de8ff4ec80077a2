"""A clerk works through the tray with the keyboard alone, and takes a decision back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from hanpo.core import scope
from hanpo.core.models import PreparedState, PreparedWork
from hanpo.core.tests import factories
from hanpo.portal.tests.conftest import in_days, letters, prepare  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


def states() -> dict[str, str]:
    with scope.within(scope.EVERYWHERE):
        return dict(PreparedWork.objects.values_list("title", "state"))


def test_the_tray_is_worked_through_by_keyboard_alone(enter, prepare, in_days, no_barriers):  # noqa: F811
    for title, days in (("一番目の手紙", 1), ("二番目の手紙", 2), ("三番目の手紙", 3)):
        prepare(title=title, due=in_days(days))
    page = enter(factories.person("section_staff"))
    page.goto("/tray/")
    no_barriers(page)

    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.get_by_text("承認しました")).to_be_visible()
    assert states()["一番目の手紙"] == PreparedState.APPROVED
    expect(page.locator("#tray-counts strong")).to_have_text("2")
    expect(page.locator(".work--decided.is-current")).to_contain_text("一番目の手紙")

    page.keyboard.press("j")
    page.keyboard.press("d")
    expect(page.get_by_role("button", name="もう済んでいる").nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("見送りました")).to_be_visible()
    assert states()["二番目の手紙"] == PreparedState.DECLINED

    expect(page.locator(".work--decided.is-current")).to_contain_text("二番目の手紙")
    page.keyboard.press("u")
    chosen = page.locator(".prepared.is-current")
    expect(chosen).to_contain_text("二番目の手紙")
    assert states()["二番目の手紙"] == PreparedState.WAITING

    page.keyboard.press("j")
    expect(chosen).to_contain_text("三番目の手紙")
    page.keyboard.press("e")
    page.get_by_label("文").press("Control+A")
    page.keyboard.type("直した文")
    no_barriers(page)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="この内容で承認する").press("Enter")
    expect(page.get_by_text("直して承認しました")).to_be_visible()
    assert states()["三番目の手紙"] == PreparedState.CHANGED


def test_without_scripts_the_tray_works_by_plain_forms(browser, browser_context_args, enter, prepare):  # noqa: F811
    prepare(title="紙の手紙")
    cookies = enter(factories.person("section_staff")).context.cookies()
    with browser.new_context(**{**browser_context_args, "java_script_enabled": False}) as plain:
        plain.add_cookies(cookies)
        page = plain.new_page()
        page.goto("/tray/")
        page.get_by_role("button", name="承認する").click()
        expect(page.get_by_text("手紙を送ります。")).to_be_visible()
        page.get_by_role("button", name="「紙の手紙」の判断を元に戻す").click()
        expect(page.get_by_role("heading", name="紙の手紙")).to_be_visible()
    assert states() == {"紙の手紙": PreparedState.WAITING}
