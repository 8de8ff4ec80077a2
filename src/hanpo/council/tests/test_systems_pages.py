"""The pages of joint systems: everybody in the council reads, members write their own, nobody's text is lost."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from hanpo.core import scope
from hanpo.core.models import AuditEntry
from hanpo.core.tests import factories as ground
from hanpo.council.models import CostYear, Difference, JointSystem, SystemFunction, SystemMember
from hanpo.council.tests import factories
from hanpo.council.tests import systems_makers as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return make.system()


@pytest.fixture
def clerk(prefecture, sign_in):
    return sign_in(ground.person("secretariat", prefecture))


@pytest.fixture
def staff(amagasaki, sign_in):
    return sign_in(ground.person("section_staff", amagasaki))


def everywhere(ask):
    with scope.within(scope.EVERYWHERE):
        return ask()


def test_members_see_who_runs_a_system_what_it_costs_and_what_differs(staff, system):
    make.difference(system, "282090")
    page = staff.get(reverse("council:system", args=[system.pk])).content.decode()
    for shown in ("尼崎市", "豊岡市", "1,000,000", "条例・規則による差異", "条例を改める", "20,000"):
        assert shown in page
    assert page.index("尼崎市") < page.index("豊岡市")
    assert "施設予約システム" in staff.get(reverse("council:systems")).content.decode()


def test_who_is_outside_the_council_finds_no_system(system, sign_in):
    client = sign_in(ground.person("section_staff", ground.municipality("283657")))
    assert client.get(reverse("council:system", args=[system.pk])).status_code == 404
    assert client.get(reverse("council:sharing", args=[system.pk])).status_code == 404
    assert "施設予約システム" not in client.get(reverse("council:systems")).content.decode()


def test_only_the_secretariat_runs_the_catalogue(staff, clerk, system):
    assert staff.get(reverse("council:system_edit", args=[system.pk])).status_code == 403
    assert clerk.get(reverse("council:system_edit", args=[system.pk])).status_code == 200


def test_an_empty_catalogue_says_what_to_do(staff, amagasaki):
    factories.council()
    assert "事務局がシステムを加えると" in staff.get(reverse("council:systems")).content.decode()


def test_the_secretariat_adds_a_system_with_members_costs_and_functions(clerk):
    council = factories.council()
    clerk.post(reverse("council:system_add"), {"council": council.pk, "name": "文書管理", "ends_on": "R9.3.31"})
    made = everywhere(JointSystem.objects.get)
    clerk.post(reverse("council:system_member_add", args=[made.pk]), {"municipality": "282090", "since": "R8.4.1"})
    clerk.post(reverse("council:system_cost_add", args=[made.pk]), {"year": "2026", "yen": "１,２００,０００"})
    clerk.post(reverse("council:system_function_add", args=[made.pk]), {"name": "起案", "position": "1"})
    assert everywhere(lambda: SystemMember.objects.get().municipality_id) == "282090"
    assert everywhere(lambda: CostYear.objects.get().yen) == 1_200_000
    assert everywhere(lambda: SystemFunction.objects.get().name) == "起案"


def test_a_municipality_joins_once_and_the_entry_stays_on_the_screen(clerk, system):
    sent = {"municipality": "283657", "since": "R8.4.1", "population": "-5"}
    ground.municipality("283657")
    answer = clerk.post(reverse("council:system_member_add", args=[system.pk]), sent)
    assert answer.status_code == 422
    assert "R8.4.1" in answer.content.decode()
    again = clerk.post(reverse("council:system_member_add", args=[system.pk]), {**sent, "municipality": "282022"})
    assert again.status_code == 422


def test_two_people_who_edit_a_system_see_both_versions(clerk, system):
    address = reverse("council:system_edit", args=[system.pk])
    first = {"version": 1, "name": system.name, "supplier": "甲社", "initial-supplier": "", "initial-name": system.name,
             "population_source": "国勢調査", "initial-population_source": "国勢調査"}  # fmt: skip
    assert clerk.post(address, first).status_code == 302
    answer = clerk.post(address, {**first, "supplier": "乙社"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "甲社" in page
    assert "乙社" in page
    assert everywhere(lambda: JointSystem.objects.get().supplier) == "甲社"


def test_a_member_enters_its_own_difference_and_no_other_members(staff, system):
    mine, theirs, about = make.member(system), make.member(system, "282090"), make.function(system)
    sent = {"fit": "change", "cause": "habit", "text": "電話で受ける", "closing": "手順を決める"}
    assert staff.post(reverse("council:difference_edit", args=[mine.pk, about.pk]), sent).status_code == 302
    assert staff.post(reverse("council:difference_edit", args=[theirs.pk, about.pk]), sent).status_code == 404
    row = everywhere(Difference.objects.get)
    assert (row.municipality_id, row.cause) == ("282022", "habit")
    page = staff.get(reverse("council:own_differences", args=[mine.pk])).content.decode()
    assert "電話で受ける" in page


def test_the_secretariat_enters_for_a_member_and_the_record_says_who(clerk, system):
    page = clerk.get(reverse("council:system", args=[system.pk])).content.decode()
    theirs = make.member(system, "282090")
    assert reverse("council:own_differences", args=[theirs.pk]) in page
    address = reverse("council:difference_edit", args=[theirs.pk, make.function(system).pk])
    assert clerk.post(address, {"fit": "fits"}).status_code == 302
    assert everywhere(lambda: AuditEntry.objects.get(verb="add_difference").actor is not None)


def test_a_difference_without_a_cause_is_asked_for_it_and_keeps_the_text(staff, system):
    address = reverse("council:difference_edit", args=[make.member(system).pk, make.function(system).pk])
    answer = staff.post(address, {"fit": "differs", "text": "抽選の日が違う"})
    assert answer.status_code == 422
    assert "違いのもとを選んでください。" in answer.content.decode()
    assert "抽選の日が違う" in answer.content.decode()


def test_a_difference_that_somebody_else_changed_is_shown_in_both_versions(staff, system):
    row = make.difference(system)
    address = reverse("council:difference_edit", args=[make.member(system).pk, make.function(system).pk])
    sent = {"version": row.version, "fit": "differs", "initial-fit": "differs", "cause": "ordinance",
            "initial-cause": "ordinance", "text": "一", "initial-text": row.text, "closing": row.closing,
            "initial-closing": row.closing}  # fmt: skip
    assert staff.post(address, sent).status_code == 302
    answer = staff.post(address, {**sent, "text": "二"})
    assert answer.status_code == 409
    assert everywhere(lambda: Difference.objects.get().text) == "一"


def test_the_differences_leave_as_excel_with_what_nobody_said_yet(staff, system):
    make.difference(system)
    body = staff.get(reverse("council:differences_excel", args=[system.pk])).content
    rows = list(load_workbook(BytesIO(body)).worksheets[0].iter_rows(values_only=True))
    assert rows[1][:5] == ("予約と抽選", "282022", "尼崎市", "合わない", "条例・規則")
    assert rows[2][3] == "まだ聞けていません"


def test_the_catalogue_leaves_as_excel(staff, system):
    body = staff.get(reverse("council:systems_excel")).content
    rows = list(load_workbook(BytesIO(body)).worksheets[0].iter_rows(values_only=True))
    assert rows[1][0] == "施設予約システム"
    assert rows[1][4] == 2


def test_pages_ask_the_same_number_of_queries_for_more_rows(staff, system):
    address = reverse("council:system", args=[system.pk])
    staff.get(address)
    with CaptureQueriesContext(connection) as before:
        staff.get(address)
    everywhere(lambda: [SystemFunction.objects.create(system=system, name=f"機能{n}") for n in range(5)])
    make.difference(system)
    with CaptureQueriesContext(connection) as after:
        staff.get(address)
    assert len(before) == len(after)
