"""What the counter offers and where: lines that one queues for, desks that serve them, kiosks that give numbers."""

from __future__ import annotations

import secrets

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import AppendOnly, MunicipalModel, Section, Versioned


def new_token() -> str:
    """A token that nobody can guess, for an address that works without signing in."""
    return secrets.token_urlsafe(24)


class ServiceLine(MunicipalModel, Versioned):
    """What one takes a number for (受付種別): its name on the kiosk, the letter of its numbers, the section that serves.

    `usual_minutes` is what one visit takes at the desk, as the section says. With `busy_from` people waiting the lamp
    of the public page stands at "rather crowded", with `full_from` at "crowded": each line knows its own. `name_easy`
    and `name_en` stand on the kiosk for those who chose plain Japanese or English.
    """

    name = models.CharField(_("受付種別"), max_length=60)
    name_easy = models.CharField(_("やさしい日本語での名前"), max_length=80, blank=True)
    name_en = models.CharField(_("英語での名前"), max_length=80, blank=True)
    about = models.CharField(_("どんな用事か"), max_length=200, blank=True)
    prefix = models.CharField(
        _("番号の頭の文字"), max_length=1, validators=[RegexValidator("^[A-Z]$", _("英大文字1字にしてください。"))]
    )
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("受け付ける課")
    )
    is_quick = models.BooleanField(_("早く済む用事の列"), default=False)
    takes_bookings = models.BooleanField(_("予約を受け付ける"), default=False)
    usual_minutes = models.PositiveSmallIntegerField(_("1件のおおよその時間（分）"), default=10)
    busy_from = models.PositiveSmallIntegerField(_("「やや混んでいる」にする待ち人数"), default=5)
    full_from = models.PositiveSmallIntegerField(_("「混んでいる」にする待ち人数"), default=10)
    place = models.PositiveSmallIntegerField(_("並び順"), default=0)
    is_open = models.BooleanField(_("受付中"), default=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("受付種別")
        ordering = ["place", "prefix"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "prefix"], name="line_prefix_once"),
            models.UniqueConstraint(fields=["municipality", "name"], name="line_name_once"),
            models.CheckConstraint(
                condition=Q(full_from__gt=F("busy_from")), name="line_is_full_after_it_is_busy",
                violation_error_message=_("「混んでいる」の人数は「やや混んでいる」より多くしてください。"),
            ),
            models.CheckConstraint(condition=Q(usual_minutes__gte=1), name="line_takes_a_minute"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Desk(MunicipalModel, Versioned):
    """A desk with a number on it (窓口の席). `is_open` while somebody sits there and calls."""

    name = models.CharField(_("窓口の番号"), max_length=20)
    is_open = models.BooleanField(_("開いている"), default=False)
    place = models.PositiveSmallIntegerField(_("並び順"), default=0)
    is_kept = models.BooleanField(_("使っている席"), default=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("窓口の席")
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="desk_name_once")]

    def __str__(self) -> str:
        return self.name


class DeskLine(MunicipalModel):
    """A line that a desk serves; with `only_helps` only while nobody waits in the desk's own lines."""

    municipality_from = "desk"

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="desk_lines", verbose_name=_("窓口の席"))
    line = models.ForeignKey(ServiceLine, models.CASCADE, related_name="desk_lines", verbose_name=_("受付種別"))
    only_helps = models.BooleanField(_("手が空いたときだけ手伝う"), default=False)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("席が受ける種別")
        ordering = ["desk_id", "only_helps", "line_id"]
        constraints = [models.UniqueConstraint(fields=["desk", "line"], name="desk_serves_a_line_once")]

    def __str__(self) -> str:
        return f"{self.desk_id} {self.line_id}"


class DeskStep(AppendOnly):
    """A desk was opened or closed (席の開閉). Who sat there is not kept: this is about desks, never about persons."""

    municipality_from = "desk"

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="steps", verbose_name=_("窓口の席"))
    is_open = models.BooleanField(_("開いている"))
    at = models.DateTimeField(_("日時"))

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = _("席の開閉")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["desk", "at"])]

    def __str__(self) -> str:
        return f"{self.desk_id} {self.at:%Y-%m-%d %H:%M} {self.is_open}"


class Kiosk(MunicipalModel, Versioned):
    """A screen that gives numbers (発券機). It signs in with nothing but the address that carries its token."""

    name = models.CharField(_("置いてある場所"), max_length=60)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    is_open = models.BooleanField(_("使っている"), default=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("発券機")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="kiosk_name_once")]

    def __str__(self) -> str:
        return self.name
