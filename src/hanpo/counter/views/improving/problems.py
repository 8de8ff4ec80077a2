"""Pages of problem cards: the wall, merging, causes, and what is wanted instead."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core.actions.rows import add_row, change_row
from hanpo.core.pages import PageRequest, page, show, tried
from hanpo.counter.actions.improving import problems as actions
from hanpo.counter.inputs.improving.problems import (
    CardForm,
    CauseEditForm,
    CauseForm,
    MergeForm,
    ToBeEditForm,
    ToBeForm,
)
from hanpo.counter.models import ProblemCard
from hanpo.counter.queries.improving import problems as queries
from hanpo.counter.views.improving.common import at, edit, sections_of, undertaking


@page("counter.see_improving")
def card_wall(request: PageRequest, pk: int) -> HttpResponse:
    """Every card: what is wanted, the causes under it, and what is still loose."""
    row = undertaking(pk)
    return show(request, "counter/improving/wall.html", improvement=row, wall=queries.wall(improvement=row))


@page("counter.improve")
def card_add(request: PageRequest, pk: int) -> HttpResponse:
    """Write a card."""
    row = undertaking(pk)
    form = CardForm(request.POST or None, sections=sections_of(row))

    def save() -> str:
        add_row(actor=request.user, row=ProblemCard(improvement=row, **form.values()))
        return _("カードを加えました。似たカードがあれば、まとめる相手として並びます。")

    return edit(request, row, form, save, _("課題カードを書く"), back=at("card_wall", pk))


@page("counter.improve")
def card_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Put a card right."""
    row = _card(pk)
    form = CardForm(request.POST or None, instance=row, sections=sections_of(row.improvement))

    def save() -> str:
        change_row(actor=request.user, row=row, based_on=form.based_on, changes=form.changes())
        return _("保存しました。")

    return edit(request, row.improvement, form, save, _("課題カードを直す"), back=at("card_wall", row.improvement_id))


@page("counter.improve")
def card_merge(request: PageRequest, pk: int) -> HttpResponse:
    """Merge cards that say the same into this one."""
    row = _card(pk)
    form = MergeForm(request.POST or None, cards=queries.of_head(card=row))

    def save() -> str:
        moved = actions.merge_cards(actor=request.user, into=row, cards=form.cleaned_data["cards"])
        return _("{n}枚をまとめました。元の言葉は残っています。").format(n=len(moved))

    title = _("「{words}」にまとめる").format(words=row)
    return edit(request, row.improvement, form, save, title, back=at("card_wall", row.improvement_id))


@page("counter.improve")
@require_POST
def card_part(request: PageRequest, pk: int) -> HttpResponse:
    """Take a card out of the one into which it was merged."""
    row = _card(pk)
    deed = partial(actions.part_card, actor=request.user, card=row)
    return tried(request, deed, done=_("カードを元に戻しました。"), back=at("card_wall", row.improvement_id))


@page("counter.improve")
def cause_add(request: PageRequest, pk: int) -> HttpResponse:
    """Name the cause to which cards lead."""
    row = undertaking(pk)
    form = CauseForm(request.POST or None, cards=queries.heads(improvement=row))

    def save() -> str:
        actions.name_cause(actor=request.user, improvement=row, **form.cleaned_data)
        return _("根本原因を書きました。カードが2枚以上集まると、目指す姿の下書きがおぜん立てに出ます。")

    return edit(request, row, form, save, _("根本原因を書く"), back=at("card_wall", pk))


@page("counter.improve")
def cause_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Put a cause right, or lay it under what is wanted."""
    row = get_object_or_404(queries.causes(), pk=pk)
    form = CauseEditForm(request.POST or None, instance=row, to_bes=row.improvement.to_bes.all())

    def save() -> str:
        change_row(actor=request.user, row=row, based_on=form.based_on, changes=form.changes())
        return _("保存しました。")

    return edit(request, row.improvement, form, save, _("根本原因を直す"), back=at("card_wall", row.improvement_id))


@page("counter.improve")
def to_be_add(request: PageRequest, pk: int) -> HttpResponse:
    """Say what is wanted instead."""
    row = undertaking(pk)
    form = ToBeForm(request.POST or None, causes=row.causes.all())

    def save() -> str:
        actions.word_to_be(actor=request.user, improvement=row, **form.cleaned_data)
        return _("目指す姿を書きました。次に、そこへ向かう改善工程を加えてください。")

    return edit(request, row, form, save, _("目指す姿を書く"), back=at("card_wall", pk))


@page("counter.improve")
def to_be_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Put the words right."""
    row = get_object_or_404(queries.to_bes(), pk=pk)
    form = ToBeEditForm(request.POST or None, instance=row)

    def save() -> str:
        change_row(actor=request.user, row=row, based_on=form.based_on, changes=form.changes())
        return _("保存しました。")

    return edit(request, row.improvement, form, save, _("目指す姿を直す"), back=at("card_wall", row.improvement_id))


@page("counter.improve")
@require_POST
def to_be_withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """Take back what was said to be wanted."""
    row = get_object_or_404(queries.to_bes(), pk=pk)
    deed = partial(actions.withdraw_to_be, actor=request.user, to_be=row)
    return tried(request, deed, done=_("目指す姿を取り下げました。"), back=at("card_wall", row.improvement_id))


def _card(pk: int) -> ProblemCard:
    return get_object_or_404(queries.cards(), pk=pk)
