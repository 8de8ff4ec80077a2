"""Makes rows of the ground floor for tests."""

from __future__ import annotations

from datetime import date
from itertools import count

from hanpo.core import scope
from hanpo.core.japanese.hyogo import HYOGO_MUNICIPALITIES, HYOGO_PREFECTURE
from hanpo.core.models import Assignment, Household, Municipality, Person, Resident, Section

_number = count(1)

_PLACES = {place.code: place for place in (HYOGO_PREFECTURE, *HYOGO_MUNICIPALITIES)}


def municipality(code: str = "282022") -> Municipality:
    """A municipality of Hyogo by its code."""
    place = _PLACES[code]
    row, _made = Municipality.objects.get_or_create(
        code=code,
        defaults={
            "kind": place.kind,
            "name": place.name,
            "kana": place.name,
            "name_en": place.english.partition(" ")[0],
            "latitude": 34.7,
            "longitude": 135.4,
        },
    )
    return row


def section(place: Municipality, name: str = "観光課") -> Section:
    """A section of a municipality."""
    with scope.within(scope.EVERYWHERE):
        return Section.objects.get_or_create(municipality=place, name=name)[0]


def person(
    role: str | None = None,
    place: Municipality | None = None,
    *,
    section: Section | None = None,
    since: date = date(2024, 4, 1),
    until: date | None = None,
) -> Person:
    """A person, with an assignment when a role is named (in 尼崎市 unless a place is given)."""
    n = next(_number)
    made = Person.objects.create_user(f"person-{n}", "a long password", name=f"職員 {n}", email=f"p{n}@example.jp")
    if role is not None:
        assign(made, role, place or municipality(), section=section, since=since, until=until)
    return made


def assign(
    person: Person,
    role: str,
    place: Municipality,
    *,
    section: Section | None = None,
    since: date = date(2024, 4, 1),
    until: date | None = None,
) -> Assignment:
    """A further assignment of a person."""
    with scope.within(scope.EVERYWHERE):
        return Assignment.objects.create(
            person=person, role=role, municipality=place, section=section, since=since, until=until
        )


def resident(place: Municipality, *, is_protected: bool = False, person: Person | None = None) -> Resident:
    """A resident with an address, in a household of their own."""
    n = next(_number)
    with scope.within(scope.EVERYWHERE):
        household = Household.objects.create(municipality=place, number=f"{n:08d}")
        return Resident.objects.create(
            municipality=place,
            household=household,
            person=person,
            name=f"住民 {n}",
            kana=f"ジュウミン {n}",
            born_on=date(1980, 4, 1),
            postal_code="660-0881",
            registered_address=f"昭和通{n}番地",
            phone="06-0000-0000",
            is_protected=is_protected,
        )
