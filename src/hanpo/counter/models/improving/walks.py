"""The experience survey (窓口利用体験調査): staff go through the counter as a made-up resident, with a stopwatch."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import MunicipalModel, Section, StoredFile, Versioned
from hanpo.counter.models.improving.themes import Improvement

LONGEST_SECONDS = 12 * 3600
"""Nobody stays at a counter longer than a day is open: beyond it a stopwatch was forgotten."""
MOST = 9999


class Phase(models.TextChoices):
    """Whether something was seen before the counter was changed, or after it."""

    BEFORE = "before", _("改善前")
    AFTER = "after", _("改善後")


class Walk(MunicipalModel, Versioned):
    """One walk through the counter as a made-up resident (窓口利用体験調査).

    `persona` is invented: no real resident is described. `sent_as` is the number that the phone gave the walk, so that
    sending it twice stores it once.
    """

    municipality_from = "improvement"

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="walks", verbose_name=_("窓口改善の取組"))
    persona = models.CharField(
        _("だれになって歩くか"),
        max_length=200,
        help_text=_("架空の人にしてください。例：子ども2人と引っ越してきた会社員"),
    )
    phase = models.CharField(_("いつの調査か"), max_length=6, choices=Phase, default=Phase.BEFORE)
    walked_on = models.DateField(_("歩いた日"))
    words = models.TextField(_("歩き終えて思ったこと"), blank=True)
    sent_as = models.UUIDField(_("端末での番号"), default=uuid.uuid4, editable=False)
    walker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("歩いた人"),
        editable=False,
    )  # fmt: skip

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("窓口利用体験調査")
        ordering = ["-walked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "sent_as"], name="a_walk_is_stored_once"),
            models.CheckConstraint(condition=Q(phase__in=list(Phase.values)), name="walk_phase_is_known"),
        ]

    def __str__(self) -> str:
        return self.persona


def _seconds(label: Any) -> models.PositiveIntegerField[int, int]:
    return models.PositiveIntegerField(label, default=0, validators=[MaxValueValidator(LONGEST_SECONDS)])


def _times(label: Any) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(label, default=0, validators=[MaxValueValidator(MOST)])


class WalkStop(MunicipalModel, Versioned):
    """One stop of a walk (立ち寄り先): a desk, a form table, a machine; with what it cost.

    `waited` and `served` are seconds, `walked` the steps on foot to get there, `wrote` how often something was written
    by hand that had been written before or is known to the town hall (name, address, date of birth …).
    """

    municipality_from = "walk"

    walk = models.ForeignKey(Walk, models.CASCADE, related_name="stops", verbose_name=_("窓口利用体験調査"))
    number = models.PositiveSmallIntegerField(_("順番"))
    place = models.CharField(_("立ち寄った所"), max_length=100)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("どの課の窓口か")
    )
    waited = _seconds(_("待った時間（秒）"))
    served = _seconds(_("応対の時間（秒）"))
    walked = _times(_("そこまで歩いた歩数"))
    wrote = _times(_("同じことを書いた回数"))
    happened = models.TextField(_("困ったこと・気付いたこと"), blank=True)
    photo = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("写真"), editable=False
    )

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("立ち寄り先")
        ordering = ["walk_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["walk", "number"], name="walk_stop_number_once",
                violation_error_message=_("同じ順番の立ち寄り先がもうあります。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.place
