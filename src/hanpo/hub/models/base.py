"""What the hub's models are made of: rows of the whole programme, and records that nobody edits.

Two kinds of row live side by side here. What belongs to one municipality (projects, problems, stakeholders …) is a
`MunicipalModel` like everywhere in the house. What belongs to the programme as a whole (a meeting of all participants,
its minutes, a common issue) has no single municipality: it is a `ProgrammeRow`, readable by everybody whose scope holds
a municipality that takes part in the programme, or the prefecture that runs it, and by nobody else. Like the
municipal manager, its manager raises `ScopeMissing` where no scope was set, and on PostgreSQL row-level security
repeats its rule. Writing is guarded by the permission of the page, and `save` refuses a programme outside the scope.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core import scope
from hanpo.core.models import AppendOnly, HistoryIsAppended
from hanpo.hub.models.programmes import Programme

M = TypeVar("M", bound=models.Model)


class ProgrammeQuerySet(models.QuerySet[M]):
    """Rows of programmes; what is created in bulk takes over its parent's programme and is checked as well."""

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        rows = list(objs)
        for row in rows:
            if isinstance(row, ProgrammeRow):
                row.place_under_parent()
        require_programmes({row.programme_id for row in rows if isinstance(row, ProgrammeRow)})
        return super().bulk_create(rows, *args, **kwargs)


class ProgrammeRowManager(models.Manager.from_queryset(ProgrammeQuerySet)[M]):  # type: ignore[misc]
    """Sees only the rows of programmes in which a municipality of the current scope takes part."""

    def get_queryset(self) -> ProgrammeQuerySet[M]:
        rows: ProgrammeQuerySet[M] = super().get_queryset()
        if scope.current().codes is None:
            return rows
        return rows.filter(programme_id__in=Programme.objects.values("pk"))


class ProgrammeRow(models.Model):
    """A row of a whole programme, guarded by membership in it (see the module's docstring).

    `programme_from` names the foreign key whose row gives the programme, so that a child never stands in another one.
    In `seen_where` the programmes are again only those that the scope sees; PostgreSQL looks them up once a query.
    """

    programme_from: ClassVar[str | None] = None
    seen_where: ClassVar[str] = "programme_id IN (SELECT id FROM hub_programme)"

    programme = models.ForeignKey(
        "hub.Programme", models.PROTECT, related_name="+", verbose_name=_("事業"), db_index=True
    )

    objects: ClassVar[ProgrammeRowManager] = ProgrammeRowManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.place_under_parent()
        require_programmes({self.programme_id})
        super().save(*args, **kwargs)

    def place_under_parent(self) -> None:
        """Take over the parent's programme."""
        if self.programme_from is not None:
            self.programme_id = getattr(self, self.programme_from).programme_id


class ProgrammeHistoryQuerySet(ProgrammeQuerySet[M]):
    """Rows of a programme's history: read and added, never edited or deleted."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise HistoryIsAppended(f"{self.model.__name__} is history: append a row instead")

    def delete(self) -> NoReturn:
        raise HistoryIsAppended(f"{self.model.__name__} is history: append a row instead")


class ProgrammeHistoryManager(ProgrammeRowManager[M].from_queryset(ProgrammeHistoryQuerySet)):  # type: ignore[misc]
    """The manager of a programme's history."""


class ProgrammeHistory(ProgrammeRow):
    """A row of history of a programme: written once. A correction is a further row.

    `is_history` asks the database's guards to refuse edits as they do for `AppendOnly`.
    """

    is_history: ClassVar[bool] = True

    recorded_at = models.DateTimeField(_("記録日時"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("記録した人")
    )

    objects: ClassVar[ProgrammeRowManager] = ProgrammeHistoryManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise HistoryIsAppended(f"{type(self).__name__} is history: append a row instead")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise HistoryIsAppended(f"{type(self).__name__} is history: append a row instead")


class Record(AppendOnly):
    """A row of a municipality's history with the person who wrote it down (empty where Hanpo itself did)."""

    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("記録した人")
    )

    class Meta(AppendOnly.Meta):
        abstract = True


def require_programmes(wanted: set[int]) -> None:
    """Raise `OutOfScope` unless every programme is one that the current scope may see."""
    if scope.current().codes is None:
        return
    if Programme.objects.filter(pk__in=wanted).count() != len(wanted):
        raise scope.OutOfScope(f"programmes {sorted(wanted)} are not all within the scope now in force")
