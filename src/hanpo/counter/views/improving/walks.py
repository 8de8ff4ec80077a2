"""Pages of the experience survey: the walks, the stopwatch on a phone, one walk with its stops."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.actions.rows import add_row, change_row
from hanpo.core.file_kinds import FileRefused
from hanpo.core.pages import PageRequest, page, show, tried
from hanpo.counter.actions.improving import walks as actions
from hanpo.counter.inputs.improving.walks import StopForm, StopKindForm, WalkForm, read_sent
from hanpo.counter.models import CardKind, Phase, Walk, WalkStop
from hanpo.counter.queries.improving import walks as queries
from hanpo.counter.views.improving.common import at, edit, sections_of, undertaking


@page("counter.see_improving")
def walk_list(request: PageRequest, pk: int) -> HttpResponse:
    """The walks of an undertaking, and those before and after side by side."""
    row = undertaking(pk)
    lines = queries.walk_lines(improvement=row)
    sides = queries.sides(lines=lines)
    return show(request, "counter/improving/walks.html", improvement=row, lines=lines, sides=sides)


@page("counter.improve")
def walk_go(request: PageRequest, pk: int) -> HttpResponse:
    """The stopwatch: entries stay in the browser until they are sent."""
    row = undertaking(pk)
    return show(request, "counter/improving/walk_go.html", improvement=row, phases=Phase.choices)


@page("counter.improve")
@require_POST
def walk_send(request: PageRequest, pk: int) -> HttpResponse:
    """Take a walk in as the phone sends it; sending it twice stores it once."""
    row = undertaking(pk)
    try:
        sent = read_sent(request.POST, request.FILES)
        walk = actions.store_walk(
            actor=request.user, improvement=row, sent_as=sent.sent_as, values=sent.values, stops=sent.stops,
            photos=sent.photos,
        )  # fmt: skip
    except (ValidationError, FileRefused) as refusal:
        said = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        return JsonResponse({"words": " ".join(said)}, status=422)
    return JsonResponse({"url": at("walk", walk.pk)})


@page("counter.improve")
def walk_add(request: PageRequest, pk: int) -> HttpResponse:
    """Write a walk down afterwards, without the stopwatch."""
    row = undertaking(pk)
    form = WalkForm(request.POST or None, initial={"walked_on": clock.today(), "phase": Phase.BEFORE})

    def save() -> str:
        add_row(actor=request.user, row=Walk(improvement=row, walker=request.user, **form.values()))
        return _("調査を加えました。開いて、立ち寄った所を順に加えてください。")

    return edit(request, row, form, save, _("体験調査を書き加える"), back=at("walk_list", pk))


@page("counter.see_improving")
def walk(request: PageRequest, pk: int) -> HttpResponse:
    """One walk, stop by stop."""
    row = _walk(pk)
    shown = queries.walk_page(walk=row)
    return show(
        request, "counter/improving/walk.html", walk=row, improvement=row.improvement, shown=shown,
        kinds=CardKind.choices,
    )  # fmt: skip


@page("counter.improve")
def walk_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Put a walk right."""
    row = _walk(pk)
    form = WalkForm(request.POST or None, instance=row)

    def save() -> str:
        change_row(actor=request.user, row=row, based_on=form.based_on, changes=form.changes())
        return _("保存しました。")

    return edit(request, row.improvement, form, save, _("体験調査を直す"), back=at("walk", pk))


@page("counter.improve")
def walk_stop_add(request: PageRequest, pk: int) -> HttpResponse:
    """Add a stop at the end."""
    row = _walk(pk)
    form = StopForm(request.POST or None, request.FILES or None, sections=sections_of(row.improvement))

    def save() -> str:
        stop = actions.add_stop(actor=request.user, walk=row, values=form.values())
        return _with_photo(request, stop, form)

    return edit(request, row.improvement, form, save, _("立ち寄り先を加える"), back=at("walk", pk), has_file=True)


@page("counter.improve")
def walk_stop_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Put a stop right, or add its photo."""
    row = get_object_or_404(queries.stops(), pk=pk)
    here = row.walk.improvement
    form = StopForm(request.POST or None, request.FILES or None, instance=row, sections=sections_of(here))

    def save() -> str:
        changes = {name: value for name, value in form.changes().items() if name != "photo"}
        change_row(actor=request.user, row=row, based_on=form.based_on, changes=changes)
        return _with_photo(request, row, form)

    return edit(request, here, form, save, _("立ち寄り先を直す"), back=at("walk", row.walk_id), has_file=True)


@page("counter.improve")
@require_POST
def walk_stop_card(request: PageRequest, pk: int) -> HttpResponse:
    """Make a problem card of what happened at a stop."""
    row = get_object_or_404(queries.stops(), pk=pk)
    form = StopKindForm(request.POST)
    kind = form.cleaned_data["kind"] if form.is_valid() else CardKind.UNCLEAR
    deed = partial(actions.card_of_stop, actor=request.user, stop=row, kind=kind)
    return tried(request, deed, done=_("課題カードにしました。"), back=at("walk", row.walk_id))


def _with_photo(request: PageRequest, stop: WalkStop, form: StopForm) -> str:
    photo = form.cleaned_data.get("photo")
    try:
        if photo:
            actions.attach_photo(actor=request.user, stop=stop, photo=photo)
    except FileRefused as refusal:
        raise ValidationError({"photo": str(refusal)}) from refusal
    return _("保存しました。")


def _walk(pk: int) -> Walk:
    return get_object_or_404(queries.walks(), pk=pk)
