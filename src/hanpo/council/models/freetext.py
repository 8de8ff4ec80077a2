"""Groups of free texts as a person put them right: named, merged, filled; and everything that was done to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import Versioned
from hanpo.council.models.base import CouncilHistory, CouncilRow
from hanpo.council.models.surveys import Survey


class FreeTextGroup(CouncilRow, Versioned):
    """A group of answers to one question in words (自由記述のまとまり).

    It holds no texts: `replies` are the numbers of the replies in it, so that a text goes when its reply goes. `words`
    are those that told the group apart when it was found. A group that went into another one is kept and empty.
    """

    shared_from = "survey"

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="text_groups", verbose_name=_("調査"))
    item = models.CharField(_("質問"), max_length=100)
    name = models.CharField(_("まとまりの名前"), max_length=100)
    words = models.JSONField(_("見分ける言葉"), default=list, blank=True)
    replies = models.JSONField(_("入っている回答"), default=list, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name=_("まとめた先")
    )

    class Meta(CouncilRow.Meta):
        verbose_name = verbose_name_plural = _("自由記述のまとまり")
        ordering = ["pk"]
        indexes = [models.Index(fields=["survey", "item"])]

    def __str__(self) -> str:
        return self.name


class TextDeed(models.TextChoices):
    """What was done to groups."""

    KEPT = "kept", _("まとまりを決めた")
    RENAMED = "renamed", _("名前を変えた")
    MERGED = "merged", _("ひとつにまとめた")
    MOVED = "moved", _("回答を移した")
    UNDONE = "undone", _("元に戻した")


class FreeTextEdit(CouncilHistory):
    """One deed on the groups of a question, with what it takes to undo it.

    `old` and `new` map numbers of groups to the values that changed. `undoes` is the edit that this one took back.
    """

    shared_from = "survey"

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="text_edits", verbose_name=_("調査"))
    item = models.CharField(_("質問"), max_length=100)
    deed = models.CharField(_("したこと"), max_length=8, choices=TextDeed)
    told = models.CharField(_("内容"), max_length=300)
    old = models.JSONField(_("前"), default=dict)
    new = models.JSONField(_("後"), default=dict)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("戻した操作")
    )

    class Meta(CouncilHistory.Meta):
        verbose_name = verbose_name_plural = _("自由記述のまとまりの記録")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deed__in=["kept", "renamed", "merged", "moved", "undone"]), name="text_deed_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.told
