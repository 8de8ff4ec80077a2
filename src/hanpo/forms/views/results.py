"""Pages of what came in: the list of responses to a form, and its answers as files."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from hanpo.core import clock
from hanpo.core.documents import About
from hanpo.core.pages import PageRequest, page
from hanpo.forms.files.answers import answers_file
from hanpo.forms.queries import responses
from hanpo.forms.queries.versions import newest_form
from hanpo.forms.views.common import download, form_or_404, page_of, show

KINDS = ("csv", "csv-cp932", "xlsx", "parquet")


@page("forms.see_responses")
def response_list(request: PageRequest, pk: int) -> HttpResponse:
    """What came in at home to a form, the newest first."""
    draft = form_or_404(request, pk)
    return show(
        request, "forms/responses.html", draft=draft, page=page_of(request, responses.responses_to(form=draft))
    )  # fmt: skip


@page("forms.see_responses")
def answers(request: PageRequest, pk: int, kind: str) -> HttpResponse:
    """The answers that were sent, as a table for other tools."""
    if kind not in KINDS:
        raise Http404
    draft = form_or_404(request, pk)
    about = About(
        source=draft.title, as_of=clock.now(), municipality=draft.municipality.name, made_by=request.user.name
    )
    sent = responses.sent_to(form=draft)
    file = answers_file(form=newest_form(draft=draft), responses=sent, kind=kind, about=about)
    return download(file.body, file.name, file.media_type)
