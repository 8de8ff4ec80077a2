"""Reads of application forms: what a municipality offers, a set of them as it stands, and whom to tell what."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy

from hanpo.core import clock, scope
from hanpo.core.models import Municipality, Resident
from hanpo.core.queries.consents import is_allowed
from hanpo.core.queries.residents import CONTACT, HOUSEHOLD, IDENTITY
from hanpo.core.registry import Text
from hanpo.counter.engine.papers import (
    Disagreement,
    Doubt,
    Filled,
    Paper,
    Sheet,
    Signing,
    Tally,
    Vocabulary,
    disagreements,
    doubts,
    mandated,
    one_filling,
    sheets,
    signing,
    tally,
)
from hanpo.counter.engine.papers.filling import called
from hanpo.counter.engine.papers.papers import is_place
from hanpo.counter.engine.papers.printing import name_printed
from hanpo.counter.models import Case, Guidance, PaperForm, PaperSet, PaperSetState, PaperSheet
from hanpo.counter.queries.guide import sheet_of
from hanpo.counter.queries.shipped.papers import paper_of, shipped_papers, vocabulary
from hanpo.forms.engine import walking
from hanpo.forms.engine.definition import Form, Item, Kind, Language
from hanpo.forms.models import FormVersion
from hanpo.forms.queries.versions import form_of

RECIPIENT = "窓口"
"""Who a resident lets use registered data at the counter, as consents name it."""

NEEDED_DATA = (IDENTITY, CONTACT, HOUSEHOLD)
"""The kinds of registered data that application forms ask for."""


ORIGINS: Final = {
    "typed": gettext_lazy("本人が記入"),
    "counter": gettext_lazy("窓口で記入"),
    "guidance": gettext_lazy("手続案内の答え"),
    "register": gettext_lazy("住民登録（同意あり）"),
    "calculated": gettext_lazy("ほかの記入から計算"),
    "": gettext_lazy("まだ記入なし"),
}
"""Where values come from, in words."""


@dataclass(frozen=True, slots=True)
class FormsLine:
    """An application form in the list of a municipality: its newest version, and the procedures it serves."""

    row: PaperForm
    version: FormVersion | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A doubtful reading in a set: of which entry, whose, what is odd; whether a person said that it is right."""

    item: str
    name: str
    doubt: Doubt
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Mandate:
    """A 委任状 to be signed: by whom, and for which forms."""

    signer: str
    name: str
    titles: tuple[str, ...]


