"""Writes of prepared work: store what was drafted, approve (as it is or changed), decline, undo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hanpo.core import audit, clock, registry
from hanpo.core.database.locks import held
from hanpo.core.models import Municipality, Person, PreparedState, PreparedWork
from hanpo.core.registry import Draft, Preparer

UNDO_WINDOW = timedelta(minutes=30)
"""How long a decision can be taken back."""


class AlreadyDecided(Exception):
    """Somebody else decided this work first; `work` says who and how."""

    def __init__(self, work: PreparedWork) -> None:
        super().__init__(f"prepared work {work.pk} is {work.state}")
        self.work = work


class TooLate(Exception):
    """The decision is too old to be taken back."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What one run of preparers did: pieces of work made, refreshed and withdrawn."""

    made: int = 0
    refreshed: int = 0
    withdrawn: int = 0

    def __add__(self, other: Prepared) -> Prepared:
        return Prepared(self.made + other.made, self.refreshed + other.refreshed, self.withdrawn + other.withdrawn)


@audit.deed
def store_drafts(
    *, actor: Person | None, preparer: Preparer, municipality: Municipality, drafts: Iterable[Draft]
) -> Prepared:
    """Store all that a preparer drafts now for a municipality. The same drafts again make nothing twice; decided work
    stays decided, and work that waits and is not drafted any more is withdrawn.
    """
    known = {work.key: work for work in PreparedWork.objects.filter(municipality=municipality, preparer=preparer.key)}
    wanted = {draft.key: draft for draft in drafts}
    made = [_new_work(preparer, municipality, draft) for key, draft in wanted.items() if key not in known]
    PreparedWork.objects.bulk_create(made)
    refreshed = sum(
        _refresh(work, wanted[key])
        for key, work in known.items()
        if key in wanted and work.state in (PreparedState.WAITING, PreparedState.WITHDRAWN)
    )
    gone = [w.pk for k, w in known.items() if k not in wanted and w.state == PreparedState.WAITING]
    PreparedWork.objects.filter(pk__in=gone).update(state=PreparedState.WITHDRAWN)
    outcome = Prepared(len(made), refreshed, len(gone))
    audit.record(
        actor=actor, verb=f"prepare:{preparer.key}", subject=municipality,
        new={"made": outcome.made, "refreshed": outcome.refreshed, "withdrawn": outcome.withdrawn},
    )  # fmt: skip
    return outcome


@audit.deed
def approve_work(*, actor: Person, work: PreparedWork, changes: Mapping[str, Any] | None = None) -> PreparedWork:
    """Carry prepared work out, with the person's changes where there are any. Raises `AlreadyDecided`."""
    work = _waiting(work)
    changed = {name: value for name, value in (changes or {}).items() if work.draft.get(name) != value}
    values = {**work.draft, **changed}
    preparer = registry.preparers()[work.preparer]
    work.undo = audit.plain(preparer.approve(actor=actor, work=work, values=values))
    work.draft = values
    _decide(work, actor, PreparedState.CHANGED if changed else PreparedState.APPROVED)
    audit.record(
        actor=actor, verb="approve_work", subject=work,
        old={"state": PreparedState.WAITING}, new={"state": work.state, "changes": changed},
    )  # fmt: skip
    return work


@audit.deed
def decline_work(*, actor: Person, work: PreparedWork, reason: str) -> PreparedWork:
    """Put prepared work aside with a reason; the same occasion is not prepared again. Raises `AlreadyDecided`."""
    work = _waiting(work)
    work.reason = reason
    _decide(work, actor, PreparedState.DECLINED)
    audit.record(
        actor=actor, verb="decline_work", subject=work,
        old={"state": PreparedState.WAITING}, new={"state": work.state, "reason": reason},
    )  # fmt: skip
    return work


@audit.deed
def undo_decision(*, actor: Person, work: PreparedWork) -> PreparedWork:
    """Take the person's own decision back and put the work into the tray again. Raises `TooLate`."""
    work = _locked(work)
    if work.decided_by != actor or work.decided_at is None or clock.now() - work.decided_at > UNDO_WINDOW:
        raise TooLate
    old = {"state": work.state, "reason": work.reason}
    if work.state in (PreparedState.APPROVED, PreparedState.CHANGED):
        registry.preparers()[work.preparer].undo(actor=actor, work=work)
    work.state, work.reason, work.undo = PreparedState.WAITING, "", {}
    work.decided_at, work.decided_by = None, None
    work.save()
    audit.record(actor=actor, verb="undo_decision", subject=work, old=old, new={"state": work.state})
    return work


def _new_work(preparer: Preparer, municipality: Municipality, draft: Draft) -> PreparedWork:
    return PreparedWork(municipality=municipality, preparer=preparer.key, key=draft.key, **_content(draft))


def _content(draft: Draft) -> dict[str, Any]:
    return {
        "role": draft.role,
        "section": draft.section,
        "person": draft.person,
        "title": draft.title,
        "why": [fact.as_json() for fact in draft.why],
        "effect": draft.effect,
        "url": draft.url,
        "due": draft.due,
        "minutes_saved": draft.minutes_saved,
        "draft": audit.plain(draft.values),
        "fields": [field.as_json() for field in draft.fields],
    }


def _refresh(work: PreparedWork, draft: Draft) -> bool:
    """Bring work that still waits up to date; says whether anything differed."""
    content = {**_content(draft), "state": PreparedState.WAITING}
    if all(getattr(work, name) == value for name, value in content.items()):
        return False
    for name, value in content.items():
        setattr(work, name, value)
    work.save()
    return True


def _decide(work: PreparedWork, actor: Person, state: PreparedState) -> None:
    work.state, work.decided_by, work.decided_at = state, actor, clock.now()
    work.version += 1
    work.save()


def _waiting(work: PreparedWork) -> PreparedWork:
    work = _locked(work)
    if work.state != PreparedState.WAITING:
        raise AlreadyDecided(work)
    return work


def _locked(work: PreparedWork) -> PreparedWork:
    found: PreparedWork = held(PreparedWork.objects.select_related("municipality")).get(pk=work.pk)
    return found
