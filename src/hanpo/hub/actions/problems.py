"""Writes of the register of problems: common issues that people confirm, and pairs they say are not alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hanpo.core import audit
from hanpo.core.actions.rows import change_row
from hanpo.core.models import Person
from hanpo.hub.models import CommonIssue, CommonIssueMember, Problem, ProblemKind, Programme, RefusedPair


@audit.deed
def confirm_common_issue(
    *, actor: Person | None, programme: Programme, title: str, kind: ProblemKind | str, problems: Iterable[Problem]
) -> CommonIssue:
    """Say that problems of several municipalities are one. A common issue of that title takes further members."""
    issue, made = CommonIssue.objects.get_or_create(programme=programme, title=title, defaults={"kind": kind})
    joined = [p.pk for p in problems if _join(issue, p, actor)]
    audit.record(
        actor=actor, verb="confirm_common_issue", subject=issue, new={"made": made, "kind": kind, "joined": joined}
    )
    return issue


@audit.deed
def leave_common_issue(*, actor: Person | None, member: CommonIssueMember) -> None:
    """Take a problem out of a common issue again."""
    old = audit.snapshot(member)
    issue = member.issue
    member.delete()
    audit.record(actor=actor, verb="leave_common_issue", subject=issue, old=old)


@audit.deed
def change_common_issue(
    *, actor: Person | None, issue: CommonIssue, based_on: int, changes: Mapping[str, Any]
) -> CommonIssue:
    """Change the title, kind or note of a common issue. Raises `EditConflict`."""
    return change_row(actor=actor, row=issue, based_on=based_on, changes=changes)


@audit.deed
def refuse_pair(*, actor: Person | None, programme: Programme, problem: Problem, other: Problem) -> RefusedPair:
    """Say that two problems are not alike: the pair is not proposed again."""
    first, second = sorted((problem, other), key=lambda p: p.pk)
    pair, _made = RefusedPair.objects.get_or_create(
        programme=programme, problem_a=first, problem_b=second, defaults={"recorded_by": actor}
    )
    audit.record(actor=actor, verb="refuse_pair", subject=pair, new={"problems": [first.pk, second.pk]})
    return pair


def _join(issue: CommonIssue, problem: Problem, actor: Person | None) -> bool:
    _member, made = CommonIssueMember.objects.get_or_create(
        issue=issue, problem=problem, defaults={"confirmed_by": actor, "programme": issue.programme}
    )
    return made
