"""The end of keeping: responses whose time is over are hidden once somebody approved it, and erased soon after.

Between the approval and the erasure lies the time in which a decision in the tray may be taken back. What is erased is
gone: answers, entries and files. The record keeps how many there were.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django_tasks import task

from hanpo.core import audit, clock, scope
from hanpo.core.actions.prepared import UNDO_WINDOW
from hanpo.core.models import Municipality, Person, StoredFile
from hanpo.forms.actions.responses import about_files
from hanpo.forms.models import Response


@audit.deed
def order_erasure(*, actor: Person, municipality: Municipality, responses: Iterable[int]) -> list[int]:
    """Hide responses (by their numbers) whose time is over, and have them erased when this can no longer be undone.

    Returns those that were hidden; one that is to be kept longer meanwhile is left alone.
    """
    now = clock.now()
    due = Response.objects.filter(
        pk__in=list(responses), municipality=municipality, erase_after__lt=clock.today(), erase_ordered_at__isnull=True
    )
    numbers = list(due.values_list("pk", flat=True))
    Response.objects.filter(pk__in=numbers).update(erase_ordered_at=now)
    audit.record(actor=actor, verb="order_erasure", subject=municipality, new={"responses": len(numbers)})
    after = now + UNDO_WINDOW + timedelta(minutes=1)
    transaction.on_commit(lambda: erase_what_was_ordered.using(run_after=after).enqueue())
    return numbers


@audit.deed
def take_back_erasure(*, actor: Person, municipality: Municipality, responses: Iterable[int]) -> int:
    """Show hidden responses again; returns how many there still are."""
    hidden = Response.objects.filter(pk__in=list(responses), municipality=municipality)
    count = hidden.update(erase_ordered_at=None)
    audit.record(actor=actor, verb="take_back_erasure", subject=municipality, new={"responses": count})
    return count


@audit.deed
def erase_responses(*, actor: Person | None, municipality: Municipality, ordered_before: datetime) -> int:
    """Erase for good the responses of a municipality whose erasure was ordered before a moment; returns their number.

    Their entries and files go with them.
    """
    scope.require(municipality.code)
    doomed = list(Response.objects.filter(municipality=municipality, erase_ordered_at__lt=ordered_before))
    files = StoredFile.objects.filter(municipality=municipality, about__in=[about_files(row) for row in doomed])
    file_count = len(kept := list(files))
    Response.objects.filter(pk__in=[row.pk for row in doomed]).delete()  # its workbooks first: they hold their files
    for file in kept:
        _remove(file)
    audit.record(
        actor=actor, verb="erase_responses", subject=municipality, new={"responses": len(doomed), "files": file_count}
    )
    return len(doomed)


@task()
def erase_what_was_ordered() -> int:
    """Erase, in every municipality, what was ordered so long ago that nobody can take it back."""
    before = clock.now() - UNDO_WINDOW
    with scope.within(scope.EVERYWHERE):
        waiting = Response.objects.filter(erase_ordered_at__lt=before)
        places = Municipality.objects.filter(pk__in=waiting.values("municipality_id").order_by().distinct())
        return sum(erase_responses(actor=None, municipality=place, ordered_before=before) for place in list(places))


def _remove(file: StoredFile) -> None:
    """Take a file off; its bytes too, once the transaction stands and unless another row shares them."""
    name, storage = str(file.content.name), file.content.storage
    shared = StoredFile.objects.filter(content=name).exclude(pk=file.pk).exists()
    file.delete()
    if not shared:
        transaction.on_commit(lambda: storage.delete(name))
