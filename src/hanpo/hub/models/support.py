"""What supporters did half a step ahead, and whether the staff took it over."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import MunicipalModel, Section, Versioned
from hanpo.hub.models.base import Record
from hanpo.hub.models.projects import Project


class HalfStepState(models.TextChoices):
    """offered → done → taken over by staff; a half-step may also be declined."""

    OFFERED = "offered", _("申し出た")
    DONE = "done", _("やっておいた")
    TAKEN_OVER = "taken_over", _("職員が引き取った")
    DECLINED = "declined", _("見送った")


MOVES: dict[str, frozenset[str]] = {
    HalfStepState.OFFERED: frozenset({HalfStepState.DONE, HalfStepState.DECLINED}),
    HalfStepState.DONE: frozenset({HalfStepState.TAKEN_OVER}),
    HalfStepState.TAKEN_OVER: frozenset({HalfStepState.DONE}),
    HalfStepState.DECLINED: frozenset({HalfStepState.OFFERED}),
}
"""From which state a half-step may go where. Work taken over may come back to the supporter; that is recorded too."""


class HalfStep(MunicipalModel, Versioned):
    """A supporter's own action half a step ahead (半歩先の一手): 「これやっておきますね」.

    `state` repeats the latest `HalfStepRecord`. `minutes_saved` is the staff time it saves each time, an estimate.
    """

    municipality_from = "project"

    project = models.ForeignKey(Project, models.PROTECT, related_name="half_steps", verbose_name=_("取組"))
    title = models.CharField(_("半歩先の一手"), max_length=200)
    why = models.TextField(_("なぜするか"), blank=True)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("引き取る課")
    )
    supporter = models.CharField(_("支援者（所属）"), max_length=120)
    minutes_saved = models.PositiveIntegerField(_("省ける時間（分・見積り）"), null=True, blank=True)
    state = models.CharField(_("状態"), max_length=10, choices=HalfStepState, default=HalfStepState.OFFERED)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("半歩先の一手")
        ordering = ["project_id", "-pk"]
        indexes = [models.Index(fields=["municipality", "state"])]

    def __str__(self) -> str:
        return self.title


class HalfStepRecord(Record):
    """A half-step reached a state: when, by whom (a post), and a word on it."""

    municipality_from = "half_step"

    half_step = models.ForeignKey(HalfStep, models.PROTECT, related_name="records", verbose_name=_("半歩先の一手"))
    state = models.CharField(_("状態"), max_length=10, choices=HalfStepState)
    happened_on = models.DateField(_("日付"))
    post = models.CharField(_("誰が（役職・所属）"), max_length=120)
    note = models.CharField(_("ひとこと"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = _("半歩先の一手の記録")
        ordering = ["-happened_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.get_state_display()}"
