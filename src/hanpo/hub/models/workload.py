"""The owner section's workload: the hours it says it has, its busy seasons, and what a project asks for and returns."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import MunicipalModel, Section, Versioned
from hanpo.hub.models.projects import Project
from hanpo.hub.models.results import Basis

_MONTH = [MinValueValidator(1), MaxValueValidator(12)]


class SectionCapacity(MunicipalModel, Versioned):
    """Hours a month that a section says it can give to projects, from the month of `since` to that of `until`."""

    municipality_from = "section"

    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("課"))
    hours_per_month = models.DecimalField(
        _("使える時間（時間／月）"), max_digits=6, decimal_places=1, validators=[MinValueValidator(0)]
    )
    since = models.DateField(_("いつから（月）"))
    until = models.DateField(_("いつまで（月）"), null=True, blank=True)
    stated_by = models.CharField(_("誰が言ったか（役職・所属）"), max_length=120)
    stated_on = models.DateField(_("聞いた日"))

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("課が使える時間")
        ordering = ["section_id", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["section", "since"], name="capacity_stated_once_from_a_month"),
            models.CheckConstraint(condition=Q(hours_per_month__gte=0), name="capacity_is_not_negative"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="capacity_ends_after_it_starts",
                violation_error_message=_("「いつまで」は「いつから」より後にしてください。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section_id} {self.hours_per_month}"


class BusySeason(MunicipalModel, Versioned):
    """Months of every year in which a section has less time, with the reason (農繁期, 年度末, 窓口の繁忙期).

    From `from_month` to `to_month`, both included; a season may run over the end of the year (12 → 4).
    """

    municipality_from = "section"

    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("課"))
    from_month = models.PositiveSmallIntegerField(_("何月から"), validators=_MONTH)
    to_month = models.PositiveSmallIntegerField(_("何月まで"), validators=_MONTH)
    reason = models.CharField(_("理由"), max_length=120)
    hours_per_month = models.DecimalField(
        _("その間に使える時間（時間／月）"), max_digits=6, decimal_places=1, validators=[MinValueValidator(0)]
    )

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("忙しい時期")
        ordering = ["section_id", "from_month", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_month__range=(1, 12)) & Q(to_month__range=(1, 12)), name="busy_season_in_months"
            ),
            models.CheckConstraint(condition=Q(hours_per_month__gte=0), name="busy_hours_are_not_negative"),
        ]

    def __str__(self) -> str:
        return self.reason


class ProjectLoad(MunicipalModel, Versioned):
    """Hours that a project asks of a section in a month, and hours that it gives back there (work no longer needed).

    `month` is the first day of the month. Empty hours mean unknown, which is not zero. Meetings count.
    """

    municipality_from = "project"

    project = models.ForeignKey(Project, models.PROTECT, related_name="loads", verbose_name=_("取組"))
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("課"))
    month = models.DateField(_("月"))
    hours_asked = models.DecimalField(
        _("求める時間（時間）"), max_digits=6, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    asked_basis = models.CharField(_("求める時間の根拠"), max_length=10, choices=Basis, default=Basis.ESTIMATED)
    hours_returned = models.DecimalField(
        _("返る時間（時間）"), max_digits=6, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    returned_basis = models.CharField(_("返る時間の根拠"), max_length=10, choices=Basis, default=Basis.ESTIMATED)
    note = models.CharField(_("内訳"), max_length=200, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("取組の業務量")
        ordering = ["project_id", "month", "section_id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "section", "month"], name="load_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="load_month_is_its_first_day"),
            models.CheckConstraint(
                condition=(Q(hours_asked__isnull=True) | Q(hours_asked__gte=0))
                & (Q(hours_returned__isnull=True) | Q(hours_returned__gte=0)),
                name="load_hours_are_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.hours_asked}"
