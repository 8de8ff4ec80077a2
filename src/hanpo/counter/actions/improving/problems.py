"""Writes of problem cards: merge and part them, name the cause under them, say what is wanted instead."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit
from hanpo.core.database.locks import held
from hanpo.core.models import Person
from hanpo.counter.models import Improvement, ProblemCard, RootCause, ToBe


@audit.deed
def merge_cards(*, actor: Person | None, into: ProblemCard, cards: Iterable[ProblemCard]) -> list[ProblemCard]:
    """Merge cards into one that says it best; what was merged into them comes along. Their words stay.

    Raises `ValidationError` where the cards are of different undertakings, or there is nothing to merge.
    """
    head = _held_card(into)
    if head.merged_into_id is not None:
        raise ValidationError(_("このカードは、もうほかのカードにまとめられています。"))
    chosen = [_held_card(card) for card in cards if card.pk != head.pk]
    if not chosen:
        raise ValidationError(_("まとめるカードを選んでください。"))
    if any(card.improvement_id != head.improvement_id for card in chosen):
        raise ValidationError(_("ほかの取組のカードは、まとめられません。"))
    moved = [one for card in chosen for one in (card, *card.merged.all())]
    for card in moved:
        card.merged_into, card.cause = head, None
        _keep(card)
    audit.record(actor=actor, verb="merge_cards", subject=head, new={"cards": sorted({one.pk for one in moved})})
    return moved


@audit.deed
def part_card(*, actor: Person | None, card: ProblemCard) -> ProblemCard:
    """Take a card out of the one into which it was merged."""
    current = _held_card(card)
    old = current.merged_into_id
    if old is None:
        raise ValidationError(_("このカードは、ほかのカードにまとめられていません。"))
    current.merged_into = None
    _keep(current)
    audit.record(actor=actor, verb="part_card", subject=current, old={"merged_into": old}, new={"merged_into": None})
    card.merged_into, card.version = None, current.version
    return card


@audit.deed
def name_cause(
    *, actor: Person | None, improvement: Improvement, words: str, whys: str, cards: Iterable[ProblemCard]
) -> RootCause:
    """Name the cause to which these cards lead, whatever they were put under before. Raises `ValidationError`."""
    heads = [_held_card(card) for card in cards]
    if any(card.improvement_id != improvement.pk or card.merged_into_id for card in heads):
        raise ValidationError(_("この取組の、まとめの先になっているカードだけを選んでください。"))
    cause = RootCause(improvement=improvement, words=words, whys=whys)
    cause.place_under_parent()
    cause.full_clean()
    cause.save(force_insert=True)
    for card in heads:
        card.cause = cause
        _keep(card)
    audit.record(
        actor=actor, verb="name_cause", subject=cause, new={"words": words, "cards": [card.pk for card in heads]}
    )
    return cause


@audit.deed
def word_to_be(
    *, actor: Person | None, improvement: Improvement, words: str, sign: str, causes: Iterable[RootCause]
) -> ToBe:
    """Say what is wanted instead, and which causes it does away with. Raises `ValidationError`."""
    wanted = ToBe(improvement=improvement, words=words, sign=sign)
    wanted.place_under_parent()
    wanted.full_clean()
    wanted.save(force_insert=True)
    chosen = list(causes)
    for cause in chosen:
        _under(cause, wanted)
    audit.record(
        actor=actor, verb="word_to_be", subject=wanted, new={"words": words, "causes": [one.pk for one in chosen]}
    )
    return wanted


@audit.deed
def withdraw_to_be(*, actor: Person | None, to_be: ToBe) -> None:
    """Take back what was said to be wanted, while no step rests on it. Raises `ValidationError`."""
    current: ToBe = held(ToBe.objects.all()).get(pk=to_be.pk)
    if current.steps.exists():
        raise ValidationError(_("改善工程がある目指す姿は、取り下げられません。"))
    for cause in current.causes.all():
        _under(cause, None)
    audit.record(actor=actor, verb="withdraw_to_be", subject=current, old={"words": current.words})
    current.delete()


def _under(cause: RootCause, wanted: ToBe | None) -> None:
    current: RootCause = held(RootCause.objects.all()).get(pk=cause.pk)
    if wanted is not None and current.improvement_id != wanted.improvement_id:
        raise ValidationError(_("ほかの取組の原因は、選べません。"))
    current.to_be = wanted
    current.version += 1
    current.full_clean()
    current.save()


def _held_card(card: ProblemCard) -> ProblemCard:
    found: ProblemCard = held(ProblemCard.objects.all()).get(pk=card.pk)
    return found


def _keep(card: ProblemCard) -> None:
    card.version += 1
    card.full_clean()
    card.save()
