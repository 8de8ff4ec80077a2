"""Tickets: one number for a visit, the services it goes through, and every change as a row of its own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import AppendOnly, MunicipalModel
from hanpo.counter.models.waiting.places import Desk, ServiceLine, new_token


class TicketState(models.TextChoices):
    """Where the holder of a ticket is; the values are those of `engine.waiting.State`."""

    WAITING = "waiting", _("待っている")
    CALLED = "called", _("呼び出し中")
    SERVING = "serving", _("対応中")
    HELD = "held", _("いったん離れる（保留）")
    PARKED = "parked", _("用事で外している")
    DONE = "done", _("終わった")
    ABSENT = "absent", _("呼んでもいなかった")
    LEFT = "left", _("取りやめ")


AT_DESK = (TicketState.CALLED, TicketState.SERVING)
"""States in which a desk is busy with the ticket; a desk has one of them at a time."""
OVER = (TicketState.DONE, TicketState.LEFT)
"""States that nothing follows."""


class Language(models.TextChoices):
    """In which words a visitor is spoken to."""

    JAPANESE = "ja", _("日本語")
    EASY = "ja-easy", _("やさしい日本語")
    ENGLISH = "en", "English"


class NumberRoll(MunicipalModel):
    """The numbers of a line on one day: the last one given. Whoever gives a number holds this row while doing so."""

    municipality_from = "line"

    line = models.ForeignKey(ServiceLine, models.PROTECT, related_name="+", verbose_name=_("受付種別"))
    day = models.DateField(_("日付"))
    last = models.PositiveSmallIntegerField(_("最後の番号"), default=0)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("その日の番号")
        ordering = ["day", "line_id"]
        constraints = [models.UniqueConstraint(fields=["line", "day"], name="one_roll_a_line_and_day")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.day} {self.last}"


class Ticket(MunicipalModel):
    """A number that a visitor holds (番号札), for all services of the visit. No name: people are called by number.

    `line` is the service the visitor is at or waits for now, `turn_at` the moment that gives the place in its queue
    (earlier goes first: the moment of taking the number, or of an appointment). `number` is `A012` and stays the same
    when the visit goes on elsewhere. `token` opens the page of the phone. `back_at` is when somebody who is away means
    to be back. `state`, `line`, `desk` and `since` repeat the last `TicketPeriod` and change together with it; `steps`
    counts these rows, so that two people cannot both make the next change.
    """

    municipality_from = "line"

    line = models.ForeignKey(ServiceLine, models.PROTECT, related_name="tickets", verbose_name=_("受付種別"))
    day = models.DateField(_("日付"))
    number = models.CharField(_("番号"), max_length=6)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    state = models.CharField(_("状態"), max_length=8, choices=TicketState, default=TicketState.WAITING)
    desk = models.ForeignKey(
        Desk, models.PROTECT, null=True, blank=True, related_name="tickets", verbose_name=_("窓口の席")
    )
    taken_at = models.DateTimeField(_("番号を取った時刻"))
    turn_at = models.DateTimeField(_("順番の時刻"))
    back_at = models.DateTimeField(_("戻る予定の時刻"), null=True, blank=True)
    is_booked = models.BooleanField(_("予約の人"), default=False)
    language = models.CharField(_("言葉"), max_length=8, choices=Language, default=Language.JAPANESE)
    since = models.DateTimeField(_("この状態になった時刻"))
    steps = models.PositiveSmallIntegerField(_("経過の数"), default=0, editable=False)
    calls = models.PositiveSmallIntegerField(_("呼んだ回数"), default=0)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("番号札")
        ordering = ["turn_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "day", "number"], name="ticket_number_once_a_day"),
            models.UniqueConstraint(
                fields=["desk"], condition=Q(state__in=["called", "serving"]), name="a_desk_has_one_visitor"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["called", "serving"]) | Q(desk__isnull=False), name="called_tickets_have_a_desk"
            ),
            models.CheckConstraint(condition=Q(state__in=list(TicketState.values)), name="ticket_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["line", "day", "state", "turn_at"]),
            models.Index(fields=["municipality", "day"]),
        ]

    def __str__(self) -> str:
        return self.number


class TicketPeriod(AppendOnly):
    """From `began_at` on the ticket is in a state, for a line and perhaps at a desk; the next row ends it.

    Every wait and every time at a desk follows from these rows (`engine.waiting.periods`); none is ever typed in.
    `place` counts the changes of a ticket from 1: two people cannot both make the same next change.
    """

    municipality_from = "ticket"

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="periods", verbose_name=_("番号札"))
    place = models.PositiveSmallIntegerField(_("順"))
    state = models.CharField(_("状態"), max_length=8, choices=TicketState)
    line = models.ForeignKey(ServiceLine, models.PROTECT, related_name="+", verbose_name=_("受付種別"))
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("窓口の席"))
    began_at = models.DateTimeField(_("始まった時刻"))

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = _("番号札の経過")
        ordering = ["ticket_id", "place"]
        constraints = [models.UniqueConstraint(fields=["ticket", "place"], name="ticket_changes_in_order")]
        indexes = [models.Index(fields=["municipality", "state", "began_at"])]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.place} {self.state}"


class TicketStop(MunicipalModel):
    """A service that the visit still needs or went through, in its order, under the same number (続けて行く窓口)."""

    municipality_from = "ticket"

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="stops", verbose_name=_("番号札"))
    line = models.ForeignKey(ServiceLine, models.PROTECT, related_name="+", verbose_name=_("受付種別"))
    place = models.PositiveSmallIntegerField(_("順"))
    is_over = models.BooleanField(_("済んだ"), default=False)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("続けて行く窓口")
        ordering = ["ticket_id", "place"]
        constraints = [models.UniqueConstraint(fields=["ticket", "place"], name="ticket_stops_in_order")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.place}"
