"""What the models of every field are made of: rows of a municipality, rows two people edit, rows nobody edits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core import scope

M = TypeVar("M", bound=models.Model)


class HistoryIsAppended(TypeError):
    """Someone tried to edit or delete a row of history."""


class ScopedQuerySet(models.QuerySet[M]):
    """Rows of municipalities; what is created in bulk is checked against the scope as well."""

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        rows = list(objs)
        for row in rows:
            if isinstance(row, MunicipalModel):
                row.place_under_parent()
                scope.require(row.municipality_id)
        return super().bulk_create(rows, *args, **kwargs)


class ScopedManager(models.Manager[M]):
    """The default manager of municipal rows: sees only the current scope, and raises where there is none."""

    def get_queryset(self) -> ScopedQuerySet[M]:
        rows = self._rows()
        codes = scope.current().codes
        return rows if codes is None else rows.filter(municipality_id__in=codes)

    def _rows(self) -> ScopedQuerySet[M]:
        return ScopedQuerySet(self.model, using=self._db)


class MunicipalModel(models.Model):
    """A row that belongs to one municipality (or to the prefecture, which is a municipality of its own kind).

    `municipality_from` names the foreign key whose row gives the municipality when none was set. `seen_where` is the
    rule of the manager once more, in PostgreSQL's words, for row-level security; `{codes}` stands for the array of the
    scope's municipalities. A model of another kind that has such a rule is guarded by it as well.
    """

    municipality_from: ClassVar[str | None] = None
    seen_where: ClassVar[str] = "municipality_id = ANY ({codes})"

    municipality = models.ForeignKey(
        "core.Municipality", models.PROTECT, related_name="+", verbose_name=_("市町"), db_index=True
    )

    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.place_under_parent()
        scope.require(self.municipality_id)
        super().save(*args, **kwargs)

    def place_under_parent(self) -> None:
        """Take over the parent's municipality, so that a child can never stand in another town than its parent."""
        if self.municipality_from is not None:
            parent = getattr(self, self.municipality_from)
            if parent is not None:
                self.municipality_id = parent.municipality_id


class Versioned(models.Model):
    """A row that two people may edit at once; `hanpo.core.editing` compares `version` before it writes."""

    version = models.PositiveIntegerField(_("版"), default=1, editable=False)
    updated_at = models.DateTimeField(_("更新日時"), auto_now=True)

    class Meta:
        abstract = True


class AppendedRows(models.QuerySet[M]):
    """Rows that are read and added, never edited or deleted."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise HistoryIsAppended(f"{self.model.__name__} is history: append a row instead")

    def delete(self) -> NoReturn:
        raise HistoryIsAppended(f"{self.model.__name__} is history: append a row instead")


class Appended(models.Model):
    """A row that is written once. A correction is a further row."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise HistoryIsAppended(f"{type(self).__name__} is history: append a row instead")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise HistoryIsAppended(f"{type(self).__name__} is history: append a row instead")


class AppendOnlyQuerySet(AppendedRows[M], ScopedQuerySet[M]):  # type: ignore[override]  # of as_manager, by the plugin
    """Rows of a municipality's history."""


class AppendOnlyManager(ScopedManager[M]):
    """The scoped manager of history."""

    def _rows(self) -> AppendOnlyQuerySet[M]:
        return AppendOnlyQuerySet(self.model, using=self._db)


class AppendOnly(Appended, MunicipalModel):
    """A row of history of a municipality: written once."""

    recorded_at = models.DateTimeField(_("記録日時"), auto_now_add=True)

    objects: ClassVar[ScopedManager[Any]] = AppendOnlyManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
