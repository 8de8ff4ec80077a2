"""Reads of problem cards: the wall with causes and what is wanted, cards that may say the same, a first wording."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hanpo.counter.engine.improving import alike
from hanpo.counter.models import CardKind, Improvement, ProblemCard, RootCause, ToBe


def cards() -> QuerySet[ProblemCard]:
    """The cards of the current scope."""
    rows: QuerySet[ProblemCard] = ProblemCard.objects.select_related("improvement", "section", "merged_into", "cause")
    return rows


def causes() -> QuerySet[RootCause]:
    """The causes of the current scope."""
    rows: QuerySet[RootCause] = RootCause.objects.select_related("improvement", "to_be")
    return rows


def to_bes() -> QuerySet[ToBe]:
    """What is wanted, in the current scope."""
    rows: QuerySet[ToBe] = ToBe.objects.select_related("improvement")
    return rows


def heads(*, improvement: Improvement) -> QuerySet[ProblemCard]:
    """The cards of an undertaking that were not merged into another."""
    return cards().filter(improvement=improvement, merged_into__isnull=True)


@dataclass(frozen=True, slots=True)
class Pile:
    """A card with those that were merged into it: who says so, and how often a month it happens where that was said."""

    head: ProblemCard
    merged: Sequence[ProblemCard]

    @property
    def sections(self) -> list[str]:
        """The sections that say so, each once."""
        names = [card.section.name for card in (self.head, *self.merged) if card.section]
        return list(dict.fromkeys(names))

    @property
    def times(self) -> int | None:
        """How often a month, added up over the cards that say so; None where none does."""
        said = [c.times_a_month for c in (self.head, *self.merged) if c.times_a_month is not None]
        return sum(said) if said else None


@dataclass(frozen=True, slots=True)
class CausePile:
    """A cause with the piles of cards that lead to it."""

    cause: RootCause
    piles: Sequence[Pile]


@dataclass(frozen=True, slots=True)
class Wall:
    """The wall of an undertaking: what is wanted with the causes under it, causes that wait for it, loose cards."""

    wanted: Sequence[tuple[ToBe, Sequence[CausePile]]]
    waiting: Sequence[CausePile]
    loose: Sequence[Pile]
    proposals: Sequence[tuple[ProblemCard, ProblemCard]]


def wall(*, improvement: Improvement) -> Wall:
    """Everything on the wall, in a constant number of queries."""
    every = list(cards().filter(improvement=improvement).order_by("pk"))
    merged: dict[int, list[ProblemCard]] = {}
    for card in every:
        if card.merged_into_id is not None:
            merged.setdefault(card.merged_into_id, []).append(card)
    piles = [Pile(card, merged.get(card.pk, ())) for card in every if card.merged_into_id is None]
    found = [
        CausePile(cause, [pile for pile in piles if pile.head.cause_id == cause.pk])
        for cause in causes().filter(improvement=improvement).order_by("pk")
    ]
    wanted = [
        (row, [one for one in found if one.cause.to_be_id == row.pk])
        for row in to_bes().filter(improvement=improvement).order_by("pk")
    ]
    loose = [pile for pile in piles if pile.head.cause_id is None]
    return Wall(wanted, [one for one in found if one.cause.to_be_id is None], loose, proposals(piles=loose))


def proposals(*, piles: Iterable[Pile]) -> list[tuple[ProblemCard, ProblemCard]]:
    """Cards that may say the same, for a person to look at; the one with more words behind it comes first."""
    by_number = {pile.head.pk: pile for pile in piles}
    found = alike({number: pile.head.words for number, pile in by_number.items()})
    pairs = [(by_number[one.first], by_number[one.second]) for one in found]
    return [
        (one.head, other.head) if len(one.merged) >= len(other.merged) else (other.head, one.head)
        for one, other in pairs
    ]


def ripe_causes(*, improvement: Improvement) -> list[CausePile]:
    """Causes that two or more cards lead to and nobody has said yet what is wanted instead."""
    return [
        one for one in wall(improvement=improvement).waiting if sum(1 + len(pile.merged) for pile in one.piles) >= 2
    ]


def first_wording(*, pile: CausePile) -> tuple[str, str]:
    """A first wording of what is wanted, and of the sign of it, from the kinds of the cards. A person puts it right."""
    kinds = Counter(card.kind for one in pile.piles for card in (one.head, *one.merged))
    kind = min(kinds, key=lambda name: (-kinds[name], CardKind.values.index(name)))
    others = [CardKind(name).label for name in CardKind.values if name in kinds and name != kind]
    words, sign = _wanted(kind)
    if others:
        words += _("あわせて、「%s」も減らします。") % "」「".join(str(one) for one in others)
    return _("%(words)s（原因：%(cause)s）") % {"words": words, "cause": pile.cause.words}, sign


def _wanted(kind: str) -> tuple[str, str]:
    said = {
        CardKind.WRITE: (
            _("お客様は、一度伝えたことを二度書かない。職員は、書かれたものを打ち直さない。"),
            _("同じことを書く回数が、体験調査で0回になる"),
        ),
        CardKind.WAIT: (
            _("お客様は、いつ呼ばれるかを知っていて、待つあいだ窓口を離れてよい。"),
            _("9割の人の待ち時間が、15分以内になる"),
        ),
        CardKind.GO_ROUND: (
            _("お客様は、一つの窓口で用が済む。必要なら、職員の方が動く。"),
            _("体験調査で立ち寄る窓口が、1か所になる"),
        ),
        CardKind.COME: (
            _("お客様は、来なくてよい用のためには来ない。来るときは一度で済む。"),
            _("出直しになった件数が、月に数件になる"),
        ),
        CardKind.UNCLEAR: (
            _("お客様は、何が要るか・要らないかを、来る前に自分の言葉で知っている。"),
            _("持ち物が足りずに帰る人が、いなくなる"),
        ),
        CardKind.STAFF: (
            _("職員は、機械にできる写しと確かめを手でしない。空いた時間で、お客様の話を聞く。"),
            _("閉庁後の作業の時間が、1件あたりで減る"),
        ),
        CardKind.BETWEEN: (
            _("課から課へは、紙ではなく用件そのものが渡る。どこで止まっているかが、どの課からも見える。"),
            _("課のあいだで待つ時間が、半日以内になる"),
        ),
    }
    return said[CardKind(kind)]


def of_head(*, card: ProblemCard) -> QuerySet[ProblemCard]:
    """The other cards of the same undertaking that may be merged into one."""
    return cards().filter(Q(improvement=card.improvement_id), merged_into__isnull=True).exclude(pk=card.pk)
