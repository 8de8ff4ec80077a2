"""Pages of answers in words: their groups, and putting those right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core.pages import PageRequest, form_page, page, show
from hanpo.council.actions import freetext as actions
from hanpo.council.inputs.results import GroupNameForm, IntoForm
from hanpo.council.models import FreeTextGroup, Survey
from hanpo.council.queries import freetext as queries
from hanpo.council.queries.results import surveys_with_results
from hanpo.forms.engine.definition import Item

FORM = "council/results/form.html"


@page("council.see_results")
def texts(request: PageRequest, pk: int, item: str) -> HttpResponse:
    """What was written to a question, by what it is about; every text leads to its reply."""
    survey, asked = _asked(pk, item)
    return show(
        request, "council/results/texts.html", survey=survey, texts=queries.texts_of(survey=survey, item=asked),
        edits=queries.edits_of(survey=survey, item_id=item), last=queries.last_edit(survey=survey, item_id=item),
    )  # fmt: skip


@require_POST
@page("council.publish_results")
def texts_keep(request: PageRequest, pk: int, item: str) -> HttpResponse:
    """Keep the groups as they were found, to put them right."""
    survey, asked = _asked(pk, item)
    found = queries.texts_of(survey=survey, item=asked).groups
    try:
        actions.keep_groups(actor=request.user, survey=survey, item=item, groups=found)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("まとまりを決めました。名前を付け、近いものはひとつにまとめてください。"))
    return redirect("council:texts", pk, item)


@page("council.publish_results")
def text_group_rename(request: PageRequest, pk: int) -> HttpResponse:
    """Give a group another name."""
    group = _group(pk)
    form = GroupNameForm(request.POST or None, instance=_group(pk))

    def save() -> str:
        actions.rename_group(
            actor=request.user, group=group, based_on=form.based_on, name=form.changes().get("name", group.name)
        )
        return _("名前を変えました。")

    return _form(request, form, save, group.survey, group.item, _("「{name}」の名前を変える").format(name=group.name))


@page("council.publish_results")
def text_group_merge(request: PageRequest, pk: int) -> HttpResponse:
    """Put a group into another one."""
    group = _group(pk)
    others = [one for one in queries.groups_of(survey=group.survey, item_id=group.item) if one.pk != group.pk]
    form = IntoForm(request.POST or None, groups=others)

    def save() -> str:
        into = form.chosen()
        actions.merge_groups(actor=request.user, group=group, into=into or group)
        return _("ひとつにまとめました。下の「元に戻す」で戻せます。")

    return _form(
        request, form, save, group.survey, group.item, _("「{name}」をほかのまとまりに入れる").format(name=group.name)
    )


@page("council.publish_results")
def text_move(request: PageRequest, pk: int, item: str, reply: int) -> HttpResponse:
    """Move one member's text to another group."""
    survey, asked = _asked(pk, item)
    said = queries.text_of(survey=survey, item=asked, reply=reply)
    if not said:
        raise Http404
    form = IntoForm(request.POST or None, groups=queries.groups_of(survey=survey, item_id=item), may_be_none=True)

    def save() -> str:
        actions.move_text(actor=request.user, survey=survey, item=item, reply=reply, into=form.chosen())
        return _("回答を移しました。")

    return _form(request, form, save, survey, item, _("「{text}」を移す").format(text=said[:60]))


@require_POST
@page("council.publish_results")
def text_undo(request: PageRequest, pk: int, item: str, edit: int) -> HttpResponse:
    """Take back the last thing that was done to the groups."""
    survey, _item = _asked(pk, item)
    try:
        actions.undo_text_edit(actor=request.user, survey=survey, item=item, edit=edit)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("元に戻しました。"))
    return redirect("council:texts", pk, item)


def _asked(pk: int, item: str) -> tuple[Survey, Item]:
    """A survey and its question that is answered in words, or "not found"."""
    survey: Survey = get_object_or_404(surveys_with_results(), pk=pk)
    found = queries.text_item(survey=survey, item_id=item)
    if found is None:
        raise Http404
    return survey, found


def _group(pk: int) -> FreeTextGroup:
    return get_object_or_404(queries.group_rows(), pk=pk)


def _form(
    request: PageRequest, form: Any, save: Callable[[], str], survey: Survey, item: str, title: str
) -> HttpResponse:
    back = reverse("council:texts", args=[survey.pk, item])
    return form_page(request, FORM, form=form, save=save, back=back, survey=survey, title=title)
