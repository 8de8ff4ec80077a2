"""Writes that begin a house: the municipalities, the first administrator, and the sections of the town halls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hanpo.core import audit
from hanpo.core.japanese.hyogo import HYOGO_MUNICIPALITIES, HYOGO_PREFECTURE
from hanpo.core.models import Assignment, Municipality, Person, Section


class HouseFounded(RuntimeError):
    """Somebody signs in here already: further people are registered by them, on the pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLine:
    """A section as a list names it: its municipality by code; `closed_on` and `successor` (a name) once it is
    closed.
    """

    municipality: str
    name: str
    phone: str = ""
    closed_on: date | None = None
    successor: str = ""


@audit.deed
def found_house(*, actor: Person | None, username: str, name: str, email: str, today: date) -> Person:
    """Enter the prefecture with its municipalities and the first administrator, who has no password yet.

    Raises `HouseFounded` in a house that has people.
    """
    if Person.objects.exists():
        raise HouseFounded
    Municipality.objects.bulk_create([
        Municipality(code=m.code, kind=m.kind, name=m.name, kana=m.kana, name_en=m.english,
                     latitude=m.latitude, longitude=m.longitude)
        for m in (HYOGO_PREFECTURE, *HYOGO_MUNICIPALITIES)
    ], ignore_conflicts=True)  # fmt: skip
    prefecture = Municipality.objects.get(code=HYOGO_PREFECTURE.code)
    first = Person.objects.create_user(username, None, name=name, email=email)
    Assignment(person=first, role="administrator", municipality=prefecture, since=today).save()
    audit.record(actor=actor, verb="found_house", subject=prefecture, new={"administrator": username, "since": today})
    return first


@audit.deed
def enter_sections(*, actor: Person | None, municipality: Municipality, lines: Sequence[SectionLine]) -> int:
    """Bring the sections of a municipality in line with a list, by name; says how many were new or differ now.

    Sections that the list does not name stay as they are: a section is closed by its day, never removed. Raises
    `Section.DoesNotExist` for a successor that neither the list nor the municipality knows.
    """
    changed = sum(_enter(municipality, line) for line in lines)
    for line in lines:
        if line.successor:
            successor = Section.objects.get(municipality=municipality, name=line.successor)
            Section.objects.filter(municipality=municipality, name=line.name).update(successor=successor)
    new = {line.name: {"phone": line.phone, "closed_on": line.closed_on, "successor": line.successor} for line in lines}
    audit.record(actor=actor, verb="enter_sections", subject=municipality, new=new)
    return changed


def _enter(municipality: Municipality, line: SectionLine) -> bool:
    section = Section.objects.filter(municipality=municipality, name=line.name).first()
    if section is None:
        section = Section(municipality=municipality, name=line.name, version=0)
    elif (section.phone, section.closed_on) == (line.phone, line.closed_on):
        return False
    section.phone, section.closed_on = line.phone, line.closed_on
    section.version += 1
    section.full_clean(validate_unique=False)
    section.save()
    return True
