"""The search index: passages of every record that people may look for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Passage(models.Model):
    """A piece of text of a record, short enough to be indexed whole; its words live in the index beside it.

    `municipality` is empty for what everybody may see. `permission` is the key that a reader must hold there.
    `weight` orders hits: 3 title, 2 decision, 1 body. `text` is stored as written, `folded` as the index sees it (see
    `hanpo.core.search.words`). Rows are written by `hanpo.core.search.index` alone.
    """

    source = models.CharField(_("種類"), max_length=80)
    object_id = models.CharField(_("番号"), max_length=64)
    municipality = models.ForeignKey(
        "core.Municipality", models.CASCADE, null=True, related_name="+", verbose_name=_("市町")
    )
    permission = models.CharField(_("見るのに要る権限"), max_length=80)
    title = models.CharField(_("件名"), max_length=200)
    url = models.CharField(_("ページ"), max_length=300)
    text = models.TextField(_("本文"))
    folded = models.TextField(_("検索用の本文"), editable=False)
    weight = models.PositiveSmallIntegerField(_("重み"), default=1)
    dated = models.DateField(_("日付"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("検索の一節")
        indexes = [models.Index(fields=["source", "object_id"])]

    def __str__(self) -> str:
        return self.title
