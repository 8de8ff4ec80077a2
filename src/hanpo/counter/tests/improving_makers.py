"""Makes what changes a counter for tests: an undertaking of 西宮市 with sections, cards, steps and timings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hanpo.core import clock, scope
from hanpo.core.models import Municipality, Section
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.improving import hearings
from hanpo.counter.models import (
    CardKind,
    Hearing,
    Improvement,
    ImprovementStep,
    Phase,
    ProblemCard,
    RootCause,
    Timing,
    ToBe,
    Walk,
    WalkStop,
)
from hanpo.forms.actions.responses import save_answers

NISHINOMIYA = "282049"
NAMES = ("市民課", "国民健康保険課", "子育て手当課")
SENT = "0b6e3f86-1c1f-4a3e-9b0f-6f0f3a1d2c4b"


def city() -> Municipality:
    """西宮市."""
    return ground.municipality(NISHINOMIYA)


def sections(*names: str, place: Municipality | None = None) -> list[Section]:
    """Sections of the city, three where none is named."""
    return [ground.section(place or city(), name) for name in names or NAMES]


def improvement(**fields: Any) -> Improvement:
    """An undertaking that began a month ago."""
    lead = fields.pop("lead", None) or sections()[0]
    with scope.within(scope.EVERYWHERE):
        return Improvement.objects.create(
            municipality=lead.municipality, title=fields.pop("title", "引っ越してきた家族の半日を30分にする"), lead=lead,
            aim="同じことを何度も書かず、一つの窓口で済むようにします。",
            started_on=fields.pop("started_on", clock.today() - timedelta(days=30)), **fields,
        )  # fmt: skip


def asked(row: Improvement | None = None, *, due_in: int = 10) -> list[Hearing]:
    """The hearings of three sections, by the order of the sections."""
    row = row or improvement()
    today = clock.today()
    with scope.within(scope.EVERYWHERE):
        return hearings.ask_sections(
            actor=None, improvement=row, sections=sections(), due_on=today + timedelta(days=due_in), today=today
        )


def answered(hearing: Hearing, answers: Mapping[str, Any] | None = None) -> list[ProblemCard]:
    """A section's sheet, filled in and sent; returns the cards that it made."""
    given = {"cases": "300", "minutes": "25", "asks": [{"id": "name"}, {"id": "address"}], **(answers or {})}
    with scope.within(scope.EVERYWHERE):
        begun = hearings.begin_hearing(actor=None, hearing=hearing)
        assert begun.response is not None
        save_answers(actor=None, response=begun.response, based_on=begun.response.version, changes=given)
        return hearings.answer_hearing(actor=None, hearing=begun, today=clock.today())


def hands_to(section: Section, what: str = "転入の連絡票", times: str = "120") -> dict[str, Any]:
    """A row of what is handed to a section."""
    return {"section": {"id": f"s{section.pk}"}, "what": what, "times": times}


def card(row: Improvement, words: str = "同じ住所を何度も書いてもらっている", **fields: Any) -> ProblemCard:
    """A card on the wall."""
    with scope.within(scope.EVERYWHERE):
        return ProblemCard.objects.create(
            improvement=row, words=words, kind=fields.pop("kind", CardKind.WRITE), **fields
        )  # fmt: skip


def cause(row: Improvement, *cards: ProblemCard, words: str = "住所を課ごとに持っている") -> RootCause:
    """A cause to which these cards lead."""
    with scope.within(scope.EVERYWHERE):
        made = RootCause.objects.create(improvement=row, words=words)
        for one in cards:
            one.cause = made
            one.save()
    return made


def to_be(row: Improvement, words: str = "一度伝えたことを二度書かない。") -> ToBe:
    """What is wanted."""
    with scope.within(scope.EVERYWHERE):
        return ToBe.objects.create(improvement=row, words=words)


def step(wanted: ToBe, title: str = "転入の受付票を1枚にする", **fields: Any) -> ImprovementStep:
    """A step towards what is wanted."""
    with scope.within(scope.EVERYWHERE):
        return ImprovementStep.objects.create(to_be=wanted, title=title, **fields)


def walk(row: Improvement, *stops: tuple[str, int, int], phase: str = Phase.BEFORE) -> Walk:
    """A walk with stops of (place, seconds waited, seconds served)."""
    with scope.within(scope.EVERYWHERE):
        made = Walk.objects.create(
            improvement=row, persona="子ども2人と引っ越してきた会社員", phase=phase, walked_on=date(2026, 11, 2)
        )
        for number, (place, waited, served) in enumerate(stops, 1):
            WalkStop.objects.create(walk=made, number=number, place=place, waited=waited, served=served, wrote=2)
    return made


def timings(row: ImprovementStep, phase: str, minutes: Sequence[float], *, of_staff: bool = True) -> None:
    """Timings of single cases."""
    with scope.within(scope.EVERYWHERE):
        for one in minutes:
            Timing.objects.create(
                step=row, phase=phase, of_staff=of_staff, minutes=Decimal(str(one)), timed_on=date(2026, 11, 2),
                source="ストップウォッチ",
            )  # fmt: skip
