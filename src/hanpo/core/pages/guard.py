"""What every view carries: the permission of its page, and the scope that the permission gives.

A view without `page` or `public` fails the test that walks all URLs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from hanpo.core import scope
from hanpo.core.access import Access

View = Callable[..., HttpResponseBase]


class PageRequest(HttpRequest):
    """A request of somebody who signed in, as a view behind `page` gets it."""

    access: Access
    user: Any
    htmx: Any


def page(permission: str) -> Callable[[View], View]:
    """Let in only those who hold the permission, and run the view in the scope where they hold it.

    A row of another municipality is then simply not found (404); a person without the permission gets 403.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            granted = request.access.scope_for(permission)
            if not granted:
                raise PermissionDenied
            with scope.within(granted):
                return _rendered(view(request, *args, **kwargs))

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return wrap


def public(view: View) -> View:
    """Mark a page that anybody may open; it sees no municipality's rows."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with scope.within(scope.NOWHERE):
            return _rendered(view(request, *args, **kwargs))

    opened.permission = None  # type: ignore[attr-defined]
    return opened


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    """Render while the scope still holds: a template that asks for rows later would find none."""
    return response.render() if isinstance(response, TemplateResponse) else response
