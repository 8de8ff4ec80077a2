"""The progress sheet (進捗シート): where a task stands on the ladder from 「やってみせ」 to 「信頼」."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import MunicipalModel, Section, Versioned
from hanpo.hub.models.base import Record
from hanpo.hub.models.projects import Project


class LadderTemplate(MunicipalModel, Versioned):
    """A ladder as data, in the hands of one municipality. `note` tells what is known and doubted about its text."""

    name = models.CharField(_("はしごの名前"), max_length=120)
    origin = models.CharField(_("もとのひな型"), max_length=120, blank=True)
    source = models.CharField(_("出典"), max_length=300, blank=True)
    note = models.TextField(_("注記"), blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("はしごのひな型")
        ordering = ["municipality_id", "name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="ladder_template_name_once")]

    def __str__(self) -> str:
        return self.name


class LadderRung(MunicipalModel, Versioned):
    """One rung of a ladder. `stage` groups rungs by what they bring about (動く, 育つ, 実る)."""

    municipality_from = "template"

    template = models.ForeignKey(LadderTemplate, models.CASCADE, related_name="rungs", verbose_name=_("はしご"))
    key = models.SlugField(_("符号"), max_length=60)
    position = models.PositiveSmallIntegerField(_("順番"))
    name = models.CharField(_("段の名前"), max_length=60)
    stage = models.CharField(_("まとまり"), max_length=40, blank=True)
    meaning = models.CharField(_("この段で起きていること"), max_length=200, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("はしごの段")
        ordering = ["template_id", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["template", "key"], name="rung_key_once_in_a_ladder")]

    def __str__(self) -> str:
        return self.name


class LadderTask(MunicipalModel, Versioned):
    """A task that a section learns to carry out by itself. The rung belongs to the task in this section, never to a
    person; therefore no field names one."""

    municipality_from = "project"

    project = models.ForeignKey(Project, models.PROTECT, related_name="ladder_tasks", verbose_name=_("取組"))
    template = models.ForeignKey(LadderTemplate, models.PROTECT, related_name="tasks", verbose_name=_("はしご"))
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("課"))
    name = models.CharField(_("仕事"), max_length=120)
    position = models.PositiveSmallIntegerField(_("順番"), default=1)
    closed_on = models.DateField(_("見るのをやめた日"), null=True, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("進捗シートの仕事")
        ordering = ["project_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "section", "name"], name="ladder_task_once_in_a_section")
        ]

    def __str__(self) -> str:
        return self.name


class Side(models.TextChoices):
    """Whose view a record states; both are kept where they differ."""

    SUPPORTER = "supporter", _("支援者の見方")
    STAFF = "staff", _("職員の見方")


class RungRecord(Record):
    """One side's view that a task reached (or went back to) a rung, with what was seen. Going back is ordinary.

    `done_by` and `watched_by` are posts (「観光課 担当」「伴走支援者」): who did the task, and who stood beside.
    """

    municipality_from = "task"

    task = models.ForeignKey(LadderTask, models.PROTECT, related_name="records", verbose_name=_("仕事"))
    rung = models.ForeignKey(LadderRung, models.PROTECT, related_name="+", verbose_name=_("段"))
    side = models.CharField(_("誰の見方か"), max_length=10, choices=Side)
    observed_on = models.DateField(_("見た日"))
    done_by = models.CharField(_("誰がしたか（役職・所属）"), max_length=120)
    watched_by = models.CharField(_("誰がそばで見たか（役職・所属）"), max_length=120)
    evidence = models.TextField(_("証拠"))
    link = models.CharField(_("証拠のありか"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = _("段の記録")
        ordering = ["-observed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(evidence=""),
                name="a_rung_needs_evidence",
                violation_error_message=_("証拠を書いてください。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.observed_on} {self.rung_id}"
