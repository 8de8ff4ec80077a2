"""Sections: they begin, are named anew and closed, and nothing of them is ever removed."""

from datetime import date

import pytest

from hanpo.core import scope
from hanpo.core.access import access_of
from hanpo.core.actions import sections as actions
from hanpo.core.actions.sections import SectionRefused, WhyRefused
from hanpo.core.editing import EditConflict
from hanpo.core.models import Assignment, AuditEntry, PreparedWork, Section
from hanpo.core.queries import sections as queries
from hanpo.core.queries.prepared import tray
from hanpo.core.tests import factories

pytestmark = pytest.mark.django_db

LAST, NEXT = date(2026, 3, 31), date(2026, 4, 1)


@pytest.fixture
def here(amagasaki):
    with scope.within(scope.of(amagasaki.code)):
        yield amagasaki


def close(section, *, successor=None, based_on=1, last_day=LAST) -> Section:
    return actions.close_section(
        actor=factories.person(), section=section, based_on=based_on, last_day=last_day, successor=successor
    )


def names(when: str, day: date) -> list[str]:
    return [section.name for section in queries.sections(day=day, when=when)]


def test_a_section_is_counted_with_its_people_and_its_lead(here):
    section = factories.section(here, "観光課")
    lead = factories.person("section_lead", here, section=section)
    factories.assign(lead, "section_staff", here, section=section)
    factories.person("section_staff", here, section=section)
    factories.person("section_staff", here, section=section, until=date(2025, 3, 31))
    factories.person("resident", here)
    (row,) = queries.section_rows(sections=queries.sections(day=LAST), day=LAST)
    assert (row.section, row.leads, row.people) == (section, (lead.name,), 2)


def test_a_section_is_added_once_under_a_name(here, toyooka):
    made = actions.add_section(actor=factories.person(), municipality=here, name="防災課", phone="")
    assert AuditEntry.objects.get(verb="add_section").subject_id == str(made.pk)
    with pytest.raises(SectionRefused) as refused:
        actions.add_section(actor=factories.person(), municipality=here, name="防災課", phone="")
    assert refused.value.why is WhyRefused.NAME_TAKEN
    with pytest.raises(scope.OutOfScope):
        actions.add_section(actor=factories.person(), municipality=toyooka, name="防災課", phone="")


def test_a_renamed_section_goes_on_as_a_new_one_and_its_records_keep_the_former_name(here):
    section = factories.section(here, "観光課")
    person = factories.person("section_staff", here, section=section)
    made = actions.rename_section(actor=person, section=section, based_on=1, last_day=LAST, name="観光振興課")
    assert [held.section.name for held in Assignment.objects.filter(person=person).order_by("since")] == [
        "観光課",
        "観光振興課",
    ]
    assert Section.objects.get(pk=section.pk).successor == made


def test_a_name_that_is_taken_renames_nothing(here):
    section = factories.section(here, "観光課")
    factories.section(here, "商工課")
    with pytest.raises(SectionRefused):
        actions.rename_section(actor=factories.person(), section=section, based_on=1, last_day=LAST, name="商工課")
    assert Section.objects.get(pk=section.pk).closed_on is None


def test_a_corrected_name_keeps_the_people_and_the_audit_record_keeps_the_former_name(here):
    section = factories.section(here, "観光課")
    person = factories.person("section_staff", here, section=section)
    actions.change_section(actor=person, section=section, based_on=1, changes={"name": "観光振興課"})
    assert Assignment.objects.get(person=person).section.name == "観光振興課"
    entry = AuditEntry.objects.get(verb="change_section")
    assert (entry.old, entry.new) == ({"name": "観光課"}, {"name": "観光振興課"})


def test_two_people_who_name_one_section_do_not_overwrite_each_other(here):
    section = factories.section(here, "観光課")
    actor = factories.person()
    actions.change_section(actor=actor, section=section, based_on=1, changes={"name": "観光振興課"})
    with pytest.raises(EditConflict) as conflict:
        actions.change_section(actor=actor, section=section, based_on=1, changes={"name": "交流課"})
    assert [(clash.theirs, clash.mine) for clash in conflict.value.clashes] == [("観光振興課", "交流課")]


def test_a_section_is_closed_after_its_last_day_and_stays_known(here):
    section = close(factories.section(here, "観光課"))
    assert names(queries.OPEN, LAST) == ["観光課"]
    assert (names(queries.OPEN, NEXT), names(queries.CLOSED, NEXT)) == ([], ["観光課"])
    actions.reopen_section(actor=factories.person(), section=section, based_on=2)
    assert names(queries.OPEN, NEXT) == ["観光課"]


def test_a_section_in_which_people_stay_is_not_closed_without_a_successor(here):
    section = factories.section(here, "観光課")
    factories.person("section_staff", here, section=section)
    with pytest.raises(SectionRefused) as refused:
        close(section)
    assert refused.value.why is WhyRefused.PEOPLE_STAY
    assert Section.objects.get(pk=section.pk).closed_on is None


def test_the_people_of_a_closed_section_go_on_in_its_successor_with_their_work(here):
    section, successor = factories.section(here, "観光課"), factories.section(here, "観光振興課")
    stays = factories.person("section_staff", here, section=section, until=date(2027, 3, 31))
    comes = factories.person("section_staff", here, section=section, since=date(2026, 7, 1))
    both = factories.person("section_staff", here, section=section)
    factories.assign(both, "section_staff", here, section=successor)
    work = PreparedWork.objects.create(
        municipality=here, preparer="x", key="1", role="section_staff", section=section, title="手紙", effect="送る",
        minutes_saved=5,
    )  # fmt: skip
    close(section, successor=successor)
    posts = {
        person: [(held.section.name, held.since, held.until) for held in
                 Assignment.objects.filter(person=person).order_by("since", "pk")]
        for person in (stays, comes, both)
    }  # fmt: skip
    assert posts[stays] == [("観光課", date(2024, 4, 1), LAST), ("観光振興課", NEXT, date(2027, 3, 31))]
    assert posts[comes] == [("観光振興課", date(2026, 7, 1), None)]
    assert [post[0] for post in posts[both]] == ["観光課", "観光振興課"]
    assert list(tray(person=stays, access=access_of(stays, today=NEXT))) == [work]


def test_a_successor_is_another_open_section_of_the_same_municipality(here, toyooka):
    section, gone = factories.section(here, "観光課"), factories.section(here, "商工課")
    close(gone)
    for successor in (section, gone, factories.section(toyooka, "観光課")):
        with pytest.raises(SectionRefused) as refused:
            close(section, successor=successor)
        assert refused.value.why is WhyRefused.BAD_SUCCESSOR
