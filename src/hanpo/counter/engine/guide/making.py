"""Makes the guide of a household from the catalogue, what was said, the days told and the dated parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hanpo.core.japanese import STANDARD_CALENDAR, OfficeCalendar
from hanpo.counter.engine.deadlines import CardClocks, Due, Rule, card_clocks, due
from hanpo.counter.engine.interview import Finding, Interview, Said
from hanpo.counter.engine.rules import Catalogue, Procedure, Words

from .benefits import Amounts, Rates, benefits_told
from .days import counted_from, days_wanted, events_of
from .sheet import Bring, DueTold, GuideSheet, Line, Stop

CARD = "card_continued"
"""The limit that makes a procedure one of a My Number card with its three clocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The rules by which a guide is made: those of a municipality in force on a day, with limits and amounts.

    `unverified` are procedures of which staff must be warned. `interview` is prepared over the catalogue.
    """

    municipality: str
    edition: int | None
    catalogue: Catalogue
    interview: Interview
    unverified: frozenset[str]
    limits: Sequence[Rule]
    rates: Rates
    calendar: OfficeCalendar = STANDARD_CALENDAR

    def limits_of(self, procedure: Procedure) -> tuple[Rule, ...]:
        """The limits of one procedure."""
        return tuple(rule for rule in self.limits if procedure.key in rule.procedures)


def make_guide(book: Book, said: Said, days: Mapping[str, date], amounts: Amounts, *, on: date) -> GuideSheet:
    """The guide for what was said, as it stands on a day. Days are by the names of `DAYS`."""
    procedures = {procedure.goal: procedure for procedure in book.catalogue.procedures}
    findings = book.interview.outcome(said)
    lines = [_line(book, procedures[found.goal], found, said, days, on) for found in findings]
    by_answer = {answer: tuple(line for line in lines if line.answer == answer) for answer in _groups(lines)}
    needed = by_answer.get("needed", ())
    shown = (*needed, *by_answer.get("elsewhere", ()))
    return GuideSheet(
        municipality=book.municipality,
        edition=book.edition,
        on=on,
        is_finished=book.interview.next(said) is None,
        stops=_stops(book.catalogue, needed),
        elsewhere=by_answer.get("elsewhere", ()),
        automatic=by_answer.get("automatic", ()),
        unsure=(*by_answer.get("", ()), *by_answer.get("confirm", ())),
        not_needed=by_answer.get("not_needed", ()),
        bring=_bring(needed),
        benefits=benefits_told(said.known(), amounts, book.rates, on=on),
        days_wanted=days_wanted(
            (rule, line.procedure.event) for line in shown for rule in book.limits_of(line.procedure)
        ),
        days=dict(days),
    )


def _groups(lines: Iterable[Line]) -> set[str]:
    return {line.answer for line in lines}


def _line(book: Book, procedure: Procedure, found: Finding, said: Said, days: Mapping[str, date], on: date) -> Line:
    answer = str(found.answer) if found.is_settled and found.answer is not None else ""
    is_due = answer in {"needed", "elsewhere", "confirm"}
    limits = book.limits_of(procedure) if is_due else ()
    return Line(
        procedure=procedure,
        answer=answer,
        reasons=found.because,
        because=tuple(dict.fromkeys(row.because for row in found.rows if row.because)),
        open_facts=() if found.is_settled else book.interview.still_decides(said, found.goal),
        dues=_dues(limits, procedure, days, on, book.calendar),
        days_missing=tuple(day for day in days_wanted((rule, procedure.event) for rule in limits) if day not in days),
        cards=_cards(book, limits, days),
        is_unverified=procedure.key in book.unverified,
    )


def _dues(
    limits: Iterable[Rule], procedure: Procedure, days: Mapping[str, date], on: date, calendar: OfficeCalendar
) -> tuple[DueTold, ...]:
    """The last days that can be told; limits that only words can tell stand in the procedure's text."""
    told = []
    for rule in limits:
        start = counted_from(rule, procedure.event)
        last = due(rule, events_of(rule, procedure.event, days), on=on, calendar=calendar)
        if isinstance(last, Due):
            told.append(DueTold(last, start is not None and start.is_earliest))
    return tuple(sorted(told, key=lambda one: (one.due.advised_day, one.due.rule.key)))


def _cards(book: Book, limits: Iterable[Rule], days: Mapping[str, date]) -> CardClocks | None:
    if CARD not in {rule.key for rule in limits} or not {"moved_in", "planned_leaving"} <= days.keys():
        return None
    clocks = card_clocks(
        {rule.key: rule for rule in book.limits},
        moved_in=days["moved_in"],
        planned_leaving=days["planned_leaving"],
        calendar=book.calendar,
    )
    return clocks if isinstance(clocks, CardClocks) else None


def _stops(catalogue: Catalogue, lines: Sequence[Line]) -> tuple[Stop, ...]:
    """The sections in the order of the catalogue: the register first, for the others build on it."""
    unnamed = {one.procedure.section for one in lines} - catalogue.sections.keys()
    sections = {**catalogue.sections, **{key: Words(key, key, key) for key in sorted(unnamed)}}
    return tuple(
        Stop(key, name, here)
        for key, name in sections.items()
        if (here := tuple(line for line in lines if line.procedure.section == key))
    )


def _bring(lines: Iterable[Line]) -> tuple[Bring, ...]:
    """Everything to bring, each thing once, with the procedures that ask for it."""
    wanted: dict[str, list[str]] = {}
    for line in lines:
        for item in line.procedure.bring:
            wanted.setdefault(item, []).append(line.key)
    return tuple(Bring(item, tuple(keys)) for item, keys in wanted.items())
