"""Booking: times that a line offers, and the bookings in them. A booking carries no name, only its number."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import MunicipalModel, Versioned
from hanpo.counter.models.waiting.places import ServiceLine, new_token
from hanpo.counter.models.waiting.tickets import Language, Ticket


class BookingSlot(MunicipalModel, Versioned):
    """A time that one can book (予約枠): so many people, so many minutes, and a buffer afterwards that stays free.

    `taken` counts the bookings that stand; the database refuses more of them than `capacity`.
    """

    municipality_from = "line"

    line = models.ForeignKey(ServiceLine, models.PROTECT, related_name="slots", verbose_name=_("受付種別"))
    starts_at = models.DateTimeField(_("始まる時刻"))
    minutes = models.PositiveSmallIntegerField(_("時間（分）"), default=20)
    buffer = models.PositiveSmallIntegerField(_("あとに空けておく時間（分）"), default=10)
    capacity = models.PositiveSmallIntegerField(_("受けられる人数"), default=1)
    taken = models.PositiveSmallIntegerField(_("予約した人数"), default=0, editable=False)
    is_open = models.BooleanField(_("予約を受け付ける"), default=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("予約枠")
        ordering = ["starts_at", "line_id"]
        constraints = [
            models.UniqueConstraint(fields=["line", "starts_at"], name="booking_slot_once"),
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")), name="a_slot_is_never_overbooked",
                violation_error_message=_("もう予約した人の数より少なくはできません。"),
            ),
            models.CheckConstraint(condition=Q(minutes__gte=5), name="a_slot_lasts_five_minutes"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["municipality", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.line_id} {self.starts_at:%Y-%m-%d %H:%M}"


class BookingState(models.TextChoices):
    """What became of a booking."""

    BOOKED = "booked", _("予約中")
    HERE = "here", _("来庁した")
    ABSENT = "absent", _("来なかった")
    CANCELLED = "cancelled", _("取り消した")


class Booking(MunicipalModel):
    """A place in a slot (予約). The visitor is known by `code`, which is said at the counter, and by `token`."""

    municipality_from = "slot"

    slot = models.ForeignKey(BookingSlot, models.PROTECT, related_name="bookings", verbose_name=_("予約枠"))
    code = models.CharField(_("予約番号"), max_length=8)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    state = models.CharField(_("状態"), max_length=10, choices=BookingState, default=BookingState.BOOKED)
    language = models.CharField(_("言葉"), max_length=8, choices=Language, default=Language.JAPANESE)
    made_at = models.DateTimeField(_("予約した時刻"))
    ticket = models.OneToOneField(
        Ticket, models.PROTECT, null=True, blank=True, related_name="booking", verbose_name=_("番号札")
    )

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("予約")
        ordering = ["slot__starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="booking_code_once"),
            models.CheckConstraint(condition=Q(state__in=list(BookingState.values)), name="booking_state_is_known"),
        ]

    def __str__(self) -> str:
        return self.code
