"""Joint systems: what members run together, what each does differently, what it costs and how that is shared.

The system, its costs and the rule are the council's. Who is a member, and what a member does differently, are rows of
that member: it writes its own, and whoever finds the system may read them, as one compares notes in a working group.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.japanese.eras import format_fiscal_year
from hanpo.core.japanese.numbers import format_number
from hanpo.core.models import MunicipalModel, Versioned
from hanpo.council.models.base import CouncilHistory, CouncilRow


class JointSystem(CouncilRow, Versioned):
    """A system that members of a council run together (共同運営システム). `ends_on` is the last day of the contract."""

    name = models.CharField(_("システムの名前"), max_length=120)
    purpose = models.TextField(_("何のためか"), blank=True)
    supplier = models.CharField(_("事業者"), max_length=120, blank=True)
    starts_on = models.DateField(_("契約の始まり"), null=True, blank=True)
    ends_on = models.DateField(_("契約の終わり"), null=True, blank=True)
    population_source = models.CharField(_("人口の出典と時点"), max_length=200, blank=True)
    use_source = models.CharField(_("利用件数の出典と期間"), max_length=200, blank=True)
    note = models.TextField(_("補足"), blank=True)
    source = models.CharField(_("出典"), max_length=300, blank=True)

    class Meta(CouncilRow.Meta):
        verbose_name = verbose_name_plural = _("共同運営システム")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "name"], name="joint_system_name_once",
                violation_error_message=_("同じ名前のシステムがもうあります。ほかの名前にしてください。"),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="joint_system_ends_after_it_starts",
                violation_error_message=_("契約の終わりは始まりより後にしてください。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class SystemMember(MunicipalModel, Versioned):
    """A municipality uses a joint system (加入). Both ends of the period count.

    `population` and `uses` (a year) are the numbers by which cost is shared; their source stands with the system.
    """

    system = models.ForeignKey(JointSystem, models.CASCADE, related_name="members", verbose_name=_("システム"))
    since = models.DateField(_("加入した日"))
    until = models.DateField(_("加入の終わり"), null=True, blank=True)
    population = models.PositiveIntegerField(_("人口（人）"), null=True, blank=True)
    uses = models.PositiveIntegerField(_("1年の利用件数"), null=True, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("システムの加入市町")
        ordering = ["municipality_id", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "municipality"], condition=Q(until__isnull=True), name="system_member_once_at_a_time",
                violation_error_message=_("この市町は、もう加入しています。"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="system_member_ends_after_it_starts",
                violation_error_message=_("加入の終わりは加入した日より後にしてください。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.municipality)

    @property
    def people(self) -> str:
        """The population with thousands; a dash where it is not known."""
        return "—" if self.population is None else format_number(self.population)

    @property
    def used(self) -> str:
        """The uses a year with thousands; a dash where they are not known."""
        return "—" if self.uses is None else format_number(self.uses)


class CostYear(CouncilRow, Versioned):
    """What a system costs all members together in a fiscal year (April to March), in yen with tax."""

    shared_from = "system"

    system = models.ForeignKey(JointSystem, models.CASCADE, related_name="costs", verbose_name=_("システム"))
    year = models.PositiveSmallIntegerField(_("年度（西暦）"))
    yen = models.PositiveBigIntegerField(_("総額（円・税込み）"))
    is_estimated = models.BooleanField(_("見積り"), default=False)
    source = models.CharField(_("出典"), max_length=300, blank=True)

    class Meta(CouncilRow.Meta):
        verbose_name = verbose_name_plural = _("年度の費用")
        ordering = ["system_id", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "year"], name="cost_once_a_year",
                violation_error_message=_("この年度の費用は、もう入っています。その行を直してください。"),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000) & Q(year__lte=2100), name="cost_year_is_a_year",
                violation_error_message=_("年度は2000から2100までの西暦で入れてください。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.year}"


class SystemFunction(CouncilRow, Versioned):
    """A function of a joint system (機能), the unit in which members compare what they do."""

    shared_from = "system"

    system = models.ForeignKey(JointSystem, models.CASCADE, related_name="functions", verbose_name=_("システム"))
    position = models.PositiveSmallIntegerField(_("順番"), default=1)
    name = models.CharField(_("機能"), max_length=120)
    standard = models.TextField(_("共通の仕様"), blank=True)

    class Meta(CouncilRow.Meta):
        verbose_name = verbose_name_plural = _("機能")
        ordering = ["system_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "name"], name="function_once_in_a_system",
                violation_error_message=_("同じ名前の機能がもうあります。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Fit(models.TextChoices):
    """How far a member's way of working fits the common function."""

    FITS = "fits", _("合う")
    CHANGE = "change", _("直せば合う")
    DIFFERS = "differs", _("合わない")


