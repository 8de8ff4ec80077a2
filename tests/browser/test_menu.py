"""The menu beside the page, which may be longer than the window."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from hanpo.core.tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_long_menu_begins_at_the_place_where_the_page_stands(enter):
    page = enter(factories.person("dx_office"))
    page.set_viewport_size({"width": 1366, "height": 400})
    page.goto("/counter/flows/")
    place = page.locator(".places [aria-current]")
    expect(place).to_be_in_viewport()
    assert page.locator(".places__roll").evaluate("roll => roll.scrollTop") > 0
