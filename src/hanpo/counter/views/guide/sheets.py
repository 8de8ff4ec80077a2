"""The guide (手続案内書): as a page, as PDF also in large print, as a list to copy, and the code that leads back to it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hanpo.core.pages import PageRequest, download, show
from hanpo.counter.files.guide import code_svg, guide_pdf_file
from hanpo.counter.models import Guidance
from hanpo.counter.queries.guide import asking
from hanpo.counter.queries.guide.reading import amounts_asked
from hanpo.counter.queries.guide.telling import checklist_text, words_of
from hanpo.counter.queries.papers import offers_papers
from hanpo.counter.views.guide.common import with_guidance


@with_guidance
def guide_sheet(request: PageRequest, guidance: Guidance) -> HttpResponse:
    """The guide as a page."""
    words, talk = words_of(guidance=guidance), asking.talk_of(guidance=guidance)
    return show(
        request, "counter/guide/sheet.html", guidance=guidance, town=guidance.municipality, words=words,
        trail=asking.trail(talk=talk), first_day=asking.day_after(guidance=guidance),
        asked=amounts_asked(guidance=guidance), here=request.build_absolute_uri(),
        has_papers=offers_papers(municipality=guidance.municipality_id),
    )  # fmt: skip


@with_guidance
def guide_pdf(request: PageRequest, guidance: Guidance, size: str) -> HttpResponse:
    """The guide on paper; `large` is set in large print."""
    words = words_of(guidance=guidance)
    address = request.build_absolute_uri(asking.address_of(guidance=guidance))
    body = guide_pdf_file(words, place=guidance.municipality.name, address=address, is_large=size == "large")
    return download(body, _("手続案内書.pdf"), "application/pdf")


@with_guidance
def guide_code(request: PageRequest, guidance: Guidance) -> HttpResponse:
    """The code (QR) that leads to the guide from another telephone or from the counter."""
    address = request.build_absolute_uri(asking.address_of(guidance=guidance))
    return HttpResponse(code_svg(address), content_type="image/svg+xml")


@with_guidance
def guide_list(_request: PageRequest, guidance: Guidance) -> HttpResponse:
    """The guide as plain text."""
    text = checklist_text(words=words_of(guidance=guidance), place=guidance.municipality.name)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
