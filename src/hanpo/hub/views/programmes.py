"""Pages of the programme: the participants' projects side by side, never ranked."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.pages import PageRequest, page
from hanpo.hub.actions import programmes as actions
from hanpo.hub.files import lists
from hanpo.hub.inputs.projects import ProgrammeForm, ProjectFilter
from hanpo.hub.queries import programmes
from hanpo.hub.queries.sharing import participants
from hanpo.hub.views.common import download, form_page, show


@page("hub.see_programme")
def programme_list(request: PageRequest) -> HttpResponse:
    """The programmes in which one's municipality takes part; where there is one only, its page."""
    found = list(programmes.programmes())
    if len(found) == 1:
        return redirect("hub:programme", pk=found[0].pk)
    return show(request, "hub/programmes.html", programmes=found)


@page("hub.see_programme")
def programme(request: PageRequest, pk: int) -> HttpResponse:
    """The projects of all participants in outline, in the order of their codes; a long list by pages, with counts."""
    row = get_object_or_404(programmes.programmes(), pk=pk)
    among, number = participants(row), request.GET.get("page")
    counts = programmes.programme_counts(row, among=among)
    form = ProjectFilter(request.GET, counts=counts)
    shown = programmes.programme_page(row, among=among, today=clock.today(), wanted=form.wanted(), number=number)
    return show(request, "hub/programme.html", programme=row, shown=shown, page=shown.page, counts=counts, form=form)


@page("hub.see_programme")
def programme_excel(request: PageRequest, pk: int) -> HttpResponse:
    """The table of the programme page as Excel: all its pages, as it is asked for."""
    row, today = get_object_or_404(programmes.programmes(), pk=pk), clock.today()
    among = participants(row)
    form = ProjectFilter(request.GET, counts=programmes.programme_counts(row, among=among))
    lines = programmes.programme_lines(row, among=among, today=today, wanted=form.wanted())
    body = lists.programme_file(row, lines, filters=form.named(), made_by=request.user.name, today=today)
    return download(body, _("{name} 取組一覧.xlsx").format(name=row.name))


@page("hub.manage_programme")
def programme_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change the facts of the programme."""
    row = get_object_or_404(programmes.programmes(), pk=pk)
    form = ProgrammeForm(request.POST or None, instance=row)

    def save() -> str:
        actions.change_programme(actor=request.user, programme=row, based_on=form.based_on, changes=form.changes())
        return _("事業の内容を保存しました。参加している市町のページにもすぐに反映されます。")

    context = {"title": _("事業の内容を直す"), "programme": row}
    return form_page(request, form=form, save=save, back=reverse("hub:programme", args=[pk]), context=context)
