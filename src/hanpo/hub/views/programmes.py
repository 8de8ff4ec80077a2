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
from hanpo.hub.inputs.projects import ProgrammeForm
from hanpo.hub.queries import programmes
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
    """The projects of all participants in outline, in the order of their codes."""
    row = get_object_or_404(programmes.programmes(), pk=pk)
    shown = programmes.programme_page(row, today=clock.today())
    return show(request, "hub/programme.html", programme=row, shown=shown)


@page("hub.see_programme")
def programme_excel(request: PageRequest, pk: int) -> HttpResponse:
    """The table of the programme page as Excel."""
    row = get_object_or_404(programmes.programmes(), pk=pk)
    shown = programmes.programme_page(row, today=clock.today())
    body = lists.programme_file(shown, made_by=request.user.name, today=clock.today())
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
