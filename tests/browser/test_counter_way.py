"""The way of a household: from the finished guide to the forms, to the number and the code, to the clerk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from hanpo.core import scope
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.papers import save_entries
from hanpo.counter.models import Case, PaperSet
from hanpo.counter.tests import guide_makers, papers_family, papers_makers
from tests.browser.steps import follow

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 390, "height": 844}
PC = {"width": 1366, "height": 768}
DOG_AND_MOPED = {"event_move_in": True, "moved_from": "other_prefecture", "dog": True, "moped": True}


def written() -> PaperSet:
    """The household's set with everything that its forms ask entered."""
    with scope.within(scope.EVERYWHERE):
        row = PaperSet.objects.get()
        return save_entries(actor=None, paper_set=row, based_on=row.version, changes=papers_family.VALUES)


def fits(page: Page) -> None:
    """Nothing is wider than the telephone."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url


def test_from_the_guide_one_writes_the_forms_gets_the_number_and_the_clerk_sees_everything(
    live_page: Page, enter, no_barriers
):
    ground.section(papers_makers.town(), "市民窓口課")
    guidance = guide_makers.held(DOG_AND_MOPED)
    live_page.set_viewport_size(PHONE)
    live_page.goto(f"/counter/guide/{guidance.municipality_id}/{guidance.token}/")
    fits(live_page)
    live_page.get_by_role("link", name="申請書をいま書く").click()
    expect(live_page.get_by_role("checkbox", name="犬")).to_be_checked()
    fits(live_page)
    live_page.get_by_role("button", name="記入を始める").click()
    expect(live_page.get_by_role("button", name="次へ")).to_be_visible()
    fits(live_page)

    written()
    live_page.goto(f"{live_page.url.partition('?')[0]}?page=check")
    live_page.get_by_role("button", name="記入を終える").click()
    live_page.get_by_role("link", name="窓口で見せる番号とQRへ").click()
    expect(live_page.get_by_label("窓口に来る人のお名前")).to_have_value("渡邉 慎一")
    fits(live_page)
    no_barriers(live_page)
    follow(live_page.get_by_role("button", name="送る"))
    with scope.within(scope.EVERYWHERE):
        case = Case.objects.get()
    expect(live_page.locator(".case-ticket__number")).to_have_text(case.number)
    code = live_page.get_by_alt_text("窓口で見せるQR")
    expect(code).to_be_visible()
    assert code.evaluate("image => image.naturalWidth") > 0
    fits(live_page)
    no_barriers(live_page)

    enter(ground.person("section_staff", papers_makers.town())).set_viewport_size(PC)
    live_page.goto("/counter/cases/")
    live_page.get_by_role("search", name="受付番号で開く").get_by_role("textbox").fill(case.number)
    live_page.keyboard.press("Enter")
    expect(live_page).to_have_url(re.compile(rf"/counter/cases/{case.pk}/$"))
    expect(live_page.get_by_role("main")).to_contain_text("渡邉 慎一")
    expect(live_page.get_by_role("link", name="答えと案内を見る")).to_be_visible()
    live_page.get_by_role("link", name=re.compile("記入済み")).click()
    expect(live_page.get_by_role("main")).to_contain_text("渡邉")
