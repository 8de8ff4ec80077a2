"""The design page (every component in all its states; the accessibility tests visit it), and the pages about Hanpo."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hanpo.core.pages import public
from hanpo.portal import samples


@public
def design(request: HttpRequest) -> HttpResponse:
    """Show the components with sample content; nothing on the page is stored."""
    return render(request, "portal/design.html", samples.content())


@public
def about(request: HttpRequest) -> HttpResponse:
    """What Hanpo is, its licence, and the work of others that it is built on."""
    return render(request, "portal/about.html")


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """What Hanpo does so that everybody can use it, and where it falls short."""
    return render(request, "portal/accessibility.html")
