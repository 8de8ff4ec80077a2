"""The experience survey on a phone: nothing is lost to a reload or a dead line, and a walk is stored once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from hanpo.core import scope
from hanpo.core.tests import factories as ground
from hanpo.counter.models import Phase, StepState, Walk
from hanpo.counter.tests import improving_makers as make

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 390, "height": 844}


def test_a_walk_survives_a_reload_and_a_dead_line_and_is_sent_with_its_photo(live_page: Page, enter):
    improvement = make.improvement()
    enter(ground.person("section_staff", make.city()))
    live_page.set_viewport_size(PHONE)
    status = live_page.locator('[data-show="status"]')
    live_page.goto(f"/counter/improving/{improvement.pk}/walks/go/")
    live_page.get_by_label("だれになって歩くか").fill("転勤で来た夫婦")
    live_page.get_by_label("立ち寄った所").fill("市民課")
    live_page.get_by_role("button", name="着いた（待ち始め）").click()
    live_page.get_by_role("button", name="書いた回数を1増やす").click()
    photo = {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": live_page.screenshot(type="jpeg")}
    live_page.locator("#photo").set_input_files(photo)
    expect(live_page.locator('[data-show="photo"]')).to_have_text("photo.jpg")
    expect(status).to_have_text("この端末に残しました。")

    live_page.reload()
    expect(live_page.get_by_label("だれになって歩くか")).to_have_value("転勤で来た夫婦")
    expect(live_page.locator('[data-show="wrote"]')).to_have_text("1")
    expect(live_page.get_by_role("button", name="着いた（待ち始め）")).to_have_attribute("aria-pressed", "true")
    assert live_page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    live_page.context.set_offline(True)
    live_page.get_by_role("button", name="送る").click()
    expect(status).to_contain_text("電波がありません")
    live_page.context.set_offline(False)
    live_page.get_by_role("button", name="送る").click()
    expect(live_page).to_have_url(re.compile(r"/walks/\d+/$"))
    with scope.within(scope.EVERYWHERE):
        (stop,) = Walk.objects.get().stops.select_related("photo")
    assert (stop.place, stop.wrote, stop.photo is not None) == ("市民課", 1, True)


def test_the_pages_of_improving_have_no_barriers(live_page: Page, enter, no_barriers):
    improvement = make.improvement()
    make.answered(make.asked(improvement)[0], {"pains": [{"what": "昼に進まない", "kind": {"id": "wait"}}]})
    make.cause(improvement, make.card(improvement))
    step = make.step(make.to_be(improvement), state=StepState.DECIDED)
    make.timings(step, Phase.BEFORE, [20, 21])
    walk = make.walk(improvement, ("市民課", 60, 90))
    enter(ground.person("section_lead", make.city()))
    here = f"/counter/improving/{improvement.pk}/"
    for page in ("", "hearings/", "walks/", "walks/go/", "cards/", "steps/", "effects/"):
        live_page.goto(here + page)
        live_page.wait_for_load_state()
        no_barriers(live_page)
    live_page.goto(f"/counter/improving/walks/{walk.pk}/")
    no_barriers(live_page)
