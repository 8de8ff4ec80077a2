"""Reads of the problem register: one's own problems, and what others of the programme share.

A problem that its owners share is read by every participant of the programme: text, kind, state and municipality, not
where it was mentioned (see `hanpo.hub.queries.sharing`). Everything is evaluated here, within the participants' scope.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from hanpo.core import scope
from hanpo.core.models import Municipality
from hanpo.hub.models import CommonIssueMember, Problem, ProblemKind, ProblemMention, ProblemState, Programme
from hanpo.hub.queries.sharing import participants

ROWS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class SharedProblem:
    """A problem as other participants may read it. `is_own`: it lies in the scope of the reader.

    `named_issues` are the common issues it belongs to: number and title.
    """

    pk: int
    municipality_id: str
    municipality: str
    project_id: int
    project: str
    text: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    is_own: bool
    is_shared: bool
    named_issues: tuple[tuple[int, str], ...]

    @property
    def issues(self) -> tuple[int, ...]:
        """The numbers of its common issues."""
        return tuple(number for number, _title in self.named_issues)


@dataclass(frozen=True, slots=True)
class KindLine:
    """How many problems of a kind there are: in each municipality in the order of the codes, and in all."""

    kind: str
    label: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """In all municipalities together."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class KindTable:
    """Kinds beside municipalities (団体コード order): counts stand beside one another and are no ranking."""

    places: tuple[Municipality, ...]
    lines: tuple[KindLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which problems a list shows; empty values leave nothing out. `place` is a code, `text` a part of the problem."""

    kind: str = ""
    place: str = ""
    state: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """One problem; its own people also see who said it, what was tried, and where it was mentioned."""

    programme: Programme
    problem: SharedProblem
    in_whose_words: str
    tried: str
    mentions: tuple[ProblemMention, ...]


def programme_of(*, number: str | None) -> Programme | None:
    """The programme that the address asks for, or the latest one in sight; nothing where none is in sight."""
    rows = Programme.objects.order_by("-starts_on", "-pk")
    asked = rows.filter(pk=number).first() if number and number.isdecimal() else None
    return asked or rows.first()


def register_page(*, programme: Programme, wanted: Wanted, number: str | None) -> Page[Any]:
    """A page of the register (of `SharedProblem`), in the order of 団体コード."""
    own = scope.current()
    with scope.within(participants(programme)):
        page: Page[Any] = Paginator(_wanted(_visible(programme, own), wanted), ROWS_A_PAGE).get_page(number)
        page.object_list = _shared(page.object_list, own)
    return page


def register(*, programme: Programme, wanted: Wanted) -> list[SharedProblem]:
    """The whole register as it is asked for, for a file."""
    own = scope.current()
    with scope.within(participants(programme)):
        return _shared(_wanted(_visible(programme, own), wanted), own)


def kind_table(*, programme: Programme) -> KindTable:
    """How many problems of each kind there are in each municipality."""
    own, codes = scope.current(), participants(programme)
    with scope.within(codes):
        rows = _visible(programme, own).order_by().values_list("kind", "municipality_id").annotate(n=Count("pk"))
        counts = {(kind, place): n for kind, place, n in rows}
    places = tuple(Municipality.objects.filter(pk__in=codes.codes or ()).order_by("pk"))
    lines = [
        KindLine(kind.value, str(kind.label), tuple(counts.get((kind.value, p.pk), 0) for p in places))
        for kind in ProblemKind
    ]
    return KindTable(places, tuple(line for line in lines if line.total))


def shared_problems(*, programme: Programme, numbers: Iterable[int] | None = None) -> list[SharedProblem]:
    """The problems that participants of the programme share, by municipality; of these numbers alone where named."""
    own = scope.current()
    with scope.within(participants(programme)):
        rows = _visible(programme, scope.NOWHERE)
        if numbers is not None:
            rows = rows.filter(pk__in=list(numbers))
        return _shared(rows, own)


def problem_rows(*, programme: Programme, numbers: Iterable[int]) -> list[Problem]:
    """Shared problems as rows, for the deeds that put them together."""
    with scope.within(participants(programme)):
        return list(_visible(programme, scope.NOWHERE).filter(pk__in=list(numbers)))


def problem_page(*, pk: int) -> ProblemPage | None:
    """A problem of one's own, or one that a participant of the same programme shares; nothing where there is none."""
    own = scope.current()
    for programme in Programme.objects.all():
        with scope.within(participants(programme)):
            row = _visible(programme, own).filter(pk=pk).first()
            if row is not None:
                return _page(programme, row, own)
    return None


def _visible(programme: Programme, own: scope.Scope) -> QuerySet[Problem]:
    """To be evaluated within the participants' scope: what is shared, and all that is one's own."""
    rows = Problem.objects.filter(project__participation__programme=programme)
    if own.codes is not None:
        rows = rows.filter(Q(is_shared=True) | Q(municipality_id__in=own.codes))
    return rows.select_related("municipality", "project").order_by("municipality_id", "project_id", "side", "pk")


def _wanted(rows: QuerySet[Problem], wanted: Wanted) -> QuerySet[Problem]:
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.place:
        rows = rows.filter(municipality_id=wanted.place)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    rows = rows.only("project_id", "text", "kind", "state", "is_shared", "municipality__name", "project__title")
    return rows.filter(text__icontains=wanted.text) if wanted.text else rows


def _page(programme: Programme, row: Problem, own: scope.Scope) -> ProblemPage:
    (shown,) = _shared([row], own)
    if row.municipality_id not in own:
        return ProblemPage(programme, shown, "", "", ())
    return ProblemPage(programme, shown, row.in_whose_words, row.tried, tuple(row.mentions.all()))


def _shared(found: Iterable[Problem], own: scope.Scope) -> list[SharedProblem]:
    """Problems with their common issues, which one query finds for all of them."""
    rows = list(found)
    issues, labels = _issues_of(rows), _labels()
    return [_one_shared(row, own, issues.get(row.pk, ()), labels) for row in rows]


def _labels() -> dict[str, str]:
    """Kinds and states in words: looked up once for all rows, since translating takes its time."""
    return {choice.value: str(choice.label) for choice in (*ProblemKind, *ProblemState)}


def _one_shared(
    row: Problem, own: scope.Scope, issues: Iterable[tuple[int, str]], labels: Mapping[str, str]
) -> SharedProblem:
    return SharedProblem(
        pk=row.pk,
        municipality_id=row.municipality_id,
        municipality=row.municipality.name,
        project_id=row.project_id,
        project=row.project.title,
        text=row.text,
        kind=row.kind,
        kind_label=labels[row.kind],
        state=row.state,
        state_label=labels[row.state],
        is_own=row.municipality_id in own,
        is_shared=row.is_shared,
        named_issues=tuple(issues),
    )


def _issues_of(rows: Sequence[Problem]) -> Mapping[int, Sequence[tuple[int, str]]]:
    members = CommonIssueMember.objects.filter(problem__in=[row.pk for row in rows]).order_by("issue_id")
    found: dict[int, list[tuple[int, str]]] = {}
    for problem, issue, title in members.values_list("problem_id", "issue_id", "issue__title"):
        found.setdefault(problem, []).append((issue, title))
    return found


def numbers_in(texts: Sequence[str]) -> list[int]:
    """Numbers as an address carries them; anything else is left out."""
    return list(dict.fromkeys(int(text) for text in texts if text.isdecimal()))
