"""The family of thirteen procedures in a browser: a phone at home, one counter, everything entered once."""

from __future__ import annotations

import io
import sys
from datetime import date
from fractions import Fraction
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Page, expect

from hanpo.core import scope
from hanpo.core.tests import factories as ground
from hanpo.counter.files.papers import papers_pdf
from hanpo.counter.models import PaperSet
from hanpo.counter.queries.papers import opened
from hanpo.counter.tests import guide_makers, papers_makers
from hanpo.counter.tests.papers_family import PEOPLE, VALUES
from tests.browser.steps import follow, press

pytestmark = pytest.mark.django_db(transaction=True)
MOST_PAGES = 40
MOVED = date(2026, 10, 3)


def filled(page: Page) -> int:
    """Fill in what the page asks, as far as the family knows it; returns how many fields were typed or picked."""
    asked = page.locator("input[name=asked]").evaluate_all("(all) => all.map((one) => one.value)")
    return sum(entered(page, f"a-{entry}", VALUES[entry]) for entry in asked if entry in VALUES)


def entered(page: Page, name: str, value: Any) -> int:
    """Type or pick one answer, unless it stands there already."""
    if isinstance(value, list):
        for one in value:
            page.locator(f'input[name="{name}"][value="{one["id"]}"]').check()
        return len(value)
    if isinstance(value, dict) and "id" in value:
        page.locator(f'input[name="{name}"][value="{value["id"]}"]').check()
        return 1
    if isinstance(value, dict):
        for part, text in value.items():
            page.locator(f'input[name="{name}--{part}"]').fill(text)
        return len(value)
    field = page.locator(f'input[name="{name}"]')
    if field.input_value() == value:
        return 0
    field.fill(value)
    return 1


def test_a_family_enters_everything_once_at_home_and_only_signs_at_the_counter(live_page, enter, no_barriers, capsys):
    town = papers_makers.town()
    guidance = guide_makers.held(guide_makers.FAMILY, moved_in=MOVED, planned_leaving=MOVED)
    page = live_page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/counter/papers/of/{town.code}/?guide={guidance.token}")
    expect(page.get_by_text("手続案内の答えから、要る申請書を選びました。")).to_be_visible()
    no_barriers(page)
    press(page, "記入を始める")
    fields = 0
    for _page in range(MOST_PAGES):
        if "page=check" in page.url:
            break
        fields += filled(page)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
        theme = page.locator("input[name=theme]").input_value()
        more = (
            theme in PEOPLE
            and theme != PEOPLE[-1]
            and page.get_by_role("button", name="世帯の人をもう1人入れる").count()
        )
        press(page, "世帯の人をもう1人入れる" if more else "次へ")
    expect(page.get_by_text("すべて入りました")).to_be_visible()
    no_barriers(page)
    press(page, "記入を終える")
    with scope.within(scope.EVERYWHERE):
        row = PaperSet.objects.get(guidance=guidance)
        one = opened(paper_set=row, language="ja")
        pdf = pypdf.PdfReader(io.BytesIO(papers_pdf(one)))
    expect(page.get_by_role("link", name="窓口で見せる番号とQRへ")).to_be_visible()
    text = "".join("".join(part.extract_text().split()) for part in pdf.pages)
    values = {"".join(box.text.split()) for sheet in one.sheets for box in sheet.boxes()}
    assert [value for value in values if value not in text] == []
    assert one.tally.share <= Fraction(1, 5)
    with capsys.disabled():
        told = f"{fields} fields typed or picked, {one.tally.entered} values of {one.tally.printed} printed"
        sys.stdout.write(
            f"\n13 procedures on a phone: {told} = {float(one.tally.share):.1%}, {len(one.sheets)} sheets\n"
        )

    clerk = enter(ground.person("section_staff", town))
    clerk.set_viewport_size({"width": 1366, "height": 768})
    clerk.goto(f"/counter/papers/?number={row.number}")
    follow(clerk.get_by_role("link", name=row.number))
    no_barriers(clerk)
    press(clerk, "確認済みにする")
    expect(clerk.get_by_text("確認済みにしました。印刷して、署名を受けてください。")).to_be_visible()
