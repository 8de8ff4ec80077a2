"""Surveys of the members: what the secretariat asks, each member's reply and its way through the office, publication.

A survey belongs to the whole council; a reply, its steps and its extensions belong to the member that answers, so that
a member never sees another one's reply. The answers themselves stand in `hanpo.forms` as a response; it may go when the
time to keep it is over, and the reply remains.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import AppendOnly, MunicipalModel, Section, Versioned
from hanpo.council.models.base import CouncilHistory, CouncilRow
from hanpo.forms.models import FormDraft, FormVersion, Response


class Promise(models.TextChoices):
    """How answers are shown to others (公表のしかた): this is promised before anybody answers."""

    NAMED = "named", _("市町名を付けて示す")
    CLASS = "class", _("市・町の区分や人口規模だけを示す")
    OFFICE = "office", _("事務局だけが見る（集計だけを示す）")


class SurveyState(models.TextChoices):
    """How far a survey is."""

    DRAFT = "draft", _("準備中")
    OPEN = "open", _("回答受付中")
    CLOSED = "closed", _("締切済み")
    PUBLISHED = "published", _("結果公表")


class Survey(CouncilRow, Versioned):
    """A survey of the members (調査).

    `draft` is the form in the secretariat's editor, `form` the version that is asked, fixed when the survey is sent.
    `follows` is the survey that asked the same before: its answers are carried over and its numbers compared.
    `minutes_estimated` is the time that one member is expected to need.
    """

    title = models.CharField(_("調査名"), max_length=200)
    purpose = models.TextField(_("何のために聞くか"))
    promise = models.CharField(_("回答の示し方"), max_length=8, choices=Promise, default=Promise.NAMED)
    draft = models.ForeignKey(FormDraft, models.PROTECT, related_name="+", verbose_name=_("様式"))
    form = models.ForeignKey(
        FormVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("様式の版")
    )
    opens_on = models.DateField(_("受付を始める日"), null=True, blank=True)
    due_on = models.DateField(_("回答期限"))
    state = models.CharField(_("状態"), max_length=10, choices=SurveyState, default=SurveyState.DRAFT)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("前回の調査")
    )
    minutes_estimated = models.PositiveSmallIntegerField(_("回答にかかる見込み（分）"), default=0)
    closed_on = models.DateField(_("締め切った日"), null=True, blank=True)

    class Meta(CouncilRow.Meta):
        verbose_name = verbose_name_plural = _("調査")
        ordering = ["-due_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "title"], name="survey_title_once"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "open", "closed", "published"]), name="survey_state_is_known"
            ),
            models.CheckConstraint(condition=Q(promise__in=["named", "class", "office"]), name="promise_is_known"),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(form__isnull=False) & Q(opens_on__isnull=False)),
                name="a_sent_survey_has_its_form_and_day",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True) | Q(due_on__gte=F("opens_on")),
                name="survey_is_due_after_it_opens",
                violation_error_message=_("回答期限は受付を始める日より後にしてください。"),
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"])]

    def __str__(self) -> str:
        return self.title


class ReplyState(models.TextChoices):
    """How far a member's reply is on its way through its own office and to the secretariat."""

    WRITING = "writing", _("下書き")
    CHECKING = "checking", _("課内確認")
    APPROVING = "approving", _("課長決裁")
    SUBMITTED = "submitted", _("提出")
    SENT_BACK = "sent_back", _("差戻し")
    RESUBMITTED = "resubmitted", _("再提出")
    SETTLED = "settled", _("確定")


AT_HOME = (ReplyState.WRITING, ReplyState.CHECKING, ReplyState.APPROVING, ReplyState.SENT_BACK)
"""States in which the member has the reply in hand."""
COUNTED = (ReplyState.SUBMITTED, ReplyState.RESUBMITTED, ReplyState.SETTLED)
"""States in which the secretariat has the reply: only these are counted as answered."""


class Reply(MunicipalModel, Versioned):
    """A member's reply to a survey (回答).

    `response` holds the answers; it is empty once their time to be kept is over. `due_on` is the member's own day,
    later than the survey's where it was extended. `why_not_yet` is what the member says about why it has not answered.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="replies", verbose_name=_("調査"))
    response = models.OneToOneField(
        Response, models.SET_NULL, null=True, blank=True, related_name="council_reply", verbose_name=_("回答票")
    )
    state = models.CharField(_("状態"), max_length=12, choices=ReplyState, default=ReplyState.WRITING)
    due_on = models.DateField(_("回答期限"))
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答える課")
    )
    person_in_charge = models.CharField(_("担当者"), max_length=120, blank=True)
    minutes_spent = models.PositiveIntegerField(_("かかった時間（分）"), null=True, blank=True)
    why_not_yet = models.CharField(_("まだ答えられない理由"), max_length=300, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("調査への回答")
        ordering = ["municipality_id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "municipality"], name="one_reply_a_member"),
            models.CheckConstraint(condition=Q(state__in=list(ReplyState.values)), name="reply_state_is_known"),
        ]
        indexes = [models.Index(fields=["survey", "state"])]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.municipality_id}"

    @property
    def is_at_home(self) -> bool:
        """Whether the member has it in hand and may still write."""
        return self.state in AT_HOME

    @property
    def is_counted(self) -> bool:
        """Whether the secretariat has it."""
        return self.state in COUNTED


class ReplyStep(AppendOnly):
    """A step that a reply took (回答の経過): from which state to which, by whom, with which words."""

    municipality_from = "reply"

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="steps", verbose_name=_("調査への回答"))
    old_state = models.CharField(_("前の状態"), max_length=12, choices=ReplyState, blank=True)
    new_state = models.CharField(_("後の状態"), max_length=12, choices=ReplyState)
    comment = models.CharField(_("コメント"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("記録した人")
    )

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = _("回答の経過")
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.reply_id} {self.new_state}"


class Extension(AppendOnly):
    """A member's day was moved (期限延長). An extension for all leaves one row for each member."""

    municipality_from = "reply"

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="extensions", verbose_name=_("調査への回答"))
    old_due_on = models.DateField(_("前の期限"))
    new_due_on = models.DateField(_("後の期限"))
    reason = models.CharField(_("理由"), max_length=300)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("記録した人")
    )

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = _("期限延長")
        ordering = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.reply_id} {self.new_due_on}"


class Publication(CouncilHistory):
    """The results of a survey were published (結果の公表); publishing again adds a further row.

    `comments` maps the ids of questions to what the secretariat says about them, `summary` stands at the head. Numbers
    of fewer than `k` members are not shown, so that nobody is recognised where names were not promised.
    """

    shared_from = "survey"

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="publications", verbose_name=_("調査"))
    k = models.PositiveSmallIntegerField(_("この数より少ない市町の数字は示さない"), default=1)
    summary = models.TextField(_("結果のまとめ"), blank=True)
    comments = models.JSONField(_("質問ごとのコメント"), default=dict, blank=True)
    published_at = models.DateTimeField(_("公表日時"))

    class Meta(CouncilHistory.Meta):
        verbose_name = verbose_name_plural = _("調査結果の公表")
        ordering = ["-published_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(k__gte=1), name="publication_k_is_one_or_more")]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.published_at:%Y-%m-%d}"
