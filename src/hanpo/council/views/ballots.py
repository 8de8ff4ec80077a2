"""Pages of ballots: the own one, by page or by Excel, and proxy entry by the secretariat."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.file_kinds import FileRefused
from hanpo.core.pages import PageRequest, download, form_page, page, show, tried
from hanpo.core.queries.files import body_of
from hanpo.council.actions import ballots as actions
from hanpo.council.files.ballots import make_ballot_book
from hanpo.council.inputs.ballots import BallotForm, BookForm, ProxyForm, StepForm
from hanpo.council.models import Ballot, BallotBook
from hanpo.council.queries import ballot_books
from hanpo.council.queries import polls as queries


@page("council.write_ballot")
def ballot(request: PageRequest, pk: int) -> HttpResponse:
    """The ballot of a municipality as it stands: what it says, its way so far, and what can be done with it."""
    row = _ballot(pk)
    options = queries.options(poll=row.poll)
    lines = queries.lines(answers=row.answers, of=options)
    return show(
        request, "council/deciding/ballot.html", ballot=row, poll=row.poll, lines=lines, form=StepForm(),
        steps=queries.steps(ballot=row), books=queries.books(ballot=row),
    )  # fmt: skip


@page("council.write_ballot")
def ballot_write(request: PageRequest, pk: int) -> HttpResponse:
    """Write the ballot on the page."""
    row = _ballot(pk)
    form = BallotForm(request.POST or None, ballot=row, options=queries.options(poll=row.poll))

    def save() -> str:
        actions.write_ballot(actor=request.user, ballot=row, based_on=form.based_on, changes=form.changes())
        return _("下書きを保存しました。課長かDX担当課が提出すると、回答として数えられます。")

    back = reverse("council:poll_ballot", args=[row.pk])
    return form_page(request, "council/deciding/ballot_form.html", form=form, save=save, back=back, ballot=row)


@page("council.submit_ballot")
@require_POST
def ballot_submit(request: PageRequest, pk: int) -> HttpResponse:
    """Send the ballot to the secretariat."""
    row = _ballot(pk)
    comment = request.POST.get("comment", "")
    deed = partial(actions.submit_ballot, actor=request.user, ballot=row, today=clock.today(), comment=comment)
    return _tried(request, row, deed, _("提出しました。期限までは書き直せます。"))


@page("council.submit_ballot")
@require_POST
def ballot_back(request: PageRequest, pk: int) -> HttpResponse:
    """Take the ballot back to rewrite it."""
    row = _ballot(pk)
    comment = request.POST.get("comment", "")
    deed = partial(actions.take_ballot_back, actor=request.user, ballot=row, comment=comment)
    return _tried(request, row, deed, _("書き直せるようにしました。もう一度提出するまで、回答として数えません。"))


@page("council.run_polls")
def ballot_proxy(request: PageRequest, pk: int) -> HttpResponse:
    """Enter for a member what it answered on paper or by telephone."""
    row = _ballot(pk)
    form = ProxyForm(request.POST or None, ballot=row, options=queries.options(poll=row.poll))

    def save() -> str:
        actions.enter_ballot_by_proxy(
            actor=request.user, ballot=row, based_on=form.based_on, changes=form.changes(), today=clock.today(),
            said_by=form.cleaned_data["said_by"], why=form.cleaned_data["why"],
        )  # fmt: skip
        return _("{place}の回答を代わりに入れ、提出しました。").format(place=row.municipality.name)

    back = reverse("council:poll", args=[row.poll_id])
    return form_page(
        request, "council/deciding/ballot_form.html", form=form, save=save, back=back, ballot=row, is_proxy=True
    )


@page("council.write_ballot")
def ballot_excel(request: PageRequest, pk: int) -> HttpResponse:
    """The ballot as a workbook, with what is answered so far."""
    row = _ballot(pk)
    body = make_ballot_book(ballot=row, made_at=clock.now())
    name = _("{poll}（{place}）.xlsx").format(poll=row.poll.title, place=row.municipality.name)
    return download(body, name)


@page("council.write_ballot")
def ballot_book_add(request: PageRequest, pk: int) -> HttpResponse:
    """Hand in a workbook that was filled in."""
    row = _ballot(pk)
    form = BookForm(request.POST or None, request.FILES or None)
    back = reverse("council:poll_ballot", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        try:
            book = _received(request, row, form)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            return redirect("council:ballot_book", pk=book.pk)
    status = 422 if request.method == "POST" else 200
    return show(request, "council/deciding/ballot_book_add.html", form=form, ballot=row, back=back, status=status)


@page("council.write_ballot")
def ballot_book(request: PageRequest, pk: int) -> HttpResponse:
    """What was read from a workbook: each cell that needs a look by sheet and address, and the answers to confirm."""
    book = _book(pk)
    row = book.ballot
    options = queries.options(poll=row.poll)
    seen = ballot_books.reading(book=book, options=options)
    form = BallotForm(request.POST or None, ballot=row, options=options, shown=seen.answers)

    def save() -> str:
        actions.confirm_ballot_book(actor=request.user, book=book, based_on=form.based_on, changes=form.everything())
        return _("Excelの答えを下書きに入れました。課長かDX担当課が提出すると、回答として数えられます。")

    back = reverse("council:poll_ballot", args=[row.pk])
    return form_page(
        request, "council/deciding/ballot_book.html", form=form, save=save, back=back, ballot=row, book=book, seen=seen
    )


@page("council.write_ballot")
@require_POST
def ballot_book_aside(request: PageRequest, pk: int) -> HttpResponse:
    """Take nothing of a workbook."""
    book = _book(pk)
    deed = partial(actions.put_ballot_book_aside, actor=request.user, book=book)
    return _tried(request, book.ballot, deed, _("このファイルは使いません。回答は変わっていません。"))


@page("council.write_ballot")
def ballot_book_file(request: PageRequest, pk: int) -> HttpResponse:
    """The workbook as it came."""
    file = _book(pk).file
    return download(body_of(file=file), file.name, file.media_type)


def _received(request: PageRequest, row: Ballot, form: BookForm) -> BallotBook:
    file = form.cleaned_data["file"]
    try:
        return actions.receive_ballot_book(actor=request.user, ballot=row, name=file.name, content=file.read())
    except FileRefused as refusal:
        raise ValidationError({"file": str(refusal)}) from refusal


def _ballot(pk: int) -> Ballot:
    return get_object_or_404(queries.ballots(), pk=pk)


def _book(pk: int) -> BallotBook:
    return get_object_or_404(ballot_books.ballot_books(), pk=pk)


def _tried(request: PageRequest, row: Ballot, deed: Callable[[], object], done: str) -> HttpResponse:
    return tried(request, deed, done=done, back=reverse("council:poll_ballot", args=[row.pk]))