class Cause(models.TextChoices):
    """Where a difference comes from: what is law is closed otherwise than what is habit."""

    ORDINANCE = "ordinance", _("条例・規則")
    HABIT = "habit", _("慣行")
    FORM = "form", _("様式")
    SYSTEM = "system", _("システム")


class Difference(MunicipalModel, Versioned):
    """What one member does differently in one function (差異), why, and what would close it."""

    function = models.ForeignKey(SystemFunction, models.CASCADE, related_name="differences", verbose_name=_("機能"))
    fit = models.CharField(_("合い方"), max_length=8, choices=Fit)
    cause = models.CharField(_("違いのもと"), max_length=10, choices=Cause, blank=True)
    text = models.TextField(_("何が違うか"), blank=True)
    closing = models.TextField(_("何があれば埋まるか"), blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("差異")
        ordering = ["municipality_id", "function_id"]
        constraints = [
            models.UniqueConstraint(fields=["function", "municipality"], name="difference_once"),
            models.CheckConstraint(
                condition=Q(fit="fits") | (~Q(cause="") & ~Q(text="")), name="difference_has_a_cause",
                violation_error_message=_("違うときは、違いのもとと、何が違うかを入れてください。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.function_id}"


class SharingRule(CouncilHistory):
    """A rule of cost sharing that was decided (負担の決め方). The newest of a fiscal year or before is in force.

    `rule` is the rule, `basis` the members' numbers and `shares` the yen of each at the time of the decision, by code.
    """

    shared_from = "system"

    system = models.ForeignKey(JointSystem, models.PROTECT, related_name="rules", verbose_name=_("システム"))
    from_year = models.PositiveSmallIntegerField(_("いつの年度から"))
    decided_on = models.DateField(_("決めた日"))
    decided_by = models.CharField(_("決めた場"), max_length=200)
    source = models.CharField(_("出典"), max_length=300, blank=True)
    rule = models.JSONField(_("決め方"))
    words = models.TextField(_("決め方の文"))
    cost = models.PositiveBigIntegerField(_("分けた総額（円）"))
    basis = models.JSONField(_("分けるもとの数"), default=dict)
    shares = models.JSONField(_("負担額"), default=dict)

    class Meta(CouncilHistory.Meta):
        verbose_name = verbose_name_plural = _("負担の決め方")
        ordering = ["-from_year", "-recorded_at", "-pk"]

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def year_words(self) -> str:
        """The first fiscal year in words."""
        return format_fiscal_year(self.from_year)


class RenewalPlan(CouncilRow):
    """What is asked of the members before a contract ends, `months` months ahead; made from approved prepared work."""

    shared_from = "system"

    system = models.ForeignKey(JointSystem, models.CASCADE, related_name="renewals", verbose_name=_("システム"))
    months = models.PositiveSmallIntegerField(_("終わりまでの月数"))
    ends_on = models.DateField(_("契約の終わり"))
    asked_on = models.DateField(_("尋ねた日"))
    answer_by = models.DateField(_("返事の期限"))
    questions = models.TextField(_("尋ねること"))

    class Meta(CouncilRow.Meta):
        verbose_name = verbose_name_plural = _("契約更新の相談")
        ordering = ["-asked_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["system", "months", "ends_on"], name="renewal_asked_once")]

    def __str__(self) -> str:
        return f"{self.system_id} {self.months}"
