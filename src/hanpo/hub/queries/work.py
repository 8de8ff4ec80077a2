"""Reads of the pieces of work that projects owe."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from hanpo.hub.models import ProjectState, WorkItem, WorkState


def open_work(*, until: date) -> QuerySet[WorkItem]:
    """Work of the current scope that is open and due by this day, the earliest first."""
    return (
        WorkItem.objects.filter(
            state__in=(WorkState.TO_DO, WorkState.DOING), due__lte=until, project__state=ProjectState.ACTIVE
        )
        .select_related("project__municipality", "project__owner_section", "owner_section")
        .order_by("due", "pk")
    )
