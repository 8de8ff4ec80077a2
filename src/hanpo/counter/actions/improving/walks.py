"""Writes of the experience survey: a walk comes in whole from the phone, once; photos follow their stops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.files.base import File

from hanpo.core import audit
from hanpo.core.actions.files import store_file
from hanpo.core.models import Person
from hanpo.counter.models import Improvement, ProblemCard, Walk, WalkStop

PERMISSION = "counter.see_improving"


@audit.deed
def store_walk(
    *, actor: Person | None, improvement: Improvement, sent_as: UUID, values: Mapping[str, Any],
    stops: Sequence[Mapping[str, Any]], photos: Mapping[int, File[bytes]] | None = None,
) -> Walk:  # fmt: skip
    """Store a walk with its stops as a phone sent it; one that was stored already is returned as it stands.

    `photos` maps the place of a stop in the row (from 0) to its photo. Raises `ValidationError`, `FileRefused`.
    """
    known: Walk | None = Walk.objects.filter(municipality=improvement.municipality_id, sent_as=sent_as).first()
    if known is not None:
        audit.record(actor=actor, verb="store_walk", subject=known, new={"already_there": True})
        return known
    walk = Walk(improvement=improvement, walker=actor, sent_as=sent_as, **values)
    _checked(walk)
    for number, facts in enumerate(stops):
        stop = WalkStop(walk=walk, number=number + 1, **facts)
        _checked(stop)
        if photos and number in photos:
            _attach(actor, stop, photos[number])
    audit.record(
        actor=actor, verb="store_walk", subject=walk,
        new={"stops": len(stops), "photos": len(photos or ()), "phase": walk.phase},
    )  # fmt: skip
    return walk


@audit.deed
def add_stop(*, actor: Person | None, walk: Walk, values: Mapping[str, Any]) -> WalkStop:
    """Add a stop at the end of a walk. Raises `ValidationError`."""
    last = WalkStop.objects.filter(walk=walk).order_by("number").last()
    stop = WalkStop(walk=walk, number=last.number + 1 if last else 1, **values)
    _checked(stop)
    audit.record(actor=actor, verb="add_walkstop", subject=stop, new=audit.snapshot(stop))
    return stop


@audit.deed
def attach_photo(*, actor: Person | None, stop: WalkStop, photo: File[bytes]) -> WalkStop:
    """Keep a photo at a stop, in place of one that was there. Raises `FileRefused`."""
    _attach(actor, stop, photo)
    audit.record(actor=actor, verb="attach_photo", subject=stop, new={"photo": stop.photo_id})
    return stop


@audit.deed
def card_of_stop(*, actor: Person | None, stop: WalkStop, kind: str) -> ProblemCard:
    """Make a problem card of what happened at a stop. Raises `ValidationError` where nothing was written there."""
    card = ProblemCard(
        improvement=stop.walk.improvement, words=stop.happened, kind=kind, stop=stop, section=stop.section
    )
    _checked(card)
    audit.record(actor=actor, verb="add_problemcard", subject=card, new=audit.snapshot(card))
    return card


def _attach(actor: Person | None, stop: WalkStop, photo: File[bytes]) -> None:
    stop.photo = store_file(
        actor=actor, name=photo.name or "photo.jpg", content=photo, municipality=stop.municipality,
        permission=PERMISSION, about=f"counter.walk:{stop.walk_id}",
    )  # fmt: skip
    stop.version += 1
    stop.save()


def _checked(row: Walk | WalkStop | ProblemCard) -> None:
    row.place_under_parent()
    row.full_clean()
    row.save(force_insert=True)
