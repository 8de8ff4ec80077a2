"""Writes of whole cases: announce one from home, open one at the counter, receive, close, reopen, withdraw.

The audit record tells numbers and states; names and words of residents stand in the case alone.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from hanpo.core import audit, clock, editing
from hanpo.core.database.locks import held
from hanpo.core.models import Municipality, Person, Resident, Section
from hanpo.counter.engine.casework import TaskState, case_number, may_close
from hanpo.counter.models import (
    OPEN_STATES,
    Case,
    CaseDeed,
    CaseState,
    CaseStep,
    CaseTask,
    CaseTaskState,
    CaseWay,
    Guidance,
    PaperSet,
)
from hanpo.counter.queries.cases.planning import CasePlan, PlannedTask


@audit.deed
def open_case(
    *, actor: Person | None, municipality: Municipality, plan: CasePlan, way: str, values: Mapping[str, Any],
    guidance: Guidance | None = None, reception: Section | None = None,
) -> Case:  # fmt: skip
    """Open a case with the tasks of its plan, and the application forms that were filled in from the same guide.

    What a clerk opens at the counter is received at once. `values` are applicant, kana, words, language and event; what
    no section is known for falls to the reception.
    Raises `ValidationError` where the municipality has no section at all.
    """
    lead = reception or _reception(municipality, plan)
    running = _next_running(municipality)
    is_here = way in (CaseWay.COUNTER, CaseWay.TELEPHONE)
    now = clock.now()
    sets = PaperSet.objects.filter(guidance=guidance, case__isnull=True) if guidance else PaperSet.objects.none()
    case = Case(
        is_protected=sets.filter(is_protected=True).exists(),
        municipality=municipality, running=running, number=case_number(running), token=secrets.token_urlsafe(24),
        guidance=guidance, reception=lead, way=way, opened_at=now, open_tasks=len(plan.tasks),
        state=CaseState.OPEN if is_here else CaseState.ANNOUNCED, received_at=now if is_here else None,
        received_by=actor if is_here else None, **{"event": plan.event, **values},
    )  # fmt: skip
    case.full_clean()
    case.save(force_insert=True)
    sets.update(case=case)
    _step(case, CaseDeed.OPENED, actor, new=case.state)
    for position, planned in enumerate(plan.tasks, start=1):
        _plan_task(case, position, planned, actor)
    new = {"number": case.number, "event": case.event, "way": way, "tasks": len(plan.tasks)}
    audit.record(actor=actor, verb="open_case", subject=case, new=new)
    return case


@audit.deed
def receive_case(*, actor: Person, case: Case) -> Case:
    """Receive at the counter what was announced from home: the clerk has checked it. Raises `ValidationError`."""
    current = _locked(case)
    _require(current.state == CaseState.ANNOUNCED, _("この案件は、もう受け付けられています。"))
    current.state, current.received_at, current.received_by = CaseState.OPEN, clock.now(), actor
    _keep(current)
    _step(current, CaseDeed.RECEIVED, actor, old=CaseState.ANNOUNCED, new=current.state)
    audit.record(actor=actor, verb="receive_case", subject=current, new={"state": current.state})
    return _brought_up(case, current)


@audit.deed
def change_case(*, actor: Person, case: Case, based_on: int, changes: Mapping[str, Any]) -> Case:
    """Change what is said of a case. Raises `EditConflict`, `ValidationError`."""
    done = editing.change(row=case, based_on=based_on, changes=changes)
    audit.record(actor=actor, verb="change_case", subject=case, new={"fields": sorted(done.new)})
    return case


@audit.deed
def name_resident(*, actor: Person, case: Case, resident: Resident | None) -> Case:
    """Say which resident of the register a case is about; 支援措置 is taken over from there and never taken off here."""
    current = _locked(case)
    old = current.resident_id
    current.resident = resident
    current.is_protected = current.is_protected or bool(resident and resident.is_protected)
    _keep(current)
    audit.record(
        actor=actor, verb="name_resident", subject=current, old={"resident": old},
        new={"resident": resident.pk if resident else None},
    )  # fmt: skip
    return _brought_up(case, current)


@audit.deed
def close_case(*, actor: Person | None, case: Case) -> Case:
    """Close a case in which every task is done, in other hands, or declined. Raises `ValidationError` otherwise."""
    current = _locked(case)
    _require(current.state == CaseState.OPEN, _("手続き中の案件だけ、完了にできます。"))
    states = [TaskState(state) for state in current.tasks.values_list("state", flat=True)]
    _require(may_close(states), _open_words(current))
    current.state, current.closed_at, current.open_tasks = CaseState.CLOSED, clock.now(), 0
    _keep(current)
    _step(current, CaseDeed.CLOSED, actor, old=CaseState.OPEN, new=current.state)
    audit.record(actor=actor, verb="close_case", subject=current, new={"state": current.state})
    return _brought_up(case, current)


@audit.deed
def reopen_case(*, actor: Person, case: Case) -> Case:
    """Take up again a case that was closed or withdrawn. Raises `ValidationError`."""
    current = _locked(case)
    _require(current.is_over, _("完了か取りやめの案件だけ、再開できます。"))
    old = current.state
    current.state = CaseState.OPEN if current.received_at else CaseState.ANNOUNCED
    current.closed_at = None
    _keep(current)
    _step(current, CaseDeed.REOPENED, actor, old=old, new=current.state)
    audit.record(actor=actor, verb="reopen_case", subject=current, old={"state": old}, new={"state": current.state})
    return _brought_up(case, current)


@audit.deed
def withdraw_case(*, actor: Person | None, case: Case, reason: str) -> Case:
    """The family does not come: every open task is declined with the reason. Raises `ValidationError` without one."""
    current = _locked(case)
    _require(not current.is_over, _("この案件は、もう終わっています。"))
    _require(bool(reason.strip()), _("取りやめる理由を入れてください。"))
    old = current.state
    declined = list(current.tasks.filter(state__in=OPEN_STATES))
    for task in declined:
        _decline(task, actor, reason)
    current.state, current.closed_at, current.open_tasks = CaseState.WITHDRAWN, clock.now(), 0
    _keep(current)
    _step(current, CaseDeed.WITHDRAWN, actor, old=old, new=current.state, comment=reason)
    audit.record(
        actor=actor, verb="withdraw_case", subject=current, old={"state": old},
        new={"state": current.state, "declined": [task.pk for task in declined]},
    )  # fmt: skip
    return _brought_up(case, current)


@audit.deed
def take_withdrawal_back(*, actor: Person, case: Case, tasks: Mapping[str, str]) -> Case:
    """The family comes after all: the tasks that were declined for it stand again as they did (number to state)."""
    current = _locked(case)
    _require(current.state == CaseState.WITHDRAWN, _("取りやめの案件だけ、元に戻せます。"))
    rows = list(current.tasks.filter(pk__in=[int(key) for key in tasks], state=CaseTaskState.DECLINED))
    for task in rows:
        task.state, task.reason, task.finished_at = tasks[str(task.pk)], "", None
        task.version += 1
        task.save()
        _step(current, CaseDeed.MOVED, actor, task=task, old=CaseTaskState.DECLINED, new=task.state)
    current.state = CaseState.OPEN if current.received_at else CaseState.ANNOUNCED
    current.closed_at, current.open_tasks = None, current.tasks.filter(state__in=OPEN_STATES).count()
    _keep(current)
    _step(current, CaseDeed.REOPENED, actor, old=CaseState.WITHDRAWN, new=current.state)
    audit.record(actor=actor, verb="reopen_case", subject=current, new={"state": current.state})
    return _brought_up(case, current)


def _next_running(municipality: Municipality) -> int:
    """The next number; the municipality is held, so that two cases opened at once do not get the same one."""
    held(Municipality.objects.all()).get(pk=municipality.pk)
    last = Case.objects.filter(municipality=municipality).aggregate(last=Max("running"))["last"]
    return int(last or 0) + 1


def _reception(municipality: Municipality, plan: CasePlan) -> Section:
    known = next((task.section for task in plan.tasks if task.section is not None), None)
    section = known or Section.objects.filter(municipality=municipality, closed_on__isnull=True).order_by("pk").first()
    if section is None:
        raise ValidationError(_("この市町には、まだ課が登録されていません。先に課を登録してください。"))
    return section


def _plan_task(case: Case, position: int, planned: PlannedTask, actor: Person | None) -> None:
    title = planned.title
    if planned.section is None and planned.section_words:
        title = _("{title}（担当：{section}）").format(title=title, section=planned.section_words)
    task: CaseTask = CaseTask.objects.create(
        case=case, position=position, procedure=planned.procedure, title=title[:120], answer=planned.answer,
        section=planned.section or case.reception, bring=list(planned.bring), due=planned.due, due_why=planned.due_why,
    )  # fmt: skip
    _step(case, CaseDeed.ADDED, actor, task=task, new=task.state)


def _decline(task: CaseTask, actor: Person | None, reason: str) -> None:
    old = task.state
    task.state, task.reason, task.finished_at = CaseTaskState.DECLINED, reason[:300], clock.now()
    task.version += 1
    task.save()
    _step(task.case, CaseDeed.MOVED, actor, task=task, old=old, new=task.state, comment=reason)


def _step(
    case: Case, deed: str, actor: Person | None, *, task: CaseTask | None = None, old: str = "", new: str = "",
    comment: str = "",
) -> None:  # fmt: skip
    is_beginning = deed in (CaseDeed.OPENED, CaseDeed.ADDED)
    CaseStep.objects.create(
        case=case, task=task, deed=deed, old_state=old, new_state=new, comment=comment[:300],
        section=task.section if task else case.reception, recorded_by=actor,
        happened_at=case.opened_at if is_beginning else clock.now(),
    )  # fmt: skip


def _open_words(case: Case) -> str:
    names = list(case.tasks.filter(state__in=OPEN_STATES).values_list("title", flat=True)[:3])
    if not names:
        return _("仕事が一つもない案件は、完了にできません。取りやめるか、仕事を足してください。")
    return _("終わっていない仕事があります：{names}").format(names=_("、").join(names))


def _locked(case: Case) -> Case:
    found: Case = held(Case.objects.select_related("reception")).get(pk=case.pk)
    return found


def _keep(current: Case) -> None:
    current.version += 1
    current.full_clean()
    current.save()


def _brought_up(case: Case, current: Case) -> Case:
    case.__dict__.update({name: value for name, value in current.__dict__.items() if name != "_state"})
    return case


def _require(holds: bool, words: str) -> None:
    if not holds:
        raise ValidationError(words)
