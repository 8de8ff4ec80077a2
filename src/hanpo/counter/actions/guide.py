"""Writes of interviews: begin one, take answers and days, erase it when its time is over or somebody asks for it.

The audit record learns that somebody answered and how many questions, never what: the answers tell of a household.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from hanpo.core import audit, clock, editing, scope
from hanpo.core.database.locks import held
from hanpo.core.jobs.schedule import enqueue_next
from hanpo.core.models import Municipality, Person
from hanpo.counter.engine.guide import DAYS
from hanpo.counter.engine.interview import Said
from hanpo.counter.engine.rules import FactError
from hanpo.counter.models import Guidance, RuleEdition
from hanpo.counter.queries.rules import book_of

KEPT_DAYS = 90
"""So long an interview is kept after the last answer: the longest of the usual limits (継続利用 of a card)."""
MOST_CHILDREN = 12
SWEPT_AT = time(4, 30)


@audit.deed
def begin_guidance(*, actor: Person | None, municipality: str, language: str) -> Guidance:
    """Begin an interview in a municipality (six-digit code); a resident begins one without signing in."""
    with scope.within(scope.of(municipality)):
        today = clock.today()
        edition = book_of(municipality=municipality, on=today).edition
        row = Guidance(
            municipality_id=municipality,
            language=language,
            begun_by=actor,
            edition=edition,
            expires_on=_last_day(today),
        )
        row.full_clean()
        row.save(force_insert=True)
        audit.record(actor=actor, verb="begin_guidance", subject=row)
    transaction.on_commit(_sweep_tonight)
    return row


@audit.deed
def answer_question(*, actor: Person | None, guidance: Guidance, question: str, values: Mapping[str, Any]) -> Guidance:
    """Take the answer to one question; None says "I do not know". Raises `ValidationError` for what is not asked."""
    with scope.within(scope.of(str(guidance.municipality_id))):
        current = held(Guidance.objects.all()).get(pk=guidance.pk)
        current.edition = _checked(current, {question: values})
        current.answers = {**current.answers, **values}
        current.asked = list(dict.fromkeys([*current.asked, question]))
        _keep(current)
        audit.record(actor=actor, verb="answer_guidance", subject=current, new={"questions": len(current.asked)})
    return current


@audit.deed
def answer_household(
    *,
    actor: Person,
    guidance: Guidance,
    based_on: int,
    answers: Mapping[str, Mapping[str, Any]],
    days: Mapping[str, date],
) -> Guidance:
    """Take everything that stands on the clerk's screen: by question the facts (none where it was not asked yet), and
    the days. What was said to questions that are not on the screen now stays. Raises `EditConflict`.
    """
    edition, questions = _checked(guidance, answers), _facts_of(guidance)
    here = {name for key in answers for name in questions[key]}
    kept = {name: value for name, value in guidance.answers.items() if name not in here}
    facts = {name: value for values in answers.values() for name, value in values.items()}
    before = [key for key in guidance.asked if key not in answers or answers[key]]
    asked = list(dict.fromkeys([*before, *(key for key, values in answers.items() if values)]))
    changes = {"answers": {**kept, **facts}, "asked": asked, "days": _iso(days), "edition": edition,
               "expires_on": _last_day(clock.today())}  # fmt: skip
    editing.change(row=guidance, based_on=based_on, changes=changes)
    audit.record(actor=actor, verb="answer_guidance", subject=guidance, new={"questions": len(asked)})
    return guidance


@audit.deed
def tell_day(*, actor: Person | None, guidance: Guidance, day: str, on: date | None) -> Guidance:
    """Take one of the days that limits run from (`moved_in` …); None where it is not known or no longer holds."""
    if day not in DAYS:
        raise ValidationError(_("その日付は聞いていません。"))
    with scope.within(scope.of(str(guidance.municipality_id))):
        current = held(Guidance.objects.all()).get(pk=guidance.pk)
        current.days = {**{name: value for name, value in current.days.items() if name != day}, **_iso({day: on})}
        _keep(current)
        audit.record(actor=actor, verb="tell_day_of_guidance", subject=current, new={"days": len(current.days)})
    return current


@audit.deed
def tell_amounts(
    *, actor: Person | None, guidance: Guidance, children: Sequence[date], income: int | None, dependents: int
) -> Guidance:
    """Take what benefits are worked out from: the children's days of birth, income and dependents."""
    if len(children) > MOST_CHILDREN:
        raise ValidationError(_("お子さんは12人までです。"))
    with scope.within(scope.of(str(guidance.municipality_id))):
        current = held(Guidance.objects.all()).get(pk=guidance.pk)
        current.amounts = {"children": sorted(day.isoformat() for day in children), "dependents": dependents,
                           **({} if income is None else {"income": income})}  # fmt: skip
        _keep(current)
        audit.record(actor=actor, verb="tell_amounts_of_guidance", subject=current)
    return current


