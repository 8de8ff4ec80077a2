"""Business flows: the chart, what is not on it, what people say of its steps, and logs of what really happened.

Votes are shown as counts by step, never by person; logs carry sections and steps, never the name of who did one.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import MunicipalModel, Section, StoredFile, Versioned


class FlowKind(models.TextChoices):
    """Whether a flow is what happens today, or what is to happen."""

    AS_IS = "as_is", _("今の流れ")
    TO_BE = "to_be", _("目指す流れ")


class LogSource(models.TextChoices):
    """Where the events of a log come from."""

    UPLOAD = "upload", _("取り込んだCSV")
    TICKETS = "tickets", _("この窓口の受付番号")
    CASES = "cases", _("この窓口の案件")


class EventLog(MunicipalModel, Versioned):
    """A log of what happened, case by case (業務の記録).

    `columns` says which column of the file is the case, the step, the section, the beginning and the end. `months` is
    how far back the events of the counter itself are read.
    """

    name = models.CharField(_("名前"), max_length=120)
    source = models.CharField(_("元の記録"), max_length=8, choices=LogSource, default=LogSource.UPLOAD)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ファイル")
    )
    columns = models.JSONField(_("列の使い方"), default=dict, blank=True)
    months = models.PositiveSmallIntegerField(_("さかのぼる月数"), default=1)
    note = models.TextField(_("補足"), blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("業務の記録")
        ordering = ["municipality_id", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"], name="event_log_name_once",
                violation_error_message=_("同じ名前の記録がもうあります。ほかの名前にしてください。"),
            ),
            models.CheckConstraint(
                condition=Q(source__in=["upload", "tickets", "cases"]), name="event_log_source_is_known"
            ),
            models.CheckConstraint(
                condition=Q(source="upload", file__isnull=False) | (~Q(source="upload") & Q(file__isnull=True)),
                name="an_uploaded_log_has_its_file",
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1) & Q(months__lte=24), name="event_log_months_are_few",
                violation_error_message=_("さかのぼる月数は1から24までにしてください。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Flow(MunicipalModel, Versioned):
    """A business flow (業務フロー).

    `chart` holds lanes, steps and arrows as JSON (see `engine.flows`), `earlier` how it was before the last changes,
    the newest last. A flow to be `follows` the flow as it is, and
    keeps the ids of its steps. `log` is where the times on the chart come from. `asks_until` is the last day on which
    votes are asked for.
    """

    name = models.CharField(_("名前"), max_length=120)
    kind = models.CharField(_("種類"), max_length=6, choices=FlowKind, default=FlowKind.AS_IS)
    purpose = models.TextField(_("何の流れか"), blank=True)
    source = models.CharField(_("出典"), max_length=300, blank=True)
    chart = models.JSONField(_("図"), default=dict, blank=True)
    earlier = models.JSONField(_("前の図"), default=list, blank=True, editable=False)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("もとの流れ")
    )
    log = models.ForeignKey(
        EventLog, models.SET_NULL, null=True, blank=True, related_name="flows", verbose_name=_("時間の記録")
    )
    asks_until = models.DateField(_("2分投票の最後の日"), null=True, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("業務フロー")
        ordering = ["municipality_id", "name", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name", "kind"], name="flow_name_once_of_a_kind",
                violation_error_message=_("同じ名前と種類の流れがもうあります。ほかの名前にしてください。"),
            ),
            models.CheckConstraint(condition=Q(kind__in=["as_is", "to_be"]), name="flow_kind_is_known"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class RemarkKind(models.TextChoices):
    """What a mark on a chart says."""

    MISSING = "missing", _("図に無い")
    WRONG = "wrong", _("実際と違う")
    WAITS = "waits", _("待ちが長い")
    IDEA = "idea", _("こうしたい")


class RemarkState(models.TextChoices):
    """What became of a mark."""

    OPEN = "open", _("まだ")
    ON_CHART = "on_chart", _("図に入れた")
    LEFT_OUT = "left_out", _("図には入れない")


class FlowRemark(MunicipalModel, Versioned):
    """A mark on a flow (「図に無い」の印): what somebody knows and the chart does not show.

    `node` is the step at which it hangs, empty for the whole flow.
    """

    municipality_from = "flow"

    flow = models.ForeignKey(Flow, models.CASCADE, related_name="remarks", verbose_name=_("業務フロー"))
    node = models.CharField(_("どの手順か"), max_length=120, blank=True)
    kind = models.CharField(_("印の種類"), max_length=8, choices=RemarkKind, default=RemarkKind.MISSING)
    words = models.TextField(_("内容"), max_length=1000)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("気づいた課")
    )
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("書いた人")
    )
    said_on = models.DateField(_("書いた日"))
    state = models.CharField(_("その後"), max_length=8, choices=RemarkState, default=RemarkState.OPEN)
    settled = models.CharField(_("どうしたか"), max_length=300, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("図への印")
        ordering = ["flow_id", "-said_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["missing", "wrong", "waits", "idea"]), name="flow_remark_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "on_chart", "left_out"]), name="flow_remark_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="left_out") | ~Q(settled=""), name="what_is_left_out_has_a_reason",
                violation_error_message=_("図に入れない理由を書いてください。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.words[:40]


class Voice(models.TextChoices):
    """What somebody says of a step in a two-minute vote."""

    AGREE = "agree", _("そのとおり")
    UNSURE = "unsure", _("分からない")
    DIFFER = "differ", _("うちは違う")


class FlowVote(MunicipalModel, Versioned):
    """What one person says of one step (2分投票); a further vote on the same step replaces the one before."""

    municipality_from = "flow"

    flow = models.ForeignKey(Flow, models.CASCADE, related_name="votes", verbose_name=_("業務フロー"))
    node = models.CharField(_("どの手順か"), max_length=120)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("投票した人"))
    voice = models.CharField(_("投票"), max_length=6, choices=Voice)
    words = models.CharField(_("どう違うか"), max_length=300, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("2分投票")
        ordering = ["flow_id", "node", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["flow", "node", "person"], name="one_vote_a_step_and_person"),
            models.CheckConstraint(condition=Q(voice__in=["agree", "unsure", "differ"]), name="flow_voice_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.node} {self.voice}"
