"""Application forms as a household fills them in: at home, by an address that nobody can guess, without signing in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanpo.core import scope
from hanpo.core.models import Municipality
from hanpo.core.pages import PageRequest, download, public, show
from hanpo.counter.actions import papers as actions
from hanpo.counter.files.papers import papers_pdf
from hanpo.counter.inputs.papers import PapersForm
from hanpo.counter.models import PaperSet
from hanpo.counter.queries import papers as queries
from hanpo.counter.queries.cases.work import bring_address
from hanpo.counter.queries.guide import guidance_by
from hanpo.counter.views.papers.filling import Around, fill

PDF = "application/pdf"


def with_set(view: Callable[[PageRequest, PaperSet], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """An open page about the set of its address, in the scope of its municipality; one that is gone is said in
    words.
    """

    @public
    @wraps(view)
    def found(request: PageRequest, town: str, number: str, token: str) -> HttpResponseBase:
        row = queries.set_by_token(municipality=town, number=number, token=token)
        if row is None:
            return show(request, "counter/papers/gone.html", status=404, town=queries.town(code=town))
        with scope.within(scope.of(town)):
            return view(request, row)

    return found


def in_town(view: Callable[[PageRequest, Municipality], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """An open page of a municipality that offers forms."""

    @public
    @wraps(view)
    def found(request: PageRequest, town: str) -> HttpResponseBase:
        place = queries.town(code=town)
        if place is None:
            return show(request, "counter/papers/gone.html", status=404, town=None)
        with scope.within(scope.of(town)):
            return view(request, place)

    return found


@in_town
def paper_start(request: PageRequest, place: Municipality) -> HttpResponse:
    """Choose the forms, or take those that a guide needs, and begin."""
    guidance = guidance_by(municipality=place.code, token=request.GET.get("guide", ""))
    wanted = queries.papers_of_guidance(guidance=guidance) if guidance else []
    offered = queries.offered_papers(municipality=place.code)
    form = PapersForm(request.POST or None, papers=offered, initial={"papers": wanted})
    if request.method == "POST" and form.is_valid():
        row = actions.begin_set(actor=None, municipality=place, papers=list(form.cleaned_data["papers"]),
                                language=get_language() or "ja", guidance=guidance)  # fmt: skip
        return redirect(address("paper_fill", row))
    status = 422 if request.method == "POST" else 200
    return show(request, "counter/papers/start.html", status=status, town=place, form=form, guidance=guidance)


@with_set
def paper_fill(request: PageRequest, row: PaperSet) -> HttpResponse:
    """Fill in the set."""
    around = Around(
        face=address("paper_fill", row), leave=reverse("counter:paper_start", args=[row.municipality_id]),
        pdf=address("paper_pdf", row), origin="typed", erase=address("paper_erase", row),
        bring=bring_address(papers=row),
    )  # fmt: skip
    return fill(request, row=row, around=around)


@with_set
def paper_pdf(_request: PageRequest, row: PaperSet) -> HttpResponse:
    """The papers, to be signed: in Japanese, whatever the language of the pages."""
    one = queries.opened(paper_set=row, language="ja")
    return download(papers_pdf(one), _("申請書 {number}.pdf").format(number=row.number), PDF)


@with_set
def paper_erase(request: PageRequest, row: PaperSet) -> HttpResponse:
    """Ask once more, then erase the set, as the household wishes."""
    town = row.municipality_id
    if request.method == "POST":
        actions.erase_paper_set(actor=None, paper_set=row)
        messages.success(request, _("記入した内容をすべて消しました。"))
        return redirect("counter:paper_start", town=town)
    return show(request, "counter/papers/erase.html", paper_set=row, back=address("paper_fill", row))


def address(name: str, row: PaperSet) -> str:
    """The open address of a set."""
    return reverse(f"counter:{name}", args=[row.municipality_id, row.number, row.token])
