"""The steps by which a counter changes, what each needs first, and how the sections stand to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import AppendOnly, MunicipalModel, Section, Versioned
from hanpo.counter.models.improving.problems import ToBe


class StepState(models.TextChoices):
    """How far a step of the improvement is."""

    IDEA = "idea", _("案")
    DECIDED = "decided", _("やると決めた")
    DOING = "doing", _("取り組み中")
    DONE = "done", _("済み")
    DROPPED = "dropped", _("やめた")


class ImprovementStep(MunicipalModel, Versioned):
    """One step towards what is wanted (改善工程), owned by one section.

    `resident_minutes` and `staff_minutes` are what one case is expected to take less; a step may cost staff time, so
    the latter may be negative. `cases_a_year` is how many cases it touches. All three are estimates until measured.
    """

    municipality_from = "to_be"

    to_be = models.ForeignKey(ToBe, models.PROTECT, related_name="steps", verbose_name=_("目指す姿"))
    title = models.CharField(_("すること"), max_length=160)
    owner = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("担当課")
    )
    due = models.DateField(_("期限"), null=True, blank=True)
    state = models.CharField(_("状態"), max_length=8, choices=StepState, default=StepState.IDEA)
    resident_minutes = models.DecimalField(
        _("住民が楽になる時間（分／件・見込み）"), max_digits=6, decimal_places=1, default=0
    )
    staff_minutes = models.DecimalField(
        _("職員が楽になる時間（分／件・見込み）"), max_digits=6, decimal_places=1, default=0,
        help_text=_("職員の手間が増えるときは、マイナスで入れてください。"),
    )  # fmt: skip
    cases_a_year = models.PositiveIntegerField(_("年間の件数（見込み）"), default=0)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("改善工程")
        ordering = ["to_be_id", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(StepState.values)), name="step_state_is_known")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_as(self) -> str:
        """The sign with which its state is shown on pages."""
        return {"idea": "draft", "decided": "waiting", "dropped": "stopped"}.get(self.state, self.state)


class StepNeed(MunicipalModel):
    """A step cannot begin before another is done (先に要る工程)."""

    municipality_from = "step"

    step = models.ForeignKey(ImprovementStep, models.CASCADE, related_name="needs", verbose_name=_("改善工程"))
    needs = models.ForeignKey(ImprovementStep, models.PROTECT, related_name="needed_by", verbose_name=_("先に要る工程"))

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("先に要る工程")
        ordering = ["step_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["step", "needs"], name="step_need_once"),
            models.CheckConstraint(condition=~Q(step=F("needs")), name="a_step_does_not_need_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.step_id} {self.needs_id}"


class Word(models.IntegerChoices):
    """How a section stands to a step, in four words; for the load, how light it is."""

    NO = 1, _("まったくそう言えない")
    HARDLY = 2, _("あまりそう言えない")
    MOSTLY = 3, _("だいたいそう言える")
    YES = 4, _("そう言える")


class SectionVoice(AppendOnly):
    """What a section said of a step (合意の状況): it understands it, agrees with it, can bear it. The newest row counts.

    A section that changes its mind adds a row, so that one sees how agreement grew.
    """

    municipality_from = "step"

    step = models.ForeignKey(ImprovementStep, models.PROTECT, related_name="voices", verbose_name=_("改善工程"))
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("課"))
    understands = models.PositiveSmallIntegerField(_("内容が分かっている"), choices=Word)
    agrees = models.PositiveSmallIntegerField(_("賛成できる"), choices=Word)
    bears = models.PositiveSmallIntegerField(_("いまの人手でやれる"), choices=Word)
    condition = models.CharField(_("こうなればよい、という条件"), max_length=300, blank=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("記録した人")
    )

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = _("合意の状況")
        ordering = ["recorded_at", "pk"]
        indexes = [models.Index(fields=["step", "section"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(understands__range=(1, 4)) & Q(agrees__range=(1, 4)) & Q(bears__range=(1, 4)),
                name="voice_words_are_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.step_id} {self.section_id}"
