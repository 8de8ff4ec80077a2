"""Conversations: statements that people agree or disagree with, how these came onto the page, and the votes.

A statement and what was decided about it are the council's. A vote is a row of the municipality of whoever cast it, so
that no town reads another's; results count them together and never name anybody.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import Municipality, MunicipalModel, Versioned
from hanpo.council.models.base import CouncilHistory, CouncilRow


class Shown(models.TextChoices):
    """What is shown with a statement about who wrote it: the promise made to those who take part."""

    NOBODY = "nobody", _("だれの意見文かは見せない")
    PLACE = "place", _("市町の名前だけを見せる")


class Conversation(CouncilRow, Versioned):
    """People are asked what they think of a topic (意見の場), from one day until another (both count).

    Staff of members take part where `asks_staff`; residents of the `towns` (their codes) where there are any.
    """

    topic = models.CharField(_("話題"), max_length=200)
    why = models.TextField(_("なぜ聞くのか"))
    topic_easy = models.CharField(_("話題（やさしい日本語）"), max_length=200, blank=True)
    why_easy = models.TextField(_("なぜ聞くのか（やさしい日本語）"), blank=True)
    used_for = models.TextField(_("結果をどう使うか"), blank=True)
    asks_staff = models.BooleanField(_("構成員の職員に聞く"), default=True)
    towns = models.JSONField(_("住民に聞く市町"), default=list, blank=True)
    shown = models.CharField(_("約束"), max_length=6, choices=Shown, default=Shown.NOBODY)
    opens_on = models.DateField(_("始まる日"))
    closes_on = models.DateField(_("最後の日"))
    fewest = models.PositiveSmallIntegerField(_("この人数より少ない数は出さない"), default=5)

    class Meta(CouncilRow.Meta):
        verbose_name = verbose_name_plural = _("意見の場")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="conversation_closes_after_it_opens",
                violation_error_message=_("最後の日は始まる日より後にしてください。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.topic

    def is_open(self, day: date) -> bool:
        """Whether people can answer on this day."""
        return self.opens_on <= day <= self.closes_on

    @property
    def topic_told(self) -> str:
        """The topic in the reader's language, where it was written so."""
        return self.topic_easy if self.topic_easy and get_language() == "ja-easy" else self.topic

    @property
    def why_told(self) -> str:
        """Why people are asked, in the reader's language, where it was written so."""
        return self.why_easy if self.why_easy and get_language() == "ja-easy" else self.why


class StatementState(models.TextChoices):
    """Whether a statement stands on the page."""

    WAITING = "waiting", _("確認待ち")
    SHOWN = "shown", _("掲載")
    HELD = "held", _("掲載しない")


class OpinionStatement(CouncilRow):
    """A statement that people vote on (意見文), at most 140 characters, one thought each.

    `municipality` is the writer's town and does not own the row; `author` is kept to stop floods and is never shown.
    """

    shared_from = "conversation"

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="statements", verbose_name=_("意見の場")
    )
    text = models.CharField(_("意見文"), max_length=140)
    state = models.CharField(_("状態"), max_length=8, choices=StatementState, default=StatementState.WAITING)
    is_ours = models.BooleanField(_("事務局が用意した意見文"), default=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("市町")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("書いた人")
    )
    written_at = models.DateTimeField(_("書かれた日時"), auto_now_add=True)

    class Meta(CouncilRow.Meta):
        verbose_name = verbose_name_plural = _("意見文")
        ordering = ["conversation_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "text"], name="statement_once_in_a_conversation",
                violation_error_message=_("同じ意見文がもうあります。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def origin(self) -> str:
        """Whose statement it is, as far as was promised."""
        if self.is_ours:
            return gettext("事務局")
        told = self.conversation.shown == Shown.PLACE and self.municipality is not None
        return str(self.municipality) if told else gettext("参加した人")


class Moderation(CouncilHistory):
    """Whether a statement is shown was decided (掲載の判断), with the reason. All of it is open to those taking part."""

    shared_from = "statement"

    statement = models.ForeignKey(
        OpinionStatement, models.PROTECT, related_name="moderations", verbose_name=_("意見文")
    )
    state = models.CharField(_("判断"), max_length=8, choices=StatementState)
    reason = models.CharField(_("理由"), max_length=300, blank=True)

    class Meta(CouncilHistory.Meta):
        verbose_name = verbose_name_plural = _("掲載の判断")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="held") | ~Q(reason=""), name="a_held_statement_has_a_reason",
                violation_error_message=_("掲載しないときは、理由を入れてください。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.statement_id} {self.state}"


class Choice(models.IntegerChoices):
    """What a person says to a statement."""

    AGREE = 1, _("そう思う")
    DISAGREE = -1, _("そう思わない")
    PASS = 0, _("わからない・どちらでもない")


class Vote(MunicipalModel):
    """One person's answer to one statement (投票); it may be changed until the conversation closes.

    `voter` is the person's number among those of the conversation: with the name never shown, two answers of one person
    can still be told to be one person's.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="votes", verbose_name=_("意見の場"))
    statement = models.ForeignKey(OpinionStatement, models.CASCADE, related_name="votes", verbose_name=_("意見文"))
    voter = models.CharField(_("投票した人の番号"), max_length=40)
    choice = models.SmallIntegerField(_("答え"), choices=Choice)
    cast_at = models.DateTimeField(_("答えた日時"), auto_now=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("投票")
        ordering = ["conversation_id", "voter", "statement_id"]
        indexes = [models.Index(fields=["conversation", "voter"])]
        constraints = [
            models.UniqueConstraint(fields=["statement", "voter"], name="one_vote_a_person_a_statement"),
            models.CheckConstraint(condition=Q(choice__in=[1, 0, -1]), name="a_vote_is_one_of_three"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.choice}"


class Reading(CouncilRow):
    """What the votes of a conversation say, worked out once for one state of them (`checksum`)."""

    shared_from = "conversation"

    conversation = models.OneToOneField(
        Conversation, models.CASCADE, related_name="reading", verbose_name=_("意見の場")
    )
    checksum = models.CharField(_("票の指紋"), max_length=64)
    content = models.JSONField(_("読み取ったこと"))
    made_at = models.DateTimeField(_("読み取った日時"), auto_now=True)

    class Meta(CouncilRow.Meta):
        verbose_name = verbose_name_plural = _("結果の読み取り")

    def __str__(self) -> str:
        return f"{self.conversation_id}"
