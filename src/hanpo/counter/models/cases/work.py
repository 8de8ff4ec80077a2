"""One case for many sections (案件): what a family has to do at the counter, as tasks of sections that nobody drops.

A task always has a section. It ends as done, in other hands, or declined with a reason, and a case with an open task
cannot be closed: `open_tasks` is counted from the rows at every step, and the database refuses to close above zero.
Every task has a step from its first moment on. A step is written once, and as long as it stands the database refuses
to remove its task; both go together with the whole case, when the time to keep it is over (`actions.cases.retention`).
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanpo.core import clock
from hanpo.core.models import MunicipalModel, Resident, Section, Versioned
from hanpo.core.models.base import Appended


class CaseState(models.TextChoices):
    """How far a case is."""

    ANNOUNCED = "announced", _("来庁待ち")
    OPEN = "open", _("手続き中")
    CLOSED = "closed", _("完了")
    WITHDRAWN = "withdrawn", _("取りやめ")


class CaseWay(models.TextChoices):
    """How a case came to the counter."""

    PHONE_PAGE = "phone_page", _("スマートフォンからの事前申請")
    COUNTER = "counter", _("窓口")
    TELEPHONE = "telephone", _("電話")
    BOOKING = "booking", _("おくやみの予約")


class Case(MunicipalModel, Versioned):
    """A family's matter at the counter (案件), with tasks of as many sections as it takes.

    `running` counts the cases of the municipality; `number` is the running number with its check digit, as people say
    it. `token` opens the resident's page of the state. `reception` is the section that leads the case and takes what no
    other section is known for. `is_protected`: 支援措置, no address on any page, file or print of the case. From
    `erase_ordered_at` on nobody sees it, and soon it is erased with everything in it.
    """

    running = models.PositiveIntegerField(_("通し番号"), editable=False)
    number = models.CharField(_("受付番号"), max_length=16, editable=False)
    token = models.CharField(_("合言葉"), max_length=64, unique=True, editable=False)
    guidance = models.ForeignKey(
        "counter.Guidance", models.SET_NULL, null=True, blank=True, related_name="cases", verbose_name=_("手続案内")
    )
    event = models.CharField(_("できごと"), max_length=40)
    state = models.CharField(_("状態"), max_length=10, choices=CaseState, default=CaseState.ANNOUNCED)
    way = models.CharField(_("受けた方法"), max_length=10, choices=CaseWay)
    language = models.CharField(_("話すことば"), max_length=10, default="ja")
    applicant = models.CharField(_("来る人の氏名"), max_length=120)
    kana = models.CharField(_("フリガナ"), max_length=160, blank=True)
    words = models.TextField(_("窓口に伝えたいこと"), blank=True, max_length=1000)
    resident = models.ForeignKey(
        Resident, models.SET_NULL, null=True, blank=True, related_name="counter_cases", verbose_name=_("住民")
    )
    is_protected = models.BooleanField(_("支援措置"), default=False)
    reception = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("受付の課"))
    opened_at = models.DateTimeField(_("申し込んだ日時"))
    received_at = models.DateTimeField(_("窓口で受けた日時"), null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("受けた人")
    )
    closed_at = models.DateTimeField(_("完了した日時"), null=True, blank=True)
    open_tasks = models.PositiveSmallIntegerField(_("残りの仕事"), default=0, editable=False)
    erase_ordered_at = models.DateTimeField(_("消すと決めた日時"), null=True, blank=True, editable=False)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("案件")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "running"], name="case_running_once"),
            models.UniqueConstraint(fields=["municipality", "number"], name="case_number_once"),
            models.CheckConstraint(condition=Q(state__in=list(CaseState.values)), name="case_state_is_known"),
            models.CheckConstraint(condition=Q(way__in=list(CaseWay.values)), name="case_way_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "withdrawn"]) | Q(open_tasks=0),
                name="a_case_with_open_tasks_is_not_closed",
                violation_error_message=_("終わっていない仕事があるので、この案件は閉じられません。"),
            ),
            models.CheckConstraint(
                condition=Q(erase_ordered_at__isnull=True) | Q(state__in=["closed", "withdrawn"]),
                name="a_case_at_work_is_not_erased",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["announced", "withdrawn"]) | Q(received_at__isnull=False),
                name="a_case_at_work_was_received",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "state", "-opened_at"])]

    def __str__(self) -> str:
        return self.number

    @property
    def is_over(self) -> bool:
        """Whether nothing more is done in it."""
        return self.state in (CaseState.CLOSED, CaseState.WITHDRAWN)


class CaseTaskState(models.TextChoices):
    """How far a section is with its task; the moves stand in `engine.casework.progress`."""

    TO_DO = "todo", _("これから")
    DOING = "doing", _("処理中")
    DONE = "done", _("済み")
    HANDED_OVER = "handed_over", _("引き継いだ")
    DECLINED = "declined", _("しない（理由あり）")


OPEN_STATES = (CaseTaskState.TO_DO, CaseTaskState.DOING)
"""Somebody still has the task in hand."""


class CaseTask(MunicipalModel, Versioned):
    """What one section does in a case (仕事).

    `procedure` is the procedure's number in the catalogue (P001 …), empty for a task that a clerk added. `answer` is
    what the guide said of it: needed, automatic, confirm. `continues` is the task of another section that was handed
    over to this one. `due` is the advised last day, `due_why` why this day.
    """

    municipality_from = "case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks", verbose_name=_("案件"))
    position = models.PositiveSmallIntegerField(_("順番"))
    procedure = models.CharField(_("手続きの番号"), max_length=20, blank=True)
    title = models.CharField(_("仕事"), max_length=120)
    answer = models.CharField(_("案内での答え"), max_length=12, blank=True)
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("課"))
    state = models.CharField(_("状態"), max_length=12, choices=CaseTaskState, default=CaseTaskState.TO_DO)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    bring = models.JSONField(_("持ち物"), default=list, blank=True)
    note = models.CharField(_("引き継ぐ課へのひとこと"), max_length=300, blank=True)
    due = models.DateField(_("期限"), null=True, blank=True)
    due_why = models.TextField(_("なぜこの日か"), blank=True)
    is_urgent = models.BooleanField(_("急ぎ"), default=False)
    continues = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by", verbose_name=_("前の課の仕事")
    )
    finished_at = models.DateTimeField(_("終わった日時"), null=True, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("案件の仕事")
        ordering = ["case_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="case_task_position_once"),
            models.CheckConstraint(condition=Q(state__in=list(CaseTaskState.values)), name="case_task_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["handed_over", "declined"]) | ~Q(reason=""),
                name="who_hands_over_or_declines_says_why",
                violation_error_message=_("引き継ぐとき、しないときは、理由を入れてください。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["todo", "doing"], finished_at__isnull=True)
                | (~Q(state__in=["todo", "doing"]) & Q(finished_at__isnull=False)),
                name="a_settled_task_has_its_moment",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "section", "state", "due"])]

    def __str__(self) -> str:
        return f"{self.case_id}-{self.position:02d} {self.title}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has it in hand."""
        return self.state in OPEN_STATES


