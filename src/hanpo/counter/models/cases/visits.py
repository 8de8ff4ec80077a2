"""The bereavement course (おくやみコース): when families come, and the visits that are booked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import MunicipalModel, Section, Versioned
from hanpo.counter.models.cases.work import Case


class BereavementCourse(MunicipalModel, Versioned):
    """How a municipality receives bereaved families (おくやみコース): when visits begin, how many at once.

    `starts` are times of day (09:00). `days_ahead` counts the open days that the sections need to prepare.
    """

    name = models.CharField(_("コースの名前"), max_length=60)
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("受付の課"))
    starts = models.JSONField(_("始まる時刻"), default=list)
    minutes = models.PositiveSmallIntegerField(_("1回の時間（分）"), default=90)
    seats = models.PositiveSmallIntegerField(_("同時に受ける組"), default=1)
    days_ahead = models.PositiveSmallIntegerField(_("準備に要る開庁日"), default=3)
    place = models.CharField(_("場所"), max_length=120, blank=True)
    phone = models.CharField(_("電話番号"), max_length=20, blank=True)
    is_open = models.BooleanField(_("予約を受ける"), default=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("おくやみコース")
        constraints = [
            models.UniqueConstraint(fields=["municipality"], name="one_course_a_municipality"),
            models.CheckConstraint(condition=Q(seats__gte=1) & Q(minutes__gte=10), name="course_receives_somebody"),
        ]

    def __str__(self) -> str:
        return self.name


class AppointmentState(models.TextChoices):
    """How far a booked visit is."""

    BOOKED = "booked", _("予約済み")
    CAME = "came", _("来庁")
    CANCELLED = "cancelled", _("取消し")
    NO_SHOW = "no_show", _("来なかった")


class Appointment(MunicipalModel, Versioned):
    """A family's visit to the bereavement course (おくやみの予約), with the case that the sections prepare for it.

    `seat` numbers the visits at one time, so that the database refuses a visit too many. `prepared_on` is the day on
    which somebody said that everything lies ready.
    """

    municipality_from = "course"

    course = models.ForeignKey(
        BereavementCourse, models.PROTECT, related_name="appointments", verbose_name=_("おくやみコース")
    )
    case = models.OneToOneField(Case, models.PROTECT, related_name="appointment", verbose_name=_("案件"))
    day = models.DateField(_("来る日"))
    start = models.TimeField(_("来る時刻"))
    seat = models.PositiveSmallIntegerField(_("席"))
    people = models.PositiveSmallIntegerField(_("来る人数"), default=1)
    deceased = models.CharField(_("亡くなった方の氏名"), max_length=120)
    deceased_kana = models.CharField(_("亡くなった方のフリガナ"), max_length=160, blank=True)
    relation = models.CharField(_("亡くなった方との続柄"), max_length=40)
    died_on = models.DateField(_("亡くなった日"), null=True, blank=True)
    phone = models.CharField(_("日中つながる電話番号"), max_length=20)
    state = models.CharField(_("状態"), max_length=10, choices=AppointmentState, default=AppointmentState.BOOKED)
    prepared_on = models.DateField(_("準備ができた日"), null=True, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("おくやみの予約")
        ordering = ["day", "start", "seat"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "day", "start", "seat"],
                condition=~Q(state="cancelled"),
                name="a_seat_is_booked_once",
                violation_error_message=_("この時刻は、いま埋まりました。ほかの時刻を選んでください。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(AppointmentState.values)), name="appointment_state_is_known"
            ),
            models.CheckConstraint(condition=Q(seat__gte=1) & Q(people__gte=1), name="appointment_is_somebodys"),
        ]
        indexes = [models.Index(fields=["municipality", "day", "state"])]

    def __str__(self) -> str:
        return f"{self.day} {self.start:%H:%M}"
