"""The frame and the components in a browser: keyboard, menus, dates, furigana, small screens, paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from hanpo.core.models import Person
from hanpo.core.tests import factories

Enter = Callable[[Person], Page]


@pytest.fixture
def design(enter: Enter) -> Page:
    """The design page as staff of 豊岡市 see it."""
    page = enter(factories.person("section_staff", factories.municipality("282090")))
    page.goto("/design/")
    page.evaluate("() => document.activeElement.blur()")
    return page


def test_j_and_k_walk_through_the_rows(design: Page):
    rows = design.locator(".table tbody tr, [data-row]")
    design.keyboard.press("j")
    expect(rows.nth(0)).to_have_class("is-current")
    design.keyboard.press("j")
    expect(rows.nth(1)).to_have_class("is-current")
    design.keyboard.press("k")
    expect(rows.nth(0)).to_have_class("is-current")


def test_d_opens_the_reasons_of_the_chosen_work_alone(design: Page):
    design.locator("#w1").evaluate("(row) => row.classList.add('is-current')")
    design.keyboard.press("d")
    expect(design.locator("#w1 details")).to_have_attribute("open", "")


def test_letters_typed_into_a_field_are_letters(design: Page):
    design.locator("#s-note").fill("")
    design.locator("#s-note").press_sequentially("jkaed?/")
    expect(design.locator("#s-note")).to_have_value("jkaed?/")
    expect(design.locator(".is-current")).to_have_count(0)


def test_slash_goes_to_the_search_and_the_question_mark_shows_the_keys(design: Page):
    design.keyboard.press("/")
    expect(design.locator("[data-search]").first).to_be_focused()
    design.evaluate("() => document.activeElement.blur()")
    design.keyboard.press("?")
    expect(design.locator("#keys")).to_be_visible()
    design.keyboard.press("Escape")
    expect(design.locator("#keys")).to_be_hidden()


@pytest.mark.parametrize(
    ("typed", "kept", "read"),
    [
        ("令和8年4月1日", "2026-04-01", "令和8年4月1日（水）"),
        ("R8.4.1", "2026-04-01", "令和8年4月1日（水）"),
        ("昭和55年12月3日", "1980-12-03", "昭和55年12月3日（水）"),
        ("平成元年1月8日", "1989-01-08", "平成元年1月8日（日）"),
        ("２０２６／４／１", "2026-04-01", "令和8年4月1日（水）"),
        ("20260401", "2026-04-01", "令和8年4月1日（水）"),
        ("令和8年2月30日", "令和8年2月30日", ""),
        ("あした", "あした", ""),
    ],
)
def test_a_date_typed_in_any_way_is_kept_and_read_back(design: Page, typed: str, kept: str, read: str):
    design.locator("#s-day").fill(typed)
    design.locator("#s-day").blur()
    expect(design.locator("#s-day")).to_have_value(kept)
    expect(design.locator("[data-date]:has(#s-day) .date__reading")).to_have_text(read)


def test_furigana_appear_and_stay(design: Page):
    ruby = design.locator("#resident rt").first
    expect(ruby).to_be_hidden()
    design.get_by_text("ことば", exact=True).first.click()
    design.locator("[data-furigana-switch]").click()
    expect(ruby).to_be_visible()
    design.reload()
    expect(ruby).to_be_visible()


def test_a_letter_counter_counts_characters(design: Page):
    design.locator("#s-note").fill("𠮷野家" * 70)
    expect(design.locator("[data-counter-for=s-note]")).to_have_text("210 / 200")
    expect(design.locator("[data-counter-for=s-note]")).to_have_class("field__counter field__counter--over")


def test_choosing_rows_offers_what_can_be_done_with_them(design: Page):
    expect(design.locator("[data-bulk]")).to_be_hidden()
    design.locator("thead .check input").check()
    expect(design.locator("[data-bulk-count]")).to_have_text("4")


def test_a_small_screen_folds_the_navigation_behind_a_button(design: Page):
    design.set_viewport_size({"width": 390, "height": 800})
    expect(design.locator("#places")).to_be_hidden()
    design.get_by_role("button", name="メニュー").click()
    expect(design.locator("#places")).to_be_visible()


@pytest.mark.parametrize("width", [360, 768, 1024, 1600])
def test_the_page_fits_every_width(design: Page, width: int):
    design.set_viewport_size({"width": width, "height": 800})
    assert design.evaluate("() => document.documentElement.scrollWidth") <= width


def test_what_residents_touch_is_large_enough(enter: Enter):
    """WCAG 2.2, success criterion 2.5.5 (AAA, held here on residents' pages): 44 pixels; links in sentences are
    exempt.
    """
    page = enter(factories.person("resident"))
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/design/")
    touched = "#resident .button, #resident .choice, .header .tool, .footer a, #questions-by-hand .button, summary"
    small = page.locator(touched).evaluate_all(
        "(all) => all.filter((e) => e.offsetParent && e.getBoundingClientRect().height < 43.5)"
        ".map((e) => e.textContent.trim())"
    )
    assert small == []


def test_paper_is_a4_with_page_numbers_the_place_and_no_navigation(design: Page, tmp_path):
    design.pdf(path=tmp_path / "design.pdf", prefer_css_page_size=True)
    pages = PdfReader(tmp_path / "design.pdf").pages
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [210, 297]
    first = pages[0].extract_text()
    assert "豊岡市" in first
    assert f"1 / {len(pages)}" in first
    assert "おぜん立て\n職員メリット帳" not in first
