"""Municipalities, their sections, and the days on which their offices are closed."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core.models.base import MunicipalModel, Versioned


class MunicipalityKind(models.TextChoices):
    """Prefecture, city or town (Hyogo has no villages)."""

    PREFECTURE = "prefecture", _("県")
    CITY = "city", _("市")
    TOWN = "town", _("町")


class Municipality(models.Model):
    """A city, a town, or the prefecture itself.

    Known by its 全国地方公共団体コード: six digits, the last of them a check digit.
    """

    code = models.CharField(_("団体コード"), max_length=6, primary_key=True)
    kind = models.CharField(_("種別"), max_length=10, choices=MunicipalityKind)
    name = models.CharField(_("名称"), max_length=40)
    kana = models.CharField(_("よみ"), max_length=80)
    name_en = models.CharField(_("英語名"), max_length=80)
    latitude = models.FloatField(_("緯度"), help_text=_("庁舎のおおよその位置（度）"))
    longitude = models.FloatField(_("経度"), help_text=_("庁舎のおおよその位置（度）"))

    class Meta:
        verbose_name = verbose_name_plural = _("市町")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Section(MunicipalModel, Versioned):
    """A section (課) of a municipality. One that was reorganised is closed and points to its successor.

    `closed_on` is the first day on which it no longer exists.
    """

    name = models.CharField(_("課名"), max_length=60)
    phone = models.CharField(_("電話番号"), max_length=20, blank=True)
    closed_on = models.DateField(_("廃止日"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("後継の課")
    )

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("課")
        ordering = ["municipality_id", "name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="section_name_once_in_a_municipality")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date | None:
        """The last day on which a section that is, or will be, closed exists."""
        return self.closed_on - timedelta(days=1) if self.closed_on else None


class OfficeDay(MunicipalModel):
    """A day on which a municipality's offices differ from the ordinary calendar (closed, or open on a day of rest)."""

    day = models.DateField(_("日付"))
    is_open = models.BooleanField(_("開庁"), default=False)
    reason = models.CharField(_("理由"), max_length=100)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("開庁日・閉庁日の特例")
        ordering = ["municipality_id", "day"]
        constraints = [models.UniqueConstraint(fields=["municipality", "day"], name="office_day_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}"
