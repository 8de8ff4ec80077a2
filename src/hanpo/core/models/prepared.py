"""Prepared work (おぜん立て): what Hanpo has made ready, and what a person decided about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core.models.base import MunicipalModel, Versioned
from hanpo.core.models.places import Section


class PreparedState(models.TextChoices):
    """What became of a piece of prepared work."""

    WAITING = "waiting", _("判断待ち")
    APPROVED = "approved", _("承認")
    CHANGED = "changed", _("直して承認")
    DECLINED = "declined", _("見送り")
    WITHDRAWN = "withdrawn", _("不要になった")


class PreparedWork(MunicipalModel, Versioned):
    """One draft in somebody's tray: what, for whom, by when, why, what approving does, and the minutes it saves.

    `preparer` and `key` together name the occasion, so that preparing twice makes nothing twice. `why` is a list of
    facts `{"text": …, "url": …}`. `draft` holds the values that approving uses; `fields` describes those a person may
    change. `minutes_saved` is an estimate in minutes of staff time. `undo` is what the preparer needs to take it back.
    """

    preparer = models.CharField(_("おぜん立ての種類"), max_length=80)
    key = models.CharField(_("きっかけ"), max_length=200)
    role = models.CharField(_("担当の役割"), max_length=40)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("担当課")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("担当者"),
    )
    title = models.CharField(_("件名"), max_length=200)
    why = models.JSONField(_("なぜ今か"), default=list)
    effect = models.CharField(_("承認すると"), max_length=300)
    url = models.CharField(_("関係するページ"), max_length=300, blank=True)
    due = models.DateField(_("期限"), null=True, blank=True)
    minutes_saved = models.PositiveIntegerField(_("省ける時間（分・見積り）"))
    draft = models.JSONField(_("下書き"), default=dict)
    fields = models.JSONField(_("直せる欄"), default=list)
    state = models.CharField(_("状態"), max_length=12, choices=PreparedState, default=PreparedState.WAITING)
    prepared_at = models.DateTimeField(_("用意した日時"), auto_now_add=True)
    decided_at = models.DateTimeField(_("判断した日時"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("判断した人"),
    )
    reason = models.CharField(_("見送った理由"), max_length=300, blank=True)
    undo = models.JSONField(_("取り消しに使う控え"), default=dict)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("おぜん立て")
        ordering = ["due", "pk"]
        constraints = [models.UniqueConstraint(fields=["municipality", "preparer", "key"], name="prepared_once")]
        indexes = [models.Index(fields=["state", "municipality", "role"])]

    def __str__(self) -> str:
        return self.title
