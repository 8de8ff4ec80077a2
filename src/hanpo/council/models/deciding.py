"""Choosing among options: the question that is put to the members, its options, and each member's ballot.

The question and its options belong to the whole council; a ballot belongs to the member that answers, so that a member
never sees another one's. Results are counted from all ballots once the time is over (`hanpo.council.queries.deciding`).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import AppendOnly, MunicipalModel, Section, StoredFile, Versioned
from hanpo.council.models.base import CouncilRow

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
MOST_OPTIONS = len(CIRCLED)


class PollState(models.TextChoices):
    """How far a choice is."""

    DRAFT = "draft", _("準備中")
    OPEN = "open", _("回答受付中")
    CLOSED = "closed", _("締切済み")


class CountingRule(models.TextChoices):
    """The rule by which a choice is decided, where that was said beforehand; the names of the engine's rules."""

    PLURALITY = "plurality", _("1位の数")
    APPROVAL = "approval", _("受け入れられる数")
    BORDA = "borda", _("順位の点数")
    RUNOFF = "runoff", _("最下位から除く")
    COPELAND = "copeland", _("一対一の勝ち数")
    MINIMAX_WINNING = "minimax_winning", _("負けの小ささ（負けたときの相手の票）")
    MINIMAX_MARGINS = "minimax_margins", _("負けの小ささ（票の差）")
    SCHULZE = "schulze", _("一対一のつながり（勝った側の票）")
    SCHULZE_MARGINS = "schulze_margins", _("一対一のつながり（票の差）")
    MEDIAN = "median", _("真ん中の評価（1つずつ外して比べる）")
    MEDIAN_GAUGE = "median_gauge", _("真ん中の評価（上と下の多さで比べる）")


class Poll(CouncilRow, Versioned):
    """A choice among options that is put to the members (案選び).

    `rule` is the rule that was agreed on before anybody answered; empty where the results only prepare a talk.
    `names_shown` says whether reasons are shown to the members with the municipality's name: it is promised beforehand.
    """

    title = models.CharField(_("題"), max_length=200)
    question = models.TextField(_("何を選ぶか"))
    background = models.TextField(_("いきさつ"), blank=True)
    rule = models.CharField(_("決め方の約束"), max_length=16, choices=CountingRule, blank=True)
    names_shown = models.BooleanField(_("理由に市町名を付けて構成員に示す"), default=True)
    opens_on = models.DateField(_("受付を始める日"), null=True, blank=True)
    due_on = models.DateField(_("回答期限"))
    state = models.CharField(_("状態"), max_length=8, choices=PollState, default=PollState.DRAFT)
    closed_on = models.DateField(_("締め切った日"), null=True, blank=True)
    source = models.CharField(_("出典"), max_length=300, blank=True)

    class Meta(CouncilRow.Meta):
        verbose_name = verbose_name_plural = _("案選び")
        ordering = ["-due_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "title"], name="poll_title_once",
                violation_error_message=_("同じ題の案選びがもうあります。年度などを付けて、ほかの題にしてください。"),
            ),
            models.CheckConstraint(condition=Q(state__in=list(PollState.values)), name="poll_state_is_known"),
            models.CheckConstraint(
                condition=Q(rule="") | Q(rule__in=list(CountingRule.values)), name="poll_rule_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opens_on__isnull=False), name="a_sent_poll_has_its_day"
            ),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True) | Q(due_on__gte=F("opens_on")), name="poll_is_due_after_it_opens",
                violation_error_message=_("回答期限は受付を始める日より後にしてください。"),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "due_on"])]

    def __str__(self) -> str:
        return self.title


