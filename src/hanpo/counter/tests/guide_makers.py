"""Makes interviews for tests, held as a resident or a clerk would."""

from __future__ import annotations

from datetime import date
from typing import Any

from hanpo.core import scope
from hanpo.core.models import Person
from hanpo.counter.actions.guide import answer_question, begin_guidance, tell_day
from hanpo.counter.models import Guidance, RuleEdition
from hanpo.counter.queries.guide.asking import next_page, talk_of
from hanpo.counter.tests import rules_makers

TOWN = "282049"
FAMILY = {
    "event_move_in": True, "moved_from": "other_prefecture", "joins_nhi": True, "elder_75": True,
    "care_certified": True, "child_schoolage": True, "public_school": True, "child_preschool": True,
    "my_number_card": True, "signature_certificate": True, "moped": True, "dog": True, "water_start": True,
}  # fmt: skip
"""The family of six that moves in from another prefecture: thirteen procedures in ten sections."""


def rules(code: str = TOWN) -> RuleEdition:
    """The shipped rules, published."""
    return rules_makers.edition(code)


def begun(actor: Person | None = None, code: str = TOWN) -> Guidance:
    """An interview in which nothing was said yet, in a town with rules."""
    with scope.within(scope.EVERYWHERE):
        if not RuleEdition.objects.filter(municipality=code).exists():
            rules(code)
    return begin_guidance(actor=actor, municipality=code, language="ja")


def held(said: dict[str, Any], actor: Person | None = None, **days: date) -> Guidance:
    """An interview answered to its end; facts that are not named are answered with no."""
    row = begun(actor)
    while page := next_page(talk=talk_of(guidance=row)):
        values = {name: said.get(name, False) for name in page.names}
        row = answer_question(actor=actor, guidance=row, question=page.key, values=values)
    for day, on in days.items():
        row = tell_day(actor=actor, guidance=row, day=day, on=on)
    return row
