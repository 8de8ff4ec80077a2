"""The import of minutes: the text kept whole, and what is proposed from it until a person decides."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import Versioned
from hanpo.hub.models.base import ProgrammeRow
from hanpo.hub.models.meetings import Meeting


class ImportState(models.TextChoices):
    """How far the check of imported minutes is."""

    OPEN = "open", _("確認中")
    FINISHED = "finished", _("確認済み")
    DISCARDED = "discarded", _("取りやめ")


class MinutesImport(ProgrammeRow, Versioned):
    """Minutes that somebody brought in (議事録の取り込み). The text is kept exactly as it came; `sha256` (hex) tells the same
    file when it comes again. Line numbers in proposals count the lines of `text` from 1. Nothing of it becomes a record
    before a person accepts it."""

    file_name = models.CharField(_("ファイル名"), max_length=200)
    text = models.TextField(_("本文"))
    sha256 = models.CharField(_("指紋"), max_length=64)
    line_count = models.PositiveIntegerField(_("行数"))
    state = models.CharField(_("状態"), max_length=10, choices=ImportState, default=ImportState.OPEN)
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="imports", verbose_name=_("会議")
    )
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("取り込んだ人"),
    )
    imported_at = models.DateTimeField(_("取り込んだ日時"), auto_now_add=True)

    class Meta(ProgrammeRow.Meta):
        verbose_name = verbose_name_plural = _("議事録の取り込み")
        ordering = ["-imported_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "sha256"], name="minutes_imported_once")]

    def __str__(self) -> str:
        return self.file_name


class ProposalState(models.TextChoices):
    """What a person decided about a proposal."""

    PROPOSED = "proposed", _("確認待ち")
    ACCEPTED = "accepted", _("受け入れた")
    MENDED = "mended", _("直して受け入れた")
    REFUSED = "refused", _("受け入れない")


class MinutesProposal(ProgrammeRow, Versioned):
    """One thing that the reader of minutes believes to have found, beside the lines it rests on.

    `kind` is the reader's own word for it (see `hanpo.hub.engine.minutes`); `not_understood` keeps what could not be
    placed, so that nothing of the text is lost. `lines` is a list of `[first, last]` pairs, counted from 1 and both
    included. `fields` holds the values as read, `mended` those that a person put in their place. `confidence` runs from
    0 to 1. `became_type` and `became_id` name the record it became (`app.model` and its number).
    """

    shared_from = "minutes"

    minutes = models.ForeignKey(
        MinutesImport, models.CASCADE, related_name="proposals", verbose_name=_("議事録の取り込み")
    )
    position = models.PositiveIntegerField(_("順番"))
    kind = models.CharField(_("種類"), max_length=30)
    municipality = models.ForeignKey(
        "core.Municipality", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("市町")
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("もとの案")
    )
    text = models.TextField(_("読み取った内容"))
    lines = models.JSONField(_("議事録の行"), default=list)
    fields = models.JSONField(_("読み取った値"), default=dict)
    mended = models.JSONField(_("直した値"), default=dict, blank=True)
    confidence = models.FloatField(_("確からしさ"), default=1.0)
    state = models.CharField(_("状態"), max_length=10, choices=ProposalState, default=ProposalState.PROPOSED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("確かめた人"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("確かめた日時"), null=True, blank=True)
    became_type = models.CharField(_("なった記録の種類"), max_length=80, blank=True)
    became_id = models.CharField(_("なった記録の番号"), max_length=64, blank=True)

    class Meta(ProgrammeRow.Meta):
        verbose_name = verbose_name_plural = _("議事録から読み取った案")
        ordering = ["minutes_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(confidence__gte=0) & Q(confidence__lte=1), name="confidence_0_to_1"),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decided_at__isnull=False), name="a_decided_proposal_says_when"
            ),
        ]
        indexes = [models.Index(fields=["minutes", "state"])]

    def __str__(self) -> str:
        return self.text[:60]
