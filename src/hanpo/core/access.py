"""What a person may do, and where: worked out from the assignments of the day and the permission table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hanpo.core import registry, scope
from hanpo.core.models import Assignment, Person
from hanpo.core.registry import Reach, Role
from hanpo.core.scope import EVERYWHERE, NOWHERE, Scope


@dataclass(frozen=True, slots=True)
class Access:
    """What one person may do on one day. `grants` maps a permission to the municipalities where it holds."""

    assignments: tuple[Assignment, ...]
    grants: Mapping[str, Scope]

    def scope_for(self, permission: str) -> Scope:
        """Where the person holds the permission. Raises `KeyError` for a permission that no manifest declares."""
        registry.permissions()[permission]
        return self.grants.get(permission, NOWHERE)

    def allows(self, permission: str, municipality_id: str | None = None) -> bool:
        """Whether the person holds the permission there, or (without a municipality) anywhere."""
        granted = self.scope_for(permission)
        return bool(granted) if municipality_id is None else municipality_id in granted

    @property
    def roles(self) -> frozenset[str]:
        """The keys of the roles held."""
        return frozenset(assignment.role for assignment in self.assignments)

    @property
    def is_staff(self) -> bool:
        """Whether any role is a staff role (works with a tray, needs a second factor)."""
        known = registry.roles()
        return any(known[key].is_staff for key in self.roles if key in known)

    @property
    def reach(self) -> Scope:
        """Every municipality that some assignment reaches."""
        known = registry.roles()
        return scope.union(_reach(known[a.role], a) for a in self.assignments if a.role in known)


def access_of(person: Person, *, today: date) -> Access:
    """The access of a person on a day."""
    with scope.within(EVERYWHERE):
        held = tuple(
            Assignment.objects.filter(person=person, since__lte=today)
            .exclude(until__lt=today)
            .select_related("municipality", "section")
        )
    return Access(held, _grants(held))


def _grants(held: tuple[Assignment, ...]) -> dict[str, Scope]:
    known = registry.roles()
    grants: dict[str, Scope] = {}
    for permission in registry.permissions().values():
        scopes = [_reach(known[a.role], a) for a in held if a.role in permission.roles and a.role in known]
        if scopes:
            grants[permission.key] = scope.union(scopes)
    return grants


def _reach(role: Role, assignment: Assignment) -> Scope:
    return EVERYWHERE if role.reach is Reach.EVERYWHERE else scope.of(assignment.municipality_id)
