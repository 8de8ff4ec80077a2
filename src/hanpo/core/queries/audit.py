"""Reads of the audit record."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from hanpo.core import scope
from hanpo.core.models import AuditEntry, AuditHead


def entries(
    *, text: str = "", verb: str = "", place: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[AuditEntry]:
    """Rows of the current scope, the latest first; `text` is looked for in names and subjects, days count whole."""
    rows = _in_scope().select_related("municipality")
    if text:
        rows = rows.filter(Q(actor_name__contains=text) | Q(subject_label__contains=text))
    if verb:
        rows = rows.filter(verb=verb)
    if place:
        rows = rows.filter(municipality_id=place)
    if since:
        rows = rows.filter(at__date__gte=since)
    if until:
        rows = rows.filter(at__date__lte=until)
    return rows.order_by("-sequence")


def verbs() -> list[str]:
    """Every kind of deed that the current scope's record holds."""
    return list(_in_scope().order_by("verb").values_list("verb", flat=True).distinct())


def head() -> AuditHead | None:
    """The end of the chain: to be noted outside the system, so that even a chain rebuilt as a whole is found out."""
    return AuditHead.objects.filter(pk=1).first()


def _in_scope() -> QuerySet[AuditEntry]:
    codes = scope.current().codes
    rows = AuditEntry.objects.all()
    return rows if codes is None else rows.filter(municipality_id__in=codes)
