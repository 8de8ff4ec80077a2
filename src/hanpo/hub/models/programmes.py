"""The programme and the municipalities that take part in it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import Group, MunicipalModel, Versioned


class Programme(Group):
    """A programme (事業) of the prefecture: several municipalities work on fields of their own and learn together.

    It belongs to no single municipality; who may see it follows from `Participation`. `source` names the public
    document that founds it.
    """

    joined_through: ClassVar[str] = "participations"
    seen_where: ClassVar[str] = "host_id = ANY ({codes}) OR id IN (SELECT programme_id FROM hub_participation)"

    host = models.ForeignKey("core.Municipality", models.PROTECT, related_name="+", verbose_name=_("実施する県"))
    name = models.CharField(_("事業名"), max_length=120)
    purpose = models.TextField(_("目的"), blank=True)
    goal = models.TextField(_("支援のゴール"), blank=True)
    starts_on = models.DateField(_("開始日"))
    ends_on = models.DateField(_("終了日"))
    lead_company = models.CharField(_("支援の代表企業"), max_length=120, blank=True)
    source = models.CharField(_("出典"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("事業")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="programme_ends_after_it_starts",
                violation_error_message=_("終了日は開始日より後にしてください。"),
            ),
            models.UniqueConstraint(fields=["host", "name"], name="programme_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Participation(MunicipalModel, Versioned):
    """A municipality takes part in a programme with one field (観光DX, 窓口DX …). Both ends of the period count."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="participations", verbose_name=_("事業"))
    field = models.CharField(_("分野"), max_length=40)
    prefectural_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("県の担当者"),
    )  # fmt: skip
    supporting_company = models.CharField(_("支援する企業"), max_length=120, blank=True)
    since = models.DateField(_("参加した日"))
    until = models.DateField(_("参加の終わり"), null=True, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("事業への参加")
        ordering = ["municipality_id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "municipality", "field"], name="participation_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="participation_ends_after_it_starts",
                violation_error_message=_("参加の終わりは参加した日より後にしてください。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.field}"