@audit.deed
def forget_guidance(*, actor: Person | None, guidance: Guidance) -> None:
    """Erase an interview because the household wants it; its address then shows nothing."""
    with scope.within(scope.of(str(guidance.municipality_id))):
        audit.record(actor=actor, verb="forget_guidance", subject=guidance)
        Guidance.objects.filter(pk=guidance.pk).delete()


@audit.deed
def erase_guidances(*, actor: Person | None, municipality: Municipality, today: date) -> int:
    """Erase the interviews of a municipality whose last day is over; returns their number."""
    count, _of = Guidance.objects.filter(municipality=municipality, expires_on__lt=today).delete()
    audit.record(actor=actor, verb="erase_guidances", subject=municipality, new={"guidances": count})
    return count


@task()
def erase_expired_guidances() -> int:
    """Erase, in every municipality, the interviews whose time is over; looks again each night while there are any."""
    today = clock.today()
    with scope.within(scope.EVERYWHERE):
        over = Guidance.objects.filter(expires_on__lt=today)
        places = list(Municipality.objects.filter(pk__in=over.values("municipality_id").order_by().distinct()))
        erased = sum(erase_guidances(actor=None, municipality=place, today=today) for place in places)
        if Guidance.objects.exists():
            _sweep_tonight()
    return erased


def _checked(guidance: Guidance, answers: Mapping[str, Mapping[str, Any]]) -> RuleEdition:
    """The edition by which the answers can be read."""
    book, questions = book_of(municipality=str(guidance.municipality_id), on=clock.today()), _facts_of(guidance)
    for key, values in answers.items():
        if key not in questions or not values.keys() <= questions[key]:
            raise ValidationError(_("その質問は、いまの手続きの決まりにありません。最初から答え直してください。"))
        try:
            book.compiled.answer(Said(), values)
        except FactError as error:
            raise ValidationError(str(error)) from error
    return book.edition


def _facts_of(guidance: Guidance) -> dict[str, set[str]]:
    """The facts that each question settles, by today's rules."""
    catalogue = book_of(municipality=str(guidance.municipality_id), on=clock.today()).catalogue
    return {question.key: set(question.inputs) for question in catalogue.questions}


def _keep(row: Guidance) -> None:
    """Store what was said, and keep it a while longer: inside a deed."""
    row.version += 1
    row.expires_on = _last_day(clock.today())
    row.full_clean()
    row.save()


def _iso(days: Mapping[str, date | None]) -> dict[str, str]:
    return {name: day.isoformat() for name, day in days.items() if day is not None}


def _last_day(today: date) -> date:
    return today + timedelta(days=KEPT_DAYS)


def _sweep_tonight() -> None:
    """Have what is over erased next night; a queue that runs everything at once (tests) cannot wait for it."""
    if erase_expired_guidances.get_backend().supports_defer:
        tomorrow = clock.today() + timedelta(days=1)
        enqueue_next(erase_expired_guidances, timezone.make_aware(datetime.combine(tomorrow, SWEPT_AT)))
