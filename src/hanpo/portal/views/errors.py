"""Pages for what went wrong, each saying what to do now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from hanpo.core.pages import public


@public
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came back without a valid token: the page was open too long, or came from elsewhere."""
    return render(request, "403_csrf.html", status=403)


def unreadable(request: HttpRequest) -> HttpResponse:
    """What was sent cannot be taken at all. Drawn without the frame, which would ask for the session."""
    return HttpResponse(render_to_string("400.html"), status=400)
