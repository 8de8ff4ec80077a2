"""Workbooks that came back: the file as it was sent, what was read from it, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core import clock
from hanpo.core.models import MunicipalModel, StoredFile
from hanpo.forms.models.responses import Response


class WorkbookState(models.TextChoices):
    """What became of a workbook."""

    WAITING = "waiting", _("確認待ち")
    CONFIRMED = "confirmed", _("回答に入れた")
    REFUSED = "refused", _("読み取れなかった")
    ASIDE = "aside", _("使わなかった")


class IncomingWorkbook(MunicipalModel):
    """A workbook that somebody sent back as the answer to a response. Nothing of it counts before a person says so.

    `result` is what was read (`hanpo.forms.engine.workbook.recovered_data`), or empty where nothing was; then `reason`
    says why. `made_version` is the version of the response that the confirmed answers made. It goes with its response
    when the time to keep that is over.
    """

    municipality_from = "response"

    response = models.ForeignKey(Response, models.CASCADE, related_name="workbooks", verbose_name=_("回答票"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("ファイル"))
    state = models.CharField(_("状態"), max_length=9, choices=WorkbookState, default=WorkbookState.WAITING)
    result = models.JSONField(_("読み取った内容"), default=dict, blank=True)
    reason = models.TextField(_("読み取れなかった理由"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("送った人")
    )
    at = models.DateTimeField(_("受け取った日時"), default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("決めた人")
    )
    decided_at = models.DateTimeField(_("決めた日時"), null=True, blank=True)
    made_version = models.PositiveIntegerField(_("これで何版になったか"), null=True, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("受け取ったExcelの回答")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "confirmed", "refused", "aside"]),
                name="incoming_workbook_state_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.response_id} {self.file_id}"

    @property
    def is_waiting(self) -> bool:
        """Whether a person has still to say what becomes of it."""
        return self.state == WorkbookState.WAITING
