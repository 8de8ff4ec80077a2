"""Application forms at the counter: the sets, the clerk's sheet, the register, the papers; and the forms in use."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from hanpo.core.actions.rows import change_row
from hanpo.core.editing import EditConflict
from hanpo.core.pages import PageRequest, download, form_page, page, page_of, show, tried
from hanpo.core.queries import people, residents
from hanpo.counter.actions import paper_register as register
from hanpo.counter.actions import papers as actions
from hanpo.counter.files import papers as files
from hanpo.counter.inputs.papers import AgreeForm, PaperFormForm, PapersForm, RegisterSearchForm, SetFilter
from hanpo.counter.models import PaperForm, PaperSet
from hanpo.counter.queries import paper_pages
from hanpo.counter.queries import papers as queries
from hanpo.counter.views.papers.filling import Around, fill
from hanpo.counter.views.papers.residents import PDF, address

FILL, KEEP = "counter.fill_papers", "counter.keep_papers"
JSON, CSV = "application/json", "text/csv"


@page(FILL)
def paper_sets(request: PageRequest) -> HttpResponse:
    """The sets of forms, the newest first."""
    form = SetFilter(request.GET)
    rows = queries.listed_sets(asked=form.asked())
    return show(request, "counter/papers/sets.html", page=page_of(request, rows), filters=form)


@page(FILL)
def paper_set_add(request: PageRequest) -> HttpResponse:
    """Begin a set with somebody at the counter."""
    place = queries.home()
    form = PapersForm(request.POST or None, papers=queries.offered_papers(municipality=place.code if place else ""))
    if request.method == "POST" and form.is_valid() and place:
        row = actions.begin_set(actor=request.user, municipality=place, papers=list(form.cleaned_data["papers"]),
                                language=get_language() or "ja")  # fmt: skip
        return redirect("counter:paper_set_fill", pk=row.pk)
    status = 422 if request.method == "POST" else 200
    return show(request, "counter/papers/set_form.html", status=status, form=form, title=_("申請書の記入を始める"),
                back=reverse("counter:paper_sets"))  # fmt: skip


@page(FILL)
def paper_set(request: PageRequest, pk: int) -> HttpResponse:
    """The clerk's sheet: every paper as it will be printed, with origins, doubts and who signs."""
    row = _set(pk)
    one = queries.opened(paper_set=row, language="ja")
    return show(request, "counter/papers/set.html", paper_set=row, one=one, shown=paper_pages.clerk_sheet(one),
                open_address=request.build_absolute_uri(address("paper_fill", row)))  # fmt: skip


@page(FILL)
def paper_set_fill(request: PageRequest, pk: int) -> HttpResponse:
    """Fill in a set for those at the counter."""
    row = _set(pk)
    around = Around(
        face=reverse("counter:paper_set_fill", args=[pk]), leave=reverse("counter:paper_set", args=[pk]),
        pdf=reverse("counter:paper_set_pdf", args=[pk]), origin="counter",
    )  # fmt: skip
    return fill(request, row=row, around=around)


@page(FILL)
def paper_set_papers(request: PageRequest, pk: int) -> HttpResponse:
    """Put other forms into a set."""
    row = _set(pk)
    offered = queries.offered_papers(municipality=str(row.municipality_id))
    form = PapersForm(request.POST or None, papers=offered, initial={"papers": queries.chosen_papers(paper_set=row)})

    def save() -> str:
        actions.choose_papers(actor=request.user, paper_set=row, papers=list(form.cleaned_data["papers"]))
        return _("申請書を選び直しました。入れてあることは、そのまま使います。")

    return form_page(request, "counter/papers/set_form.html", form=form, save=save, title=_("申請書を選び直す"),
                     back=reverse("counter:paper_set", args=[pk]))  # fmt: skip


@page(FILL)
@require_POST
def paper_set_check(request: PageRequest, pk: int) -> HttpResponse:
    """Everything was looked over with the household."""
    row = _set(pk)
    seen = request.POST.get("version", "")

    def deed() -> None:
        actions.check_set(actor=request.user, paper_set=row, based_on=int(seen) if seen.isdigit() else 0)

    back = reverse("counter:paper_set", args=[pk])
    try:
        return tried(request, deed, done=_("確認済みにしました。印刷して、署名を受けてください。"), back=back)
    except EditConflict:
        return redirect(f"{back}?changed=1")


