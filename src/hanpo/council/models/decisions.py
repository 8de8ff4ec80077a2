"""Decision records: what was moved, who was asked, who decided by which rule, what others said, and what follows."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import Versioned
from hanpo.council.models.base import CouncilHistory, CouncilRow
from hanpo.council.models.deciding import Poll


class DecisionState(models.TextChoices):
    """How far a decision is."""

    PROPOSED = "proposed", _("提案")
    ASKED = "asked", _("意見照会")
    AMENDED = "amended", _("修正")
    DECIDED = "decided", _("決定")
    CARRIED_OUT = "carried_out", _("実施")
    REVIEW = "review", _("見直し")
    WITHDRAWN = "withdrawn", _("取下げ")


BEFORE_DECISION = (DecisionState.PROPOSED, DecisionState.ASKED, DecisionState.AMENDED)
"""States in which the text may still be changed; afterwards corrections are appended."""
STANDING = (DecisionState.DECIDED, DecisionState.CARRIED_OUT, DecisionState.REVIEW)
"""States in which the decision stands."""

NEXT_STATES: dict[str, tuple[DecisionState, ...]] = {
    DecisionState.PROPOSED: (DecisionState.ASKED, DecisionState.DECIDED, DecisionState.WITHDRAWN),
    DecisionState.ASKED: (DecisionState.AMENDED, DecisionState.DECIDED, DecisionState.WITHDRAWN),
    DecisionState.AMENDED: (DecisionState.ASKED, DecisionState.DECIDED, DecisionState.WITHDRAWN),
    DecisionState.DECIDED: (DecisionState.CARRIED_OUT, DecisionState.REVIEW),
    DecisionState.CARRIED_OUT: (DecisionState.REVIEW,),
    DecisionState.REVIEW: (DecisionState.CARRIED_OUT,),
    DecisionState.WITHDRAWN: (),
}
"""Where a decision may go from each state."""


class DecisionRecord(CouncilRow, Versioned):
    """The record of a decision (決定記録).

    `numbers` is a copy of the poll's results as they stood on `numbers_on`, so that the record says for ever what was
    known when it was decided. `decided_rule` names the article of the rules that gives the power to decide. A record
    that `is_public` may be read by everybody.
    """

    title = models.CharField(_("題"), max_length=200)
    motion = models.TextField(_("決めること（案文）"))
    background = models.TextField(_("いきさつ"), blank=True)
    asked = models.TextField(_("誰に何を尋ねたか"), blank=True)
    poll = models.ForeignKey(
        Poll, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("案選び")
    )
    numbers: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        _("そのときの結果"), default=dict, blank=True
    )
    numbers_on = models.DateField(_("結果を写した日"), null=True, blank=True)
    state = models.CharField(_("状態"), max_length=12, choices=DecisionState, default=DecisionState.PROPOSED)
    answer_by = models.DateField(_("意見の期限"), null=True, blank=True)
    decided_on = models.DateField(_("決めた日"), null=True, blank=True)
    decided_by = models.CharField(_("誰が決めたか（会議・役職）"), max_length=200, blank=True)
    decided_rule = models.CharField(_("どの決まりによるか（規約の条）"), max_length=200, blank=True)
    dissent = models.TextField(_("反対・少数の意見（本人たちの言葉）"), blank=True)
    conditions = models.TextField(_("受け入れた条件"), blank=True)
    review_on = models.DateField(_("見直す日"), null=True, blank=True)
    is_public = models.BooleanField(_("誰でも読めるように公表する"), default=False)
    source = models.CharField(_("資料"), max_length=300, blank=True)

    class Meta(CouncilRow.Meta):
        verbose_name = verbose_name_plural = _("決定記録")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(DecisionState.values)), name="decision_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=list(STANDING))
                | (Q(decided_on__isnull=False) & ~Q(decided_by="") & ~Q(decided_rule="")),
                name="a_decision_says_who_when_and_by_which_rule",
                violation_error_message=_("決めた日、誰が決めたか、どの決まりによるかを入れてください。"),
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(state__in=list(STANDING)), name="only_what_was_decided_is_public",
                violation_error_message=_("公表できるのは、決まってからです。"),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "review_on"])]

    def __str__(self) -> str:
        return self.title

    @property
    def may_be_written(self) -> bool:
        """Whether its text may still be changed; afterwards a correction is appended."""
        return self.state in BEFORE_DECISION

    @property
    def is_standing(self) -> bool:
        """Whether it was decided."""
        return self.state in STANDING

    @property
    def next_states(self) -> tuple[DecisionState, ...]:
        """Where it may go from here."""
        return NEXT_STATES.get(self.state, ())


class DecisionPart(CouncilHistory):
    """What is appended to a decision record and never changed."""

    shared_from = "decision"

    decision = models.ForeignKey(DecisionRecord, models.PROTECT, related_name="%(class)ss", verbose_name=_("決定記録"))

    class Meta(CouncilHistory.Meta):
        abstract = True


class DecisionStep(DecisionPart):
    """A step of a decision (決定の経過): from which state to which, by whom, with which words.

    `motion` is the text as it stood then.
    """

    old_state = models.CharField(_("前の状態"), max_length=12, choices=DecisionState, blank=True)
    new_state = models.CharField(_("後の状態"), max_length=12, choices=DecisionState)
    comment = models.TextField(_("コメント"), blank=True)
    motion = models.TextField(_("そのときの案文"), blank=True)

    class Meta(DecisionPart.Meta):
        verbose_name = verbose_name_plural = _("決定の経過")
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.new_state}"


class DecisionOpinion(DecisionPart):
    """What a member says about a proposal (意見). It may say more than once; nothing is taken away."""

    municipality = models.ForeignKey(
        "core.Municipality", models.PROTECT, related_name="+", verbose_name=_("どの市町の意見か")
    )
    text = models.TextField(_("意見"))

    class Meta(DecisionPart.Meta):
        verbose_name = verbose_name_plural = _("決定案への意見")
        ordering = ["municipality_id", "recorded_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class DecisionCorrection(DecisionPart):
    """A correction of a record (訂正): what is right, and why; what stood there stays."""

    text = models.TextField(_("訂正の内容"))
    reason = models.CharField(_("訂正の理由"), max_length=300)

    class Meta(DecisionPart.Meta):
        verbose_name = verbose_name_plural = _("決定記録の訂正")
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class FollowUpState(models.TextChoices):
    """What became of a follow-up."""

    OPEN = "open", _("これから")
    DONE = "done", _("済み")
    DROPPED = "dropped", _("取りやめ")


class FollowUp(CouncilRow, Versioned):
    """What follows from a decision (決定後の作業): what, by whom, until when.

    It is the work of a municipality, or (without one) of the secretariat; `owner` names a post or person there.
    """

    shared_from = "decision"

    decision = models.ForeignKey(DecisionRecord, models.CASCADE, related_name="followups", verbose_name=_("決定記録"))
    text = models.CharField(_("すること"), max_length=300)
    municipality = models.ForeignKey(
        "core.Municipality", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("担当の市町")
    )
    owner = models.CharField(_("担当（役職・氏名）"), max_length=120, blank=True)
    due = models.DateField(_("期限"))
    state = models.CharField(_("状態"), max_length=8, choices=FollowUpState, default=FollowUpState.OPEN)
    done_on = models.DateField(_("済んだ日"), null=True, blank=True)
    note = models.CharField(_("ひとこと（結果・残ったこと）"), max_length=300, blank=True)

    class Meta(CouncilRow.Meta):
        verbose_name = verbose_name_plural = _("決定後の作業")
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(FollowUpState.values)), name="followup_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False), name="followup_done_has_its_day"
            ),
        ]
        indexes = [models.Index(fields=["state", "due"])]

    def __str__(self) -> str:
        return self.text
