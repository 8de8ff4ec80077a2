"""A municipality's project in the programme, and its news."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import MunicipalModel, Section, Versioned
from hanpo.hub.models.base import Record
from hanpo.hub.models.programmes import Participation
from hanpo.hub.models.templates import Step, StepTemplate


class ProjectState(models.TextChoices):
    """Whether a project runs."""

    ACTIVE = "active", _("進行中")
    PAUSED = "paused", _("中断")
    FINISHED = "finished", _("完了")
    STOPPED = "stopped", _("取りやめ")


class Project(MunicipalModel, Versioned):
    """What a municipality works on (取組): its goal, who owns it, where it stands.

    `goal_clear_on` is the day on which the goal became clear (empty: not yet). `benefit_for_staff` is a required line:
    a project must say what the staff gain, not only the residents. `as_of` says to which day facts taken from a
    document refer. `template` is the municipality's own copy of a set of steps.
    """

    participation = models.ForeignKey(
        Participation, models.PROTECT, related_name="projects", verbose_name=_("事業への参加")
    )
    title = models.CharField(_("取組の名前"), max_length=120)
    field = models.CharField(_("分野"), max_length=40)
    summary = models.TextField(_("取組の内容"), blank=True)
    goal = models.TextField(_("ゴール"), blank=True)
    goal_clear_on = models.DateField(_("ゴールがはっきりした日"), null=True, blank=True)
    owner_section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("所管課（原課）")
    )
    supporting_company = models.CharField(_("支援する企業"), max_length=120, blank=True)
    prefectural_officer = models.CharField(_("県の担当"), max_length=120, blank=True)
    template = models.ForeignKey(
        StepTemplate, models.PROTECT, related_name="projects", verbose_name=_("ステップのひな型")
    )
    current_step = models.ForeignKey(
        Step, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("いまのステップ")
    )
    state = models.CharField(_("状態"), max_length=10, choices=ProjectState, default=ProjectState.ACTIVE)
    benefit_for_staff = models.TextField(_("職員にとってのメリット"))
    benefit_for_residents = models.TextField(_("住民にとってのメリット"), blank=True)
    starts_on = models.DateField(_("開始日"))
    ends_on = models.DateField(_("終了予定日"), null=True, blank=True)
    as_of = models.DateField(_("いつ時点の内容か"), null=True, blank=True)
    source = models.CharField(_("出典"), max_length=300, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("取組")
        ordering = ["municipality_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "title"], name="project_title_once_in_a_municipality"),
            models.CheckConstraint(
                condition=~models.Q(benefit_for_staff=""),
                name="project_says_what_staff_gain",
                violation_error_message=_("職員にとってのメリットを一行は書いてください。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NewsKind(models.TextChoices):
    """What a piece of news tells."""

    PROGRESS = "progress", _("進み")
    TROUBLE = "trouble", _("困りごと")
    LEARNING = "learning", _("学び")
    STEP = "step", _("ステップの移動")


class ProjectNews(Record):
    """Something that happened in a project (近況), told by the people in it. A project without news for three weeks is
    named in the tray. `source` is the document, where the news was taken from one."""

    municipality_from = "project"

    project = models.ForeignKey(Project, models.PROTECT, related_name="news", verbose_name=_("取組"))
    kind = models.CharField(_("種類"), max_length=10, choices=NewsKind, default=NewsKind.PROGRESS)
    happened_on = models.DateField(_("日付"))
    text = models.TextField(_("内容"))
    told_by = models.CharField(_("誰の話か（所属）"), max_length=120, blank=True)
    source = models.CharField(_("出典"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = _("近況")
        ordering = ["-happened_on", "-pk"]
        indexes = [models.Index(fields=["project", "-happened_on"])]

    def __str__(self) -> str:
        return self.text[:60]
