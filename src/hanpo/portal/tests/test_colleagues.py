"""People at work are found by name, kana and section, within the scope; residents never."""

from datetime import date

import pytest

from hanpo.core import clock, scope
from hanpo.core.access import access_of
from hanpo.core.actions.sections import change_section
from hanpo.core.models import Person
from hanpo.core.search.find import find
from hanpo.core.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(amagasaki) -> Person:
    return factories.person("section_staff", amagasaki)


def named(name: str, kana: str = "") -> Person:
    return Person.objects.create_user(f"u-{name}", None, name=name, kana=kana)


def hits(reader: Person, query: str) -> list[str]:
    access = access_of(reader, today=clock.today())
    found = find(query=query, access=access, source="portal.person").hits
    return ["".join(piece.text for piece in hit.title) for hit in found]


@pytest.mark.parametrize("query", ["早瀬", "はやせ", "ハヤセ 和彦", "観光", "課長 早瀬"])
def test_a_colleague_is_found_by_name_kana_section_and_role(reader, amagasaki, query):
    person = named("早瀬 和彦", "ハヤセ カズヒコ")
    factories.assign(person, "section_lead", amagasaki, section=factories.section(amagasaki, "観光課"))
    assert hits(reader, query) == ["早瀬 和彦（観光課）"]


def test_neither_residents_nor_people_of_other_municipalities_are_found(reader, amagasaki, toyooka):
    factories.assign(named("早瀬 住民"), "resident", amagasaki)
    factories.assign(named("早瀬 他市"), "section_staff", toyooka)
    assert hits(reader, "早瀬") == []


def test_a_resident_finds_nobody(amagasaki):
    factories.assign(named("早瀬 和彦"), "section_lead", amagasaki)
    assert hits(factories.person("resident", amagasaki), "早瀬") == []


def test_who_left_is_no_longer_found(reader, amagasaki):
    held = factories.assign(named("早瀬 和彦"), "section_lead", amagasaki)
    with scope.within(scope.EVERYWHERE):
        held.until = date(2026, 3, 31)
        held.save()
    assert hits(reader, "早瀬") == []


def test_a_corrected_section_is_found_by_its_new_name(reader, amagasaki):
    section = factories.section(amagasaki, "観光化")
    factories.assign(named("早瀬 和彦"), "section_lead", amagasaki, section=section)
    with scope.within(scope.EVERYWHERE):
        change_section(actor=reader, section=section, based_on=1, changes={"name": "観光課"})
    assert (hits(reader, "観光課"), hits(reader, "観光化")) == (["早瀬 和彦（観光課）"], [])


def test_a_hit_leads_to_the_page_that_shows_who_works_where(sign_in, reader, amagasaki):
    factories.assign(named("早瀬 和彦"), "section_lead", amagasaki)
    page = sign_in(reader).get("/search/?q=早瀬").content.decode()
    assert 'href="/m/282022/"' in page
