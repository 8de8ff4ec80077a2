"""Writes of people and assignments: who works where, from when until when (人事異動)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.db.models import Q

from hanpo.core import audit, scope
from hanpo.core.database.locks import held
from hanpo.core.models import Assignment, Municipality, Person, Section
from hanpo.core.queries.people import roles_to_give

DAY = timedelta(days=1)


class RoleNotGiven(PermissionError):
    """A role that reaches every municipality is given and ended only by somebody who reaches everywhere."""


class WhyRefused(Enum):
    """Why an assignment cannot be."""

    FOREIGN_SECTION = "the section is of another municipality"
    FOREIGN_ASSIGNMENT = "the assignment is in another municipality"
    REVERSED_DAYS = "the last day lies before the first"
    EXISTS = "the same assignment exists already"


class AssignmentRefused(ValueError):
    """The assignment cannot be; `why` says the reason."""

    def __init__(self, why: WhyRefused) -> None:
        super().__init__(why.value)
        self.why = why


class AssignmentMoved(Exception):
    """Somebody else changed the assignment since the page was opened; `assignment` is how it stands now."""

    def __init__(self, assignment: Assignment) -> None:
        super().__init__(f"assignment {assignment.pk} now ends {assignment.until}")
        self.assignment = assignment


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One line of a rotation: an assignment ends, and its holder goes to `section` in `role`, or (no role) leaves.

    `seen_until` is the last day that stood on the page when the move was decided.
    """

    assignment: Assignment
    seen_until: date | None
    role: str = ""
    section: Section | None = None


@audit.deed
def register_person(
    *,
    actor: Person,
    username: str,
    name: str,
    kana: str,
    email: str,
    municipality: Municipality,
    organisation: str = "",
) -> Person:
    """Register somebody who will sign in. They have no password yet and may do nothing before they are assigned."""
    scope.require(municipality.code)
    person = Person.objects.create_user(username, None, name=name, kana=kana, email=email, organisation=organisation)
    new = {"username": username, "name": name, "email": email, "for": municipality.code}
    audit.record(actor=actor, verb="register_person", subject=person, new=new)
    return person


@audit.deed
def assign_person(
    *,
    actor: Person,
    person: Person,
    role: str,
    municipality: Municipality,
    section: Section | None,
    since: date,
    until: date | None = None,
) -> Assignment:
    """Give a person a role in a municipality from a day on. Raises `RoleNotGiven` or `AssignmentRefused`."""
    require_role(role)
    made = Assignment(person=person, role=role, municipality=municipality, section=section, since=since, until=until)
    _require_sense(made)
    made.save()
    audit.record(actor=actor, verb="assign_person", subject=made, new=audit.snapshot(made))
    return made


@audit.deed
def welcome_person(
    *,
    actor: Person,
    username: str,
    name: str,
    kana: str,
    email: str,
    organisation: str,
    role: str,
    municipality: Municipality,
    section: Section | None,
    since: date,
    until: date | None = None,
) -> Person:
    """Register somebody new together with their first assignment, or neither."""
    person = register_person(
        actor=actor, username=username, name=name, kana=kana, email=email, municipality=municipality,
        organisation=organisation,
    )  # fmt: skip
    assign_person(
        actor=actor, person=person, role=role, municipality=municipality, section=section, since=since, until=until
    )
    return person


@audit.deed
def end_assignment(*, actor: Person, assignment: Assignment, last_day: date, seen_until: date | None) -> Assignment:
    """Set the last day of an assignment. Raises `AssignmentMoved` when it no longer is as the person saw it."""
    current = _unmoved(assignment, seen_until)
    require_role(current.role)
    _end(current, last_day)
    audit.record(
        actor=actor, verb="end_assignment", subject=current, old={"until": seen_until}, new={"until": last_day}
    )
    return current


@audit.deed
def rotate_people(*, actor: Person, municipality: Municipality, day: date, moves: Sequence[Move]) -> list[Assignment]:
    """Carry a whole rotation out or nothing of it: old posts end the day before, new posts begin on the day."""
    begun = [made for move in moves if (made := _move(municipality, day, move)) is not None]
    new = {"day": day, "moves": [_move_words(move) for move in moves]}
    audit.record(actor=actor, verb="rotate_people", subject=municipality, new=audit.plain(new))
    return begun


@audit.deed
def change_own_settings(*, actor: Person, language: str, email: str, mails_urgent_work: bool | None = None) -> Person:
    """Let a person choose the language of their pages, the address that notifications are mailed to, and whether urgent
    work is mailed (`None` leaves that as it is).
    """
    new: dict[str, object] = {"language": language, "email": email}
    if mails_urgent_work is not None:
        new["mails_urgent_work"] = mails_urgent_work
    old = audit.snapshot(actor, *new)
    for name, value in new.items():
        setattr(actor, name, value)
    actor.save(update_fields=list(new))
    audit.record(actor=actor, verb="change_own_settings", subject=actor, old=old, new=new)
    return actor


def _move(municipality: Municipality, day: date, move: Move) -> Assignment | None:
    current = _unmoved(move.assignment, move.seen_until)
    if current.municipality_id != municipality.code:
        raise AssignmentRefused(WhyRefused.FOREIGN_ASSIGNMENT)
    require_role(current.role)
    _end(current, day - DAY)
    if not move.role:
        return None
    require_role(move.role)
    made = Assignment(
        person_id=current.person_id, role=move.role, municipality=municipality, section=move.section, since=day
    )
    _require_sense(made)
    made.save()
    return made


def _move_words(move: Move) -> dict[str, object]:
    return {
        "person": move.assignment.person_id,
        "from": move.assignment.section_id,
        "role": move.role,
        "to": move.section.pk if move.section else None,
    }


def _end(assignment: Assignment, last_day: date) -> None:
    if last_day < assignment.since:
        raise AssignmentRefused(WhyRefused.REVERSED_DAYS)
    assignment.until = last_day
    assignment.save()


def _unmoved(assignment: Assignment, seen_until: date | None) -> Assignment:
    current: Assignment = held(Assignment.objects.all()).get(pk=assignment.pk)
    if current.until != seen_until:
        raise AssignmentMoved(current)
    return current


def require_role(key: str) -> None:
    """Raise `RoleNotGiven` for a role that the current scope may not give; called inside a deed that gives it."""
    if key not in {role.key for role in roles_to_give()}:
        raise RoleNotGiven(key)


def _require_sense(made: Assignment) -> None:
    if made.section is not None and made.section.municipality_id != made.municipality_id:
        raise AssignmentRefused(WhyRefused.FOREIGN_SECTION)
    if made.until is not None and made.until < made.since:
        raise AssignmentRefused(WhyRefused.REVERSED_DAYS)
    same = Assignment.objects.filter(
        person=made.person, role=made.role, municipality=made.municipality, section=made.section
    ).filter(Q(until__isnull=True) | Q(until__gte=made.since))
    if made.until is not None:
        same = same.filter(since__lte=made.until)
    if same.exists():
        raise AssignmentRefused(WhyRefused.EXISTS)
