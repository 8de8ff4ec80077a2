"""One preparer looks at one municipality."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from hanpo.core.actions.prepared import Prepared, store_drafts
from hanpo.core.models import Municipality, Person
from hanpo.core.registry import Preparer


def prepare_work(*, actor: Person | None, preparer: Preparer, municipality: Municipality, today: date) -> Prepared:
    """Let the preparer think, then store its drafts.

    Some think for seconds (a week is played through many times); a transaction begins only afterwards, as on SQLite
    nobody else could write meanwhile.
    """
    drafts = tuple(preparer.prepare(municipality=municipality, today=today))
    with transaction.atomic():
        outcome = store_drafts(actor=actor, preparer=preparer, municipality=municipality, drafts=drafts)
        if outcome == Prepared():
            transaction.set_rollback(True)  # nothing happened: no audit row
    return outcome
