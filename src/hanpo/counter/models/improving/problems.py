"""Problem cards, the causes under them, and what is wanted instead."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import MunicipalModel, Section, Versioned
from hanpo.counter.models.improving.themes import Hearing, Improvement
from hanpo.counter.models.improving.walks import WalkStop


class CardKind(models.TextChoices):
    """What a problem is about: the four words of the city, and what the staff bear."""

    WRITE = "write", _("書かされる")
    WAIT = "wait", _("待たされる")
    GO_ROUND = "go_round", _("回らされる")
    COME = "come", _("来させられる")
    UNCLEAR = "unclear", _("分かりにくい")
    STAFF = "staff", _("職員の手間")
    BETWEEN = "between", _("課と課のあいだ")


class ToBe(MunicipalModel, Versioned):
    """What is wanted instead (目指す姿), in words that a resident and a clerk understand alike.

    `sign` says by what one will see that it has come true.
    """

    municipality_from = "improvement"

    improvement = models.ForeignKey(
        Improvement, models.PROTECT, related_name="to_bes", verbose_name=_("窓口改善の取組")
    )
    words = models.TextField(
        _("目指す姿"), help_text=_("「だれが、何を、しなくてよい」の形にすると、課の違いを越えて伝わります。")
    )
    sign = models.CharField(_("できたと分かるしるし"), max_length=200, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("目指す姿")
        ordering = ["improvement_id", "pk"]

    def __str__(self) -> str:
        return self.words[:60]


class RootCause(MunicipalModel, Versioned):
    """Why several problems arise (根本原因). `whys` holds the questions "why?" that led there, one a line."""

    municipality_from = "improvement"

    improvement = models.ForeignKey(
        Improvement, models.PROTECT, related_name="causes", verbose_name=_("窓口改善の取組")
    )
    words = models.CharField(_("根本原因"), max_length=200)
    whys = models.TextField(
        _("なぜ、を重ねた跡"), blank=True, help_text=_("1行に1つずつ。同じ原因に行き着くカードだけをまとめます。")
    )
    to_be = models.ForeignKey(
        ToBe, models.PROTECT, null=True, blank=True, related_name="causes", verbose_name=_("目指す姿")
    )

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("根本原因")
        ordering = ["improvement_id", "pk"]

    def __str__(self) -> str:
        return self.words


class ProblemCard(MunicipalModel, Versioned):
    """One problem in the words of those who have it (課題カード).

    It comes from a section's `hearing`, from a `stop` of a walk, or is typed. A card that says the same as another is
    merged into it; its words stay. `times_a_month` is how often it happens, where somebody could say so.
    """

    municipality_from = "improvement"

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="cards", verbose_name=_("窓口改善の取組"))
    words = models.TextField(_("課題"))
    kind = models.CharField(_("種類"), max_length=8, choices=CardKind)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("だれの言葉か（課）")
    )
    times_a_month = models.PositiveIntegerField(_("ひと月の回数"), null=True, blank=True)
    hearing = models.ForeignKey(
        Hearing, models.PROTECT, null=True, blank=True, related_name="cards", verbose_name=_("聞き取り"), editable=False
    )
    stop = models.ForeignKey(
        WalkStop, models.SET_NULL, null=True, blank=True, related_name="cards", verbose_name=_("立ち寄り先"),
        editable=False,
    )  # fmt: skip
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("まとめた先")
    )
    cause = models.ForeignKey(
        RootCause, models.PROTECT, null=True, blank=True, related_name="cards", verbose_name=_("根本原因")
    )

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("課題カード")
        ordering = ["improvement_id", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(CardKind.values)), name="card_kind_is_known"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")), name="a_card_is_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(cause__isnull=True),
                name="a_merged_card_has_no_cause_of_its_own",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:60]
