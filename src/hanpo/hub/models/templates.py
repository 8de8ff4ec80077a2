"""Templates of steps and gates: data that a municipality may change, never code."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import MunicipalModel, Versioned


class Readiness(models.TextChoices):
    """The five views of readiness for the next stage, as the ministry's study group on social implementation lists them
    (stage gates, 懇談会報告書 p. 36: https://wic-net.com/material/document/17268/36)."""

    TECHNOLOGY = "technology", _("技術")
    BUSINESS = "business", _("事業")
    INSTITUTION = "institution", _("制度")
    ACCEPTANCE = "acceptance", _("社会的受容性")
    PEOPLE = "people", _("人材")


class StepTemplate(MunicipalModel, Versioned):
    """A set of steps with gates, in the hands of one municipality: its own copy, so that edits stay at home.

    `origin` names the seed or model it was copied from. `note` says where it comes from and what is not certain.
    """

    name = models.CharField(_("ひな型の名前"), max_length=120)
    origin = models.CharField(_("もとのひな型"), max_length=120, blank=True)
    source = models.CharField(_("出典"), max_length=300, blank=True)
    note = models.TextField(_("注記"), blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("ステップのひな型")
        ordering = ["municipality_id", "name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="step_template_name_once")]

    def __str__(self) -> str:
        return self.name


class Step(MunicipalModel, Versioned):
    """One step of a template. `key` stays the same over copies and versions, so that models can be merged.

    `is_wording_official` is false where the programme's own wording is not known and the name is ours. A step that is
    no longer used is retired, never removed, because gate records point to it.
    """

    municipality_from = "template"

    template = models.ForeignKey(StepTemplate, models.CASCADE, related_name="steps", verbose_name=_("ひな型"))
    key = models.SlugField(_("符号"), max_length=60)
    position = models.PositiveSmallIntegerField(_("順番"), validators=[MinValueValidator(1)])
    name = models.CharField(_("ステップ名"), max_length=120)
    purpose = models.TextField(_("このステップですること"), blank=True)
    is_wording_official = models.BooleanField(_("公式の言い方か"), default=False)
    is_retired = models.BooleanField(_("使わなくなった"), default=False)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("ステップ")
        ordering = ["template_id", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["template", "key"], name="step_key_once_in_a_template")]

    def __str__(self) -> str:
        return self.name


class GateCriterion(MunicipalModel, Versioned):
    """What must be shown before the gate behind a step is passed, seen from one of the five views of readiness."""

    municipality_from = "step"

    step = models.ForeignKey(Step, models.CASCADE, related_name="criteria", verbose_name=_("ステップ"))
    key = models.SlugField(_("符号"), max_length=60)
    position = models.PositiveSmallIntegerField(_("順番"), default=1)
    view = models.CharField(_("観点"), max_length=12, choices=Readiness)
    statement = models.CharField(_("確かめること"), max_length=200)
    hint = models.CharField(_("証拠の例"), max_length=200, blank=True)
    is_required = models.BooleanField(_("必須"), default=True)
    is_retired = models.BooleanField(_("使わなくなった"), default=False)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("ゲートの確認事項")
        ordering = ["step_id", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["step", "key"], name="criterion_key_once_in_a_step")]

    def __str__(self) -> str:
        return self.statement
