"""The language of a person's pages: kept with the person, and in a cookie for the browser that is used now."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let a browser that has no language yet use the one the person chose elsewhere."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        return speak(response, request.user.language)  # type: ignore[union-attr]
    return response


def speak(response: HttpResponse, language: str) -> HttpResponse:
    """Let this browser use the language from the next page on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response
