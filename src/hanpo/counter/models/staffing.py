"""Staffing: when the counter is open and what wait is aimed at, who can be on duty, a week's roster, what was tried."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import AppendOnly, MunicipalModel, Versioned
from hanpo.counter.models.waiting.places import ServiceLine

HALF_HOUR = 30


def minute_of(moment: time) -> int:
    """The minute of the day."""
    return moment.hour * 60 + moment.minute


def _on_the_half_hour(moment: time) -> None:
    """Rosters go by half hours counted from a quarter, a half or a full hour."""
    if minute_of(moment) % 15:
        raise ValidationError(_("時刻は15分きざみで入れてください（例 8:45）。"))


class CounterHours(MunicipalModel, Versioned):
    """When a municipality's counter is open and which wait it aims at (窓口の時間と目標); one row a municipality.

    Of all visitors, `target_percent` are to be served after at most `target_minutes`. A break of `break_minutes` lies
    between `break_from` and `break_until`.
    """

    opens = models.TimeField(_("窓口が開く時刻"), default=time(8, 45), validators=[_on_the_half_hour])
    closes = models.TimeField(_("窓口が閉まる時刻"), default=time(17, 15), validators=[_on_the_half_hour])
    target_minutes = models.PositiveSmallIntegerField(
        _("目標の待ち時間（分）"), default=15, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    target_percent = models.PositiveSmallIntegerField(
        _("目標の待ち時間で呼びたい人の割合（％）"),
        default=90,
        validators=[MinValueValidator(50), MaxValueValidator(99)],
    )
    break_minutes = models.PositiveSmallIntegerField(
        _("休憩（分）"), default=60, validators=[MaxValueValidator(120)], help_text=_("30分きざみで数えます。")
    )
    break_from = models.TimeField(_("休憩に入れる最初の時刻"), default=time(11, 15), validators=[_on_the_half_hour])
    break_until = models.TimeField(_("休憩を終える最後の時刻"), default=time(14, 15), validators=[_on_the_half_hour])

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("窓口の時間と目標")
        constraints = [
            models.UniqueConstraint(fields=["municipality"], name="one_set_of_counter_hours"),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")), name="counter_closes_after_it_opens",
                violation_error_message=_("閉まる時刻は開く時刻より後にしてください。"),
            ),
            models.CheckConstraint(
                condition=Q(break_until__gt=F("break_from")), name="breaks_end_after_they_begin",
                violation_error_message=_("休憩を終える最後の時刻は、入れる最初の時刻より後にしてください。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"

    @property
    def slots(self) -> int:
        """The half hours of a day; a rest at the end counts as one."""
        return -(-(minute_of(self.closes) - minute_of(self.opens)) // HALF_HOUR)

    @property
    def share(self) -> float:
        """The aimed-at share, between 0 and 1."""
        return self.target_percent / 100


class ShiftClerk(MunicipalModel, Versioned):
    """Somebody who can be on duty at the counter (当番に入る人): hours, and lines in the order of preference.

    `name` is what stands on the roster; it may be a post ("会計年度A"). Nothing is measured of a person.
    """

    name = models.CharField(_("当番表に出す名前"), max_length=40)
    own_line = models.ForeignKey(ServiceLine, models.PROTECT, related_name="+", verbose_name=_("おもに受け持つ種別"))
    second_line = models.ForeignKey(
        ServiceLine, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("次に受け持てる種別")
    )
    third_line = models.ForeignKey(
        ServiceLine, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("その次に受け持てる種別")
    )
    starts = models.TimeField(_("窓口に出られる時刻"), default=time(8, 45), validators=[_on_the_half_hour])
    ends = models.TimeField(_("窓口を離れる時刻"), default=time(17, 15), validators=[_on_the_half_hour])
    has_break = models.BooleanField(_("昼の休憩がある"), default=True)
    is_on = models.BooleanField(_("当番に入れる"), default=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("当番に入る人")
        ordering = ["own_line__place", "own_line_id", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"], name="shift_clerk_name_once",
                violation_error_message=_("同じ名前の人がもういます。見分けられる名前にしてください。"),
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")), name="shift_clerk_ends_after_start",
                violation_error_message=_("離れる時刻は、出られる時刻より後にしてください。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        others = [pk for pk in (self.second_line_id, self.third_line_id) if pk]
        if len({self.own_line_id, *others}) != 1 + len(others):
            raise ValidationError(_("受け持つ種別には、それぞれ違うものを選んでください。"))

    @property
    def lines(self) -> tuple[ServiceLine, ...]:
        """The lines in the order of preference."""
        return tuple(line for line in (self.own_line, self.second_line, self.third_line) if line is not None)


class ArrivalCount(MunicipalModel):
    """How many came for a line in one hour of a day, from before tickets were kept here (来庁者数の記録).

    Taken in from the file of an older ticket machine. A day that has tickets of its own is counted from those.
    """

    municipality_from = "line"

    line = models.ForeignKey(ServiceLine, models.CASCADE, related_name="+", verbose_name=_("受付種別"))
    day = models.DateField(_("日付"))
    hour = models.PositiveSmallIntegerField(_("時"))
    visitors = models.PositiveIntegerField(_("人数"))

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("来庁者数の記録")
        ordering = ["day", "hour", "line_id"]
        constraints = [
            models.UniqueConstraint(fields=["line", "day", "hour"], name="arrivals_once_an_hour"),
            models.CheckConstraint(condition=Q(hour__lte=23), name="arrival_hour_is_an_hour"),
        ]
        indexes = [models.Index(fields=["municipality", "day"])]

    def __str__(self) -> str:
        return f"{self.line_id} {self.day} {self.hour}: {self.visitors}"


class PlanState(models.TextChoices):
    """How far a week's plan is."""

    DRAFT = "draft", _("案")
    DECIDED = "decided", _("決定")


class StaffingPlan(MunicipalModel, Versioned):
    """A week at the counter (窓口の配置計画): desks needed by half hour, and who sits where.

    `days` maps a day (ISO) to what was expected of it (`visitors`, `low`, `high`, `reasons`), the desks `needed` (line
    letter → a number for each half hour) and the `roster` (name → a place for each half hour: a line's letter,
    "break", "free", or "" off duty). `opens` is the minute of the day at which the first half hour begins.
    """

    monday = models.DateField(_("週の月曜日"))
    opens = models.PositiveSmallIntegerField(_("最初の半時間が始まる分"), default=8 * 60 + 45)
    days: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(_("日ごとの計画"), default=dict)
    state = models.CharField(_("状態"), max_length=8, choices=PlanState, default=PlanState.DRAFT)
    decided_on = models.DateField(_("決めた日"), null=True, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("窓口の配置計画")
        ordering = ["-monday"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "monday"], name="one_staffing_plan_a_week",
                violation_error_message=_("この週の計画は、もうあります。"),
            ),
            models.CheckConstraint(condition=Q(state__in=list(PlanState.values)), name="plan_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(decided_on__isnull=False), name="a_decided_plan_has_its_day"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.monday}"

    def clean(self) -> None:
        if self.monday.weekday():
            raise ValidationError({"monday": _("週の月曜日を選んでください。")})

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return self.monday + timedelta(days=6)


class StaffingTrial(AppendOnly):
    """A change that was played on many days (試算): what was asked, what came of it, measured days it rests on."""

    title = models.CharField(_("変えること"), max_length=300)
    question: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(_("条件"), default=dict)
    answer: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(_("結果"), default=dict)
    played_days = models.PositiveIntegerField(_("試した日数"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("頼んだ人"))

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = _("試算")
        ordering = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return self.title
