"""Model packages: what one municipality made and others adopt (横展開)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core.models.base import MunicipalModel


class ModelPackage(models.Model):
    """One version of a published model. Never changed: an improvement is a further version. Every municipality sees it.

    `kind` is the key of an adoptable in a manifest; `content` its exported form; `checksum` the SHA-256 (hex) of the
    canonical content.
    """

    kind = models.CharField(_("モデルの種類"), max_length=80)
    name = models.SlugField(_("モデルの名前"), max_length=80)
    version = models.PositiveIntegerField(_("版"))
    title = models.CharField(_("表題"), max_length=200)
    note = models.TextField(_("この版で変わったこと"), blank=True)
    content = models.JSONField(_("内容"))
    checksum = models.CharField(_("指紋"), max_length=64)
    publisher = models.ForeignKey("core.Municipality", models.PROTECT, related_name="+", verbose_name=_("公開した市町"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("公開した人")
    )
    published_at = models.DateTimeField(_("公開日時"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("モデル")
        ordering = ["kind", "name", "-version"]
        constraints = [models.UniqueConstraint(fields=["kind", "name", "version"], name="model_version_once")]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class Adoption(MunicipalModel):
    """A municipality uses a model; `package` is the version it last took over, the base of the next three-way merge."""

    package = models.ForeignKey(ModelPackage, models.PROTECT, related_name="adoptions", verbose_name=_("取り入れた版"))
    object_id = models.CharField(_("自分のまちでの番号"), max_length=64)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("取り入れた人")
    )
    adopted_at = models.DateTimeField(_("取り入れた日時"), auto_now_add=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("取り入れたモデル")
        ordering = ["-adopted_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.package_id}"
