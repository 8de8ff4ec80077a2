"""Responses: what somebody answered, and every entry that was made on the way."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanpo.core import clock
from hanpo.core.models import Appended, MunicipalModel, Section, Versioned
from hanpo.forms.models.definitions import FormVersion


class ResponseState(models.TextChoices):
    """How far a response is. What follows after it was sent is told by the field that asked."""

    DRAFT = "draft", _("下書き")
    SENT = "sent", _("提出済み")
    REOPENED = "reopened", _("書き直し中")


class Channel(models.TextChoices):
    """The way in which answers came."""

    PAGE = "page", _("画面")
    EXCEL = "excel", _("Excel")
    PAPER = "paper", _("紙")
    PHONE = "phone", _("電話")


class Deed(models.TextChoices):
    """What an entry did to its response."""

    START = "start", _("書き始めた")
    SAVE = "save", _("書いた")
    SEND = "send", _("提出した")
    REOPEN = "reopen", _("書き直しに戻した")


class Response(MunicipalModel, Versioned):
    """One answered form (回答票), in the municipality that answers.

    `about` is what the field asks for, in the field's own words (`council.survey:12`). `answers` maps the ids of items
    to values (see `hanpo.forms.engine.values`); `origins` maps ids to `{"origin", "as_of"}` of prefilled values;
    `remarks` maps ids to a person's note at the answer. Somebody who writes for another names them in `on_behalf_of`
    and says why. `erase_after` is the last day on which it is kept; `erase_ordered_at` is set once somebody approved
    that it goes, and hides it until it is erased for good.
    """

    form = models.ForeignKey(FormVersion, models.PROTECT, related_name="responses", verbose_name=_("様式の版"))
    about = models.CharField(_("何についての回答か"), max_length=120, blank=True)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答える課")
    )
    state = models.CharField(_("状態"), max_length=10, choices=ResponseState, default=ResponseState.DRAFT)
    answers = models.JSONField(_("回答"), default=dict, blank=True)
    origins = models.JSONField(_("事前入力の出どころ"), default=dict, blank=True)
    remarks = models.JSONField(_("添え書き"), default=dict, blank=True)
    channel = models.CharField(_("受けた方法"), max_length=6, choices=Channel, default=Channel.PAGE)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("入力した人")
    )
    on_behalf_of = models.CharField(_("だれの代わりに"), max_length=120, blank=True)
    proxy_reason = models.CharField(_("代わりに入力する理由"), max_length=200, blank=True)
    number = models.CharField(_("受付番号"), max_length=30, blank=True)
    started_at = models.DateTimeField(_("書き始めた日時"), default=clock.now)
    submitted_at = models.DateTimeField(_("提出日時"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("提出した人")
    )
    erase_after = models.DateField(_("保存する最後の日"), null=True, blank=True)
    erase_ordered_at = models.DateTimeField(_("消すと決めた日時"), null=True, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("回答票")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | (Q(submitted_at__isnull=False) & ~Q(number="")),
                name="sent_response_has_day_and_number",
            ),
            models.CheckConstraint(condition=Q(on_behalf_of="") | ~Q(proxy_reason=""), name="proxy_says_why"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "sent", "reopened"]), name="response_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["page", "excel", "paper", "phone"]), name="response_channel_is_known"
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="receipt_number_once"),
        ]
        indexes = [
            models.Index(fields=["about", "municipality"]),
            models.Index(fields=["form", "state"]),
            models.Index(fields=["erase_after"]),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.form_id}-{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it may still be written."""
        return self.state != ResponseState.SENT


class ResponseEntry(Appended, MunicipalModel):
    """One entry into a response: who wrote what, when, and by which way. Written once.

    `changes` maps the ids of items to `[before, after]` (`null`: no answer); `made_version` is the version that the
    response had after it, by which two people who write at once are told apart. An entry goes only together with its
    response, when the time to keep it is over; the audit record holds no answers, so that nothing stays behind.
    """

    municipality_from = "response"
    is_written_once: ClassVar[bool] = True

    response = models.ForeignKey(Response, models.CASCADE, related_name="entries", verbose_name=_("回答票"))
    deed = models.CharField(_("したこと"), max_length=8, choices=Deed)
    at = models.DateTimeField(_("日時"), default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("した人")
    )
    channel = models.CharField(_("方法"), max_length=6, choices=Channel, default=Channel.PAGE)
    on_behalf_of = models.CharField(_("だれの代わりに"), max_length=120, blank=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    made_version = models.PositiveIntegerField(_("これで何版になったか"))
    changes = models.JSONField(_("変わったところ"), default=dict)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("回答の記入記録")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.response_id} {self.deed}"
