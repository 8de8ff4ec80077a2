"""Meetings of the programme: agenda, attendance, talk, questions with named answers, and what came out of them.

All of these are rows of the whole programme (see `hanpo.hub.models.base`). Names of persons are kept for the members
alone: pages show organisations to everybody else, and the search never learns a name.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import Section, Versioned
from hanpo.hub.models.base import ProgrammeHistory, ProgrammeRow
from hanpo.hub.models.results import WorkItem


class MeetingState(models.TextChoices):
    """Whether a meeting is planned, held or cancelled."""

    PLANNED = "planned", _("予定")
    HELD = "held", _("開催済み")
    CANCELLED = "cancelled", _("中止")


class Meeting(ProgrammeRow, Versioned):
    """A meeting of the programme (会議). `attendance_note` keeps the count as the minutes state it."""

    title = models.CharField(_("会議名"), max_length=200)
    held_on = models.DateField(_("開催日"))
    starts_at = models.TimeField(_("開始"), null=True, blank=True)
    ends_at = models.TimeField(_("終了"), null=True, blank=True)
    place = models.CharField(_("場所"), max_length=120, blank=True)
    attendance_note = models.CharField(_("参加者数"), max_length=200, blank=True)
    state = models.CharField(_("状態"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    source = models.CharField(_("出典"), max_length=300, blank=True)

    class Meta(ProgrammeRow.Meta):
        verbose_name = verbose_name_plural = _("会議")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "title", "held_on"], name="meeting_once"),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="meeting_ends_after_it_starts",
                violation_error_message=_("終了は開始より後にしてください。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MeetingPart(ProgrammeRow):
    """What belongs to a meeting, with the lines of the minutes it was read from (empty: entered by hand)."""

    shared_from = "meeting"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="%(class)ss", verbose_name=_("会議"))
    position = models.PositiveSmallIntegerField(_("順番"), default=1)
    source_import = models.ForeignKey(
        "hub.MinutesImport", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("議事録")
    )
    source_lines = models.CharField(_("議事録の行"), max_length=120, blank=True)

    class Meta(ProgrammeRow.Meta):
        abstract = True
        ordering = ["meeting_id", "position", "pk"]


class AgendaItem(MeetingPart, Versioned):
    """An item of the agenda (議題) with its time and who presents it."""

    title = models.CharField(_("議題"), max_length=200)
    starts_at = models.TimeField(_("開始"), null=True, blank=True)
    ends_at = models.TimeField(_("終了"), null=True, blank=True)
    presenter_organisation = models.CharField(_("発表者の所属"), max_length=200, blank=True)
    presenter_name = models.CharField(_("発表者の氏名"), max_length=120, blank=True)

    class Meta(MeetingPart.Meta):
        verbose_name = verbose_name_plural = _("議題")

    def __str__(self) -> str:
        return self.title


class Attendance(MeetingPart):
    """Somebody who attended. The name is shown to members of the programme only."""

    organisation = models.CharField(_("所属"), max_length=200)
    person_name = models.CharField(_("氏名"), max_length=120, blank=True)
    role = models.CharField(_("立場"), max_length=80, blank=True)

    class Meta(MeetingPart.Meta):
        verbose_name = verbose_name_plural = _("出席者")

    def __str__(self) -> str:
        return self.organisation


class Statement(MeetingPart, Versioned):
    """A report or a talk (発言・報告). `municipality` is the one it is about (empty: all); it does not own the row."""

    agenda_item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="statements", verbose_name=_("議題")
    )
    municipality = models.ForeignKey(
        "core.Municipality", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("関係する市町")
    )
    heading = models.CharField(_("見出し"), max_length=200, blank=True)
    organisation = models.CharField(_("話した人の所属"), max_length=200, blank=True)
    person_name = models.CharField(_("話した人の氏名"), max_length=120, blank=True)
    text = models.TextField(_("内容"))

    class Meta(MeetingPart.Meta):
        verbose_name = verbose_name_plural = _("発言・報告")

    def __str__(self) -> str:
        return self.heading or self.text[:60]


class Question(MeetingPart, Versioned):
    """A question asked in a meeting (質疑)."""

    agenda_item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="questions", verbose_name=_("議題")
    )
    asked_by = models.CharField(_("尋ねた人の所属"), max_length=200, blank=True)
    text = models.TextField(_("質問"))

    class Meta(MeetingPart.Meta):
        verbose_name = verbose_name_plural = _("質疑")

    def __str__(self) -> str:
        return self.text[:60]


class Answer(ProgrammeRow, Versioned):
    """An answer to a question, by a named organisation; the person's name is shown to members only."""

    shared_from = "question"

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers", verbose_name=_("質疑"))
    position = models.PositiveSmallIntegerField(_("順番"), default=1)
    municipality = models.ForeignKey(
        "core.Municipality", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答えた市町")
    )
    organisation = models.CharField(_("答えた人の所属"), max_length=200, blank=True)
    person_name = models.CharField(_("答えた人の氏名"), max_length=120, blank=True)
    text = models.TextField(_("答え"))
    source_lines = models.CharField(_("議事録の行"), max_length=120, blank=True)

    class Meta(ProgrammeRow.Meta):
        verbose_name = verbose_name_plural = _("答え")
        ordering = ["question_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(organisation="") | ~Q(person_name="") | Q(municipality__isnull=False),
                name="an_answer_is_somebodys",
                violation_error_message=_("誰の答えかを入れてください。"),
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class OutcomeKind(models.TextChoices):
    """What came out of a meeting."""

    INFORMATION = "information", _("情報")
    DECISION = "decision", _("決定")
    ACTION = "action", _("作業（宿題）")
    HELD_OVER = "held_over", _("保留")


class ActionState(models.TextChoices):
    """What became of an action item."""

    OPEN = "open", _("これから")
    DONE = "done", _("済み")
    DROPPED = "dropped", _("取りやめ")


class MeetingOutcome(MeetingPart, Versioned):
    """What came out of a meeting: information, a decision, an action with owner and day, or something held over.

    It may be corrected later; each correction leaves an `OutcomeCorrection`. An action of a municipality names it (and
    its section where known) and flows into its tray; `work_item` is the piece of work it became there.
    """

    agenda_item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="outcomes", verbose_name=_("議題")
    )
    kind = models.CharField(_("種類"), max_length=12, choices=OutcomeKind)
    text = models.TextField(_("内容"))
    municipality = models.ForeignKey(
        "core.Municipality", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("担当の市町")
    )
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("担当課")
    )
    owner = models.CharField(_("担当（役職・所属）"), max_length=120, blank=True)
    due = models.DateField(_("期限"), null=True, blank=True)
    state = models.CharField(_("状態"), max_length=8, choices=ActionState, default=ActionState.OPEN)
    done_on = models.DateField(_("済んだ日"), null=True, blank=True)
    work_item = models.ForeignKey(
        WorkItem, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("取組の作業")
    )

    class Meta(MeetingPart.Meta):
        verbose_name = verbose_name_plural = _("会議の結果")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="action") | ~Q(owner="") | Q(municipality__isnull=False),
                name="an_action_has_an_owner",
                violation_error_message=_("作業には担当を入れてください。"),
            )
        ]
        indexes = [models.Index(fields=["kind", "state", "due"])]

    def __str__(self) -> str:
        return self.text[:60]


class OutcomeCorrection(ProgrammeHistory):
    """A correction of a meeting's outcome: which field, what stood there, what stands there now, and why."""

    shared_from = "outcome"

    outcome = models.ForeignKey(
        MeetingOutcome, models.PROTECT, related_name="corrections", verbose_name=_("会議の結果")
    )
    field = models.CharField(_("欄"), max_length=40)
    old = models.TextField(_("直す前"), blank=True)
    new = models.TextField(_("直した後"), blank=True)
    reason = models.CharField(_("直した理由"), max_length=300)

    class Meta(ProgrammeHistory.Meta):
        verbose_name = verbose_name_plural = _("会議の結果の訂正")
        ordering = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.outcome_id} {self.field}"
