"""Notifications to a person, in the site and by e-mail."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core.models.base import MunicipalModel


class Notification(MunicipalModel):
    """A message to one person that says by itself what happened and what to do; `url` leads to the place.

    One that is not to go `by_mail` is shown in the site alone.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications", verbose_name=_("宛先")
    )
    title = models.CharField(_("件名"), max_length=200)
    body = models.TextField(_("本文"), blank=True)
    url = models.CharField(_("関係するページ"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("知らせた日時"), auto_now_add=True)
    read_at = models.DateTimeField(_("読んだ日時"), null=True, blank=True)
    by_mail = models.BooleanField(_("メールでも知らせる"), default=True)
    emailed_at = models.DateTimeField(_("メールした日時"), null=True, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("お知らせ")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["person", "read_at"])]

    def __str__(self) -> str:
        return self.title
