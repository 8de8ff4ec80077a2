"""The pages of sections, and of people who leave."""

import re

import pytest

from hanpo.core import scope
from hanpo.core.models import Assignment, Person, Section
from hanpo.core.tests import factories

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def dx(sign_in, amagasaki):
    return sign_in(factories.person("dx_office", amagasaki))


def known(name: str) -> Section:
    with scope.within(scope.EVERYWHERE):
        return Section.objects.get(name=name)


def test_the_sections_of_ones_own_municipality_are_listed_with_lead_and_people(dx, amagasaki, toyooka):
    lead = factories.person("section_lead", amagasaki, section=factories.section(amagasaki, "観光課"))
    factories.section(toyooka, "よその課")
    page = text(dx.get("/sections/"))
    assert lead.name in page
    assert 'data-label="いま働く人">1<' in page
    assert "よその課" not in page
    assert dx.get("/sections/export/").headers["Content-Type"].endswith("sheet")


def test_sections_are_managed_by_the_dx_office_and_the_administrator_alone(sign_in, prefecture):
    for role, status in (("section_lead", 403), ("prefecture", 403), ("administrator", 200)):
        assert sign_in(factories.person(role)).get("/sections/").status_code == status


def test_a_section_is_added_and_a_name_that_is_taken_is_said_at_its_field(dx, amagasaki):
    typed = {"municipality": amagasaki.code, "name": "防災課", "phone": "06"}
    assert dx.post("/sections/new/", typed).status_code == 302
    answer = dx.post("/sections/new/", typed)
    assert "もうあります" in answer.context["form"].errors["name"][0]
    assert 'value="防災課"' in text(answer)


def test_two_people_who_change_a_section_are_shown_both_names(dx, amagasaki):
    section = factories.section(amagasaki, "観光課")
    seen = {"initial-name": "観光課", "initial-phone": "", "phone": "", "version": 1}
    address = f"/sections/{section.pk}/"
    assert dx.post(address, seen | {"name": "観光振興課"}).status_code == 302
    page = text(dx.post(address, seen | {"name": "交流課"}))
    assert "観光振興課" in page
    assert 'value="交流課"' in page
    version = re.findall(r'name="version" value="(\d+)"', page)
    dx.post(address, seen | {"name": "交流課", "version": version[0], "keep-name": "mine"})
    assert (known("交流課").pk, version) == (section.pk, ["2"])


def test_a_section_of_a_foreign_municipality_is_not_found(dx, toyooka):
    foreign = factories.section(toyooka)
    for path in ("", "close/"):
        assert dx.get(f"/sections/{foreign.pk}/{path}").status_code == 404
    assert dx.post(f"/sections/{foreign.pk}/reopen/").status_code == 404


def test_a_section_is_closed_with_a_successor_and_opened_again(dx, amagasaki):
    section, successor = factories.section(amagasaki, "観光課"), factories.section(amagasaki, "観光振興課")
    factories.person("section_staff", amagasaki, section=section)
    typed = {"last_day": "R8.3.31", "successor": "", "version": 1}
    assert "引き継ぐ課を選ぶか" in text(dx.post(f"/sections/{section.pk}/close/", typed))
    dx.post(f"/sections/{section.pk}/close/", typed | {"successor": successor.pk})
    assert "この課は廃止されています" in text(dx.get(f"/sections/{section.pk}/"))
    assert "観光課" in text(dx.get("/sections/?when=closed"))
    dx.post(f"/sections/{section.pk}/reopen/")
    assert known("観光課").closed_on is None


def test_a_section_goes_on_under_another_name(dx, amagasaki):
    section = factories.section(amagasaki, "観光課")
    person = factories.person("section_staff", amagasaki, section=section)
    typed = {"last_day": "R8.3.31", "name": "観光振興課", "version": 1}
    both = typed | {"successor": factories.section(amagasaki, "商工課").pk}
    assert "どちらか一つだけ" in text(dx.post(f"/sections/{section.pk}/close/", both))
    dx.post(f"/sections/{section.pk}/close/", typed)
    assert person.name in text(dx.get(f"/sections/{known('観光振興課').pk}/"))
    assert "「観光振興課」が引き継ぎます" in text(dx.get(f"/sections/{section.pk}/"))


