"""Long work that runs beside the pages: progress, cancel, result."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core.models.base import MunicipalModel
from hanpo.core.models.files import StoredFile


class JobState(models.TextChoices):
    """How far a piece of long work is."""

    WAITING = "waiting", _("順番待ち")
    RUNNING = "running", _("実行中")
    DONE = "done", _("完了")
    FAILED = "failed", _("失敗")
    CANCELLED = "cancelled", _("中止")


class Job(MunicipalModel):
    """A piece of long work. `done` of `total` units are finished (`total` 0: not yet known).

    A failed job can run again.
    """

    kind = models.CharField(_("種類"), max_length=80)
    title = models.CharField(_("件名"), max_length=200)
    arguments = models.JSONField(_("条件"), default=dict)
    state = models.CharField(_("状態"), max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField(_("済んだ数"), default=0)
    total = models.PositiveIntegerField(_("全体の数"), default=0)
    message = models.CharField(_("いまの状況"), max_length=300, blank=True)
    is_cancel_asked = models.BooleanField(_("中止の求め"), default=False)
    result = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("結果のファイル")
    )
    url = models.CharField(_("結果のページ"), max_length=300, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("頼んだ人"))
    asked_at = models.DateTimeField(_("頼んだ日時"), auto_now_add=True)
    started_at = models.DateTimeField(_("開始日時"), null=True, blank=True)
    finished_at = models.DateTimeField(_("終了日時"), null=True, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("時間のかかる処理")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return self.title
