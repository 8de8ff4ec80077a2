"""What several municipalities have together: rows of a group, seen by its members and by nobody else.

A programme, a council: a group belongs to no single municipality. Its members are rows of a membership model (a
`MunicipalModel` with a foreign key to the group), and who may see the group follows from them. What the group owns (a
meeting, a survey) is a `SharedRow`: like the municipal manager, its manager raises `ScopeMissing` where no scope was
set, and on PostgreSQL row-level security repeats its rule. Writing is guarded by the permission of the page, and `save`
refuses a group outside the scope.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanpo.core import scope
from hanpo.core.models.base import Appended, AppendedRows, Versioned

M = TypeVar("M", bound=models.Model)


class GroupManager(models.Manager[M]):
    """Sees the groups of which a municipality of the current scope is a member, or which it runs."""

    def get_queryset(self) -> models.QuerySet[M]:
        rows = super().get_queryset()
        codes = scope.current().codes
        if codes is None:
            return rows
        relation: Any = self.model._meta.get_field(self.model.joined_through)  # type: ignore[attr-defined]
        joined = relation.related_model.objects.values(relation.field.attname)
        return rows.filter(Q(pk__in=joined) | Q(host_id__in=codes))


class Group(Versioned):
    """Several municipalities that do something together, run by one of them (`host`), usually the prefecture.

    `joined_through` is the related name under which its memberships stand. `seen_where` must be given in PostgreSQL's
    words as well; there the memberships are again only those that the scope sees.
    """

    joined_through: ClassVar[str]
    seen_where: ClassVar[str]

    objects: ClassVar[GroupManager[Any]] = GroupManager()

    class Meta:
        abstract = True


class SharedQuerySet(models.QuerySet[M]):
    """Rows of groups; what is created in bulk takes over its parent's group and is checked as well."""

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        rows = list(objs)
        for row in rows:
            if isinstance(row, SharedRow):
                row.place_under_parent()
        _require_groups([row for row in rows if isinstance(row, SharedRow)])
        return super().bulk_create(rows, *args, **kwargs)


class SharedManager(models.Manager.from_queryset(SharedQuerySet)[M]):  # type: ignore[misc]
    """Sees only the rows of groups that the current scope sees."""

    def get_queryset(self) -> SharedQuerySet[M]:
        rows: SharedQuerySet[M] = super().get_queryset()
        if scope.current().codes is None:
            return rows
        return rows.filter(**{f"{self.model.shared_by}__in": self.model.groups().values("pk")})


class SharedRow(models.Model):
    """A row of a whole group (see the module's docstring).

    `shared_by` names the foreign key to the group, and `shared_from` the one whose row gives the group, so that a child
    never stands in another. `seen_where` is the rule in PostgreSQL's words; it looks the groups up once a query.
    """

    shared_by: ClassVar[str]
    shared_from: ClassVar[str | None] = None
    seen_where: ClassVar[str]

    objects: ClassVar[SharedManager] = SharedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.place_under_parent()
        _require_groups([self])
        super().save(*args, **kwargs)

    @classmethod
    def groups(cls) -> models.QuerySet[Any]:
        """The groups that the current scope sees."""
        field: Any = cls._meta.get_field(cls.shared_by)
        return field.related_model.objects.all()

    @property
    def group_id(self) -> int:
        """The number of the group that owns the row."""
        return int(getattr(self, f"{self.shared_by}_id"))

    def place_under_parent(self) -> None:
        """Take over the parent's group."""
        if self.shared_from is not None:
            setattr(self, f"{self.shared_by}_id", getattr(self, self.shared_from).group_id)


class SharedHistoryQuerySet(AppendedRows[M], SharedQuerySet[M]):  # type: ignore[override]  # its as_manager
    """Rows of a group's history."""


class SharedHistoryManager(SharedManager[M].from_queryset(SharedHistoryQuerySet)):  # type: ignore[misc]
    """The manager of a group's history."""


class SharedHistory(Appended, SharedRow):
    """A row of history of a group: written once.

    `is_history` asks the database's guards to refuse edits as they do for `AppendOnly`.
    """

    is_history: ClassVar[bool] = True

    recorded_at = models.DateTimeField(_("記録日時"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("記録した人")
    )

    objects: ClassVar[SharedManager] = SharedHistoryManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


def _require_groups(rows: list[SharedRow]) -> None:
    """Raise `OutOfScope` unless every row's group is one that the current scope may see."""
    if not rows or scope.current().codes is None:
        return
    wanted = {row.group_id for row in rows}
    if rows[0].groups().filter(pk__in=wanted).count() != len(wanted):
        raise scope.OutOfScope(f"{rows[0].shared_by} {sorted(wanted)} not all within the scope now in force")
