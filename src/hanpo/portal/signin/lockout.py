"""What happens after too many wrong passwords: for how long, and what to do meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hanpo.core import clock


def username_of(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str | None:
    """The name that was tried: axes asks with what is being checked, or with the request alone."""
    if credentials and "username" in credentials:
        return str(credentials["username"])
    return request.POST.get("login")


def address_of(request: HttpRequest) -> str:
    """The network address of the person, seen through the proxies that the settings name."""
    return str(get_adapter(request).get_client_ip(request))


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The page that says when the person can try again."""
    context = {"until": _end(request, credentials), "minutes": settings.AXES_COOLOFF_TIME // timedelta(minutes=1)}
    return render(request, "account/locked_out.html", context, status=429)


def _end(request: HttpRequest, credentials: Mapping[str, Any] | None) -> Any:
    attempts = AccessAttempt.objects.filter(username=username_of(request, credentials), ip_address=address_of(request))
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    return (last or clock.now()) + settings.AXES_COOLOFF_TIME
