"""What is known already, so that nobody is asked twice: a person's own earlier answers, under the words of the
dictionary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from hanpo.core.models import Person
from hanpo.forms.engine.prefill import Known
from hanpo.forms.models import ResponseState
from hanpo.forms.queries.responses import own_responses
from hanpo.forms.queries.versions import form_of

LATEST = 20
"""How many of a person's responses are looked through."""


def known_of(*, person: Person, typed: Mapping[str, Any]) -> list[Known]:
    """What a person answered before, for a response of their own; nothing where they write for somebody else."""
    return [] if typed.get("on_behalf_of") else list(_answered_before(person))


def _answered_before(person: Person) -> Iterator[Known]:
    """Answers to items of the dictionary, the newest first; the person gave them and sees them before they are sent."""
    rows = own_responses(person=person).filter(state=ResponseState.SENT, on_behalf_of="")
    for row in rows[:LATEST]:
        day = timezone.localdate(row.submitted_at)
        origin = _("%(title)sに書いた答え") % {"title": row.form.title}
        for item in form_of(row.form).items():
            if item.term and item.id in row.answers:
                yield Known(item.term, row.answers[item.id], origin, day, True)
