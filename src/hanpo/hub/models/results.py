"""What a project does, what came out of it, what changed by it, and what comes next."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import MunicipalModel, Section, Versioned
from hanpo.hub.models.projects import Project


class Basis(models.TextChoices):
    """Where a number comes from."""

    MEASURED = "measured", _("実測")
    ESTIMATED = "estimated", _("見積り")


class WorkState(models.TextChoices):
    """What became of an action item of a project."""

    TO_DO = "to_do", _("これから")
    DOING = "doing", _("進行中")
    DONE = "done", _("済み")
    DROPPED = "dropped", _("取りやめ")


class WorkItem(MunicipalModel, Versioned):
    """A piece of work of a project with an owner (a post) and a day by which it is due."""

    municipality_from = "project"

    project = models.ForeignKey(Project, models.PROTECT, related_name="work_items", verbose_name=_("取組"))
    title = models.CharField(_("作業"), max_length=200)
    owner = models.CharField(_("担当（役職・所属）"), max_length=120, blank=True)
    owner_section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("担当課")
    )
    due = models.DateField(_("期限"), null=True, blank=True)
    state = models.CharField(_("状態"), max_length=8, choices=WorkState, default=WorkState.TO_DO)
    done_on = models.DateField(_("済んだ日"), null=True, blank=True)
    note = models.TextField(_("メモ"), blank=True)
    source = models.CharField(_("出典"), max_length=300, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("作業")
        ordering = ["project_id", "state", "due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False),
                name="done_work_has_its_day",
                violation_error_message=_("済みのときは、済んだ日を入れてください。"),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.state in (WorkState.TO_DO, WorkState.DOING)


class Output(MunicipalModel, Versioned):
    """Something that a project made (アウトプット): a sheet, a training, a list. It exists or it does not."""

    municipality_from = "project"

    project = models.ForeignKey(Project, models.PROTECT, related_name="outputs", verbose_name=_("取組"))
    title = models.CharField(_("アウトプット"), max_length=200)
    delivered_on = models.DateField(_("できた日"), null=True, blank=True)
    quantity = models.CharField(_("量（単位つき）"), max_length=60, blank=True)
    link = models.CharField(_("ありか"), max_length=300, blank=True)
    source = models.CharField(_("出典"), max_length=300, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("アウトプット")
        ordering = ["project_id", "delivered_on", "pk"]

    def __str__(self) -> str:
        return self.title


class Outcome(MunicipalModel, Versioned):
    """A change that a project wants to bring about (アウトカム).

    A soft outcome (an attitude, know-how) must name an observable sign by which anybody could see it. Values carry
    their unit; `seen_on` is empty until the change was really seen, and `basis` says whether it was measured or
    estimated.
    """

    municipality_from = "project"

    project = models.ForeignKey(Project, models.PROTECT, related_name="outcomes", verbose_name=_("取組"))
    title = models.CharField(_("アウトカム"), max_length=200)
    is_soft = models.BooleanField(_("数えにくい変化か"), default=False)
    sign = models.CharField(_("見て分かるしるし"), max_length=200, blank=True)
    unit = models.CharField(_("単位"), max_length=20, blank=True)
    baseline = models.CharField(_("はじめの値"), max_length=60, blank=True)
    target = models.CharField(_("目標の値"), max_length=60, blank=True)
    actual = models.CharField(_("いまの値・見えたこと"), max_length=200, blank=True)
    seen_on = models.DateField(_("確かめた日"), null=True, blank=True)
    basis = models.CharField(_("実測か見積りか"), max_length=10, choices=Basis, blank=True)
    how_to_measure = models.CharField(_("測り方"), max_length=200, blank=True)
    hours_to_measure = models.DecimalField(
        _("測るのにかかる時間（時間）"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    source = models.CharField(_("出典"), max_length=300, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("アウトカム")
        ordering = ["project_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_soft=False) | ~Q(sign=""),
                name="a_soft_outcome_needs_a_sign",
                violation_error_message=_("数えにくい変化には、見て分かるしるしを書いてください。"),
            ),
            models.CheckConstraint(
                condition=Q(seen_on__isnull=True) | (~Q(actual="") & ~Q(basis="")),
                name="a_seen_outcome_says_how",
                violation_error_message=_("確かめた日を入れたときは、見えたことと、実測か見積りかも入れてください。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NextThing(MunicipalModel, Versioned):
    """What a project will do next (今後の取組), roughly when, and whether it was done."""

    municipality_from = "project"

    project = models.ForeignKey(Project, models.PROTECT, related_name="next_things", verbose_name=_("取組"))
    title = models.CharField(_("今後の取組"), max_length=200)
    expected_by = models.DateField(_("いつごろまでに"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("順番"), default=1)
    done_on = models.DateField(_("済んだ日"), null=True, blank=True)
    source = models.CharField(_("出典"), max_length=300, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("今後の取組")
        ordering = ["project_id", "position", "pk"]

    def __str__(self) -> str:
        return self.title
