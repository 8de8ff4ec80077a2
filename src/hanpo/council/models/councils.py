"""The council and its members."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import Group, MunicipalModel, Versioned


class Council(Group):
    """A council (協議会) of a prefecture and its municipalities, with a secretariat at the host.

    `rules_source` names the public document in which its rules stand.
    """

    joined_through: ClassVar[str] = "memberships"
    seen_where: ClassVar[str] = "host_id = ANY ({codes}) OR id IN (SELECT council_id FROM council_membership)"

    host = models.ForeignKey("core.Municipality", models.PROTECT, related_name="+", verbose_name=_("事務局を置く県"))
    name = models.CharField(_("協議会の名前"), max_length=120)
    purpose = models.TextField(_("目的"), blank=True)
    rules_source = models.CharField(_("規約の出典"), max_length=300, blank=True)

    class Meta(Group.Meta):
        verbose_name = verbose_name_plural = _("協議会")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["host", "name"], name="council_name_once")]

    def __str__(self) -> str:
        return self.name


class Membership(MunicipalModel, Versioned):
    """A municipality (or the prefecture) is a member of a council (構成員). Both ends of the period count."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="memberships", verbose_name=_("協議会"))
    since = models.DateField(_("加入した日"))
    until = models.DateField(_("加入の終わり"), null=True, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("構成員")
        ordering = ["municipality_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "municipality"], condition=Q(until__isnull=True), name="membership_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("加入の終わりは加入した日より後にしてください。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}"
