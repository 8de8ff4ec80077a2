"""The interview about procedures: what a household said, and for how long it is kept."""

from __future__ import annotations

import secrets
from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core import clock
from hanpo.core.models import MunicipalModel, Versioned
from hanpo.counter.models.rules import RuleEdition


def new_token() -> str:
    """What nobody can guess: 192 random bits, as they stand in an address."""
    return secrets.token_urlsafe(24)


class Guidance(MunicipalModel, Versioned):
    """One interview (手続案内): what a household said, without a name, an address or a number.

    Whoever has the address with its token sees it: the resident on the phone and the clerk who scans the code.
    `answers` maps facts to values, None for "I do not know"; `asked` are the keys of the questions in the order of
    asking. `days` maps events to ISO days (`moved_in`, `planned_leaving`, `born`, `died` …, see `engine.guide.DAYS`);
    `amounts` holds what benefits rest on (`children`: ISO days of birth; `income`, `dependents`: yen a year, people).
    `edition` is that of the rules by which it was answered last. `begun_by` is the clerk who holds the interview, None
    for a resident alone. After `expires_on` it is shown to nobody and erased.
    """

    token = models.CharField(_("合いことば"), max_length=48, unique=True, default=new_token, editable=False)
    answers = models.JSONField(_("答え"), default=dict, blank=True)
    asked = models.JSONField(_("聞いた順"), default=list, blank=True)
    days = models.JSONField(_("日付"), default=dict, blank=True)
    amounts = models.JSONField(_("手当の計算に使うこと"), default=dict, blank=True)
    language = models.CharField(_("ことば"), max_length=8, choices=settings.LANGUAGES, default="ja")
    edition = models.ForeignKey(
        RuleEdition, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("手続きの決まりの版")
    )
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("聞き取った人"),
    )
    begun_at = models.DateTimeField(_("始めた日時"), default=clock.now)
    expires_on = models.DateField(_("残しておく最後の日"))

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("手続案内")
        ordering = ["-begun_at", "-pk"]
        indexes = [models.Index(fields=["expires_on"])]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def is_kept(self, day: date) -> bool:
        """Whether it may still be shown on a day."""
        return day <= self.expires_on