def test_the_only_municipality_is_chosen_already(dx):
    for path in ("/sections/new/", "/people/rotation/", "/people/new/"):
        assert '<option value="282022" selected>尼崎市</option>' in text(dx.get(path)), path


def test_nothing_is_chosen_for_who_has_several_municipalities(sign_in, amagasaki, toyooka, prefecture):
    page = text(sign_in(factories.person("administrator")).get("/people/rotation/"))
    assert '<option value="282022">' in page


def test_staff_choose_whether_urgent_work_is_mailed_and_residents_are_not_asked(sign_in, dx, amagasaki):
    assert "急ぎのおぜん立て" in text(dx.get("/settings/"))
    dx.post("/settings/", {"language": "ja", "email": "a@example.jp"})
    assert not Person.objects.get(email="a@example.jp").mails_urgent_work
    resident = sign_in(factories.person("resident", amagasaki))
    assert "急ぎのおぜん立て" not in text(resident.get("/settings/"))
    resident.post("/settings/", {"language": "ja", "email": "b@example.jp"})
    assert Person.objects.get(email="b@example.jp").mails_urgent_work


def test_somebody_leaves_and_comes_back(dx, amagasaki):
    person = factories.person("section_staff", amagasaki)
    page = text(dx.get(f"/people/{person.pk}/leave/"))
    seen = re.search(r'name="seen" value="([^"]*)"', page).group(1)
    dx.post(f"/people/{person.pk}/leave/", {"last_day": "R8.3.31", "seen": seen})
    assert not Person.objects.get(pk=person.pk).is_active
    page = text(dx.get(f"/people/{person.pk}/"))
    assert "サインインを止めています" in page
    assert "配属を加える" not in page
    dx.post(f"/people/{person.pk}/back/")
    assert Person.objects.get(pk=person.pk).is_active
    with scope.within(scope.EVERYWHERE):
        assert Assignment.objects.get(person=person).until is None


def test_nobody_leaves_in_the_future_by_a_stale_page_or_from_a_foreign_municipality(dx, amagasaki, toyooka):
    person, foreign = factories.person("section_staff", amagasaki), factories.person("section_staff", toyooka)
    assert "先の日にはできません" in text(dx.post(f"/people/{person.pk}/leave/", {"last_day": "R20.3.31", "seen": ""}))
    stale = {"last_day": "R8.3.31", "seen": ""}
    assert "開き直して確かめてください" in text(dx.post(f"/people/{person.pk}/leave/", stale))
    assert dx.post(f"/people/{foreign.pk}/leave/", stale).status_code == 404
    assert dx.post(f"/people/{foreign.pk}/back/").status_code == 404
    assert Person.objects.get(pk=person.pk).is_active


def test_a_person_who_cannot_sign_in_gets_no_further_post_and_no_invitation(dx, amagasaki):
    person = factories.person("section_staff", amagasaki)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    typed = {"municipality": "282022", "role": "section_lead", "since": "R8.4.1"}
    assert dx.post(f"/people/{person.pk}/", typed).status_code == 200
    assert dx.post(f"/people/{person.pk}/invite/").status_code == 404
    with scope.within(scope.EVERYWHERE):
        assert Assignment.objects.filter(person=person).count() == 1


def test_a_hundred_sections_cost_as_many_queries_as_one(dx, amagasaki, django_assert_max_num_queries):
    factories.section(amagasaki)
    dx.get("/sections/")
    with django_assert_max_num_queries(100) as few:
        dx.get("/sections/")
    for n in range(40):
        factories.person("section_lead", amagasaki, section=factories.section(amagasaki, f"課{n}"))
    with django_assert_max_num_queries(len(few)):
        dx.get("/sections/")
