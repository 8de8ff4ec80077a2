"""Results of surveys: the publication that is being written, and the numbers as they were published."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import Versioned
from hanpo.council.models.base import CouncilHistory, CouncilRow
from hanpo.council.models.surveys import Publication, Survey

USUAL_K = 3
"""Numbers of fewer members are not shown, unless a survey promised names."""


class PublicationDraft(CouncilRow, Versioned):
    """What the secretariat writes about the results before it publishes them (公表の下書き), once a survey.

    `by` names the classes by which members are told apart (empty: all together); there is one for all questions,
    because two groupings of the same answers give hidden numbers away. `comments` maps ids of questions to words.
    """

    shared_from = "survey"

    survey = models.OneToOneField(Survey, models.PROTECT, related_name="publication_draft", verbose_name=_("調査"))
    k = models.PositiveSmallIntegerField(_("この数より少ない市町の数字は示さない"), default=USUAL_K)
    by = models.CharField(_("分けて示す"), max_length=10, blank=True)
    summary = models.TextField(_("結果のまとめ"), blank=True)
    comments = models.JSONField(_("質問ごとのコメント"), default=dict, blank=True)

    class Meta(CouncilRow.Meta):
        verbose_name = verbose_name_plural = _("公表の下書き")
        ordering = ["survey_id"]
        constraints = [
            models.CheckConstraint(condition=Q(k__gte=2), name="publication_draft_k_is_two_or_more"),
            models.CheckConstraint(
                condition=Q(by__in=["", "kind", "people", "region"]), name="publication_draft_by_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}"


class PublishedNumbers(CouncilHistory):
    """The numbers of a publication as they were shown, with what was hidden left out for good.

    `results` is plain data (`hanpo.council.engine.results`); `texts` maps ids of questions to groups of texts, their
    names and sizes. Numbers are not worked out again later: a reply that changed would show by the difference.
    """

    shared_from = "publication"

    publication = models.OneToOneField(
        Publication, models.PROTECT, related_name="numbers", verbose_name=_("調査結果の公表")
    )
    results = models.JSONField(_("集計"))
    texts = models.JSONField(_("自由記述のまとまり"), default=dict, blank=True)

    class Meta(CouncilHistory.Meta):
        verbose_name = verbose_name_plural = _("公表した数字")
        ordering = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.publication_id}"