class CaseDeed(models.TextChoices):
    """What a step of a case tells."""

    OPENED = "opened", _("申込み")
    RECEIVED = "received", _("窓口で受けた")
    ADDED = "added", _("仕事を追加")
    MOVED = "moved", _("状態の変更")
    HANDED_OVER = "handed_over", _("ほかの課へ引継ぎ")
    URGENT = "urgent", _("急ぎの印")
    EXPORTED = "exported", _("システムへ書き出し")
    CLOSED = "closed", _("完了")
    REOPENED = "reopened", _("再開")
    WITHDRAWN = "withdrawn", _("取りやめ")


class CaseStep(Appended, MunicipalModel):
    """A step of a case (経過): of the whole case, or of one task; steps are the log from which waits can be read.

    Written once: a step goes only together with its case. `happened_at` is when it was done, `section` whose task it
    was (that of the reception for the whole case).
    """

    municipality_from = "case"
    is_written_once: ClassVar[bool] = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps", verbose_name=_("案件"))
    task = models.ForeignKey(
        CaseTask, models.PROTECT, null=True, blank=True, related_name="steps", verbose_name=_("仕事")
    )
    deed = models.CharField(_("したこと"), max_length=12, choices=CaseDeed)
    happened_at = models.DateTimeField(_("あった日時"), default=clock.now)
    old_state = models.CharField(_("前の状態"), max_length=12, blank=True)
    new_state = models.CharField(_("後の状態"), max_length=12, blank=True)
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("課"))
    comment = models.CharField(_("ことば"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("記録日時"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("記録した人")
    )

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("案件の経過")
        ordering = ["happened_at", "pk"]
        indexes = [models.Index(fields=["case", "happened_at"])]

    def __str__(self) -> str:
        return f"{self.case_id} {self.deed}"

    @property
    def state_label(self) -> str:
        """The state after the step, in words."""
        known = {**dict(CaseState.choices), **dict(CaseTaskState.choices)}
        return str(known.get(self.new_state, ""))