class PollOption(CouncilRow, Versioned):
    """One of the options (案): what it means, what speaks for it, what it costs, and what it needs."""

    shared_from = "poll"

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options", verbose_name=_("案選び"))
    number = models.PositiveSmallIntegerField(_("番号"))
    title = models.CharField(_("案"), max_length=200)
    meaning = models.TextField(_("この案になると何が変わるか"))
    pros = models.TextField(_("よい点"), blank=True)
    cost = models.TextField(_("かかる費用と手間"), blank=True)
    conditions = models.TextField(_("前提になる条件"), blank=True)

    class Meta(CouncilRow.Meta):
        verbose_name = verbose_name_plural = _("案")
        ordering = ["poll_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "number"], name="poll_option_number_once",
                violation_error_message=_("同じ番号の案がもうあります。"),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1) & Q(number__lte=MOST_OPTIONS), name="poll_option_number_is_small",
                violation_error_message=_("案の番号は1から20までにしてください。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.sign} {self.title}"

    @property
    def sign(self) -> str:
        """The number in its circle (①)."""
        return CIRCLED[self.number - 1] if 1 <= self.number <= MOST_OPTIONS else str(self.number)

    @property
    def key(self) -> str:
        """The name under which ballots keep what was said of this option."""
        return f"o{self.pk}"


class BallotState(models.TextChoices):
    """How far a member's ballot is."""

    WRITING = "writing", _("下書き")
    SUBMITTED = "submitted", _("提出")


class BallotWay(models.TextChoices):
    """By which way a ballot came in."""

    PAGE = "page", _("画面")
    EXCEL = "excel", _("Excel")
    PROXY = "proxy", _("事務局の代理入力")


class GradeWord(models.IntegerChoices):
    """How good a member finds an option by itself, in five words."""

    EXCELLENT = 5, _("とてもよい")
    GOOD = 4, _("よい")
    FAIR = 3, _("ふつう")
    POOR = 2, _("あまりよくない")
    REJECT = 1, _("よくない")


class AcceptanceWord(models.TextChoices):
    """Whether a member could live with an option."""

    ACCEPTABLE = "acceptable", _("受け入れられる")
    CONDITIONAL = "conditional", _("条件付きで受け入れられる")
    UNACCEPTABLE = "unacceptable", _("受け入れられない")


class Ballot(MunicipalModel, Versioned):
    """A member's ballot (案選びの回答票); one for each member that was asked, empty until it answers.

    `answers` maps the key of an option to `grade` (1–5), `rank` (1 is best; equal ranks allowed), `acceptance`,
    `condition` and `reason`; what was left out is not there. A ballot counts once it was submitted. `said_by` and
    `proxy_why` tell of a proxy entry who answered for the member, how, and why it did not answer itself.
    """

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="ballots", verbose_name=_("案選び"))
    answers: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(_("回答"), default=dict, blank=True)
    state = models.CharField(_("状態"), max_length=10, choices=BallotState, default=BallotState.WRITING)
    way = models.CharField(_("入り方"), max_length=6, choices=BallotWay, default=BallotWay.PAGE)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答える課")
    )
    submitted_on = models.DateField(_("提出した日"), null=True, blank=True)
    said_by = models.CharField(_("誰の回答か（役職・氏名）"), max_length=120, blank=True)
    proxy_why = models.CharField(_("代わりに入れた理由"), max_length=300, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("案選びの回答票")
        ordering = ["municipality_id"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "municipality"], name="one_ballot_a_member"),
            models.CheckConstraint(condition=Q(state__in=list(BallotState.values)), name="ballot_state_is_known"),
            models.CheckConstraint(condition=Q(way__in=list(BallotWay.values)), name="ballot_way_is_known"),
            models.CheckConstraint(
                condition=Q(state="writing") | Q(submitted_on__isnull=False), name="a_sent_ballot_has_its_day"
            ),
            models.CheckConstraint(
                condition=~Q(way="proxy") | (~Q(said_by="") & ~Q(proxy_why="")), name="a_proxy_says_for_whom_and_why",
                violation_error_message=_("代わりに入れるときは、誰の回答かと、その理由を入れてください。"),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["poll", "state"])]

    def __str__(self) -> str:
        return f"{self.poll_id} {self.municipality_id}"

    @property
    def is_submitted(self) -> bool:
        """Whether it counts."""
        return self.state == BallotState.SUBMITTED


class BallotStep(AppendOnly):
    """A step of a ballot (回答票の経過): what it said then, in which state, by which way, by whom."""

    municipality_from = "ballot"

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="steps", verbose_name=_("案選びの回答票"))
    state = models.CharField(_("状態"), max_length=10, choices=BallotState)
    way = models.CharField(_("入り方"), max_length=6, choices=BallotWay)
    answers: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        _("そのときの回答"), default=dict, blank=True
    )
    comment = models.CharField(_("コメント"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("記録した人")
    )

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = _("回答票の経過")
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.ballot_id} {self.state}"


class BallotBookState(models.TextChoices):
    """What became of a ballot's workbook that came back."""

    WAITING = "waiting", _("確認待ち")
    CONFIRMED = "confirmed", _("確認済み")
    ASIDE = "aside", _("使わない")
    REFUSED = "refused", _("読み取れない")


class BallotBook(MunicipalModel):
    """A ballot's workbook that came back (戻ってきたExcel), with what was read from every cell; both are kept.

    `reading` is the engine's reading as data, `refusal` says why nothing could be read.
    """

    municipality_from = "ballot"

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="books", verbose_name=_("案選びの回答票"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("ファイル"))
    state = models.CharField(_("状態"), max_length=10, choices=BallotBookState, default=BallotBookState.WAITING)
    reading: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        _("読み取った内容"), default=dict, blank=True
    )
    refusal = models.TextField(_("読み取れなかった理由"), blank=True)
    received_at = models.DateTimeField(_("受け取った日時"), auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("受け取った人"),
    )

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("案選びの回答票のExcel")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=list(BallotBookState.values)), name="ballot_book_state_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id} {self.received_at:%Y-%m-%d}"
