"""Application forms as a municipality uses them, and sets of them that a household fills in once."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanpo.core import clock
from hanpo.core.models import MunicipalModel, Resident, Section, Versioned
from hanpo.counter.models.cases import Case
from hanpo.counter.models.guide import Guidance
from hanpo.forms.models import FormDraft, FormVersion

LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What numbers are made of: nothing that is read for something else."""

NUMBER_LENGTH: Final = 7


def new_paper_token() -> str:
    """What nobody can guess: 192 random bits, as they stand in an address."""
    return secrets.token_urlsafe(24)


def new_paper_number() -> str:
    """A number to be read out and typed."""
    return "".join(secrets.choice(LETTERS) for _place in range(NUMBER_LENGTH))


class PaperForm(MunicipalModel, Versioned):
    """An application form (申請書) of a municipality: a form of the ground package, and how it is used at the counter.

    `procedures` are the ids of procedures that need it; `use` says whom it is about, who signs and who may come instead
    (see `queries.shipped.papers.use_of`). One that is not offered stays for the sets that hold it already.
    """

    form = models.OneToOneField(FormDraft, models.PROTECT, related_name="+", verbose_name=_("様式"))
    key = models.SlugField(_("符号"), max_length=60)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("担当課")
    )
    procedures = models.JSONField(_("この申請書を使う手続き"), default=list, blank=True)
    use = models.JSONField(_("使い方"), default=dict, blank=True)
    position = models.PositiveIntegerField(_("並び順"), default=0)
    is_offered = models.BooleanField(_("使っている"), default=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("申請書")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="paper_form_key_once")]

    def __str__(self) -> str:
        return self.form.title


class PaperSetState(models.TextChoices):
    """How far a set of application forms is."""

    FILLING = "filling", _("記入中")
    READY = "ready", _("記入済み")
    CHECKED = "checked", _("窓口で確認済み")


class PaperSet(MunicipalModel, Versioned):
    """The application forms of one household (申請書一式): each value entered once, for all of them.

    `people` are the keys of the household's members; `values` maps ids to values (`address_next`, `p1_name`), `origins`
    maps ids to how a value came (`typed` by the resident, `counter`, `guidance`, `register`) and the day; `touched`
    maps ids to the version in which they changed last, by which two who write at once are told apart. Under 支援措置
    (`is_protected`) no place is kept here at all. Whoever has the address with its token may fill it in. After
    `expires_on` it is shown to nobody and erased.
    """

    number = models.CharField(_("番号"), max_length=12, unique=True, default=new_paper_number, editable=False)
    token = models.CharField(_("合いことば"), max_length=48, unique=True, default=new_paper_token, editable=False)
    guidance = models.ForeignKey(
        Guidance, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("手続案内")
    )
    case = models.ForeignKey(
        Case, models.SET_NULL, null=True, blank=True, related_name="paper_sets", verbose_name=_("受付")
    )
    resident = models.ForeignKey(
        Resident, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("住民")
    )
    state = models.CharField(_("状態"), max_length=8, choices=PaperSetState, default=PaperSetState.FILLING)
    language = models.CharField(_("ことば"), max_length=8, choices=settings.LANGUAGES, default="ja")
    people = models.JSONField(_("世帯の人"), default=list)
    values = models.JSONField(_("記入した内容"), default=dict, blank=True)
    origins = models.JSONField(_("内容のもと"), default=dict, blank=True)
    touched = models.JSONField(_("変わった版"), default=dict, blank=True)
    is_protected = models.BooleanField(_("支援措置"), default=False)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("始めた人")
    )
    begun_at = models.DateTimeField(_("始めた日時"), default=clock.now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("確認した人")
    )
    checked_at = models.DateTimeField(_("確認した日時"), null=True, blank=True)
    expires_on = models.DateField(_("残しておく最後の日"))

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("申請書一式")
        ordering = ["-begun_at", "-pk"]
        indexes = [models.Index(fields=["expires_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["filling", "ready", "checked"]), name="paper_set_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="checked") | Q(checked_at__isnull=False), name="checked_paper_set_says_when"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def is_kept(self, day: date) -> bool:
        """Whether it may still be shown on a day."""
        return day <= self.expires_on

    @property
    def is_open(self) -> bool:
        """Whether it may still be filled in."""
        return self.state != PaperSetState.CHECKED


class PaperSheet(MunicipalModel):
    """One application form in a set, in the version that the municipality had published when it was put there."""

    municipality_from = "paper_set"

    paper_set = models.ForeignKey(PaperSet, models.CASCADE, related_name="sheets", verbose_name=_("申請書一式"))
    paper = models.ForeignKey(PaperForm, models.PROTECT, related_name="+", verbose_name=_("申請書"))
    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+", verbose_name=_("様式の版"))

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("一式の中の申請書")
        ordering = ["paper__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["paper_set", "paper"], name="paper_once_in_a_set")]

    def __str__(self) -> str:
        return f"{self.paper_set_id} {self.paper_id}"
