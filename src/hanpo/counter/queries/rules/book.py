"""The rules in force: what the interview, the guide, the papers and the cases of a municipality ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from django.db.models import QuerySet

from hanpo.core import scope
from hanpo.core.models import Municipality, Section
from hanpo.counter.engine.interview import Interview, Question
from hanpo.counter.engine.proof import stretches
from hanpo.counter.engine.rules import Catalogue, Procedure, Table, Words, in_town
from hanpo.counter.engine.rules.content import as_used, fingerprint_of, read_content
from hanpo.counter.models import RuleApproval, RuleEdition, RuleSection

BOOKS_KEPT = 64
"""So many prepared interviews are kept by a process; each takes some milliseconds to make."""


class NoRulesPublished(LookupError):
    """The municipality has published no rules that are in force on the day; pages say so."""

    def __init__(self, municipality: str, on: date) -> None:
        super().__init__(f"{municipality} has published no rules in force on {on}")
        self.municipality = municipality
        self.on = on


@dataclass(frozen=True)
class RuleBook:
    """The rules of a municipality on a day.

    `catalogue` has the municipality's overlays applied. `compiled` is the prepared interview (its diagrams) over all
    procedures; it holds no conversation and may be shared. `confirmed` are the procedures that a section has confirmed
    as they stand: all others that rest on something unread bear the mark 未確認.
    """

    municipality: str
    on: date
    edition: RuleEdition
    catalogue: Catalogue
    compiled: Interview
    confirmed: frozenset[str]

    @cached_property
    def procedures(self) -> Mapping[str, Procedure]:
        """The procedures by their keys, in the order of the catalogue."""
        return {procedure.key: procedure for procedure in self.catalogue.procedures}

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """The tables as they are in force on the day, by their keys."""
        return {table.key: table.on(self.on) for table in self.catalogue.rules.tables}

    def is_unverified(self, procedure: str) -> bool:
        """Whether staff must be warned: something was not read at its source, and nobody has confirmed it."""
        return self.procedures[procedure].is_unverified and procedure not in self.confirmed


def book_of(*, municipality: str, on: date) -> RuleBook:
    """The rules of a municipality (six-digit code) in force on a day. Raises `NoRulesPublished`."""
    with scope.within(scope.of(municipality)):
        edition = edition_on(municipality=municipality, on=on)
        if edition is None:
            raise NoRulesPublished(municipality, on)
        return book_of_edition(edition=edition, on=on)


def book_of_edition(*, edition: RuleEdition, on: date) -> RuleBook:
    """The rules of one edition as they stand on a day: for a sheet that was made with an earlier one."""
    code = str(edition.municipality_id)
    catalogue, marks = _read(edition.checksum, code, edition.pk)
    confirmed = confirmed_of(municipality=code, fingerprints=marks)
    interview = _interview(edition.checksum, code, edition.pk, _stretch(catalogue, on))
    return RuleBook(code, on, edition, catalogue, interview, confirmed)


def edition_on(*, municipality: str, on: date) -> RuleEdition | None:
    """The newest edition in force on a day, if there is one."""
    found: RuleEdition | None = editions(municipality=municipality).filter(in_force_from__lte=on).first()
    return found


def editions(*, municipality: str) -> QuerySet[RuleEdition]:
    """The editions of a municipality, the newest first; their long content is read only where it is asked for."""
    return RuleEdition.objects.filter(municipality_id=municipality).order_by("-number").defer("content")


def confirmed_of(*, municipality: str, fingerprints: Mapping[str, str]) -> frozenset[str]:
    """Those of the procedures (by key, with the fingerprint of what they say now) that a section has confirmed so."""
    rows = RuleApproval.objects.filter(municipality_id=municipality, fingerprint__in=list(fingerprints.values()))
    given = {(row.procedure, row.fingerprint): row.is_given for row in rows.order_by("pk")}
    return frozenset(key for key, mark in fingerprints.items() if given.get((key, mark), False))


def fingerprints_of(catalogue: Catalogue) -> dict[str, str]:
    """What each procedure says now, as an approval names it."""
    tables = {table.key: table for table in catalogue.rules.tables}
    return {one.key: fingerprint_of(one, tables[one.key]) for one in catalogue.procedures if one.key in tables}


def sections_of(*, municipality: str) -> dict[str, Section]:
    """The municipality's own sections behind those that the rules name, by the key in the rules."""
    rows = RuleSection.objects.filter(municipality_id=municipality).select_related("section")
    return {row.key: row.section for row in rows}


def section_behind(*, municipality: str, procedure: Procedure | None) -> Section | None:
    """The municipality's own section behind a procedure, where one was entrusted."""
    return sections_of(municipality=municipality).get(procedure.section) if procedure else None


def town_words(*, place: Municipality) -> Words:
    """What a municipality is called where its rules name it, in the three languages."""
    return Words(ja=place.name, easy=place.name, en=place.name_en)


def interview_over(*, catalogue: Catalogue, on: date) -> Interview:
    """A prepared interview over the rules. `RuleError` where they contradict themselves or a fact is never asked."""
    questions = [Question(question.key, question.inputs) for question in catalogue.questions]
    return Interview(catalogue.rules, questions, catalogue.goals(), on)


def _stretch(catalogue: Catalogue, on: date) -> date:
    """The first day of the stretch of days around a day in which the same rows are in force."""
    return max((day for day in stretches(catalogue.rules, date.min) if day <= on), default=on)


@lru_cache(maxsize=BOOKS_KEPT)
def _read(checksum: str, municipality: str, edition: int) -> tuple[Catalogue, dict[str, str]]:
    """What was read once of a content (known by its checksum) stays true."""
    rows = RuleEdition.objects.select_related("municipality")
    found: RuleEdition = rows.get(pk=edition, checksum=checksum)
    catalogue = as_used(read_content(found.content, municipality), municipality)
    return in_town(catalogue, town_words(place=found.municipality)), fingerprints_of(catalogue)


@lru_cache(maxsize=BOOKS_KEPT)
def _interview(checksum: str, municipality: str, edition: int, since: date) -> Interview:
    catalogue, _marks = _read(checksum, municipality, edition)
    return interview_over(catalogue=catalogue, on=since)
