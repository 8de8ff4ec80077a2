"""What a person does at a response, step by step: go on, go back, keep, look through, send."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hanpo.core.editing import EditConflict
from hanpo.core.pages import PageRequest
from hanpo.forms.actions.responses import Incomplete, submit_response
from hanpo.forms.engine import walking
from hanpo.forms.inputs.answers import Typed
from hanpo.forms.models import Response
from hanpo.forms.views.filling.face import (
    LAYOUT,
    ONE,
    WHOLE,
    Urls,
    Visit,
    check_page,
    question_page,
    sent_page,
    whole_page,
)
from hanpo.forms.views.filling.keeping import changed_table, keep, looked_up_address, noted


def fill(request: PageRequest, *, response: Response, urls: Urls) -> HttpResponse:
    """The page of a response: filled in while it is open, shown once it was sent."""
    visit = Visit(request, response, urls)
    if not response.is_open:
        return sent_page(visit)
    if request.method == "POST":
        deed, _colon, about = request.POST.get("do", "next").partition(":")
        return STEPS.get(deed, go_on)(visit, about)
    return _shown(visit)


def go_on(visit: Visit, _about: str) -> HttpResponse:
    """Keep what was typed and go to the next question; from the look-through, back there."""
    typed, conflict = keep(visit)
    if conflict or typed.errors:
        return _again(visit, typed, conflict)
    here = visit.request.POST.getlist("asked")[-1:]
    following = walking.next_item(visit.form, visit.response.answers, here[0] if here else "", visit.today)
    if visit.request.POST.get("from") == "check" or following is None:
        return _to(visit, page="check")
    return _to(visit, q=following.id)


def go_back(visit: Visit, _about: str) -> HttpResponse:
    """Keep what can be kept, say nothing about the rest, and go to the question before."""
    typed, conflict = keep(visit)
    if conflict:
        return _again(visit, typed, conflict)
    here = visit.request.POST.getlist("asked")[:1]
    before = walking.previous_item(visit.form, visit.response.answers, here[0] if here else "", visit.today)
    return _to(visit, q=before.id) if before else redirect(visit.urls.leave)


def stop_for_now(visit: Visit, _about: str) -> HttpResponse:
    """Keep what was typed and leave; one can go on another day."""
    typed, conflict = keep(visit)
    if conflict or typed.without_checks().errors:
        return _again(visit, typed.without_checks(), conflict)
    messages.success(visit.request, _("ここまでの入力を保存しました。続きはいつでも書けます。"))
    return redirect(visit.urls.leave)


def go_to_workbook(visit: Visit, _about: str) -> HttpResponse:
    """Keep what was typed and go on in Excel, where it stands as well."""
    typed, conflict = keep(visit)
    if conflict or typed.without_checks().errors:
        return _again(visit, typed.without_checks(), conflict)
    return redirect(visit.urls.workbook or visit.urls.face)


def save_by_itself(visit: Visit, _about: str) -> HttpResponse:
    """Keep what can be kept while somebody types, and bring up the questions that are asked now."""
    shown = set(visit.request.POST.getlist("asked"))
    typed, conflict = keep(visit)
    asked = [item.id for item in visit.asked()]
    changed = [face for face in visit.faces(visit.form.items()) if _has_changed(face.item.id, shown, asked, face.kind)]
    return visit.show(
        "forms/_saved.html", conflict=conflict, typed=typed, faces=[(face, face.item.id in asked) for face in changed]
    )  # fmt: skip


def look_through(visit: Visit, _about: str) -> HttpResponse:
    """Keep what was typed and show everything before it is sent."""
    typed, conflict = keep(visit)
    if conflict or typed.errors:
        return _again(visit, typed, conflict)
    return _to(visit, page="check")


def send(visit: Visit, _about: str) -> HttpResponse:
    """Send the response as it was looked through."""
    version = visit.request.POST.get("version", "")
    try:
        submit_response(
            actor=visit.request.user, response=visit.response, today=visit.today, language=visit.language,
            based_on=int(version) if version.isdigit() else None,
        )  # fmt: skip
    except Incomplete:
        return check_page(visit, status=422)
    except EditConflict:
        messages.warning(visit.request, _("見ている間に、答えが変わりました。もう一度確かめてから送ってください。"))
        return _to(visit, page="check")
    except ValidationError as refusal:
        messages.error(visit.request, " ".join(refusal.messages))
    return redirect(visit.urls.face)


def change_rows(visit: Visit, about: str) -> HttpResponse:
    """Add a row to a table, or take one off; what was typed stays."""
    return _again(visit, *noted(visit, lambda raw: changed_table(raw, about)))


def find_address(visit: Visit, about: str) -> HttpResponse:
    """Fill in an address from its postal code."""
    return _again(visit, *noted(visit, lambda raw: looked_up_address(raw, about)))


def choose_layout(visit: Visit, about: str) -> HttpResponse:
    """Fill in one question a page, or all on one; remembered for the next time."""
    typed, conflict = keep(visit)
    visit.request.session[LAYOUT] = WHOLE if about == WHOLE else ONE
    if conflict or typed.without_checks().errors:
        return _again(visit, typed.without_checks(), conflict)
    return redirect(visit.urls.face)


STEPS: Final[dict[str, Callable[[Visit, str], HttpResponse]]] = {
    "next": go_on,
    "back": go_back,
    "stop": stop_for_now,
    "workbook": go_to_workbook,
    "auto": save_by_itself,
    "check": look_through,
    "send": send,
    "rows": change_rows,
    "postal": find_address,
    "layout": choose_layout,
}


def _shown(visit: Visit) -> HttpResponse:
    wanted = visit.request.GET
    if wanted.get("page") == "check":
        return check_page(visit)
    if visit.layout == WHOLE:
        return whole_page(visit)
    page = walking.page_of(visit.form, visit.response.answers, wanted.get("q", ""), visit.today)
    return question_page(visit, page or _first(visit)) if visit.pages() else check_page(visit)


def _first(visit: Visit) -> walking.Page:
    """The first question without an answer; where all have one, the first of all."""
    pages = visit.pages()
    open_ones = (page for page in pages if page.question and page.question.id not in visit.response.answers)
    return next(open_ones, pages[0])


def _again(visit: Visit, typed: Typed, conflict: EditConflict | None) -> HttpResponse:
    """The same page with what was typed."""
    if visit.layout == WHOLE:
        return whole_page(visit, typed=typed, conflict=conflict)
    here = visit.request.POST.getlist("asked")
    pages = {item.id: page for page in visit.pages() for item in page.items}
    page = next((pages[one] for one in here if one in pages), None)
    return question_page(visit, page or _first(visit), typed=typed, conflict=conflict)


def _to(visit: Visit, **query: str) -> HttpResponse:
    asked = QueryDict(mutable=True)
    asked.update(query)
    return redirect(f"{visit.urls.face}?{asked.urlencode()}")


def _has_changed(item_id: str, shown: set[str], asked: list[str], kind: str) -> bool:
    """Whether a question came or went, or is worked out from others."""
    return (item_id in shown) != (item_id in asked) or (kind == "calculated" and item_id in asked)
