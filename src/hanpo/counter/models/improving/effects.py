"""What a step did: single timings before and after it, and what a month's counted cases gave back."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import MunicipalModel, Section, Versioned
from hanpo.counter.models.improving.steps import ImprovementStep
from hanpo.counter.models.improving.walks import Phase

MOST_MINUTES = 24 * 60


class Timing(MunicipalModel, Versioned):
    """How long one case took (計測), before or after a step: one visit, one piece of work, in minutes.

    `of_staff` tells the staff's minutes from the resident's. Nobody's name stands here: it is the work that is timed.
    """

    municipality_from = "step"

    step = models.ForeignKey(ImprovementStep, models.PROTECT, related_name="timings", verbose_name=_("改善工程"))
    phase = models.CharField(_("いつの計測か"), max_length=6, choices=Phase)
    of_staff = models.BooleanField(_("職員の時間"), default=True)
    minutes = models.DecimalField(
        _("分"), max_digits=6, decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(MOST_MINUTES))],
    )  # fmt: skip
    timed_on = models.DateField(_("計った日"))
    source = models.CharField(_("どうやって計ったか"), max_length=120)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("計測")
        ordering = ["step_id", "phase", "timed_on", "pk"]
        indexes = [models.Index(fields=["step", "of_staff", "phase"])]
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=list(Phase.values)), name="timing_phase_is_known"),
            models.CheckConstraint(condition=Q(minutes__gte=0), name="a_timing_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.step_id} {self.minutes}"


class Measure(MunicipalModel, Versioned):
    """What a step gave the staff of a section back in a month (効果の実測): counted cases × measured minutes a case.

    `minutes_before` and `minutes_after` are means of timings at the time of entry; a section lead confirms the row,
    and only then it stands in the benefit ledger. `month` is the first day of the month.
    """

    municipality_from = "step"

    step = models.ForeignKey(ImprovementStep, models.PROTECT, related_name="measures", verbose_name=_("改善工程"))
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("どの課の時間か"))
    month = models.DateField(_("月"))
    cases = models.PositiveIntegerField(_("数えた件数"))
    minutes_before = models.DecimalField(
        _("改善前（分／件）"), max_digits=6, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    minutes_after = models.DecimalField(
        _("改善後（分／件）"), max_digits=6, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    source = models.CharField(_("件数の数え方"), max_length=200)
    confirmed_at = models.DateTimeField(_("確かめた日時"), null=True, blank=True, editable=False)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("効果の実測")
        ordering = ["-month", "step_id", "section__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "section", "month"], name="measure_once_a_month",
                violation_error_message=_("この工程・課・月の実測は、もう入っています。"),
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="a_measure_is_of_a_month"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.step_id} {self.month:%Y-%m}"

    @property
    def minutes_saved(self) -> int:
        """The staff's minutes that the month gave back, rounded; negative where the work grew."""
        return round(self.cases * (self.minutes_before - self.minutes_after))
