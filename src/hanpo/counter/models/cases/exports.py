"""What goes to core systems and RPA: the table of columns, each batch that left, and what the other side said of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanpo.core import clock
from hanpo.core.models import MunicipalModel, Versioned
from hanpo.core.models.base import Appended
from hanpo.counter.models.cases.work import CaseTask


class ExportFormat(models.TextChoices):
    """How a file for another system is written."""

    UTF8 = "utf8", _("CSV（UTF-8・BOM付き）")
    CP932 = "cp932", _("CSV（Shift_JIS＝CP932）")
    JSON = "json", _("JSON")


class ExportMapping(MunicipalModel, Versioned):
    """What a core system or a robot takes (対応表): for which procedures, in which form, and its columns."""

    name = models.CharField(_("相手のシステム"), max_length=80)
    purpose = models.CharField(_("何に使うか"), max_length=200)
    procedures = models.JSONField(_("手続きの番号"), default=list, blank=True)
    file_format = models.CharField(_("ファイルの形"), max_length=6, choices=ExportFormat, default=ExportFormat.UTF8)
    is_active = models.BooleanField(_("使っている"), default=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("連携の対応表")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="export_mapping_name_once"),
            models.CheckConstraint(
                condition=Q(file_format__in=list(ExportFormat.values)), name="export_format_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExportColumn(MunicipalModel, Versioned):
    """A column of another system: its heading there, and the value of ours that it takes.

    `source` is one of `engine.casework.SOURCES`, `item:` with an item of the forms, or `fixed` with `text`.
    """

    municipality_from = "mapping"

    mapping = models.ForeignKey(ExportMapping, models.CASCADE, related_name="columns", verbose_name=_("連携の対応表"))
    position = models.PositiveSmallIntegerField(_("順番"))
    heading = models.CharField(_("相手の列名"), max_length=80)
    source = models.CharField(_("入れる値"), max_length=80)
    text = models.CharField(_("決まった文字"), max_length=80, blank=True)
    longest = models.PositiveSmallIntegerField(_("文字数の上限"), default=0)
    is_required = models.BooleanField(_("必ず要る"), default=False)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("対応表の列")
        ordering = ["mapping_id", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["mapping", "heading"], name="export_heading_once")]

    def __str__(self) -> str:
        return self.heading


class ExportBatch(MunicipalModel):
    """A file that left for another system (書き出し). `headings` are kept as they were then."""

    municipality_from = "mapping"

    mapping = models.ForeignKey(ExportMapping, models.PROTECT, related_name="batches", verbose_name=_("連携の対応表"))
    number = models.PositiveIntegerField(_("回"))
    file_format = models.CharField(_("ファイルの形"), max_length=6, choices=ExportFormat)
    headings = models.JSONField(_("列名"), default=list)
    made_at = models.DateTimeField(_("書き出した日時"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("書き出した人")
    )

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("システムへの書き出し")
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["mapping", "number"], name="export_batch_number_once")]

    def __str__(self) -> str:
        return f"{self.mapping_id}-{self.number}"


class LineState(models.TextChoices):
    """What became of a line."""

    SENT = "sent", _("書き出した")
    ACCEPTED = "accepted", _("相手が受けた")
    REFUSED = "refused", _("相手が断った")


class ExportLine(MunicipalModel):
    """A line of a batch: one task of a case. `key` comes back in the receipt; `faults` say what to enter by hand."""

    municipality_from = "batch"

    batch = models.ForeignKey(ExportBatch, models.CASCADE, related_name="lines", verbose_name=_("システムへの書き出し"))
    task = models.ForeignKey(CaseTask, models.PROTECT, related_name="exports", verbose_name=_("仕事"))
    key = models.CharField(_("行の番号"), max_length=40)
    values = models.JSONField(_("値"), default=list)
    faults = models.JSONField(_("手で直すところ"), default=list, blank=True)
    state = models.CharField(_("結果"), max_length=8, choices=LineState, default=LineState.SENT)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("書き出した行")
        ordering = ["batch_id", "key"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "key"], name="export_line_key_once"),
            models.CheckConstraint(condition=Q(state__in=list(LineState.values)), name="export_line_state_is_known"),
        ]

    def __str__(self) -> str:
        return self.key


class ExportReceipt(Appended, MunicipalModel):
    """What the other side said of a line (受領記録). A line may be said of more than once: the last word counts.

    Written once: it goes only together with the case of its line, when the time to keep that is over.
    """

    municipality_from = "line"
    is_written_once: ClassVar[bool] = True

    line = models.ForeignKey(ExportLine, models.PROTECT, related_name="receipts", verbose_name=_("書き出した行"))
    result = models.CharField(_("結果"), max_length=8, choices=LineState)
    words = models.CharField(_("相手のことば"), max_length=300, blank=True)
    read_at = models.DateTimeField(_("読み込んだ日時"), default=clock.now)
    recorded_at = models.DateTimeField(_("記録日時"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("記録した人")
    )

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("受領記録")
        ordering = ["read_at", "pk"]

    def __str__(self) -> str:
        return f"{self.line_id} {self.result}"
