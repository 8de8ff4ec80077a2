"""Writes of sections (課): a section begins, is named anew, and is closed; it is never removed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum
from typing import Any

from django.db.models import Q, QuerySet

from hanpo.core import audit, editing, scope
from hanpo.core.models import Assignment, Municipality, Person, Section
from hanpo.core.search.index import refresh

DAY = timedelta(days=1)


class WhyRefused(Enum):
    """Why a section cannot be so."""

    NAME_TAKEN = "the municipality has, or had, a section of this name"
    PEOPLE_STAY = "people are assigned to the section beyond its last day"
    BAD_SUCCESSOR = "the successor is the section itself, of another municipality, or closed by then"


class SectionRefused(ValueError):
    """The section cannot be so; `why` says the reason."""

    def __init__(self, why: WhyRefused) -> None:
        super().__init__(why.value)
        self.why = why


@audit.deed
def add_section(*, actor: Person, municipality: Municipality, name: str, phone: str) -> Section:
    """Enter a section of a municipality. Raises `SectionRefused`."""
    scope.require(municipality.code)
    made = Section(municipality=municipality, name=name, phone=phone)
    _require_free_name(made, name)
    made.full_clean()
    made.save()
    audit.record(actor=actor, verb="add_section", subject=made, new={"name": name, "phone": phone})
    return made


@audit.deed
def change_section(*, actor: Person, section: Section, based_on: int, changes: Mapping[str, Any]) -> Section:
    """Correct a section's name or number; its people, its work and its records stay with it.

    `based_on` is the version the person saw. Raises `SectionRefused` and `EditConflict`.
    """
    _require_free_name(section, changes.get("name", section.name))
    done = editing.change(row=section, based_on=based_on, changes=changes)
    refresh(Assignment.objects.filter(section=section))
    audit.record(actor=actor, verb="change_section", subject=section, old=done.old, new=done.new)
    return section


@audit.deed
def close_section(
    *, actor: Person, section: Section, based_on: int, last_day: date, successor: Section | None
) -> Section:
    """Close a section after its last day. Its people go on in the successor from the next day, in the same roles.

    Without a successor nobody may be assigned beyond the last day. Raises `SectionRefused` and `EditConflict`.
    """
    staying = _beyond(section, last_day)
    if successor is None and staying.exists():
        raise SectionRefused(WhyRefused.PEOPLE_STAY)
    changes = {"closed_on": last_day + DAY, "successor": successor}
    if successor is not None:
        _require_successor(section, successor, last_day)
    done = editing.change(row=section, based_on=based_on, changes=changes)
    moved = [_go_on(held, successor, last_day) for held in staying] if successor else []
    audit.record(actor=actor, verb="close_section", subject=section, old=audit.plain(done.old),
                 new={**audit.plain(done.new), "moved": moved})  # fmt: skip
    return section


@audit.deed
def rename_section(*, actor: Person, section: Section, based_on: int, last_day: date, name: str) -> Section:
    """Let a section go on under another name after its last day: as a new one, so that records keep the former name.

    Returns the new section. Raises `SectionRefused` and `EditConflict`.
    """
    successor = add_section(actor=actor, municipality=section.municipality, name=name, phone=section.phone)
    close_section(actor=actor, section=section, based_on=based_on, last_day=last_day, successor=successor)
    return successor


@audit.deed
def reopen_section(*, actor: Person, section: Section, based_on: int) -> Section:
    """Take back that a section was closed; people who went on to its successor stay there. Raises `EditConflict`."""
    done = editing.change(row=section, based_on=based_on, changes={"closed_on": None, "successor": None})
    audit.record(actor=actor, verb="reopen_section", subject=section, old=audit.plain(done.old),
                 new=audit.plain(done.new))  # fmt: skip
    return section


def _require_free_name(section: Section, name: str) -> None:
    same = Section.objects.filter(municipality_id=section.municipality_id, name=name).exclude(pk=section.pk)
    if same.exists():
        raise SectionRefused(WhyRefused.NAME_TAKEN)


def _require_successor(section: Section, successor: Section, last_day: date) -> None:
    is_closed = successor.closed_on is not None and successor.closed_on <= last_day + DAY
    if successor.pk == section.pk or successor.municipality_id != section.municipality_id or is_closed:
        raise SectionRefused(WhyRefused.BAD_SUCCESSOR)


def _beyond(section: Section, day: date) -> QuerySet[Assignment]:
    """The assignments to a section that hold after a day."""
    rows: QuerySet[Assignment] = Assignment.objects.filter(section=section)
    return rows.filter(Q(until__isnull=True) | Q(until__gt=day)).order_by("pk")


def _go_on(held: Assignment, successor: Section, last_day: date) -> int:
    """Let an assignment end with its section and go on in the successor; one that only begins later begins there.

    Returns the person's number. Who holds the same role there already goes on with that.
    """
    until = held.until
    if held.since > last_day:
        held.section = successor
        held.save()
        return held.person_id
    held.until = last_day
    held.save()
    same = _beyond(successor, last_day).filter(person_id=held.person_id, role=held.role)
    if not same.exists():
        Assignment(
            person_id=held.person_id, role=held.role, municipality_id=held.municipality_id, section=successor,
            since=last_day + DAY, until=until,
        ).save()  # fmt: skip
    return held.person_id
