"""Deciding what was read in minutes: one card after the other, or a whole part of the text at once.

With HTMX only the card is exchanged; without scripts the same addresses lead back to the review, to the card decided.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core.pages import PageRequest, page
from hanpo.hub.actions import minutes as actions
from hanpo.hub.inputs.minutes import ProposalForm
from hanpo.hub.models import MinutesProposal
from hanpo.hub.queries import minutes as queries
from hanpo.hub.views.minutes import about


@page("hub.import_minutes")
def proposal(request: PageRequest, pk: int) -> HttpResponse:
    """One card as it stands."""
    return _card(request, _proposal(pk))


@page("hub.import_minutes")
@require_POST
def proposal_accept(request: PageRequest, pk: int) -> HttpResponse:
    """Store what a proposal says, as it was read or as it was mended in its form."""
    row = _proposal(pk)
    form = ProposalForm(request.POST, reviewed=queries.reviewed(row))
    if not form.is_valid():
        return _mending(request, row, form)
    try:
        actions.accept_proposal(actor=request.user, proposal=row, **form.deed())
    except ValidationError as refusal:
        form.refuse(refusal)
        return _mending(request, row, form)
    except (actions.ProposalDecided, actions.NotYet) as reason:
        return _card(request, _proposal(pk), told=_told(reason))
    return _card(request, _proposal(pk))


@page("hub.import_minutes")
def proposal_mend(request: PageRequest, pk: int) -> HttpResponse:
    """The form of a proposal; a kind or municipality chosen in it changes what it asks."""
    row = _proposal(pk)
    return _mending(request, row, ProposalForm(reviewed=queries.reviewed(row), shown=request.GET))


@page("hub.import_minutes")
@require_POST
def proposal_refuse(request: PageRequest, pk: int) -> HttpResponse:
    """Leave a proposal out; its lines stay in the text."""
    row = _proposal(pk)
    return _decided(request, row, lambda: actions.refuse_proposal(actor=request.user, proposal=row))


@page("hub.import_minutes")
@require_POST
def proposal_undo(request: PageRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    row = _proposal(pk)
    return _decided(request, row, lambda: actions.reopen_proposal(actor=request.user, proposal=row))


@page("hub.import_minutes")
@require_POST
def block_accept(request: PageRequest, pk: int, number: int) -> HttpResponse:
    """Accept what still waits of a part of the text, as far as the person had it on the screen."""
    row = get_object_or_404(queries.imports(), pk=pk)
    seen = queries.waiting_among(row, numbers=request.POST.getlist("seen"))
    try:
        done = actions.accept_proposals(
            actor=request.user, minutes=row, proposals=seen, projects=queries.projects_of(row)
        )
    except actions.NotYet as reason:
        return _block(request, row, number, told=str(reason))
    return _block(request, row, number, refused=done.refused)


def _proposal(pk: int) -> MinutesProposal:
    return get_object_or_404(queries.proposals(), pk=pk)


def _decided(request: PageRequest, row: MinutesProposal, deed: Callable[[], object]) -> HttpResponse:
    """Do it, and show the card as it then stands; somebody who was quicker is named."""
    told = ""
    try:
        deed()
    except (actions.ProposalDecided, actions.NotYet) as reason:
        told = _told(reason)
    return _card(request, _proposal(row.pk), told=told)


def _told(reason: Exception) -> str:
    if not isinstance(reason, actions.ProposalDecided):
        return str(reason)
    who = reason.proposal.decided_by
    name = who.name if who else _("ほかの人")
    return _("{who}さんが先に判断していました。あなたの操作では何も変わっていません。").format(who=name)


def _card(request: PageRequest, row: MinutesProposal, told: str = "") -> HttpResponse:
    if not request.htmx:
        if told:
            messages.warning(request, told)
        return redirect("{}#p-{}".format(reverse("hub:minutes", args=[row.minutes_id]), row.pk))
    shown = {**about(row.minutes), "card": queries.reviewed(row), "told": told, "swapped": True}
    return render(request, "hub/_proposal_swapped.html", shown)


def _mending(request: PageRequest, row: MinutesProposal, form: ProposalForm) -> HttpResponse:
    shown = {**about(row.minutes), "card": form.reviewed, "form": form}
    return render(request, "hub/_proposal_form.html" if request.htmx else "hub/proposal_form.html", shown)


def _block(request: PageRequest, row: Any, number: int, **shown: Any) -> HttpResponse:
    found = [block for block in queries.blocks(row) if block.number == number]
    told = shown.get("told") or queries.said_of_block(shown.get("refused", {}))
    if not request.htmx or not found:
        messages.info(request, told)
        return redirect("{}#block-{}".format(reverse("hub:minutes", args=[row.pk]), number))
    return render(
        request, "hub/_block_swapped.html", {**about(row), "block": found[0], "swapped": True, "said": told, **shown}
    )
