"""Makes application forms and sets of them for tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hanpo.core import scope
from hanpo.core.models import Municipality
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.papers import add_household_member, begin_set, install_papers, save_entries
from hanpo.counter.models import PaperForm, PaperSet
from hanpo.counter.tests import papers_family as made_up

NISHINOMIYA = "282049"


def town(code: str = NISHINOMIYA) -> Municipality:
    """A municipality with the shipped forms."""
    place = ground.municipality(code)
    with scope.within(scope.EVERYWHERE):
        if not PaperForm.objects.filter(municipality=place).exists():
            install_papers(actor=None, municipality=place)
    return place


def papers(place: Municipality, keys: Sequence[str]) -> list[PaperForm]:
    """Some forms of a municipality."""
    with scope.within(scope.EVERYWHERE):
        return list(PaperForm.objects.filter(municipality=place, key__in=keys).select_related("form"))


def paper_set(keys: Sequence[str] = ("move_in", "nhi_join", "dog"), place: Municipality | None = None) -> PaperSet:
    """A set that was just begun."""
    place = place or town()
    return begin_set(actor=None, municipality=place, papers=papers(place, keys))


def entered(row: PaperSet, people: int = 1, **values: Any) -> PaperSet:
    """A set with more people and these entries."""
    with scope.within(scope.EVERYWHERE):
        while len(row.people) < people:
            add_household_member(actor=None, paper_set=row)
        return save_entries(actor=None, paper_set=row, based_on=row.version, changes=values)


def family_set(keys: Sequence[str] = made_up.THIRTEEN, **more: Any) -> PaperSet:
    """The family of five with all their forms, everything entered."""
    return entered(paper_set(keys), people=5, **{**made_up.VALUES, **more})
