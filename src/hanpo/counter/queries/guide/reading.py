"""Reads of interviews and guides: by token, the next question, the sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from hanpo.core import clock, scope
from hanpo.core.models import Municipality
from hanpo.core.queries import places
from hanpo.counter.engine.benefits import Benefit
from hanpo.counter.engine.deadlines import Rule
from hanpo.counter.engine.guide import Amounts, Book, GuideSheet, make_guide
from hanpo.counter.engine.interview import Interview, Said
from hanpo.counter.engine.rules import FactError
from hanpo.counter.models import Guidance, RuleEdition
from hanpo.counter.queries.rules import RuleBook, book_of
from hanpo.counter.queries.shipped.benefits import BenefitTable, benefit_table
from hanpo.counter.queries.shipped.deadlines import deadline_rules


def guidance_by(*, municipality: str, token: str) -> Guidance | None:
    """The interview of an address, as long as it is kept; whoever has the token may see it."""
    with scope.within(scope.of(municipality)):
        rows = Guidance.objects.select_related("municipality")
        found = rows.filter(municipality_id=municipality, token=token).first()
    if found is None or not constant_time_compare(found.token, token) or not found.is_kept(clock.today()):
        return None
    return found


def guidances(*, day: date) -> QuerySet[Guidance]:
    """The interviews of the current scope that clerks began and that are still kept, the newest first."""
    rows: QuerySet[Guidance] = Guidance.objects.select_related("municipality")
    return rows.filter(begun_by__isnull=False, expires_on__gte=day).order_by("-begun_at", "-pk")


def town_of(*, code: str) -> Municipality | None:
    """The municipality of an address, by its code."""
    return Municipality.objects.filter(code=code).first()


def towns_with_rules() -> list[Municipality]:
    """The municipalities whose rules are in force today, for who comes without an address."""
    with scope.within(scope.EVERYWHERE):
        published = RuleEdition.objects.filter(in_force_from__lte=clock.today())
        codes = published.order_by().values_list("municipality_id", flat=True).distinct()
        return list(Municipality.objects.filter(code__in=list(codes)).order_by("code"))


def places_of_desk() -> QuerySet[Municipality]:
    """The municipalities in which this clerk may hold interviews."""
    return places.municipalities()


def sheet_of(*, guidance: Guidance) -> GuideSheet:
    """The guide of an interview, as its answers and the rules stand today. Raises `NoRulesPublished`."""
    today = clock.today()
    book = book_of(municipality=str(guidance.municipality_id), on=today)
    said = said_of(guidance=guidance, book=book)
    return make_guide(
        book_for_guides(book=book), said, days_of(guidance=guidance), amounts_of(guidance=guidance), on=today
    )


def book_for_guides(*, book: RuleBook) -> Book:
    """The rules of a municipality together with the limits and amounts that come with Hanpo."""
    return Book(
        municipality=book.municipality,
        edition=book.edition.number,
        catalogue=book.catalogue,
        interview=book.compiled,
        unverified=frozenset(key for key in book.procedures if book.is_unverified(key)),
        limits=_limits(),
        rates=_rates(),
    )


def said_of(*, guidance: Guidance, book: RuleBook) -> Said:
    """What was said, in the order of asking; a fact that today's rules no longer know is left aside."""
    ordered = _in_order(guidance.answers, guidance.asked, book)
    return _heard(book.compiled, ordered)


def _heard(interview: Interview, facts: Iterable[tuple[str, Any]]) -> Said:
    """Stored facts as the interview takes them."""
    said = Said()
    for name, value in facts:
        try:
            said = interview.answer(said, {name: value})
        except FactError:
            continue
    return said


def days_of(*, guidance: Guidance) -> dict[str, date]:
    """The days that the household told, by the names of `DAYS`."""
    return {name: date.fromisoformat(day) for name, day in guidance.days.items()}


def amounts_of(*, guidance: Guidance) -> Amounts:
    """What benefits rest on."""
    told = guidance.amounts
    children = tuple(date.fromisoformat(day) for day in told.get("children", ()))
    return Amounts(children=children, income=told.get("income"), dependents=told.get("dependents", 0))


def amounts_told(guidance: Guidance) -> dict[str, Any]:
    """What benefits rest on, as the page that asks for it shows it."""
    told = amounts_of(guidance=guidance)
    children = {f"child_{n}": day for n, day in enumerate(told.children, 1)}
    return {**children, "income": told.income, "dependents": told.dependents or None}


@dataclass(frozen=True, slots=True)
class AmountsAsked:
    """What would tell more about the benefits of a household: the children's days of birth, the income."""

    children: bool
    income: bool


def amounts_asked(*, guidance: Guidance) -> AmountsAsked:
    """What is worth asking for about benefits."""
    told = sheet_of(guidance=guidance).benefits
    about_children = {Benefit.CHILD, Benefit.SINGLE_PARENT}
    return AmountsAsked(
        children=any(one.benefit in about_children for one in told),
        income=any(one.benefit is Benefit.SINGLE_PARENT for one in told),
    )


def _in_order(answers: Mapping[str, Any], asked: Iterable[str], book: RuleBook) -> list[tuple[str, Any]]:
    questions = {question.key: question for question in book.catalogue.questions}
    names = [name for key in asked if key in questions for name in questions[key].inputs if name in answers]
    return [(name, answers[name]) for name in dict.fromkeys([*names, *answers])]


@cache
def _limits() -> tuple[Rule, ...]:
    return deadline_rules()


@cache
def _rates() -> BenefitTable:
    return benefit_table()
