"""A person's notifications."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hanpo.core.actions.notifications import mark_read
from hanpo.core.pages import PageRequest, page
from hanpo.core.queries.notifications import latest_notifications


@page("portal.read_notifications")
def notifications(request: PageRequest) -> HttpResponse:
    """The latest notifications, or the unread ones."""
    only_unread = request.GET.get("unread") == "1"
    rows = latest_notifications(person=request.user, only_unread=only_unread)
    return render(request, "portal/notifications.html", {"rows": rows, "only_unread": only_unread})


@page("portal.read_notifications")
@require_POST
def read(request: PageRequest, pk: int) -> HttpResponse:
    """Note that one was read, and go to the page that it is about."""
    mine = [row for row in latest_notifications(person=request.user, limit=500) if row.pk == pk]
    if not mine:
        raise Http404
    mark_read(actor=request.user, notifications=mine)
    return redirect(mine[0].url or "portal:notifications")


@page("portal.read_notifications")
@require_POST
def read_all(request: PageRequest) -> HttpResponse:
    """Note that all were read."""
    mark_read(actor=request.user, notifications=latest_notifications(person=request.user, limit=500, only_unread=True))
    return redirect("portal:notifications")
