"""What the sections undertake together at their counters, and what each of them says about it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import MunicipalModel, Section, Versioned
from hanpo.forms.models import FormVersion, Response


class Improvement(MunicipalModel, Versioned):
    """Something at the counter that several sections change together (窓口改善の取組), such as the day of a family that
    moves in.

    `hearing_form` is what the sections are asked, fixed when they are first asked; `hearing_due_on` is their day.
    `closed_on` is the first day on which nothing more is done about it.
    """

    title = models.CharField(_("題"), max_length=120)
    aim = models.TextField(_("だれの何を変えたいか"))
    lead = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("まとめる課")
    )
    started_on = models.DateField(_("始めた日"))
    closed_on = models.DateField(_("終えた日"), null=True, blank=True)
    hearing_form = models.ForeignKey(
        FormVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("聞き取り票"),
        editable=False,
    )
    hearing_due_on = models.DateField(_("聞き取りの期限"), null=True, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("窓口改善の取組")
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "title"], name="improvement_title_once",
                violation_error_message=_("同じ題の取組がもうあります。年度などを付けて、ほかの題にしてください。"),
            ),
            models.CheckConstraint(
                condition=Q(hearing_form__isnull=True) | Q(hearing_due_on__isnull=False),
                name="a_hearing_round_has_its_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Hearing(MunicipalModel, Versioned):
    """What one section says about its work at the counter (聞き取り): ten minutes, whenever it has them.

    The answers stand in `hanpo.forms` as a response, prefilled from what other sections said; they go when the time to
    keep them is over, and `answered_at` remains.
    """

    municipality_from = "improvement"

    improvement = models.ForeignKey(
        Improvement, models.PROTECT, related_name="hearings", verbose_name=_("窓口改善の取組")
    )
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("課"))
    response = models.OneToOneField(
        Response, models.SET_NULL, null=True, blank=True, related_name="counter_hearing", verbose_name=_("回答票")
    )
    answered_at = models.DateTimeField(_("答えた日時"), null=True, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("課への聞き取り")
        ordering = ["improvement_id", "section__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["improvement", "section"], name="a_section_is_heard_once")]

    def __str__(self) -> str:
        return f"{self.improvement_id} {self.section_id}"
