"""A gate whose evidence is complete: the record is drafted from the evidence, five views and all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import clock
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.registry import Draft, DraftField, Fact
from hanpo.hub.actions.gates import Reading, decide_gate
from hanpo.hub.models import Colour, GateDecision, Project
from hanpo.hub.queries.activity import moving_projects
from hanpo.hub.queries.gates import GatePage, ViewLine, gate_page, gates_of


class GateReady:
    """Drafts the decision to pass; a person reads the evidence and decides."""

    key = "hub.gate_ready"
    label = gettext_lazy("証拠のそろったゲート")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        projects = {p.pk: p for p in moving_projects().filter(municipality=municipality)}
        for key, gate in gates_of(projects.values()).items():
            if gate.is_complete:
                yield _draft(projects[key], gate_page(projects[key]))

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        project = Project.objects.get(pk=values["project"])
        before = project.current_step_id
        decide_gate(
            actor=actor,
            project=project,
            decision=GateDecision.PASS,
            readings={view: Reading(Colour(r["colour"]), r["evidence"]) for view, r in values["readings"].items()},
            decided_by=values["decided_by"],
            decided_on=clock.today(),
            reason=values["reason"],
        )
        kept = {name: values[name] for name in ("project", "readings", "decided_by")}
        return {**kept, "before": before, "after": project.current_step_id}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        """The record stays, as history does; a further record takes the project back to where it was."""
        project = Project.objects.get(pk=work.undo["project"])
        moved = work.undo["before"] != work.undo["after"] and project.current_step_id == work.undo["after"]
        decide_gate(
            actor=actor,
            project=project,
            decision=GateDecision.BACK if moved else GateDecision.STAY,
            readings={view: Reading(Colour(r["colour"]), r["evidence"]) for view, r in work.undo["readings"].items()},
            decided_by=work.undo["decided_by"],
            decided_on=clock.today(),
            reason=_("直前の判定を取り消しました"),
        )


def _draft(project: Project, page: GatePage) -> Draft:
    step = page.step
    url = reverse("hub:gate", args=[project.pk])
    return Draft(
        key=f"{project.pk}:{step.pk if step else 0}:{len(page.views)}:{_latest(page)}",
        title=(_("%(project)s：「%(step)s」のゲートの証拠がそろいました") % {"project": project.title, "step": step})[
            :200
        ],
        why=[
            Fact(text=_("必須の確認事項%(shown)d件がすべて確かめられています") % {"shown": page.gate.shown}, url=url),
            *(Fact(text=f"{view.label}：{_evidence(view)[:80]}", url=url) for view in page.views if view.lines),
        ],
        effect=_effect(project),
        minutes_saved=30,
        role="section_lead" if project.owner_section_id else "dx_office",
        section=project.owner_section,
        url=url,
        values={
            "project": project.pk,
            "reason": _("必須の確認事項がすべて確かめられたため"),
            "decided_by": str(project.owner_section or project.municipality),
            "readings": {view.view: _reading(view) for view in page.views},
        },
        fields=[
            DraftField(name="decided_by", label=_("決めた人・会議")),
            DraftField(name="reason", label=_("理由"), kind="text"),
        ],
    )


def _effect(project: Project) -> str:
    if project.template.steps.filter(is_retired=False).last() == project.current_step:
        return _("ゲート記録が残ります。最後のステップなので、完了にするときは取組のページで決めてください。")
    return _("ゲート記録が残り、取組は次のステップへ進みます。")


def _latest(page: GatePage) -> int:
    """The newest piece of evidence: when more comes in after a decision, that is a new occasion."""
    return max((line.latest.pk for view in page.views for line in view.lines if line.latest), default=0)


def _reading(view: ViewLine) -> dict[str, str]:
    evidence = _evidence(view)
    return {"colour": view.light if evidence else Colour.UNKNOWN.value, "evidence": evidence}


def _evidence(view: ViewLine) -> str:
    return "。".join(line.latest.evidence.rstrip("。") for line in view.lines if line.latest)
