"""Residents and households, what they consented to, and who looked at their data."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core.models.base import AppendOnly, MunicipalModel, Versioned


class Household(MunicipalModel):
    """People who live together under one head of household (世帯), as a municipality's register groups them."""

    number = models.CharField(_("世帯番号"), max_length=20)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("世帯")
        constraints = [models.UniqueConstraint(fields=["municipality", "number"], name="household_number_once")]

    def __str__(self) -> str:
        return self.number


class Resident(MunicipalModel, Versioned):
    """A resident of a municipality.

    `is_protected` is 支援措置: the address must not appear on any screen, file, print or log. `registered_address` is
    therefore read in this class alone; everybody else uses `address`, which is empty for the protected.
    """

    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("世帯")
    )
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="resident",
        verbose_name=_("サインインする人"),
    )  # fmt: skip
    name = models.CharField(_("氏名"), max_length=120)
    kana = models.CharField(_("フリガナ"), max_length=160)
    born_on = models.DateField(_("生年月日"))
    relation = models.CharField(_("続柄"), max_length=20, blank=True)
    postal_code = models.CharField(_("郵便番号"), max_length=8, blank=True)
    registered_address = models.CharField(_("住所"), max_length=200, blank=True)
    phone = models.CharField(_("電話番号"), max_length=20, blank=True)
    is_protected = models.BooleanField(_("支援措置"), default=False)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("住民")
        ordering = ["kana", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The address to show; empty for a resident under 支援措置."""
        return "" if self.is_protected else self.registered_address


class Consent(MunicipalModel):
    """A resident lets somebody use some data for a purpose in a period. Withdrawal works at once.

    `data` names kinds of data by the keys that manifests publish (`subject_data`). Both ends of the period count.
    """

    municipality_from = "resident"

    resident = models.ForeignKey(Resident, models.CASCADE, related_name="consents", verbose_name=_("住民"))
    purpose = models.CharField(_("目的"), max_length=200)
    data = models.JSONField(_("使うデータ"), default=list)
    recipient = models.CharField(_("使う人"), max_length=120)
    since = models.DateField(_("開始日"))
    until = models.DateField(_("終了日"), null=True, blank=True)
    given_at = models.DateTimeField(_("同意した日時"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("取りやめた日時"), null=True, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("同意")
        ordering = ["-given_at", "-pk"]

    def __str__(self) -> str:
        return self.purpose


class AccessLogEntry(AppendOnly):
    """Somebody looked at a resident's data: who, in which post, why, and which kinds of data. The resident reads it."""

    municipality_from = "resident"

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="access_log", verbose_name=_("住民"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("見た人"))
    post = models.CharField(_("見た人の所属"), max_length=120)
    purpose = models.CharField(_("見た理由"), max_length=200)
    data = models.JSONField(_("見たデータ"), default=list)

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = _("閲覧記録")
        ordering = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.purpose}"
