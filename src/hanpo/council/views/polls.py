"""Pages of choices among options: the list, one choice, preparing it, and its results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.pages import PageRequest, download, form_page, page, page_of, show, tried
from hanpo.council.actions import polls as actions
from hanpo.council.files.poll_results import results_file
from hanpo.council.inputs.polls import NewPollForm, OptionForm, PollForm, ReopenForm
from hanpo.council.models import GradeWord, Poll, PollOption
from hanpo.council.queries import polls as queries
from hanpo.council.queries.poll_results import may_be_seen, results

RUN = "council.run_polls"


@page("council.see")
def poll_list(request: PageRequest) -> HttpResponse:
    """The choices: what is open now, and what was."""
    rows = queries.polls_shown(as_secretariat=request.access.allows(RUN))
    return show(request, "council/deciding/polls.html", page=page_of(request, rows))


@page("council.see")
def poll(request: PageRequest, pk: int) -> HttpResponse:
    """One choice: its options, the own ballot, and who has answered (to the secretariat)."""
    row = _poll(request, pk)
    runs = request.access.allows(RUN)
    shown = queries.poll_page(poll=row)
    all_ballots = queries.ballots_of(poll=row) if runs else ()
    seen = may_be_seen(poll=row, as_secretariat=runs)
    return show(request, "council/deciding/poll.html", shown=shown, poll=row, ballots=all_ballots, seen=seen)


@page(RUN)
def poll_add(request: PageRequest) -> HttpResponse:
    """Prepare a choice."""
    form = NewPollForm(request.POST or None, councils=queries.councils_to_ask())

    def save() -> str:
        actions.prepare_poll(actor=request.user, council=form.cleaned_data["council"], values=form.facts())
        return _("案選びを用意しました。次に、案を2つ以上入れてください。")

    return _form(request, form, save, reverse("council:polls"), _("案選びを用意する"))


@page(RUN)
def poll_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change a choice."""
    row = _poll(request, pk)
    form = PollForm(request.POST or None, instance=row)

    def save() -> str:
        actions.edit_poll(actor=request.user, poll=row, based_on=form.based_on, changes=form.changes())
        return _("案選びを保存しました。")

    return _of_poll(request, row, form, save, _("案選びを直す"))


@page(RUN)
def option_add(request: PageRequest, pk: int) -> HttpResponse:
    """Add an option."""
    row = _poll(request, pk)
    form = OptionForm(request.POST or None)

    def save() -> str:
        made = actions.add_option(actor=request.user, poll=row, values=form.values())
        return _("「{option}」を加えました。").format(option=made)

    return _of_poll(request, row, form, save, _("案を加える"))


@page(RUN)
def option_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change an option."""
    row = _option(pk)
    form = OptionForm(request.POST or None, instance=row)

    def save() -> str:
        actions.change_option(actor=request.user, option=row, based_on=form.based_on, changes=form.changes())
        return _("案を保存しました。")

    return _of_poll(request, row.poll, form, save, _("案を直す"))


@page(RUN)
@require_POST
def option_remove(request: PageRequest, pk: int) -> HttpResponse:
    """Take an option off."""
    row = _option(pk)
    done = _("「{option}」を外しました。").format(option=row)
    return _tried(request, row.poll, lambda: actions.remove_option(actor=request.user, option=row), done)


@page(RUN)
@require_POST
def poll_open(request: PageRequest, pk: int) -> HttpResponse:
    """Ask the members."""
    row = _poll(request, pk)
    done = _("受付を始め、各市町のDX担当課に知らせました。")
    return _tried(request, row, lambda: actions.open_poll(actor=request.user, poll=row, today=clock.today()), done)


@page(RUN)
@require_POST
def poll_close(request: PageRequest, pk: int) -> HttpResponse:
    """End the time to answer."""
    row = _poll(request, pk)
    done = _("締め切りました。結果は構成員にも見えるようになりました。")
    return _tried(request, row, lambda: actions.close_poll(actor=request.user, poll=row, today=clock.today()), done)


@page(RUN)
def poll_reopen(request: PageRequest, pk: int) -> HttpResponse:
    """Let members answer again."""
    row = _poll(request, pk)
    form = ReopenForm(request.POST or None)

    def save() -> str:
        actions.reopen_poll(actor=request.user, poll=row, due_on=form.cleaned_data["due_on"])
        return _("もう一度受け付けています。")

    return _of_poll(request, row, form, save, _("もう一度受け付ける"))


@page("council.see")
def poll_result(request: PageRequest, pk: int) -> HttpResponse:
    """The results by every rule side by side; before the end only the secretariat sees them."""
    row, runs = _poll(request, pk), request.access.allows(RUN)
    if not may_be_seen(poll=row, as_secretariat=runs):
        return show(request, "council/deciding/poll_result_later.html", poll=row)
    found = results(poll=row, as_secretariat=runs)
    return show(request, "council/deciding/poll_result.html", poll=row, found=found, grades=GradeWord.labels)


@page("council.see")
def poll_result_excel(request: PageRequest, pk: int) -> HttpResponse:
    """The results as Excel."""
    row, runs = _poll(request, pk), request.access.allows(RUN)
    if not may_be_seen(poll=row, as_secretariat=runs):
        return redirect("council:poll_result", pk=row.pk)
    found = results(poll=row, as_secretariat=runs)
    body = results_file(found, made_by=request.user.name, today=clock.today())
    return download(body, _("{title} 結果.xlsx").format(title=row.title))


def _poll(request: PageRequest, pk: int) -> Poll:
    return get_object_or_404(queries.polls_shown(as_secretariat=request.access.allows(RUN)), pk=pk)


def _option(pk: int) -> PollOption:
    return get_object_or_404(queries.poll_options(), pk=pk)


def _of_poll(request: PageRequest, row: Poll, form: Any, save: Callable[[], str], title: str) -> HttpResponse:
    return _form(request, form, save, reverse("council:poll", args=[row.pk]), title, poll=row)


def _form(
    request: PageRequest, form: Any, save: Callable[[], str], back: str, title: str, **more: object
) -> HttpResponse:
    return form_page(request, "council/deciding/form.html", form=form, save=save, back=back, title=title, **more)


def _tried(request: PageRequest, row: Poll, deed: Callable[[], object], done: str) -> HttpResponse:
    return tried(request, deed, done=done, back=reverse("council:poll", args=[row.pk]))
