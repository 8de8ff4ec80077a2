"""Forms: the draft that a municipality works on, and the versions that it published."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanpo.core import clock
from hanpo.core.models import Appended, AppendedRows, MunicipalModel, Section, Versioned

USUAL_RETENTION_DAYS = 1095
"""Three years: what a municipality keeps ordinary answers for, unless its own rule on documents says otherwise."""


class Audience(models.TextChoices):
    """Who may open a published form by themselves, at home; a survey of a field is sent out by the field."""

    FIELDS = "fields", _("調査や窓口など、ほかの機能から使う")
    STAFF = "staff", _("このまちの職員が答える")
    RESIDENTS = "residents", _("このまちの住民が答える")


class FormDraft(MunicipalModel, Versioned):
    """A form in the hands of the municipality that owns it: what stands in the editor, whether published or not.

    `definition` is a form as plain data (see `hanpo.forms.engine.definition`). `retention_days` says how many days
    after it was sent a response is kept.
    """

    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("担当課")
    )
    key = models.SlugField(_("符号"), max_length=60)
    title = models.CharField(_("様式の名前"), max_length=120)
    purpose = models.TextField(_("何のために聞くか"), blank=True)
    definition = models.JSONField(_("中身"), default=dict)
    audience = models.CharField(_("だれが答えるか"), max_length=10, choices=Audience, default=Audience.FIELDS)
    next_step = models.CharField(_("送ったあとに起こること"), max_length=300, blank=True)
    retention_days = models.PositiveIntegerField(_("回答の保存日数"), default=USUAL_RETENTION_DAYS)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("様式")
        ordering = ["municipality_id", "title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="form_key_once"),
            models.CheckConstraint(condition=Q(retention_days__gte=1), name="form_keeps_answers_a_day_at_least"),
        ]

    def __str__(self) -> str:
        return self.title


class FormVersion(Appended):
    """A version of a form as it was published: every answer ever given keeps the questions that it answers.

    It belongs to no one municipality's scope, because a survey is answered by others; `owner` is who asks. `form` is
    read within the owner's scope only, so everything that an answerer needs stands here.
    """

    is_history: ClassVar[bool] = True

    form = models.ForeignKey(FormDraft, models.PROTECT, related_name="versions", verbose_name=_("様式"))
    owner = models.ForeignKey("core.Municipality", models.PROTECT, related_name="+", verbose_name=_("作った市町"))
    number = models.PositiveIntegerField(_("版"))
    title = models.CharField(_("様式の名前"), max_length=120)
    purpose = models.TextField(_("何のために聞くか"), blank=True)
    definition = models.JSONField(_("中身"))
    checksum = models.CharField(_("指紋"), max_length=64)
    audience = models.CharField(_("だれが答えるか"), max_length=10, choices=Audience)
    next_step = models.CharField(_("送ったあとに起こること"), max_length=300, blank=True)
    retention_days = models.PositiveIntegerField(_("回答の保存日数"))
    note = models.CharField(_("この版で変わったこと"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("公開日時"), default=clock.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("公開した人")
    )

    objects = AppendedRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("公開した様式の版")
        ordering = ["form_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="form_version_once")]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"
