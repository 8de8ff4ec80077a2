"""The monthly reports: what a month says before it is issued, and what was issued."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hanpo.core import clock, scope
from hanpo.core.models import StoredFile
from hanpo.core.tests import factories as ground
from hanpo.hub.models import ProjectNews
from hanpo.hub.queries.reports import last_of_month, month_before, month_named
from hanpo.hub.tests import factories

pytestmark = pytest.mark.django_db


def everywhere(ask):
    with scope.within(scope.EVERYWHERE):
        return ask()


@pytest.fixture
def first() -> date:
    return month_before(clock.today())


@pytest.fixture
def project(amagasaki, first):
    project = factories.project(amagasaki, starts_on=first - timedelta(days=90))
    everywhere(
        lambda: ProjectNews.objects.create(project=project, happened_on=first, text="設問案を課の打合せで決めた")
    )
    return project


@pytest.fixture
def office(amagasaki, sign_in):
    return sign_in(ground.person("dx_office", amagasaki))


def test_the_month_before_is_shown_as_it_would_be_issued(office, project):
    page = office.get(reverse("hub:report")).content.decode()
    assert "設問案を課の打合せで決めた" in page
    assert "近況1件" in page
    assert not everywhere(StoredFile.objects.exists)


def test_a_report_is_issued_by_hand_with_the_summary_as_it_was_put_right(office, project, first):
    address = f"{reverse('hub:report_issue')}?place={project.municipality_id}&month={first:%Y-%m}"
    assert office.post(address, {"summary": ""}).status_code == 422
    office.post(address, {"summary": "設問案が決まった月でした。"})
    files = everywhere(lambda: list(StoredFile.objects.order_by("name")))
    assert [file.name.rpartition(".")[2] for file in files] == ["docx", "pdf"]
    page = office.get(reverse("hub:reports")).content.decode()
    for file in files:
        assert reverse("portal:file", args=[file.pk]) in page
        assert office.get(reverse("portal:file", args=[file.pk])).status_code == 200
    assert "もう出しています" in office.get(reverse("hub:report")).content.decode()


def test_a_report_that_was_issued_is_read_by_the_prefecture_and_not_by_a_neighbour(
    office, project, first, prefecture, toyooka, sign_in
):
    office.post(f"{reverse('hub:report_issue')}?month={first:%Y-%m}", {"summary": "まとめ"})
    file = everywhere(StoredFile.objects.first)
    for role, place, answer in (("prefecture", prefecture, 200), ("dx_office", toyooka, 404)):
        client = sign_in(ground.person(role, place))
        assert client.get(reverse("portal:file", args=[file.pk])).status_code == answer, role


def test_a_foreign_month_is_not_found(office, project, toyooka):
    factories.project(toyooka)
    assert office.get(reverse("hub:report"), {"place": toyooka.pk}).status_code == 404


def test_without_a_project_there_is_nothing_to_report(sign_in, toyooka):
    client = sign_in(ground.person("dx_office", toyooka))
    assert client.get(reverse("hub:report")).url == reverse("hub:reports")
    assert "まだありません" in client.get(reverse("hub:reports")).content.decode()


def test_section_staff_read_reports_and_do_not_issue_them(project, amagasaki, sign_in):
    staff = sign_in(ground.person("section_staff", amagasaki))
    assert staff.get(reverse("hub:report")).status_code == 200
    assert staff.post(reverse("hub:report_issue"), {"summary": "まとめ"}).status_code == 403
    assert not everywhere(StoredFile.objects.exists)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2026-10", date(2026, 10, 1)),
        ("2026-11", date(2026, 10, 1)),
        ("十月", date(2026, 10, 1)),
        (None, date(2026, 10, 1)),
    ],
)
def test_a_month_that_is_not_over_or_no_month_at_all_becomes_the_month_before(text, first):
    assert month_named(text, today=date(2026, 11, 23)) == first


def test_the_last_day_of_february_knows_leap_years():
    assert last_of_month(date(2028, 2, 1)) == date(2028, 2, 29)
    assert last_of_month(date(2027, 2, 1)) == date(2027, 2, 28)


def test_a_month_asks_as_many_queries_for_many_projects(office, project, amagasaki, first):
    counts = []
    for _more in range(2):
        office.get(reverse("hub:report"))
        with CaptureQueriesContext(connection) as seen:
            office.get(reverse("hub:report"))
        counts.append(len(seen))
        for _n in range(3):
            factories.project(amagasaki, project.participation, starts_on=project.starts_on)
    assert counts[0] == counts[1]
