"""Cost sharing on the page: sums to the yen, steps in words, two rules, who comes and goes, what was decided."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from hanpo.core import scope
from hanpo.core.models import AuditEntry
from hanpo.core.tests import factories as ground
from hanpo.council.engine.sharing import FeeGoes, Key, Part, Rounding, Rule
from hanpo.council.models import SharingRule
from hanpo.council.queries.sharing import rule_as_json, rule_from_json
from hanpo.council.tests import systems_makers as make

pytestmark = pytest.mark.django_db

ASKED = {"year": "2026", "population_damped": "100"}


@pytest.fixture
def system():
    return make.system()


@pytest.fixture
def clerk(prefecture, sign_in):
    return sign_in(ground.person("secretariat", prefecture))


@pytest.fixture
def staff(amagasaki, sign_in):
    return sign_in(ground.person("section_staff", amagasaki))


def look(client, system, **asked):
    return client.get(reverse("council:sharing", args=[system.pk]), {**ASKED, **asked})


def test_twice_the_people_pay_one_and_a_half_times_and_all_sums_to_the_yen(staff, system):
    page = look(staff, system).content.decode()
    assert "600,000" in page
    assert "400,000" in page
    assert "1,000,000" in page


def test_every_share_tells_its_steps_and_the_sentence_for_the_budget(staff, system):
    page = look(staff, system, population_damped="0", equal="40", population="60").content.decode()
    assert "均等割（40％の400,000円）× 1 ÷ 2 ＝ 200,000円" in page
    assert "人口割（60％の600,000円）× 20,000 ÷ 30,000 ＝ 400,000円" in page
    assert "施設予約システムの令和8年度負担金 600,000円（尼崎市の分。" in page
    assert "人口は国勢調査" in page


def test_percentages_that_do_not_make_a_hundred_are_refused_in_words(staff, system):
    answer = look(staff, system, equal="50")
    assert answer.status_code == 422
    assert "割合の合計を100％にしてください。" in answer.content.decode()


def test_a_number_that_is_missing_is_named_with_its_member(staff, system):
    answer = look(staff, system, population_damped="0", use="100")
    assert answer.status_code == 422
    assert "尼崎市" in answer.content.decode()
    assert "分けるもとの数がわからない" in answer.content.decode()


def test_two_rules_stand_beside_each_other(staff, system):
    page = look(staff, system, beside="equal").content.decode()
    assert "+100,000" in page
    assert "-100,000" in page


def test_joining_shows_what_changes_for_everybody(staff, system):
    ground.municipality("283657")
    page = look(staff, system, joins="283657", joins_population="10000").content.decode()
    assert "増えるのは0団体、減るのは2団体" in page
    assert "428,572" in page or "428,571" in page


def test_leaving_shows_the_fee_for_the_rest_of_the_term(staff, system):
    page = look(staff, system, leaves="282090", months_left="6").content.decode()
    assert "増えるのは1団体" in page
    assert "200,000" in page


def test_the_shares_leave_as_excel_with_their_weights(staff, system):
    body = staff.get(reverse("council:sharing_excel", args=[system.pk]), ASKED).content
    rows = list(load_workbook(BytesIO(body)).worksheets[0].iter_rows(values_only=True))
    assert rows[1][1] == "尼崎市"
    assert rows[1][-2] + rows[2][-2] == 1_000_000
    assert rows[1][5] / rows[2][5] == pytest.approx(1.5)


def test_a_decision_keeps_rule_numbers_and_shares_and_is_in_the_audit_record(clerk, staff, system):
    address = reverse("council:sharing_decide", args=[system.pk]) + "?year=2026&population_damped=100"
    assert staff.get(address).status_code == 403
    sent = {"from_year": "2026", "decided_on": "R8.3.20", "decided_by": "総会", "source": "議事録"}
    assert clerk.post(address, {**sent, "decided_by": ""}).status_code == 422
    assert clerk.post(address, sent).status_code == 302
    with scope.within(scope.EVERYWHERE):
        row = SharingRule.objects.get()
        assert row.shares == {"282022": 600_000, "282090": 400_000}
        assert row.basis["282022"]["population"] == 20_000
        assert AuditEntry.objects.filter(verb="decide_sharing").count() == 1
    page = staff.get(reverse("council:system", args=[system.pk])).content.decode()
    assert "ゆるやかな人口割" in page
    assert "令和8年度から" in page
    assert "600,000" in staff.get(reverse("council:sharing", args=[system.pk])).content.decode()


def test_a_system_without_costs_says_what_to_enter(staff, system):
    with scope.within(scope.EVERYWHERE):
        system.costs.all().delete()
    assert "年度の費用を入れると" in staff.get(reverse("council:sharing", args=[system.pk])).content.decode()


def test_a_rule_is_the_same_after_it_was_stored():
    rule = Rule(
        parts=(Part(key=Key.EQUAL, percent=20), Part(key=Key.USE, percent=80)), fixed=1, floor=2, ceiling=3000,
        rounding=Rounding.LARGEST_REMAINDER, entry_fee=4, fee_goes=FeeGoes.LOWERS_COST, exit_percent=50,
    )  # fmt: skip
    assert rule_from_json(rule_as_json(rule)) == rule
