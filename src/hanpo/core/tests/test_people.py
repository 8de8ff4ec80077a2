"""People and assignments: rotation is ordinary data, and nobody gives more than they have."""

from datetime import date

import pytest

from hanpo.core import scope
from hanpo.core.access import access_of
from hanpo.core.actions import people as actions
from hanpo.core.models import Assignment
from hanpo.core.queries import people as queries
from hanpo.core.queries.places import offices
from hanpo.core.tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 1)


def assign(person, role, place, **more) -> Assignment:
    facts = {"section": None, "since": DAY} | more
    return actions.assign_person(actor=factories.person(), person=person, role=role, municipality=place, **facts)


def test_a_municipality_cannot_give_a_role_that_reaches_every_municipality(amagasaki):
    with scope.within(scope.of(amagasaki.code)), pytest.raises(actions.RoleNotGiven):
        assign(factories.person(), "administrator", amagasaki)


def test_nobody_assigns_into_a_foreign_municipality(amagasaki, toyooka):
    with scope.within(scope.of(amagasaki.code)), pytest.raises(scope.OutOfScope):
        assign(factories.person(), "section_staff", toyooka)


def test_the_same_assignment_is_not_given_twice_in_one_time(amagasaki, everywhere):
    person = factories.person("section_staff", amagasaki, until=date(2026, 3, 31))
    assign(person, "section_staff", amagasaki)
    with pytest.raises(actions.AssignmentRefused):
        assign(person, "section_staff", amagasaki, since=date(2027, 4, 1))


def test_a_section_of_another_municipality_is_refused(amagasaki, toyooka, everywhere):
    with pytest.raises(actions.AssignmentRefused):
        assign(factories.person(), "section_staff", amagasaki, section=factories.section(toyooka))


def test_access_ends_after_the_last_day(amagasaki, everywhere):
    person = factories.person("section_staff", amagasaki)
    held = Assignment.objects.get(person=person)
    actions.end_assignment(actor=person, assignment=held, last_day=DAY, seen_until=None)
    assert access_of(person, today=DAY).roles == {"section_staff"}
    assert not access_of(person, today=date(2026, 4, 2)).roles


def test_two_people_who_end_one_assignment_do_not_overwrite_each_other(amagasaki, everywhere):
    held = Assignment.objects.get(person=factories.person("section_staff", amagasaki))
    actions.end_assignment(actor=factories.person(), assignment=held, last_day=DAY, seen_until=None)
    with pytest.raises(actions.AssignmentMoved) as moved:
        actions.end_assignment(actor=factories.person(), assignment=held, last_day=date(2026, 6, 1), seen_until=None)
    assert moved.value.assignment.until == DAY


def test_a_rotation_ends_the_old_post_the_day_before_the_new_one_begins(amagasaki, everywhere):
    mover = Assignment.objects.get(person=factories.person("section_staff", amagasaki))
    leaver = Assignment.objects.get(person=factories.person("section_lead", amagasaki))
    new = factories.section(amagasaki, "農政課")
    actions.rotate_people(
        actor=factories.person(), municipality=amagasaki, day=DAY,
        moves=[
            actions.Move(assignment=mover, seen_until=None, role="section_lead", section=new),
            actions.Move(assignment=leaver, seen_until=None),
        ],
    )  # fmt: skip
    mover.refresh_from_db()
    assert mover.until == date(2026, 3, 31)
    assert [a.section for a in access_of(mover.person, today=DAY).assignments] == [new]
    assert access_of(leaver.person, today=DAY).assignments == ()


def test_a_rotation_in_which_one_line_is_refused_moves_nobody(amagasaki, everywhere):
    held = Assignment.objects.get(person=factories.person("section_staff", amagasaki))
    late = Assignment.objects.get(person=factories.person("section_staff", amagasaki, since=date(2027, 4, 1)))
    with pytest.raises(actions.AssignmentRefused):
        actions.rotate_people(
            actor=factories.person(), municipality=amagasaki, day=DAY,
            moves=[actions.Move(assignment=a, seen_until=None) for a in (held, late)],
        )  # fmt: skip
    held.refresh_from_db()
    assert held.until is None


def test_people_are_listed_by_when_they_hold_their_post(amagasaki, everywhere):
    factories.person("section_staff", amagasaki, until=date(2026, 3, 31))
    factories.person("section_staff", amagasaki, since=date(2026, 5, 1))
    now = factories.person("section_staff", amagasaki)
    assert [a.person for a in queries.assignments(day=DAY)] == [now]
    assert queries.assignments(day=DAY, when=queries.OVER).count() == 1
    assert queries.assignments(day=DAY, when=queries.LATER).count() == 1


def test_a_municipality_shows_its_sections_with_who_leads_first(amagasaki, everywhere):
    tourism = factories.section(amagasaki)
    factories.person("section_staff", amagasaki, section=tourism)
    lead = factories.person("section_lead", amagasaki, section=tourism)
    (office,) = offices(municipality=amagasaki, day=DAY)
    assert office.posts[0].people == (lead.name,)
    assert len(office.posts) == 2


def test_a_resident_reads_municipality_section_and_role_of_whoever_looked(amagasaki):
    person = factories.person("section_staff", amagasaki, section=factories.section(amagasaki))
    assert queries.post_of(access=access_of(person, today=DAY), municipality_id="282022") == "尼崎市 観光課（課の職員）"