@page(FILL)
@require_POST
def paper_set_reopen(request: PageRequest, pk: int) -> HttpResponse:
    """Take a checked set back to be written again."""
    row = _set(pk)
    return tried(request, lambda: actions.reopen_set(actor=request.user, paper_set=row),
                 done=_("書き直しに戻しました。"), back=reverse("counter:paper_set", args=[pk]))  # fmt: skip


@page(FILL)
@require_POST
def paper_set_protect(request: PageRequest, pk: int) -> HttpResponse:
    """Put a set under 支援措置, or end that."""
    row, on = _set(pk), request.POST.get("on") == "1"
    done = _("支援措置の扱いにしました。住所と電話番号を消しました。") if on else _("支援措置の扱いをやめました。")
    return tried(request, lambda: actions.protect_set(actor=request.user, paper_set=row, is_protected=on), done=done,
                 back=reverse("counter:paper_set", args=[pk]))  # fmt: skip


@page(FILL)
def paper_set_pdf(_request: PageRequest, pk: int) -> HttpResponse:
    """The papers, to be signed."""
    row = _set(pk)
    body = files.papers_pdf(queries.opened(paper_set=row, language="ja"))
    return download(body, _("申請書 {number}.pdf").format(number=row.number), PDF)


@page(FILL)
def paper_set_csv(_request: PageRequest, pk: int) -> HttpResponse:
    """Every value as CSV."""
    row = _set(pk)
    body = files.values_csv(queries.opened(paper_set=row, language="ja"))
    return download(body, _("申請書の内容 {number}.csv").format(number=row.number), CSV)


@page(FILL)
def paper_set_json(_request: PageRequest, pk: int) -> HttpResponse:
    """Every value as JSON."""
    row = _set(pk)
    body = files.values_json(queries.opened(paper_set=row, language="ja"))
    return download(body, _("申請書の内容 {number}.json").format(number=row.number), JSON)


@page(FILL)
@sensitive_post_parameters("name")
def paper_set_register(request: PageRequest, pk: int) -> HttpResponse:
    """Look for the household in the register; names that are shown count as looked at."""
    row = _set(pk)
    form = RegisterSearchForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = residents.find_residents(name=form.cleaned_data["name"])
        register.log_search(actor=request.user, paper_set=row, found=found.residents, post=_post(request, row))
    return show(request, "counter/papers/register.html", paper_set=row, form=form, found=found, agree=AgreeForm())


@page(FILL)
@require_POST
def paper_set_take(request: PageRequest, pk: int, resident: int) -> HttpResponse:
    """Write down the consent and put the registered data on the forms."""
    row, whom = _set(pk), get_object_or_404(residents.in_scope(), pk=resident)
    if not AgreeForm(request.POST).is_valid():
        return redirect(f"{reverse('counter:paper_set_register', args=[pk])}?agree=1")
    return tried(
        request, lambda: register.agree_and_take(actor=request.user, paper_set=row, resident=whom,
                                                 post=_post(request, row)),
        done=_("登録の内容を写しました。本人に見せて、確かめてください。"), back=reverse("counter:paper_set", args=[pk]),
    )  # fmt: skip


@page(KEEP)
def paper_forms(request: PageRequest) -> HttpResponse:
    """The forms that the municipality uses, and where they disagree."""
    place = queries.home()
    lines = queries.forms_lines(municipality=place.code if place else "")
    return show(request, "counter/papers/forms.html", lines=lines, town=place,
                disagreements=queries.disagreements_of(lines=lines),
                waiting=queries.not_installed(municipality=place.code if place else ""))  # fmt: skip


@page(KEEP)
@require_POST
def paper_forms_install(request: PageRequest) -> HttpResponse:
    """Take the shipped forms that are not there yet."""
    place = queries.home()
    if place:
        actions.install_papers(actor=request.user, municipality=place)
    return redirect("counter:paper_forms")


@page(KEEP)
def paper_form_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Which section takes a form, and whether it is offered."""
    row: PaperForm = get_object_or_404(queries.paper_forms(), pk=pk)
    form = PaperFormForm(request.POST or None, instance=row)

    def save() -> str:
        change_row(actor=request.user, row=row, based_on=form.based_on, changes=form.changes())
        return _("申請書の使い方を保存しました。")

    return form_page(request, "counter/papers/set_form.html", form=form, save=save, title=row.form.title,
                     back=reverse("counter:paper_forms"))  # fmt: skip


def _set(pk: int) -> PaperSet:
    row: PaperSet = get_object_or_404(queries.paper_sets(), pk=pk)
    return row


def _post(request: PageRequest, row: PaperSet) -> str:
    return people.post_of(access=request.access, municipality_id=str(row.municipality_id))
