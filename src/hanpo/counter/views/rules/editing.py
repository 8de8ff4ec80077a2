"""Pages on which rules are changed: the grid of a table, the words of a procedure, questions and their boxes."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core.pages import PageRequest, form_page, page, tried
from hanpo.counter.actions.rules import editing as actions
from hanpo.counter.actions.rules import making
from hanpo.counter.engine.rules.content import checksum, item_of
from hanpo.counter.inputs.rules.grid import GridForm, reshaped, sheet_from, sheet_of
from hanpo.counter.inputs.rules.words import BoxForm, NewProcedureForm, ProcedureForm, QuestionForm
from hanpo.counter.queries.rules import changes
from hanpo.counter.queries.rules.drafts import Desk
from hanpo.counter.queries.rules.words import Speech, spoken
from hanpo.counter.views.rules import common


@page("counter.edit_rules")
def rules_table_edit(request: PageRequest, pk: int, key: str) -> HttpResponse:
    """The table as a grid: rows and columns move on the screen; saving reads every cell and names the refused ones."""
    found = common.desk(pk)
    shown = common.shown_table(found, key)
    if request.method != "POST":
        return _grid(request, found, key, GridForm(found, shown.table, sheet_of(shown.table)), shown.seen)
    sheet, do = sheet_from(request.POST), request.POST.get("do", "save")
    if do != "save":
        form = GridForm(found, shown.table, reshaped(sheet, do, shown.table))
        return _grid(request, found, key, form, request.POST.get("seen", ""), is_moved=True)
    return _save_grid(request, found, key, GridForm(found, shown.table, sheet, data=request.POST))


def _save_grid(request: PageRequest, found: Desk, key: str, form: GridForm) -> HttpResponse:
    seen = request.POST.get("seen", "")
    if not form.is_valid() or form.table is None:
        return _grid(request, found, key, form, seen, status=422)
    words = _("{title}の判定表を直した").format(title=Speech(found.catalogue).titles[key])
    try:
        actions.change_table(actor=request.user, draft=found.draft, table=form.table, seen=seen, words=words)
    except actions.PartMoved as moved:
        theirs = changes.told_apart(desk=found, key=key, typed=form.table)
        return _grid(request, found, key, form, checksum(moved.current), status=409, theirs=theirs)
    except ValidationError as refusal:
        form.refuse(refusal)
        return _grid(request, found, key, form, seen, status=422)
    messages.success(request, _("判定表を保存しました。公開するまで、窓口の答えは変わりません。"))
    return redirect(common.table_url(found, key))


def _grid(
    request: PageRequest, found: Desk, key: str, form: GridForm, seen: str, *, status: int = 200, theirs: object = (),
    is_moved: bool = False,
) -> HttpResponse:  # fmt: skip
    title = Speech(found.catalogue).titles[key]
    return common.page_about(
        request, "grid", found, form=form, seen=seen, title=title, key=key, theirs=theirs, is_moved=is_moved,
        back=common.table_url(found, key), status=status,
    )  # fmt: skip


@page("counter.edit_rules")
def rules_words(request: PageRequest, pk: int, key: str) -> HttpResponse:
    """The words of a procedure: what to bring, the limit, the clauses, the source."""
    found = common.desk(pk)
    entry = item_of(found.draft.content, "procedures", key)
    if entry is None:
        raise Http404
    form = ProcedureForm(request.POST or None, desk=found, entry=entry)
    words = _("{title}の説明を直した").format(title=entry["title"])
    back = common.table_url(found, key)
    return _part_page(request, found, "procedures", key, form, words, back, entry["title"])


@page("counter.edit_rules")
def rules_procedure_add(request: PageRequest, pk: int) -> HttpResponse:
    """A procedure that only this municipality has."""
    found = common.desk(pk)
    form = NewProcedureForm(request.POST or None, desk=found)

    def save() -> str:
        making.add_procedure(actor=request.user, draft=found.draft, key=form.cleaned_data["key"], entry=form.content())
        return _("手続きを足しました。判定表に、要る世帯の行を足してください。")

    back = common.desk_url(found)
    return form_page(
        request, common.FORM, form=form, save=save, back=back, title=_("手続きを足す"), desk=found, draft=found.draft
    )


@page("counter.see_rules")
def rules_questions(request: PageRequest, pk: int) -> HttpResponse:
    """The questions of the interview with their words in three languages."""
    found = common.desk(pk)
    return common.page_about(request, "questions", found, questions=found.catalogue.questions)


@page("counter.edit_rules")
def rules_question(request: PageRequest, pk: int, key: str) -> HttpResponse:
    """The words of a question."""
    found = common.desk(pk)
    entry = item_of(found.draft.content, "questions", key)
    if entry is None:
        raise Http404
    form = QuestionForm(request.POST or None, entry=entry)
    title = spoken(next(one.ask for one in found.catalogue.questions if one.key == key))
    back = reverse("counter:rules_questions", args=[pk])
    return _part_page(request, found, "questions", key, form, _("質問の文を直した"), back, title)


@page("counter.edit_rules")
def rules_box_add(request: PageRequest, pk: int, key: str) -> HttpResponse:
    """A further box of a question, on which rules may then rest."""
    found = common.desk(pk)
    form = BoxForm(request.POST or None)

    def save() -> str:
        making.add_box(actor=request.user, draft=found.draft, question=key, **form.cleaned_data)
        return _("項目を足しました。判定表の条件に使えます。")

    back = reverse("counter:rules_questions", args=[pk])
    return form_page(
        request, common.FORM, form=form, save=save, back=back, title=_("選ぶ項目を足す"), desk=found, draft=found.draft
    )


@page("counter.edit_rules")
@require_POST
def rules_procedure_remove(request: PageRequest, pk: int, key: str) -> HttpResponse:
    """Take a procedure out of the editor, with its table."""
    found = common.desk(pk)
    deed = partial(making.remove_procedure, actor=request.user, draft=found.draft, key=key)
    return tried(request, deed, done=_("手続きを外しました。履歴から元に戻せます。"), back=common.desk_url(found))


def _part_page(
    request: PageRequest, found: Desk, part: str, key: str, form: ProcedureForm | QuestionForm, words: str, back: str,
    title: str,
) -> HttpResponse:  # fmt: skip
    """Change one item of the content; who was slower is told that somebody else was there, and keeps the typed text."""
    seen = request.POST.get("seen") or checksum(item_of(found.draft.content, part, key))

    def save() -> str:
        try:
            actions.change_part(
                actor=request.user, draft=found.draft, part=part, key=key, seen=seen, after=form.content(), words=words
            )
        except actions.PartMoved as moved:
            raise ValidationError(_moved(changes.entry_lines(theirs=moved.current, mine=form.content()))) from None
        return _("保存しました。公開するまで、窓口の答えは変わりません。")

    now = checksum(item_of(found.draft.content, part, key))
    return form_page(
        request, common.FORM, form=form, save=save, back=back, title=title, desk=found, draft=found.draft, seen=now
    )


def _moved(lines: list[changes.WordChange]) -> list[str]:
    """What the other person wrote where this one wrote something else."""
    head = _("ほかの人が先に直しました。下にはあなたの入力が残っています。見比べて、よければもう一度保存してください。")
    said = _("{where}：ほかの人の内容は「{before}」です。")
    return [head, *(said.format(where=line.where, before=line.before) for line in lines)]
