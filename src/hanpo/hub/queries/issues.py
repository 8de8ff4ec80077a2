"""Reads of common issues: what people put together, and what may belong together.

Likeness is a list of suggestions for people to judge. It is looked for among so many problems at most, so that a page
stays quick however large the register grows: the newest of all, or those that share most characters with one problem.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from hanpo.core import scope
from hanpo.hub.engine.likeness import Alike, Text, find_alike
from hanpo.hub.engine.words import plain
from hanpo.hub.models import CommonIssue, CommonIssueMember, Problem, Programme, RefusedPair
from hanpo.hub.queries import seeds
from hanpo.hub.queries.problems import SharedProblem, shared_problems
from hanpo.hub.queries.sharing import participants

COMPARED = 60
"""Problems compared with one another at once."""

LOOKED_THROUGH = 500
"""Newest problems among which those nearest to one problem are looked for."""

MOST_SUGGESTIONS = 30


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


@dataclass(frozen=True, slots=True)
class IssueLine:
    """A common issue in the list: how many problems, in how many municipalities."""

    issue: CommonIssue
    problems: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IssueMember:
    """A problem in a common issue, and the row that says it belongs there."""

    membership: CommonIssueMember
    problem: SharedProblem


def suggestions(*, programme: Programme, about: int | None = None) -> list[Suggestion]:
    """Pairs that may be alike and that nobody refused or put together yet; `about` asks for one problem's alone."""
    numbers = _newest(programme) if about is None else _nearest(programme, about)
    problems = {p.pk: p for p in shared_problems(programme=programme, numbers=numbers)}
    texts = [Text(key=p.pk, text=p.text, group=p.municipality_id) for p in problems.values()]
    found = find_alike(texts, refused=_refused(programme, numbers), synonyms=seeds.load("synonyms"))
    wanted = [pair for pair in found if about is None or about in (pair.a, pair.b)]
    return [
        _suggestion(pair, problems, about)
        for pair in wanted
        if not set(problems[pair.a].issues) & set(problems[pair.b].issues)
    ][:MOST_SUGGESTIONS]


def common_issues(*, programme: Programme) -> QuerySet[CommonIssue]:
    """The common issues that people confirmed, by kind."""
    return CommonIssue.objects.filter(programme=programme).order_by("kind", "title", "pk")


def every_issue() -> QuerySet[CommonIssue]:
    """The common issues of the programmes in sight."""
    return CommonIssue.objects.select_related("programme")


def memberships() -> QuerySet[CommonIssueMember]:
    """Which problems belong to which common issue, in the programmes in sight."""
    return CommonIssueMember.objects.select_related("issue__programme")


def issue_lines(*, programme: Programme, issues: Sequence[CommonIssue]) -> list[IssueLine]:
    """Common issues with their municipalities, in the order of the codes."""
    found: dict[int, list[str]] = {}
    with scope.within(participants(programme)):
        rows = CommonIssueMember.objects.filter(issue__in=issues, problem__is_shared=True)
        for issue, place in rows.order_by("problem__municipality_id").values_list(
            "issue", "problem__municipality__name"
        ):
            found.setdefault(issue, []).append(place)
    return [IssueLine(i, len(found.get(i.pk, [])), tuple(dict.fromkeys(found.get(i.pk, [])))) for i in issues]


def members_of(issue: CommonIssue) -> list[IssueMember]:
    """The problems of a common issue that their owners still share, by municipality."""
    rows = {row.problem_id: row for row in CommonIssueMember.objects.filter(issue=issue).select_related("confirmed_by")}
    shared = shared_problems(programme=issue.programme, numbers=rows)
    return [IssueMember(rows[problem.pk], problem) for problem in shared if problem.pk in rows]


def _newest(programme: Programme) -> list[int]:
    with scope.within(participants(programme)):
        return list(_shared_rows(programme).values_list("pk", flat=True)[:COMPARED])


def _nearest(programme: Programme, about: int) -> list[int]:
    """The problems that share most pairs of characters with one problem, and that problem itself."""
    with scope.within(participants(programme)):
        rows = _shared_rows(programme)
        texts = dict(rows.values_list("pk", "text")[:LOOKED_THROUGH])
        texts |= dict(rows.filter(pk=about).values_list("pk", "text"))
    if about not in texts:
        return []
    wanted = _pairs(texts[about])
    near = sorted(texts, key=lambda pk: (-len(wanted & _pairs(texts[pk])), pk))
    return list(dict.fromkeys([about, *near[:COMPARED]]))


def _shared_rows(programme: Programme) -> QuerySet[Problem]:
    rows: QuerySet[Problem] = Problem.objects.filter(is_shared=True, project__participation__programme=programme)
    return rows.order_by("-pk")


def _pairs(text: str) -> frozenset[str]:
    folded = plain(text)
    return frozenset(folded[n : n + 2] for n in range(len(folded) - 1))


def _refused(programme: Programme, numbers: Sequence[int]) -> frozenset[frozenset[int]]:
    rows = RefusedPair.objects.filter(programme=programme, problem_a__in=numbers, problem_b__in=numbers)
    return frozenset(frozenset(pair) for pair in rows.values_list("problem_a_id", "problem_b_id"))


def _suggestion(pair: Alike, problems: Mapping[int, SharedProblem], about: int | None) -> Suggestion:
    a, b = _marked(problems[pair.a], pair.marks_a), _marked(problems[pair.b], pair.marks_b)
    return Suggestion(b, a, pair.shared) if about == pair.b else Suggestion(a, b, pair.shared)


def _marked(problem: SharedProblem, marks: Sequence[tuple[int, int]]) -> MarkedText:
    parts, at = [], 0
    for start, end in sorted(marks):
        parts += [(problem.text[at:start], False), (problem.text[max(at, start) : end], True)]
        at = max(at, end)
    return MarkedText(problem, tuple(part for part in [*parts, (problem.text[at:], False)] if part[0]))
