"""Letting a municipality that joins a programme find what was said and decided in it before.

The index of the search knows of each row of a programme where it may be found. Until it is brought up to date, those
who were in the programme before find the rows, and nobody else does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import registry, scope
from hanpo.core.actions.jobs import start_job
from hanpo.core.jobs import Progress
from hanpo.core.models import Municipality, Person
from hanpo.core.search import index
from hanpo.hub.models import Programme, ProgrammeRow

LET_FIND = "hub.let_find"

AT_ONCE = index.BATCH
"""So many rows are brought up to date while the person waits."""


def let_find(*, actor: Person | None, programme: Programme, municipality: Municipality) -> None:
    """Bring the search up to date for the municipality that joined: at once where there is little, or where nobody
    asked for it; as long work of the actor where there is much.
    """
    if actor is None or _count(programme) <= AT_ONCE:
        _refresh(programme, _tell_nobody)
        return
    title = _("{place}の人が「{programme}」のこれまでの記録をさがせるようにする")
    start_job(
        actor=actor,
        kind=LET_FIND,
        title=title.format(place=municipality.name, programme=programme.name)[:200],
        municipality=programme.host,
        arguments={"programme": programme.pk},
    )


def let_find_as_job(*, arguments: Mapping[str, Any], progress: Progress) -> str:
    """Bring the search up to date for every row of a programme; a job that is stopped between two batches leaves what
    is done, and can be run again.
    """
    programme = Programme.objects.get(pk=arguments["programme"])
    _refresh(programme, progress.update)
    return reverse("hub:programme", args=[programme.pk])


def _refresh(programme: Programme, tell: Callable[[int, int], None]) -> None:
    with scope.within(scope.EVERYWHERE):
        done, total = 0, _count(programme)
        tell(done, total)
        for model in _models():
            keys = list(model.objects.filter(programme=programme).order_by("pk").values_list("pk", flat=True))
            for first in range(0, len(keys), index.BATCH):
                some = keys[first : first + index.BATCH]
                index.refresh(model.objects.filter(pk__in=some).order_by("pk"))
                done += len(some)
                tell(done, max(done, total))


def _tell_nobody(_done: int, _total: int) -> None:
    """Nobody watches."""


def _count(programme: Programme) -> int:
    with scope.within(scope.EVERYWHERE):
        return sum(model.objects.filter(programme=programme).count() for model in _models())


def _models() -> list[type[ProgrammeRow]]:
    found = {source.model for source in registry.search_sources().values()}
    return sorted((model for model in found if issubclass(model, ProgrammeRow)), key=lambda model: model.__name__)