class OpenSet:
    """A set of application forms as it stands: the questions, the sheets, who signs, what is left to do."""

    def __init__(self, row: PaperSet, language: Language) -> None:
        self.row = row
        self.language: Language = language

    @cached_property
    def rows(self) -> list[PaperSheet]:
        """The forms in the set."""
        return list(self.row.sheets.select_related("paper__section", "version"))

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """The forms as the engine reads them."""
        return tuple(paper_of(key=row.paper.key, form=form_of(row.version), use=row.paper.use) for row in self.rows)

    @property
    def vocabulary(self) -> Vocabulary:
        """What is asked apart from the forms."""
        return vocabulary()

    @cached_property
    def filled(self) -> Filled:
        """What was entered."""
        return filled_of(paper_set=self.row)

    @cached_property
    def filling(self) -> Form:
        """The questions of all forms, each once."""
        return one_filling(self.papers, self.filled, self.vocabulary)

    @cached_property
    def asked(self) -> tuple[Item, ...]:
        """What is asked as things stand."""
        return walking.asked(self.filling, self.row.values, self.filled.today)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """Every sheet that is printed."""
        return sheets(self.papers, self.filled, self.vocabulary, self.filling, self.language)

    @cached_property
    def problems(self) -> tuple[walking.Problem, ...]:
        """What is still missing or wrong."""
        return walking.problems(self.filling, self.row.values, self.filled.today, self.language)

    @cached_property
    def tally(self) -> Tally:
        """Values entered beside values printed."""
        return tally(self.filled, self.sheets)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Readings of names to look at again."""
        found = []
        for item in self.asked:
            value = self.row.values.get(item.id)
            if item.kind is Kind.PERSON and isinstance(value, Mapping):
                sure = self.row.origins.get(item.id, {}).get("sure") == kana_of(value)
                name = str(value.get("family", "")) + str(value.get("given", ""))
                found += [Reading(item.id, name, one, sure) for one in doubts(value)]
        return tuple(found)

    @cached_property
    def mandates(self) -> tuple[Mandate, ...]:
        """The 委任状 that are needed, and no others."""
        titles = {paper.key: paper.title.said(self.language) for paper in self.papers}
        found = mandated(self.papers, self.sheets, self.filled)
        return tuple(
            Mandate(signer, full_name(filled=self.filled, person=signer), tuple(titles[key] for key in keys))
            for signer, keys in found.items()
        )

    def signing(self, sheet: Sheet) -> Signing:
        """Who signs a sheet."""
        return signing(next(paper for paper in self.papers if paper.key == sheet.paper), sheet, self.filled)

    def section_of(self, paper: str) -> str:
        """The name of the section that takes a form; empty where none was named."""
        row = next(row for row in self.rows if row.paper.key == paper)
        return row.paper.section.name if row.paper.section else ""


def opened(*, paper_set: PaperSet, language: Language) -> OpenSet:
    """A set with everything that its pages and papers show."""
    return OpenSet(paper_set, language)


def filled_of(*, paper_set: PaperSet) -> Filled:
    """What stands in a set, for the engine."""
    return Filled(
        values=paper_set.values, origins={one: said["origin"] for one, said in paper_set.origins.items()},
        people=tuple(paper_set.people), today=clock.today(), is_protected=paper_set.is_protected,
    )  # fmt: skip


def paper_sets() -> QuerySet[PaperSet]:
    """The sets of the current scope that are kept, the newest first."""
    rows: QuerySet[PaperSet] = PaperSet.objects.filter(expires_on__gte=clock.today())
    return rows.select_related("municipality", "begun_by", "checked_by", "resident", "case")


def listed_sets(*, asked: Mapping[str, str]) -> QuerySet[PaperSet]:
    """The sets for the list: of a state, or with a number that begins as typed."""
    rows = paper_sets().annotate(forms=Count("sheets")).order_by("-begun_at", "-pk")
    if number := asked.get("number"):
        rows = rows.filter(number__startswith=number.strip().upper())
    return rows.filter(state=asked["state"]) if asked.get("state") else rows


def set_by_token(*, municipality: str, number: str, token: str) -> PaperSet | None:
    """The set that an address with its token opens, in the scope of its municipality; None for any other address."""
    with scope.within(scope.of(municipality)):
        row = paper_sets().filter(number=number).first()
    return row if row is not None and secrets.compare_digest(row.token.encode(), token.encode()) else None


def paper_forms(*, municipality: str = "") -> QuerySet[PaperForm]:
    """The application forms of the current scope, or of one municipality in it."""
    rows: QuerySet[PaperForm] = PaperForm.objects.select_related("form", "section", "municipality")
    return rows.filter(municipality=municipality) if municipality else rows


def offered_papers(*, municipality: str) -> QuerySet[PaperForm]:
    """The forms that a municipality offers."""
    return paper_forms(municipality=municipality).filter(is_offered=True)


def offers_papers(*, municipality: str) -> bool:
    """Whether a municipality offers forms to be filled in at home."""
    with scope.within(scope.of(municipality)):
        return offered_papers(municipality=municipality).exists()


def paper_title(*, paper: PaperForm, language: Language) -> str:
    """The name of a form in a language; the Japanese one where it has no other."""
    title = paper.form.definition.get("title", "")
    return str(title.get(language) or title["ja"]) if isinstance(title, Mapping) else str(title or paper.form.title)


def papers_for(*, municipality: str, procedures: Iterable[str]) -> list[PaperForm]:
    """The forms that procedures (ids) need, in their order."""
    wanted = set(procedures)
    return [row for row in offered_papers(municipality=municipality) if wanted & set(row.procedures)]


def papers_of_guidance(*, guidance: Guidance) -> list[PaperForm]:
    """The forms that the guide of an interview needs. Raises `NoRulesPublished` as the guide does."""
    needed = [line.key for line in sheet_of(guidance=guidance).needed]
    return papers_for(municipality=str(guidance.municipality_id), procedures=needed)


def forms_lines(*, municipality: str) -> list[FormsLine]:
    """The forms of a municipality, each with its newest published version."""
    rows = list(paper_forms(municipality=municipality))
    newest = newest_versions(papers=rows)
    return [FormsLine(row, newest.get(row.form_id)) for row in rows]


def newest_versions(*, papers: Sequence[PaperForm]) -> dict[int, FormVersion]:
    """The newest published version of each form, by the form."""
    rows = FormVersion.objects.filter(form_id__in=[row.form_id for row in papers]).order_by("form_id", "number")
    return {row.form_id: row for row in rows}


def disagreements_of(*, lines: Sequence[FormsLine]) -> tuple[Disagreement, ...]:
    """Where the published forms of a municipality ask different things under one id."""
    papers = [
        paper_of(key=line.row.key, form=form_of(line.version), use=line.row.use) for line in lines if line.version
    ]
    return disagreements(papers, vocabulary())


def not_installed(*, municipality: str) -> int:
    """How many of the shipped forms a municipality has not taken yet."""
    keys = [one.paper.key for one in shipped_papers()]
    return len(keys) - PaperForm.objects.filter(municipality=municipality, key__in=keys).count()


def places_asked(*, paper_set: PaperSet) -> set[str]:
    """The ids of a set under which a place may stand (支援措置)."""
    plain = OpenSet(paper_set, "ja")
    free = one_filling(plain.papers, Filled(today=plain.filled.today, people=plain.filled.people), plain.vocabulary)
    return {item.id for item in free.items() if is_place(item)}


def full_name(*, filled: Filled, person: str) -> str:
    """The name of a person as it is printed; what the person is called so far where there is none."""
    return name_printed(person, filled) or (called(filled, person) if person in filled.people else "")


def kana_of(value: Mapping[str, str]) -> str:
    """The reading of a name in one line."""
    return " ".join(part for part in (value.get("family_kana", ""), value.get("given_kana", "")) if part)


def registered(*, resident: Resident) -> list[Resident]:
    """The resident and those of the household whose data may stand on a paper: nobody else under 支援措置."""
    if resident.household is None:
        return [resident]
    others = resident.household.members.filter(is_protected=False).exclude(pk=resident.pk).order_by("born_on", "pk")
    return [resident, *others]


def may_use_register(*, resident: Resident) -> bool:
    """Whether the resident lets the counter use every kind of data that forms ask for, today."""
    today = clock.today()
    return all(is_allowed(resident=resident, data=one, recipient=RECIPIENT, today=today) for one in NEEDED_DATA)


def town(*, code: str) -> Municipality | None:
    """The municipality of a public address; None where it offers no forms."""
    row = Municipality.objects.filter(pk=code).first()
    with scope.within(scope.of(code)):
        return row if row and offered_papers(municipality=code).exists() else None


def home() -> Municipality | None:
    """The municipality at whose counter the person of this scope works; the first one of several."""
    codes = scope.current().codes
    return Municipality.objects.filter(pk__in=codes).order_by("code").first() if codes else None


def chosen_papers(*, paper_set: PaperSet) -> list[int]:
    """The numbers of the forms in a set."""
    return list(paper_set.sheets.values_list("paper_id", flat=True))


def origin_words(origin: str) -> str:
    """Where a value comes from, in words."""
    return str(ORIGINS[origin])


def sets_of_case(*, case: Case) -> QuerySet[PaperSet]:
    """The sets of forms that belong to a case."""
    return paper_sets().filter(case=case)


def read_sets(resident: Resident) -> list[tuple[Text, str]]:
    """The sets that hold a resident's registered data, with how far each is."""
    rows = paper_sets().filter(resident=resident)
    return [(row.number, str(PaperSetState(row.state).label)) for row in rows]
