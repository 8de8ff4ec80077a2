"""Two clerks edit one record: whatever they wrote and in whatever order they save, neither text is lost unseen."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanpo.core import editing, scope
from hanpo.core.models import Section
from hanpo.core.tests import factories
from hanpo.core.tests.undone import undone

pytestmark = pytest.mark.django_db

BEFORE = {"name": "観光課", "phone": ""}

TEXTS = st.text(st.characters(categories=["Lo", "Nd"]), min_size=1, max_size=12)
EDITS = st.fixed_dictionaries({}, optional={"name": TEXTS, "phone": st.from_regex(r"[0-9]{2,10}", fullmatch=True)})


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=EDITS, second=EDITS)
def test_neither_text_is_lost_without_being_shown(everywhere: None, amagasaki, first: dict, second: dict):
    with undone():
        section = factories.section(amagasaki)
        seen = section.version
        editing.change(row=section, based_on=seen, changes=first)
        left = _texts(section)
        conflict = _try(section, seen, second)
        section.refresh_from_db()
        if section.version == seen or left == BEFORE:
            assert _texts(section) == {**left, **second}, "nobody wrote in between"
        else:
            assert _texts(section) == left, "who saved first is not overwritten by someone who saw an older version"
            assert conflict == {name: (left[name], mine) for name, mine in second.items() if left[name] != mine}


def test_somebody_who_saw_the_newest_version_saves(everywhere: None, amagasaki):
    section = factories.section(amagasaki)
    editing.change(row=section, based_on=section.version, changes={"phone": "06-1111-1111"})
    editing.change(row=section, based_on=section.version, changes={"phone": "06-2222-2222"})
    section.refresh_from_db()
    assert section.phone == "06-2222-2222"


def test_the_page_is_told_both_versions_with_the_labels_of_the_fields(everywhere: None, amagasaki):
    section = factories.section(amagasaki)
    seen = section.version
    editing.change(row=section, based_on=seen, changes={"phone": "06-1111-1111"})
    with pytest.raises(editing.EditConflict) as told:
        editing.change(row=section, based_on=seen, changes={"phone": "06-2222-2222"})
    assert told.value.clashes == (editing.Clash("phone", "電話番号", "06-1111-1111", "06-2222-2222"),)


def test_outside_the_scope_there_is_nothing_to_edit(amagasaki, toyooka):
    section = factories.section(amagasaki)
    with scope.within(scope.of(toyooka.code)), pytest.raises(Section.DoesNotExist):
        editing.change(row=section, based_on=1, changes={"phone": "0"})


def _texts(section: Section) -> dict[str, str]:
    return {name: getattr(section, name) for name in BEFORE}


def _try(section: Section, seen: int, changes: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Save as somebody who saw an older version, and return what the page would show of a conflict."""
    try:
        editing.change(row=Section.objects.get(pk=section.pk), based_on=seen, changes=changes)
    except editing.EditConflict as conflict:
        return {clash.name: (clash.theirs, clash.mine) for clash in conflict.clashes}
    return {}
