"""Problems of the projects, in whose words, and the issues that several municipalities have in common."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import MunicipalModel, Versioned
from hanpo.hub.models.base import ProgrammeHistory, ProgrammeRow, Record
from hanpo.hub.models.minutes import MinutesImport
from hanpo.hub.models.projects import Project
from hanpo.hub.models.templates import Step


class ProblemSide(models.TextChoices):
    """Whether a problem comes from outside or is the municipality's own."""

    EXTERNAL = "external", _("外部的な課題")
    OWN = "own", _("固有の課題")


class ProblemKind(models.TextChoices):
    """What a problem is about."""

    SKILL = "skill", _("スキル")
    ORGANISATION = "organisation", _("組織")
    WORKLOAD = "workload", _("業務量")
    CONSENSUS = "consensus", _("合意形成")
    INSTITUTION = "institution", _("制度")
    MONEY = "money", _("財源")
    TECHNOLOGY = "technology", _("技術・データ")
    RESIDENTS = "residents", _("住民・地域")


class ProblemState(models.TextChoices):
    """How a problem stands."""

    OPEN = "open", _("未解決")
    TRYING = "trying", _("取り組み中")
    SOLVED = "solved", _("解決")
    ACCEPTED = "accepted", _("受け入れて進む")


class Problem(MunicipalModel, Versioned):
    """A problem (課題) of a project, in the words of those who have it.

    `in_whose_words` is a post or organisation. `is_shared` lets the other participants of the programme read it (its
    text and kind, not its mentions): that is how a municipality learns that another met the same difficulty.
    """

    municipality_from = "project"

    project = models.ForeignKey(Project, models.PROTECT, related_name="problems", verbose_name=_("取組"))
    text = models.TextField(_("課題"))
    side = models.CharField(_("外部／固有"), max_length=10, choices=ProblemSide, default=ProblemSide.OWN)
    kind = models.CharField(_("種類"), max_length=12, choices=ProblemKind)
    in_whose_words = models.CharField(_("誰の言葉か（役職・所属）"), max_length=120, blank=True)
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ステップ"))
    state = models.CharField(_("状態"), max_length=10, choices=ProblemState, default=ProblemState.OPEN)
    tried = models.TextField(_("試したこと"), blank=True)
    is_shared = models.BooleanField(_("事業の参加市町に見せる"), default=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("課題")
        ordering = ["project_id", "side", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class ProblemMention(Record):
    """A problem was mentioned on a day: in which document, on which lines (「52-54」), or in which talk.

    The first and the last mention are the earliest and the latest of these rows.
    """

    municipality_from = "problem"

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="mentions", verbose_name=_("課題"))
    mentioned_on = models.DateField(_("話に出た日"))
    source = models.CharField(_("どこで"), max_length=300)
    source_import = models.ForeignKey(
        MinutesImport, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("議事録")
    )
    source_lines = models.CharField(_("議事録の行"), max_length=120, blank=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = _("課題が話に出た記録")
        ordering = ["mentioned_on", "pk"]

    def __str__(self) -> str:
        return f"{self.mentioned_on} {self.source}"


class CommonIssue(ProgrammeRow, Versioned):
    """Problems of several municipalities that people confirmed to be one (共通課題)."""

    title = models.CharField(_("共通課題"), max_length=200)
    kind = models.CharField(_("種類"), max_length=12, choices=ProblemKind)
    note = models.TextField(_("わかったこと・打ち手"), blank=True)

    class Meta(ProgrammeRow.Meta):
        verbose_name = verbose_name_plural = _("共通課題")
        ordering = ["kind", "title"]
        constraints = [models.UniqueConstraint(fields=["programme", "title"], name="common_issue_once")]

    def __str__(self) -> str:
        return self.title


class CommonIssueMember(ProgrammeRow):
    """A problem belongs to a common issue, because a person said so. One that is no longer shared is not shown."""

    shared_from = "issue"

    issue = models.ForeignKey(CommonIssue, models.CASCADE, related_name="members", verbose_name=_("共通課題"))
    problem = models.ForeignKey(Problem, models.CASCADE, related_name="memberships", verbose_name=_("課題"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("確かめた人")
    )
    confirmed_at = models.DateTimeField(_("確かめた日時"), auto_now_add=True)

    class Meta(ProgrammeRow.Meta):
        verbose_name = verbose_name_plural = _("共通課題に入る課題")
        ordering = ["issue_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["issue", "problem"], name="problem_once_in_a_common_issue")]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.problem_id}"


class RefusedPair(ProgrammeHistory):
    """Two problems that a person said are not alike: the pair is not proposed again. The smaller number comes first."""

    problem_a = models.ForeignKey(Problem, models.PROTECT, related_name="+", verbose_name=_("課題"))
    problem_b = models.ForeignKey(Problem, models.PROTECT, related_name="+", verbose_name=_("もう一つの課題"))

    class Meta(ProgrammeHistory.Meta):
        verbose_name = verbose_name_plural = _("似ていないとした組")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["problem_a", "problem_b"], name="refused_pair_once"),
            models.CheckConstraint(condition=Q(problem_a__lt=F("problem_b")), name="refused_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.problem_a_id} {self.problem_b_id}"
