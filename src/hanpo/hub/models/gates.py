"""The gate behind a step: the evidence that was gathered, and what was decided."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.hub.models.base import Record
from hanpo.hub.models.projects import Project
from hanpo.hub.models.templates import GateCriterion, Readiness, Step


class EvidenceState(models.TextChoices):
    """How far a criterion of a gate is met."""

    MET = "met", _("確かめた")
    PARTLY = "partly", _("一部だけ")
    NOT_MET = "not_met", _("まだ")
    NOT_NEEDED = "not_needed", _("この取組では不要")


class GateEvidence(Record):
    """What is known about one criterion of a project's gate. The latest row counts; earlier ones stay readable.

    `link` leads to the artefact (page, file, minutes). `shown_by` is a post, never a grade of a person.
    """

    municipality_from = "project"

    project = models.ForeignKey(Project, models.PROTECT, related_name="evidence", verbose_name=_("取組"))
    criterion = models.ForeignKey(GateCriterion, models.PROTECT, related_name="evidence", verbose_name=_("確認事項"))
    state = models.CharField(_("状態"), max_length=12, choices=EvidenceState)
    evidence = models.TextField(_("証拠"))
    link = models.CharField(_("証拠のありか"), max_length=300, blank=True)
    observed_on = models.DateField(_("確かめた日"))
    shown_by = models.CharField(_("誰が確かめたか（役職・所属）"), max_length=120)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = _("ゲートの証拠")
        ordering = ["-observed_on", "-pk"]
        indexes = [models.Index(fields=["project", "criterion", "-recorded_at"])]

    def __str__(self) -> str:
        return self.evidence[:60]


class GateDecision(models.TextChoices):
    """What a gate decides about the project."""

    PASS = "pass", _("次へ進む")
    PASS_WITH_CONDITIONS = "conditions", _("条件つきで次へ進む")
    STAY = "stay", _("このステップを続ける")
    BACK = "back", _("前のステップへ戻る")
    STOP = "stop", _("取りやめる")


class GateRecord(Record):
    """One decision at a gate: what was decided, under which conditions, by whom, when. Never edited.

    `decided_by` is the post or meeting that decided. `step` is the step whose gate it was, `next_step` where the
    project stands afterwards. The five views are kept in `readings`.
    """

    municipality_from = "project"

    project = models.ForeignKey(Project, models.PROTECT, related_name="gates", verbose_name=_("取組"))
    step = models.ForeignKey(Step, models.PROTECT, related_name="+", verbose_name=_("ステップ"))
    next_step = models.ForeignKey(
        Step, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("次のステップ")
    )
    decision = models.CharField(_("判定"), max_length=10, choices=GateDecision)
    conditions = models.TextField(_("条件"), blank=True)
    reason = models.TextField(_("理由"), blank=True)
    decided_by = models.CharField(_("決めた人・会議"), max_length=120)
    decided_on = models.DateField(_("決めた日"))

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = _("ゲート記録")
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decision="conditions") | ~models.Q(conditions=""),
                name="a_conditional_pass_names_its_conditions",
                violation_error_message=_("条件つきのときは、条件を書いてください。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.decided_on} {self.get_decision_display()}"


class Colour(models.TextChoices):
    """How ready a view is; `UNKNOWN` where nothing was shown, which is not the same as red."""

    GREEN = "green", _("整った")
    AMBER = "amber", _("もう少し")
    RED = "red", _("足りない")
    UNKNOWN = "unknown", _("わからない")


class GateReading(Record):
    """One of the five views at a gate decision, with the evidence it rests on."""

    municipality_from = "gate"

    gate = models.ForeignKey(GateRecord, models.PROTECT, related_name="readings", verbose_name=_("ゲート記録"))
    view = models.CharField(_("観点"), max_length=12, choices=Readiness)
    colour = models.CharField(_("状態"), max_length=8, choices=Colour)
    evidence = models.TextField(_("証拠"), blank=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = _("ゲートの観点")
        ordering = ["gate_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["gate", "view"], name="gate_view_once"),
            models.CheckConstraint(
                condition=models.Q(colour="unknown") | ~models.Q(evidence=""),
                name="a_colour_needs_evidence",
                violation_error_message=_("「わからない」以外を選んだ観点には、証拠を書いてください。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_view_display()} {self.get_colour_display()}"
