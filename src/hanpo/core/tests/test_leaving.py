"""Leaving: posts end, the sign-in closes, nothing is lost, and it can be taken back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from hanpo.core import clock, scope
from hanpo.core.actions.leaving import LeavingRefused, WhyRefused, let_person_leave, take_person_back
from hanpo.core.actions.people import AssignmentRefused, RoleNotGiven
from hanpo.core.models import Assignment, AuditEntry, Person
from hanpo.core.queries.leaving import last_leaving, posts_seen
from hanpo.core.tests import factories

pytestmark = pytest.mark.django_db

LAST = date(2026, 3, 31)


@pytest.fixture
def here(amagasaki):
    with scope.within(scope.of(amagasaki.code)):
        yield amagasaki


def leave(person: Person, *, seen: str | None = None, last_day: date = LAST) -> Person:
    return let_person_leave(
        actor=factories.person(),
        person=person,
        last_day=last_day,
        seen=posts_seen(person=person) if seen is None else seen,
    )


def posts(person: Person) -> list[tuple[str, date, date | None]]:
    with scope.within(scope.EVERYWHERE):
        return list(
            Assignment.objects.filter(person=person).order_by("since", "pk").values_list("role", "since", "until")
        )


def test_who_leaves_has_no_post_and_no_sign_in_any_more_and_the_history_stays(here, sign_in):
    person = factories.person("section_staff", here, section=factories.section(here))
    client = sign_in(person)
    assert client.get(reverse("portal:tray")).status_code == 200
    leave(person)
    assert posts(person) == [("section_staff", date(2024, 4, 1), LAST)]
    assert client.get(reverse("portal:tray")).status_code == 302
    typed = {"login": person.username, "password": "a long password"}
    assert reverse("account_inactive") in client.post(reverse("account_login"), typed).url
    entry = AuditEntry.objects.get(verb="let_person_leave")
    assert (entry.old["is_active"], entry.new["is_active"]) == (True, False)


def test_leaving_is_taken_back_with_every_post_as_it_was(here):
    person = factories.person("section_staff", here, section=factories.section(here), until=date(2027, 3, 31))
    factories.assign(person, "dx_office", here, since=clock.today() + timedelta(days=90))
    factories.assign(person, "section_lead", here, until=date(2025, 3, 31))
    before = posts(person)
    leave(person)
    assert [post[2] for post in posts(person)] == [LAST, date(2025, 3, 31)]
    take_person_back(actor=factories.person(), person=person)
    assert posts(person) == before
    assert Person.objects.get(pk=person.pk).is_active
    with pytest.raises(LeavingRefused) as refused:
        take_person_back(actor=factories.person(), person=person)
    assert refused.value.why is WhyRefused.NOTHING_TO_UNDO


@pytest.mark.parametrize("role,code", [("supporter", "282090"), ("resident", "282022")])
def test_who_works_elsewhere_or_is_a_resident_keeps_the_sign_in(here, role, code):
    person = factories.person("section_staff", here)
    factories.assign(person, role, factories.municipality(code))
    assert leave(person).is_active
    assert {post[0]: post[2] for post in posts(person)} == {"section_staff": LAST, role: None}
    with pytest.raises(LeavingRefused) as refused:
        leave(person)
    assert refused.value.why is WhyRefused.NOTHING_TO_END


def test_the_sign_in_of_somebody_whose_posts_all_ended_is_closed(here):
    person = factories.person("section_staff", here, until=date(2025, 3, 31))
    assert not leave(person).is_active


def test_a_page_that_no_longer_shows_the_posts_as_they_are_ends_nothing(here):
    person = factories.person("section_staff", here)
    seen = posts_seen(person=person)
    factories.assign(person, "section_lead", here)
    with pytest.raises(LeavingRefused) as refused:
        leave(person, seen=seen)
    assert refused.value.why is WhyRefused.MOVED
    assert all(until is None for _role, _since, until in posts(person))


def test_nobody_leaves_before_the_post_began(here):
    with pytest.raises(AssignmentRefused):
        leave(factories.person("section_staff", here), last_day=date(2024, 3, 31))


def test_nobody_closes_the_door_behind_themselves_or_ends_a_role_they_cannot_give(here):
    person = factories.person("prefecture", here)
    with pytest.raises(RoleNotGiven):
        leave(person)
    with pytest.raises(LeavingRefused) as refused:
        let_person_leave(actor=person, person=person, last_day=LAST, seen="")
    assert refused.value.why is WhyRefused.ONESELF


def test_only_who_reaches_every_post_that_ended_takes_the_leaving_back(amagasaki, toyooka):
    person = factories.person("section_staff", amagasaki)
    factories.assign(person, "supporter", toyooka)
    with scope.within(scope.EVERYWHERE):
        leave(person)
    with scope.within(scope.of(amagasaki.code)):
        assert last_leaving(person=person) is None
    with scope.within(scope.EVERYWHERE):
        assert last_leaving(person=person).last_day == LAST
