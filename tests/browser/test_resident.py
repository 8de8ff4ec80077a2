"""A resident, on a phone and in やさしい日本語, reads who looked at their data and stops a consent."""

from __future__ import annotations

import pytest
from django.utils.translation import check_for_language
from playwright.sync_api import expect

from hanpo.core import clock, scope
from hanpo.core.actions.consents import give_consent
from hanpo.core.actions.residents import log_looks
from hanpo.core.models import Consent
from hanpo.core.queries.residents import CONTACT
from hanpo.core.tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

SMALLEST_TARGET = 44
"""Pixels that a finger needs."""


@pytest.fixture
def resident(cleared):
    place = factories.municipality("283657")
    made = factories.resident(place, person=factories.person("resident", place))
    clerk = factories.person("section_staff", place)
    with scope.within(scope.EVERYWHERE):
        log_looks(actor=clerk, post="多可町 健康福祉課", purpose="健診の案内", residents=[made], data=[CONTACT])
        give_consent(
            actor=made.person, resident=made, purpose="健診のお知らせ", data=[CONTACT], recipient="健康福祉課",
            since=clock.today(), until=None,
        )  # fmt: skip
    return made


def test_a_resident_reads_who_looked_and_stops_a_consent_on_a_phone(enter, resident, no_barriers):
    if not check_for_language("ja-easy"):
        pytest.skip("the catalogue of やさしい日本語 is not compiled: hanpo compilemessages")
    page = enter(resident.person)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/settings/")
    page.locator("label", has_text="やさしい日本語").click()
    page.get_by_role("button", name="保存する").click()

    page.goto("/my/")
    expect(page.locator("ruby").first).to_be_visible()
    no_barriers(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    page.locator("a.button", has_text="見").first.click()
    expect(page.get_by_text("多可町 健康福祉課")).to_be_visible()
    expect(page.get_by_text("健診の案内")).to_be_visible()
    no_barriers(page)

    page.goto("/my/consents/")
    no_barriers(page)
    stop = page.locator("main a.button", has_text="やめる")
    assert stop.bounding_box()["height"] >= SMALLEST_TARGET
    stop.click()
    page.locator("main button.button", has_text="やめる").click()
    expect(page.locator(".banner--success")).to_be_visible()
    with scope.within(scope.EVERYWHERE):
        assert Consent.objects.get().withdrawn_at is not None
    expect(page.locator("main button.button", has_text="もう")).to_be_visible()
