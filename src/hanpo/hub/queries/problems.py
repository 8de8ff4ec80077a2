"""Reads of the problem register: one's own problems, what others met too, and the common issues that people confirmed.

A problem that its owners share is read by every participant of the programme: text, kind, state and municipality, not
where it was mentioned (see `hanpo.hub.queries.sharing`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from hanpo.core import scope
from hanpo.hub.engine.likeness import Alike, Text, find_alike
from hanpo.hub.models import CommonIssue, CommonIssueMember, Problem, ProblemKind, Programme, RefusedPair
from hanpo.hub.queries.sharing import participants

MOST_SUGGESTIONS = 30


@dataclass(frozen=True, slots=True)
class SharedProblem:
    """A problem as other participants may read it."""

    pk: int
    municipality_id: str
    municipality: str
    project: str
    text: str
    kind: str
    kind_label: str
    state_label: str
    issues: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text in parts: `(part, is_shared)`."""

    problem: SharedProblem
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two problems of different municipalities that may be alike, with the words they share."""

    a: MarkedText
    b: MarkedText
    shared: tuple[str, ...]


def shared_problems(*, programme: Programme) -> list[SharedProblem]:
    """Every problem that participants of the programme share, by municipality."""
    with scope.within(participants(programme)):
        rows = (
            Problem.objects.filter(is_shared=True, project__participation__programme=programme)
            .select_related("municipality", "project")
            .prefetch_related("memberships")
            .order_by("municipality_id", "pk")
        )
        return [_shared(row) for row in rows]


def problem_counts(problems: Sequence[SharedProblem]) -> list[tuple[str, str, int, int]]:
    """By kind: its key, its label, how many problems, in how many municipalities; the kinds in their fixed order."""
    total = Counter(problem.kind for problem in problems)
    places = Counter(kind for kind, _place in {(p.kind, p.municipality_id) for p in problems})
    return [(kind.value, str(kind.label), total[kind], places[kind]) for kind in ProblemKind if total[kind]]


def suggestions(*, programme: Programme, about: int | None = None) -> list[Suggestion]:
    """Pairs that may be alike and that nobody refused or put together yet; `about` asks for one problem's alone."""
    problems = {problem.pk: problem for problem in shared_problems(programme=programme)}
    texts = [Text(key=p.pk, text=p.text, group=p.municipality_id) for p in problems.values()]
    found = find_alike(texts, refused=_refused(programme))
    wanted = [pair for pair in found if about is None or about in (pair.a, pair.b)]
    return [
        _suggestion(pair, problems)
        for pair in wanted
        if not set(problems[pair.a].issues) & set(problems[pair.b].issues)
    ][:MOST_SUGGESTIONS]


def common_issues(*, programme: Programme) -> QuerySet[CommonIssue]:
    """The common issues that people confirmed."""
    return CommonIssue.objects.filter(programme=programme)


def members(*, programme: Programme) -> Mapping[int, list[SharedProblem]]:
    """The problems of each common issue, by the issue's number."""
    problems = {problem.pk: problem for problem in shared_problems(programme=programme)}
    found: dict[int, list[SharedProblem]] = {}
    for issue_id, problem_id in CommonIssueMember.objects.filter(programme=programme).values_list("issue", "problem"):
        if problem_id in problems:
            found.setdefault(issue_id, []).append(problems[problem_id])
    return found


def _shared(row: Problem) -> SharedProblem:
    return SharedProblem(
        pk=row.pk,
        municipality_id=row.municipality_id,
        municipality=row.municipality.name,
        project=row.project.title,
        text=row.text,
        kind=row.kind,
        kind_label=row.get_kind_display(),
        state_label=row.get_state_display(),
        issues=tuple(membership.issue_id for membership in row.memberships.all()),
    )


def _refused(programme: Programme) -> frozenset[frozenset[int]]:
    pairs = RefusedPair.objects.filter(programme=programme).values_list("problem_a_id", "problem_b_id")
    return frozenset(frozenset(pair) for pair in pairs)


def _suggestion(pair: Alike, problems: Mapping[int, SharedProblem]) -> Suggestion:
    return Suggestion(_marked(problems[pair.a], pair.marks_a), _marked(problems[pair.b], pair.marks_b), pair.shared)


def _marked(problem: SharedProblem, marks: Sequence[tuple[int, int]]) -> MarkedText:
    parts, at = [], 0
    for start, end in sorted(marks):
        parts += [(problem.text[at:start], False), (problem.text[max(at, start) : end], True)]
        at = max(at, end)
    return MarkedText(problem, tuple(part for part in [*parts, (problem.text[at:], False)] if part[0]))
