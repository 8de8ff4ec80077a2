"""Writes of tasks: add one, move it on, hand it to another section, mark it urgent.

The case is held first and its open tasks are counted anew at the end, so that two sections that finish at once leave
the right number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from hanpo.core import audit, clock
from hanpo.core.database.locks import held
from hanpo.core.models import Person, Section
from hanpo.counter.engine.casework import TaskState, may_move
from hanpo.counter.models import OPEN_STATES, Case, CaseDeed, CaseStep, CaseTask, CaseTaskState

NEEDS_REASON = (CaseTaskState.HANDED_OVER, CaseTaskState.DECLINED)
"""States that nobody reaches without saying why."""


@audit.deed
def add_task(*, actor: Person, case: Case, values: Mapping[str, Any]) -> CaseTask:
    """Add a task that the guide did not know of. Raises `ValidationError` in a case that is over."""
    current = _held_case(case)
    _require(not current.is_over, _("終わった案件には、仕事を足せません。先に再開してください。"))
    task = CaseTask(case=current, position=_next_position(current), **values)
    task.place_under_parent()
    task.full_clean()
    task.save(force_insert=True)
    _step(task, CaseDeed.ADDED, actor, new=task.state)
    _recount(current)
    audit.record(
        actor=actor, verb="add_casetask", subject=task, new={"case": current.number, "section": task.section_id}
    )
    return task


@audit.deed
def move_task(*, actor: Person, task: CaseTask, to: str, reason: str = "") -> CaseTask:
    """Take a task to another state: begin, done, in other hands outside the city hall, or declined with a reason.

    Raises `ValidationError` where the way is closed, the case is over, or the reason is missing.
    """
    case = _held_case(task.case)
    current: CaseTask = held(CaseTask.objects.select_related("section", "case__reception")).get(pk=task.pk)
    old = current.state
    _require(not case.is_over, _("終わった案件の仕事は、動かせません。先に再開してください。"))
    _require(may_move(TaskState(old), TaskState(to)), _("この仕事は、いまの状態からはそこへ進めません。"))
    _require(to not in NEEDS_REASON or bool(reason.strip()), _("引き継ぐとき、しないときは、理由を入れてください。"))
    _settle(current, to, reason)
    _step(current, CaseDeed.MOVED, actor, old=old, new=to, comment=reason)
    _recount(case)
    audit.record(actor=actor, verb="move_casetask", subject=current, old={"state": old}, new={"state": to})
    return _brought_up(task, current)


@audit.deed
def hand_over_task(*, actor: Person, task: CaseTask, section: Section, reason: str, note: str = "") -> CaseTask:
    """Hand a task to another section: the old one is in other hands, and a new one stands in the other's list.

    Returns the new task. Raises `ValidationError` where it is settled already, stays in the section, or says no reason.
    """
    case = _held_case(task.case)
    current: CaseTask = held(CaseTask.objects.select_related("section", "case__reception")).get(pk=task.pk)
    old = current.state
    _require(not case.is_over and current.is_open, _("まだ終わっていない仕事だけ、引き継げます。"))
    _require(current.section_id != section.pk, _("同じ課には引き継げません。ほかの課を選んでください。"))
    _require(bool(reason.strip()), _("引き継ぐ理由を入れてください。"))
    _settle(current, CaseTaskState.HANDED_OVER, reason)
    following = CaseTask(
        case=case, position=_next_position(case), procedure=current.procedure, title=current.title,
        answer=current.answer, section=section, bring=current.bring, note=note, due=current.due,
        due_why=current.due_why, is_urgent=current.is_urgent, continues=current,
    )  # fmt: skip
    following.place_under_parent()
    following.full_clean()
    following.save(force_insert=True)
    _step(current, CaseDeed.HANDED_OVER, actor, old=old, new=current.state, comment=reason)
    _step(following, CaseDeed.ADDED, actor, new=following.state, comment=note)
    _recount(case)
    audit.record(
        actor=actor, verb="hand_over_casetask", subject=current, old={"section": current.section_id},
        new={"section": section.pk, "continued_by": following.pk},
    )  # fmt: skip
    _brought_up(task, current)
    return following


@audit.deed
def mark_urgent(*, actor: Person, tasks: Iterable[CaseTask], is_urgent: bool = True) -> list[CaseTask]:
    """Put the mark of urgency on open tasks (at least one), or take it off; those that bear it already stay."""
    rows = list(tasks)
    changed = [row for row in rows if row.is_urgent != is_urgent and row.is_open]
    for row in changed:
        row.is_urgent, row.version = is_urgent, row.version + 1
        row.save(update_fields=["is_urgent", "version", "updated_at"])
        words = _("急ぎの印を付けた") if is_urgent else _("急ぎの印を外した")
        _step(row, CaseDeed.URGENT, actor, old=row.state, new=row.state, comment=words)
    audit.record(
        actor=actor, verb="mark_urgent", subject=rows[0].section,
        new={"tasks": [row.pk for row in changed], "is_urgent": is_urgent},
    )  # fmt: skip
    return changed


def _settle(task: CaseTask, to: str, reason: str) -> None:
    task.state, task.reason = to, reason[:300]
    task.finished_at = None if to in OPEN_STATES else clock.now()
    task.version += 1
    task.full_clean()
    task.save()


def _recount(case: Case) -> None:
    """Count the open tasks from the rows."""
    case.open_tasks = CaseTask.objects.filter(case=case, state__in=OPEN_STATES).count()
    case.version += 1
    case.save()


def _next_position(case: Case) -> int:
    last = CaseTask.objects.filter(case=case).aggregate(last=Max("position"))["last"]
    return int(last or 0) + 1


def _step(task: CaseTask, deed: str, actor: Person, *, old: str = "", new: str = "", comment: str = "") -> None:
    CaseStep.objects.create(
        case=task.case, task=task, deed=deed, old_state=old, new_state=new, section=task.section,
        comment=comment[:300], recorded_by=actor,
    )  # fmt: skip


def _held_case(case: Case) -> Case:
    found: Case = held(Case.objects.select_related("reception")).get(pk=case.pk)
    return found


def _brought_up(task: CaseTask, current: CaseTask) -> CaseTask:
    task.__dict__.update({name: value for name, value in current.__dict__.items() if name != "_state"})
    return task


def _require(holds: bool, words: str) -> None:
    if not holds:
        raise ValidationError(words)
