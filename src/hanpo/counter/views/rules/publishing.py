"""Pages that make rules count: confirming, the proof, what would change, publishing, editions, sections, overlays."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.models import Section
from hanpo.core.pages import PageRequest, form_page, page, page_of, tried
from hanpo.core.queries.sections import sections
from hanpo.counter.actions.rules import publishing as actions
from hanpo.counter.inputs.rules.words import ConfirmForm, PublishForm, SectionsForm
from hanpo.counter.queries.rules import book, changes, proofs
from hanpo.counter.queries.rules.drafts import Desk
from hanpo.counter.views.rules import common


@page("counter.confirm_rules")
@require_POST
def rules_confirm(request: PageRequest, pk: int, key: str) -> HttpResponse:
    """A section confirms a procedure as it stands on the page."""
    found = common.desk(pk)
    shown = common.shown_table(found, key)
    form = ConfirmForm(request.POST)
    note, seen = (form.cleaned_data["note"] if form.is_valid() else ""), request.POST.get("seen", "")
    section = book.section_behind(municipality=found.municipality, procedure=shown.procedure)
    deed = partial(
        actions.confirm_procedure,
        actor=request.user,
        draft=found.draft,
        procedure=key,
        seen=seen,
        section=section,
        note=note,
    )
    return tried(request, deed, done=_("確認しました。未確認の印が外れます。"), back=common.table_url(found, key))


@page("counter.confirm_rules")
@require_POST
def rules_unconfirm(request: PageRequest, pk: int, key: str) -> HttpResponse:
    """The mark 未確認 comes back."""
    found = common.desk(pk)
    note = request.POST.get("note", "")[:300] or _("確認を取り消した")
    deed = partial(actions.take_confirmation_back, actor=request.user, draft=found.draft, procedure=key, note=note)
    return tried(request, deed, done=_("確認を取り消しました。"), back=common.table_url(found, key))


@page("counter.see_rules")
def rules_proof(request: PageRequest, pk: int) -> HttpResponse:
    """The proof: what is wrong with the rules, each with a household for which it is so."""
    found = common.desk(pk)
    return common.page_about(request, "proof", found, proof=proofs.proof_page(desk=found, today=clock.today()))


@page("counter.see_rules")
def rules_changes(request: PageRequest, pk: int) -> HttpResponse:
    """What publishing would change: households told differently, rows, words."""
    found = common.desk(pk)
    return common.page_about(request, "changes", found, shown=changes.change_page(desk=found, on=clock.today()))


@page("counter.publish_rules")
def rules_publish(request: PageRequest, pk: int) -> HttpResponse:
    """Publish what stands in the editor as the next edition."""
    found, today = common.desk(pk), clock.today()
    form = PublishForm(request.POST or None, initial={"in_force_from": today})

    def save() -> str:
        edition = actions.publish_edition(actor=request.user, draft=found.draft, **form.cleaned_data)
        return _("第{n}版を公開しました。").format(n=edition.number)

    back = reverse("counter:rules_changes", args=[pk])
    return form_page(
        request, common.FORM, form=form, save=save, back=back, title=_("新しい版を公開する"), submit=_("公開する"),
        desk=found, draft=found.draft, shown=changes.change_page(desk=found, on=today),
    )  # fmt: skip


@page("counter.see_rules")
def rules_editions(request: PageRequest, pk: int) -> HttpResponse:
    """The editions, the newest first."""
    found = common.desk(pk)
    rows = book.editions(municipality=found.municipality).select_related("published_by")
    return common.page_about(request, "editions", found, page=page_of(request, rows))


@page("counter.see_rules")
def rules_overlay(request: PageRequest, pk: int) -> HttpResponse:
    """What is different here from the model."""
    found = common.desk(pk)
    rows = changes.row_lines(before=found.base, after=found.catalogue)
    return common.page_about(request, "overlay", found, rows=rows)


@page("counter.publish_rules")
def rules_sections(request: PageRequest, pk: int) -> HttpResponse:
    """Which section of the municipality stands behind each section that the rules name."""
    found = common.desk(pk)
    open_sections = sections(day=clock.today(), place=found.municipality)
    known = book.sections_of(municipality=found.municipality)
    form = SectionsForm(request.POST or None, desk=found, sections=open_sections, known=known)

    def save() -> str:
        return _entrusted(request, found, form.chosen())

    return form_page(
        request, common.FORM, form=form, save=save, back=common.desk_url(found), title=_("手続きを受け持つ課"),
        desk=found, draft=found.draft,
    )  # fmt: skip


def _entrusted(request: PageRequest, found: Desk, chosen: dict[str, Section]) -> str:
    for key, section in chosen.items():
        actions.entrust_procedures(actor=request.user, municipality=found.draft.municipality, key=key, section=section)
    return _("{n}件を保存しました。").format(n=len(chosen))
