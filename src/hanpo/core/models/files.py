"""Files that people upload or Hanpo makes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core.models.base import MunicipalModel


class StoredFile(MunicipalModel):
    """A file kept for a municipality, found again by what it is about. `size` is in bytes, `sha256` in hex."""

    name = models.CharField(_("ファイル名"), max_length=200)
    content = models.FileField(_("内容"), upload_to="files/%Y/%m/", max_length=300)
    media_type = models.CharField(_("種類"), max_length=100)
    size = models.PositiveBigIntegerField(_("大きさ（バイト）"))
    sha256 = models.CharField(_("指紋"), max_length=64)
    permission = models.CharField(_("見るのに要る権限"), max_length=80)
    about = models.CharField(_("何のファイルか"), max_length=120, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("登録した人")
    )
    uploaded_at = models.DateTimeField(_("登録日時"), auto_now_add=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("ファイル")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.name
