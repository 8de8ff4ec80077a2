"""Keep the index in step with the rows: every record that a search source describes has its passages, and no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice, product
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_delete, post_save

from hanpo.core import registry, scope
from hanpo.core.models import Municipality, Passage
from hanpo.core.registry import SearchSource
from hanpo.core.search import postgresql, sqlite
from hanpo.core.search.words import fold, passages

BATCH = 200

Progress = Callable[[int, int], None]
"""Told how many records are done, and of how many."""


def put_up_index(wrapper: BaseDatabaseWrapper) -> None:
    """Create the index where it is missing. Safe to run again."""
    if Passage._meta.db_table in wrapper.introspection.table_names():
        _of(wrapper).put_up_index(wrapper)


def prepare_connection(wrapper: BaseDatabaseWrapper) -> None:
    """Make a new connection ready for the index."""
    _of(wrapper).prepare_connection(wrapper.connection)


def watch_rows() -> None:
    """From now on, saving or deleting a row that a source describes brings its passages up to date.

    `QuerySet.update` and `bulk_create` send no signal: an action that uses them calls `refresh` afterwards.
    """
    post_save.connect(_on_save, dispatch_uid="hanpo_search_save")
    post_delete.connect(_on_delete, dispatch_uid="hanpo_search_delete")


def refresh(rows: Iterable[models.Model]) -> None:
    """Bring the passages of these rows up to date; rows that no source describes are passed over."""
    for kind, alike in groupby(rows, key=type):
        for some in _batches(alike):
            for source in _sources_of(kind):
                _replace(source, some)


def rebuild_index(*, progress: Progress | None = None) -> int:
    """Make all passages anew from all sources and return how many records were read.

    Until it is done, people find what the old index held.
    """
    sources = list(registry.search_sources().values())
    with scope.within(scope.EVERYWHERE), transaction.atomic():
        total = sum(source.model._default_manager.count() for source in sources)
        Passage.objects.all().delete()
        done = 0
        for source in sources:
            for count in _fill(source):
                done += count
                if progress is not None:
                    progress(done, total)
        _of(connection).refill_index(connection)
    return done


def rebuild_source(source: SearchSource) -> int:
    """Make the passages of one source anew and return how many records were read; until then people find the old
    ones.
    """
    with scope.within(scope.EVERYWHERE), transaction.atomic():
        Passage.objects.filter(source=source.key).delete()
        return sum(_fill(source))


def tidy_index() -> None:
    """Forget the passages of sources that no field offers any more, and make the index of words anew."""
    with transaction.atomic():
        Passage.objects.exclude(source__in=registry.search_sources()).delete()
        _of(connection).refill_index(connection)


def _fill(source: SearchSource) -> Iterator[int]:
    """Write the passages of every record of a source; tells the size of each batch that is done."""
    for rows in _batches(source.model._default_manager.order_by("pk").iterator(chunk_size=BATCH)):
        Passage.objects.bulk_create(p for row in rows for p in _passages(source, row))
        yield len(rows)


def _of(wrapper: BaseDatabaseWrapper) -> Any:
    """The module for this kind of database."""
    return postgresql if wrapper.vendor == "postgresql" else sqlite


def _on_save(*, instance: models.Model, raw: bool = False, **_others: Any) -> None:
    if not raw:
        refresh([instance])


def _on_delete(*, instance: models.Model, **_others: Any) -> None:
    for source in _sources_of(type(instance)):
        Passage.objects.filter(source=source.key, object_id=str(instance.pk)).delete()


def _sources_of(model: type[models.Model]) -> list[SearchSource]:
    return [source for source in registry.search_sources().values() if source.model is model]


def _replace(source: SearchSource, rows: list[models.Model]) -> None:
    with transaction.atomic():
        Passage.objects.filter(source=source.key, object_id__in=[str(row.pk) for row in rows]).delete()
        Passage.objects.bulk_create(p for row in rows for p in _passages(source, row))


def _passages(source: SearchSource, row: Any) -> Iterator[Passage]:
    for place, text in product(_places_of(source, row), source.texts(row)):
        for piece in passages(text.text):
            yield Passage(
                source=source.key,
                object_id=str(row.pk),
                municipality_id=place,
                permission=source.permission,
                title=source.title(row)[:200],
                url=source.url(row),
                text=piece,
                folded=fold(piece),
                weight=text.weight,
                dated=source.dated(row),
            )


def _places_of(source: SearchSource, row: models.Model) -> list[str | None]:
    return [_municipality_of(row)] if source.places is None else list(source.places(row))


def _municipality_of(row: models.Model) -> str | None:
    return row.code if isinstance(row, Municipality) else getattr(row, "municipality_id", None)


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
