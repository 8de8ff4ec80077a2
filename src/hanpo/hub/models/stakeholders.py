"""The people around a project: what they want, what they said, how warm they are, what they agreed to."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import MunicipalModel, Section, Versioned
from hanpo.hub.models.base import Record
from hanpo.hub.models.projects import Project


class StakeholderKind(models.TextChoices):
    """What a stakeholder is."""

    SECTION = "section", _("庁内の課")
    GROUP = "group", _("団体・地域")
    POST = "post", _("役職にある人")


class Influence(models.TextChoices):
    """How much a stakeholder can move the project."""

    HIGH = "high", _("大きい")
    MIDDLE = "middle", _("中くらい")
    LOW = "low", _("小さい")
    UNKNOWN = "unknown", _("わからない")


class Stakeholder(MunicipalModel, Versioned):
    """A group, a section, or a post whose holder matters to a project (関係者). A post, never a private person by name.

    `promise` is what was promised to them; `next_step` is what is to be done with them next.
    """

    municipality_from = "project"

    project = models.ForeignKey(Project, models.PROTECT, related_name="stakeholders", verbose_name=_("取組"))
    kind = models.CharField(_("種類"), max_length=10, choices=StakeholderKind)
    name = models.CharField(_("関係者"), max_length=120)
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("課"))
    interest = models.TextField(_("関心"), blank=True)
    context = models.TextField(_("事情・文脈"), blank=True)
    own_words = models.TextField(_("本人たちの言葉"), blank=True)
    influence = models.CharField(_("影響の大きさ"), max_length=8, choices=Influence, default=Influence.UNKNOWN)
    promise = models.CharField(_("約束したこと"), max_length=200, blank=True)
    next_step = models.CharField(_("次にすること"), max_length=200, blank=True)
    next_step_by = models.DateField(_("いつまでに"), null=True, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("関係者")
        ordering = ["project_id", "kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="stakeholder_once_in_a_project"),
            models.CheckConstraint(
                condition=~models.Q(kind="section") | models.Q(section__isnull=False),
                name="a_section_stakeholder_names_its_section",
                violation_error_message=_("庁内の課のときは、課を選んでください。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Understanding(models.TextChoices):
    """Whether a stakeholder follows how it is going."""

    UNDERSTANDS = "understands", _("分かっている")
    NOT_SURE = "not_sure", _("あやしい")
    NOT_REACHED = "not_reached", _("まだ話せていない")


class StakeholderContact(Record):
    """A talk with a stakeholder, as observed on a day: who spoke, what was said in their own words, whether they
    understand where the project stands, and how warm they are (温度感: −2 cold … +2 warm; empty: not observed)."""

    municipality_from = "stakeholder"

    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="contacts", verbose_name=_("関係者"))
    spoken_on = models.DateField(_("話した日"))
    spoken_by = models.CharField(_("誰が話したか（役職・所属）"), max_length=120)
    stance = models.TextField(_("立場（本人たちの言葉で）"), blank=True)
    understanding = models.CharField(_("理解"), max_length=12, choices=Understanding)
    warmth = models.SmallIntegerField(
        _("温度感（−2〜＋2）"), null=True, blank=True, validators=[MinValueValidator(-2), MaxValueValidator(2)]
    )

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = _("関係者との話")
        ordering = ["-spoken_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(warmth__isnull=True) | models.Q(warmth__range=(-2, 2)),
                name="warmth_from_minus_two_to_two",
            )
        ]

    def __str__(self) -> str:
        return f"{self.spoken_on} {self.stakeholder_id}"


class DecisionState(models.TextChoices):
    """How far a decision is."""

    OPEN = "open", _("合意を集めている")
    MADE = "made", _("決まった")
    DROPPED = "dropped", _("取りやめ")


class Decision(MunicipalModel, Versioned):
    """Something that needs agreement. `next_smallest` is the next smallest decision on the way: small enough to be made
    in one meeting. `reason` is kept once it is made, for those who come later."""

    municipality_from = "project"

    project = models.ForeignKey(Project, models.PROTECT, related_name="decisions", verbose_name=_("取組"))
    title = models.CharField(_("決めること"), max_length=200)
    next_smallest = models.CharField(_("次に決めるいちばん小さなこと"), max_length=200, blank=True)
    needed_by = models.DateField(_("いつまでに"), null=True, blank=True)
    state = models.CharField(_("状態"), max_length=8, choices=DecisionState, default=DecisionState.OPEN)
    made_on = models.DateField(_("決まった日"), null=True, blank=True)
    result = models.TextField(_("決まったこと"), blank=True)
    reason = models.TextField(_("理由"), blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("決めること")
        ordering = ["project_id", "state", "needed_by", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="made") | (models.Q(made_on__isnull=False) & ~models.Q(result="")),
                name="a_decision_made_says_what_and_when",
                violation_error_message=_("決まったときは、決まった日と決まったことを入れてください。"),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Answered(models.TextChoices):
    """What a stakeholder said to a decision."""

    AGREE = "agree", _("賛成")
    CONDITIONS = "conditions", _("条件つき賛成")
    AGAINST = "against", _("反対")
    NOT_ASKED = "not_asked", _("まだ聞いていない")


class Agreement(Record):
    """What a section or other stakeholder answered to a decision, in its own words. The latest row counts."""

    municipality_from = "decision"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="agreements", verbose_name=_("決めること"))
    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="agreements", verbose_name=_("関係者"))
    answer = models.CharField(_("返事"), max_length=12, choices=Answered)
    words = models.TextField(_("条件・理由（本人たちの言葉で）"), blank=True)
    answered_on = models.DateField(_("返事の日"))

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = _("合意の状況")
        ordering = ["-answered_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(answer="conditions") | ~models.Q(words=""),
                name="a_conditional_agreement_names_its_conditions",
                violation_error_message=_("条件つき賛成のときは、条件を書いてください。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder_id} {self.get_answer_display()}"
