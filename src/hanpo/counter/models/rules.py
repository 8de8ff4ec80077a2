"""The rules of procedures (手続きの決まり): what a municipality works on, what it has published, what was confirmed.

The content is the catalogue as `engine.rules.content` writes it: questions, procedures, decision tables, overlays.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import AppendOnly, MunicipalModel, Section, Versioned


class RuleDraft(MunicipalModel, Versioned):
    """The rules in the editor of a municipality (手続きの決まりの下書き); each has one.

    `keeps_base`: the tables came from a model, so what is changed at home is laid over them and new versions of the
    model can be taken over.
    """

    name = models.CharField(_("名前"), max_length=120)
    content = models.JSONField(_("中身"))
    keeps_base = models.BooleanField(_("モデルの表に上書きする"), default=False)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("手続きの決まりの下書き")
        ordering = ["municipality_id"]
        constraints = [models.UniqueConstraint(fields=["municipality"], name="one_rule_draft_a_municipality")]

    def __str__(self) -> str:
        return self.name


class RuleEdit(AppendOnly):
    """One edit of the draft (決まりの編集): the part that changed, before and after, so that it can be undone.

    `part` is a list of the content and `key` the id of the item in it; where `part` is empty the whole content changed.
    `undoes` names the edit that this one took back.
    """

    municipality_from = "draft"

    draft = models.ForeignKey(RuleDraft, models.PROTECT, related_name="edits", verbose_name=_("手続きの決まりの下書き"))
    part = models.CharField(_("部分"), max_length=20, blank=True)
    key = models.CharField(_("項目"), max_length=120, blank=True)
    before = models.JSONField(_("前"), null=True)
    after = models.JSONField(_("後"), null=True)
    words = models.CharField(_("したこと"), max_length=200)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("取り消した編集")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("記録した人")
    )

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = _("手続きの決まりの編集")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["draft", "part", "key"])]

    def __str__(self) -> str:
        return self.words


class RuleEdition(AppendOnly):
    """The rules as they were published (手続きの決まりの版): whoever asks gets the newest one in force on the day."""

    number = models.PositiveIntegerField(_("版"))
    content = models.JSONField(_("中身"))
    checksum = models.CharField(_("指紋"), max_length=64)
    note = models.CharField(_("この版で変わったこと"), max_length=300)
    in_force_from = models.DateField(_("使い始める日"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("公開した人")
    )

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = _("手続きの決まりの版")
        ordering = ["municipality_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["municipality", "number"], name="rule_edition_number_once")]
        indexes = [models.Index(fields=["municipality", "in_force_from"])]

    def __str__(self) -> str:
        return str(_("第%d版") % self.number)


class RuleApproval(AppendOnly):
    """A section confirmed a procedure (決まりの確認), or took that back: the newest row for a fingerprint counts.

    It holds for the words and rules that were read (`fingerprint`): once they change, the mark 未確認 is back.
    """

    procedure = models.CharField(_("手続き"), max_length=40)
    fingerprint = models.CharField(_("指紋"), max_length=64)
    is_given = models.BooleanField(_("確認した"), default=True)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("確認した課")
    )
    note = models.CharField(_("何で確かめたか"), max_length=300)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("確認した人")
    )

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = _("手続きの決まりの確認")
        ordering = ["procedure", "pk"]
        indexes = [models.Index(fields=["municipality", "procedure"])]

    def __str__(self) -> str:
        return self.procedure


class UploadState(models.TextChoices):
    """What became of a file with tables."""

    WAITING = "waiting", _("確認待ち")
    TAKEN = "taken", _("取り込んだ")
    ASIDE = "aside", _("取り込まなかった")
    REFUSED = "refused", _("読めなかった")


class RuleUpload(MunicipalModel):
    """Tables that came in a file (決まりのファイル). Nothing of it counts before a person has seen what would change.

    `tables` are as the content keeps them; `problems` are pairs of place and message where the file was refused.
    """

    municipality_from = "draft"

    draft = models.ForeignKey(
        RuleDraft, models.PROTECT, related_name="uploads", verbose_name=_("手続きの決まりの下書き")
    )
    name = models.CharField(_("ファイル名"), max_length=200)
    tables = models.JSONField(_("表"), default=list, blank=True)
    problems = models.JSONField(_("直すところ"), default=list, blank=True)
    state = models.CharField(_("状態"), max_length=8, choices=UploadState, default=UploadState.WAITING)
    received_at = models.DateTimeField(_("受け取った日時"), auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("入れた人")
    )

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("手続きの決まりのファイル")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "taken", "aside", "refused"]),
                name="rule_upload_state_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.name


class RuleSection(MunicipalModel, Versioned):
    """Which section of the municipality stands behind a section that the rules name (受け持つ課)."""

    key = models.CharField(_("決まりの中の課"), max_length=40)
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("課"))

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("手続きを受け持つ課")
        ordering = ["municipality_id", "key"]
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="rule_section_key_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.section_id}"
