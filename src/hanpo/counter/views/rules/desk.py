"""Pages: whose rules there are, the procedures of one municipality, one procedure with its table, the way so far."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.models import Municipality
from hanpo.core.pages import PageRequest, form_page, page, page_of, show, tried
from hanpo.counter.actions.rules import editing
from hanpo.counter.engine.rules.content import catalogue_content
from hanpo.counter.files.seeds import catalogue
from hanpo.counter.inputs.rules.words import ConfirmForm, ProcedureFilter, StartForm
from hanpo.counter.queries.rules import drafts, listing
from hanpo.counter.views.rules import common


@page("counter.see_rules")
def rules_home(request: PageRequest) -> HttpResponse:
    """Whose rules there are; where only one municipality is in sight, its rules at once."""
    rows = list(drafts.drafts()[:100])
    if len(rows) == 1:
        return redirect("counter:rules_desk", pk=rows[0].pk)
    return show(request, "counter/rules/home.html", lines=listing.heads(drafts=rows, today=clock.today()))


@page("counter.edit_rules")
def rules_start(request: PageRequest) -> HttpResponse:
    """Begin with the rules that come with Hanpo."""
    places = listing.places_without_rules(codes=request.access.scope_for("counter.edit_rules").codes)
    form = StartForm(request.POST or None, places=places)

    def save() -> str:
        place: Municipality = form.cleaned_data["municipality"]
        content = catalogue_content(catalogue(), place.code)
        editing.start_rules(actor=request.user, municipality=place, name=form.cleaned_data["name"], content=content)
        return _("手続きの決まりを用意しました。未確認の印のあるものを、担当課と確かめてください。")

    back = reverse("counter:rules_home")
    return form_page(request, common.FORM, form=form, save=save, back=back, title=_("標準の決まりから始める"))


@page("counter.see_rules")
def rules_desk(request: PageRequest, pk: int) -> HttpResponse:
    """The procedures by life event or section, with the mark 未確認, and what can be done with the rules."""
    found, today = common.desk(pk), clock.today()
    every = listing.procedure_groups(desk=found, today=today, by="", asked={})
    names = listing.names_of(groups=every)
    form = ProcedureFilter(request.GET, events=names.events, sections=names.sections)
    asked = form.asked()
    groups = listing.procedure_groups(desk=found, today=today, by=asked.pop("by", ""), asked=asked)
    return common.page_about(
        request, "desk", found, groups=groups, form=form, head=listing.head_of(draft=found.draft, today=today),
        counts=listing.counts_of(groups=every), count=listing.counts_of(groups=groups).all,
        helpers=listing.helper_tables(desk=found),
    )  # fmt: skip


@page("counter.see_rules")
def rules_table(request: PageRequest, pk: int, key: str) -> HttpResponse:
    """One procedure (or a table that others ask) with its rules in words, its sources and who confirmed it."""
    found = common.desk(pk)
    shown = common.shown_table(found, key)
    edits = drafts.edits_of(draft=found.draft, part="tables", key=key)[:5]
    return common.page_about(request, "table", found, shown=shown, form=ConfirmForm(), edits=edits)


@page("counter.see_rules")
def rules_history(request: PageRequest, pk: int) -> HttpResponse:
    """What was changed in the editor, the newest first; each change can be taken back."""
    found = common.desk(pk)
    return common.page_about(request, "history", found, page=page_of(request, drafts.edits_of(draft=found.draft)))


@page("counter.edit_rules")
@require_POST
def rules_undo(request: PageRequest, pk: int, edit: int) -> HttpResponse:
    """Take a change back."""
    found = common.desk(pk)
    row = get_object_or_404(drafts.every_edit(draft=found.draft), pk=edit)
    back = reverse("counter:rules_history", args=[pk])
    return tried(
        request, lambda: editing.undo_edit(actor=request.user, edit=row), done=_("取り消しました。"), back=back
    )
