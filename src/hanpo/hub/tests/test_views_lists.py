"""Rules of long lists: they come by pages, with counts to narrow them down, and files hold what was asked for."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from hanpo.core import scope
from hanpo.core.tests import factories as ground
from hanpo.hub.models import Project
from hanpo.hub.queries.outlines import ROWS_A_PAGE
from hanpo.hub.tests import factories

pytestmark = pytest.mark.django_db

MORE = 3


@pytest.fixture
def prefecture_staff(prefecture, sign_in):
    return sign_in(ground.person("prefecture", prefecture))


@pytest.fixture
def programme(amagasaki, toyooka):
    """A programme with a page of projects in one town and some more in another, all in one field but one."""
    programme = factories.programme()
    for place, number in ((amagasaki, ROWS_A_PAGE), (toyooka, MORE)):
        part = factories.participation(place, programme)
        for _again in range(number):
            factories.project(place, part)
    with scope.within(scope.EVERYWHERE):
        Project.objects.filter(pk=Project.objects.order_by("-pk").first().pk).update(field="物流DX")
    return programme


@pytest.fixture(params=["programme", "projects"])
def address(request, programme):
    return reverse(f"hub:{request.param}", args=[programme.pk] if request.param == "programme" else [])


def rows_on(answer) -> int:
    return answer.content.decode().count("<tr data-row")


def test_a_long_list_of_projects_comes_by_pages(prefecture_staff, address):
    assert rows_on(prefecture_staff.get(address)) == ROWS_A_PAGE
    assert rows_on(prefecture_staff.get(address, {"page": 2})) == MORE


def test_a_long_list_counts_by_municipality_and_field(prefecture_staff, address):
    counts = prefecture_staff.get(address).context["counts"]
    assert [(line.municipality, line.projects) for line in counts.lines if line.municipality == "尼崎市"] == [
        ("尼崎市", ROWS_A_PAGE)
    ]
    assert ("豊岡市", "物流DX", 1) in [(line.municipality, line.field, line.projects) for line in counts.lines]


def test_the_address_narrows_the_list_down(prefecture_staff, address, toyooka):
    assert rows_on(prefecture_staff.get(address, {"place": toyooka.pk})) == MORE
    assert rows_on(prefecture_staff.get(address, {"place": toyooka.pk, "field": "物流DX"})) == 1
    assert rows_on(prefecture_staff.get(address, {"place": "nowhere"})) == ROWS_A_PAGE


def test_a_page_of_a_narrowed_list_keeps_what_was_chosen(prefecture_staff, programme, amagasaki):
    with scope.within(scope.EVERYWHERE):
        factories.project(amagasaki, programme.participations.get(municipality=amagasaki))
    page = prefecture_staff.get(reverse("hub:projects"), {"place": amagasaki.pk}).content.decode()
    assert f"?place={amagasaki.pk}&amp;page=2" in page


def test_the_file_holds_every_page_of_what_was_chosen(prefecture_staff, programme, toyooka):
    def lines(name: str, args: list[int], **asked: str) -> int:
        body = prefecture_staff.get(reverse(name, args=args), asked).content
        return load_workbook(BytesIO(body)).worksheets[0].max_row - 1

    for name, args in (("hub:programme_excel", [programme.pk]), ("hub:projects_excel", [])):
        assert lines(name, args) == ROWS_A_PAGE + MORE
        assert lines(name, args, place=toyooka.pk) == MORE


def test_a_short_list_needs_no_counts(prefecture_staff, amagasaki):
    factories.project(amagasaki)
    page = prefecture_staff.get(reverse("hub:projects")).content.decode()
    assert "市町と分野ごとの数を見る" not in page
