"""The audit record: who did what, when, and what stood there before. Each row carries the hash of the one before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One write to the system. Rows are only ever added; the database itself refuses to change or remove them.

    `hash` is SHA-256 (hex) over the previous row's hash and this row's canonical form, see `hanpo.core.engine.chain`.
    `actor` is empty where Hanpo itself acted (a preparer, an expiry).
    """

    sequence = models.PositiveBigIntegerField(_("通番"), primary_key=True)
    at = models.DateTimeField(_("日時"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("操作した人")
    )
    actor_name = models.CharField(_("操作した人の名前"), max_length=80)
    municipality = models.ForeignKey(
        "core.Municipality", models.PROTECT, null=True, related_name="+", verbose_name=_("市町")
    )
    verb = models.CharField(_("操作"), max_length=80)
    subject_type = models.CharField(_("対象の種類"), max_length=80)
    subject_id = models.CharField(_("対象の番号"), max_length=64)
    subject_label = models.CharField(_("対象"), max_length=200)
    old = models.JSONField(_("変更前"), default=dict)
    new = models.JSONField(_("変更後"), default=dict)
    previous_hash = models.CharField(_("前の行のハッシュ"), max_length=64)
    hash = models.CharField(_("ハッシュ"), max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("監査記録")
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["municipality", "-sequence"]),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"


class AuditHead(models.Model):
    """The one row that says how long the chain is and how it ends, so that a row cut from the end is missed too."""

    length = models.PositiveBigIntegerField(_("行数"), default=0)
    hash = models.CharField(_("最後のハッシュ"), max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("監査記録の末尾")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_audit_head")]

    def __str__(self) -> str:
        return f"{self.length} {self.hash}"
