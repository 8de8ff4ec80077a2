"""Filling in a set of forms, theme by theme: the same pages for residents and clerks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.editing import EditConflict
from hanpo.core.pages import PageRequest, show
from hanpo.counter.actions import papers as actions
from hanpo.counter.inputs.paper_entries import still_asked, with_doubts
from hanpo.counter.models import PaperSet
from hanpo.counter.queries.paper_pages import Theme, day_words, has_more, neighbours, theme_named, themes, told
from hanpo.counter.queries.papers import ORIGINS, OpenSet, opened
from hanpo.forms.engine.definition import Item, Kind
from hanpo.forms.inputs.answers import Typed, read_page
from hanpo.forms.inputs.faces import Face, faces
from hanpo.forms.queries.words import language_of
from hanpo.forms.views.filling.keeping import KEEP_THEIRS, changed_table, looked_up_address

Kept = tuple[Typed, EditConflict | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The addresses around a set: the page itself, where one goes to leave, its papers; who fills it in
    (`typed` at home, `counter` by a clerk), how the household erases it, and where it gets the number and the code to
    `bring` to the counter."""

    face: str
    leave: str
    pdf: str
    origin: str
    erase: str = ""
    bring: str = ""

    @property
    def is_clerk(self) -> bool:
        """Whether a clerk fills it in."""
        return self.origin == "counter"


class Sitting:
    """A person at a set of forms."""

    def __init__(self, request: PageRequest, row: PaperSet, around: Around) -> None:
        self.request = request
        self.row = row
        self.around = around
        self.actor = request.user if request.user.is_authenticated else None

    @property
    def open(self) -> OpenSet:
        """The set as it stands now."""
        return opened(paper_set=self.row, language=language_of(get_language()))

    @cached_property
    def posted(self) -> list[str]:
        """The entries that stood on the page."""
        return self.request.POST.getlist("asked")

    @property
    def seen(self) -> int:
        """The version of the set that the page showed."""
        version = self.request.POST.get("version", "")
        return int(version) if version.isdigit() else self.row.version


def fill(request: PageRequest, *, row: PaperSet, around: Around) -> HttpResponse:
    """A theme of a set, or everything to look over; a posted page is kept first."""
    sitting = Sitting(request, row, around)
    if request.method == "POST":
        deed, _colon, about = request.POST.get("do", "next").partition(":")
        return STEPS.get(deed, go_on)(sitting, about)
    if not row.is_open or request.GET.get("page") == "check":
        return check_page(sitting)
    return theme_page(sitting, theme_named(found=themes(sitting.open), key=request.GET.get("q", "")))


def theme_page(
    sitting: Sitting, theme: Theme, *, typed: Typed | None = None, conflict: EditConflict | None = None
) -> HttpResponse:
    """The questions of one theme."""
    status = 409 if conflict else 422 if typed and typed.errors else 200
    return show(
        sitting.request, "counter/papers/fill.html", status=status, theme=theme, response=sitting.row,
        paper_set=sitting.row, around=sitting.around, faces=_faces(sitting, theme.items, typed), conflict=conflict,
    )  # fmt: skip


def check_page(sitting: Sitting, *, status: int = 200) -> HttpResponse:
    """Everything that was entered, with where it came from, and what is still missing."""
    one = sitting.open
    return show(
        sitting.request, "counter/papers/check.html", status=status, one=one, paper_set=sitting.row,
        around=sitting.around, themes=told(one),
    )  # fmt: skip


def go_on(sitting: Sitting, about: str) -> HttpResponse:
    """Keep the page and go to the next theme; after the last one, look everything over."""
    typed, conflict = keep(sitting)
    if conflict or typed.errors:
        return _again(sitting, about, typed, conflict)
    if has_more(theme=theme_named(found=themes(sitting.open), key=about), seen=sitting.posted):
        return redirect(f"{sitting.around.face}?q={about}")
    _before, following = neighbours(found=themes(sitting.open), key=about)
    if sitting.request.POST.get("from") == "check" or following is None:
        return redirect(f"{sitting.around.face}?page=check")
    return redirect(f"{sitting.around.face}?q={following.key}")


def go_back(sitting: Sitting, about: str) -> HttpResponse:
    """Keep what can be kept and go to the theme before."""
    typed, conflict = keep(sitting)
    if conflict:
        return _again(sitting, about, typed, conflict)
    before, _following = neighbours(found=themes(sitting.open), key=about)
    return redirect(f"{sitting.around.face}?q={before.key}" if before else sitting.around.leave)


def look_over(sitting: Sitting, about: str) -> HttpResponse:
    """Keep the page and look everything over."""
    typed, conflict = keep(sitting)
    if conflict or typed.without_checks().errors:
        return _again(sitting, about, typed.without_checks(), conflict)
    return redirect(f"{sitting.around.face}?page=check")


def add_member(sitting: Sitting, about: str) -> HttpResponse:
    """Keep the page and add a person to the household."""
    typed, conflict = keep(sitting)
    if conflict or typed.errors:
        return _again(sitting, about, typed, conflict)
    try:
        actions.add_household_member(actor=sitting.actor, paper_set=sitting.row)
    except ValidationError as refusal:
        messages.error(sitting.request, " ".join(refusal.messages))
    return redirect(f"{sitting.around.face}?q={sitting.row.people[-1]}")


def remove_member(sitting: Sitting, about: str) -> HttpResponse:
    """Take a person out of the household."""
    try:
        actions.remove_household_member(actor=sitting.actor, paper_set=sitting.row, person=about)
        messages.success(sitting.request, _("1人を、入れたことといっしょに消しました。"))
    except ValidationError as refusal:
        messages.error(sitting.request, " ".join(refusal.messages))
    return redirect(f"{sitting.around.face}?q={sitting.row.people[-1]}")


def hand_in(sitting: Sitting, _about: str) -> HttpResponse:
    """Say that everything is entered."""
    try:
        actions.hand_in_set(actor=sitting.actor, paper_set=sitting.row)
    except ValidationError:
        return check_page(sitting, status=422)
    return redirect(f"{sitting.around.face}?page=check")


def find_address(sitting: Sitting, about: str) -> HttpResponse:
    """Fill in an address from its postal code."""
    return _noted(sitting, lambda raw: looked_up_address(raw, about))


def change_rows(sitting: Sitting, about: str) -> HttpResponse:
    """Add a row to a table, or take one off."""
    return _noted(sitting, lambda raw: changed_table(raw, about))


STEPS: Final[dict[str, Callable[[Sitting, str], HttpResponse]]] = {
    "next": go_on,
    "back": go_back,
    "check": look_over,
    "person": add_member,
    "remove": remove_member,
    "done": hand_in,
    "postal": find_address,
    "rows": change_rows,
}


def keep(sitting: Sitting) -> Kept:
    """Keep what can be read; what was typed is given back with what could not be taken, and doubtful readings."""
    typed, sure = _read(sitting)
    posted = sitting.request.POST
    wanted = {entry: value for entry, value in typed.values.items() if posted.get(f"keep-{entry}") != KEEP_THEIRS}
    try:
        actions.save_entries(
            actor=sitting.actor, paper_set=sitting.row, changes=wanted, origin=sitting.around.origin, sure=sure,
            based_on=sitting.seen,
        )  # fmt: skip
    except EditConflict as conflict:
        return typed, conflict
    except ValidationError as refusal:
        return replace(typed, errors={**typed.errors, "": tuple(refusal.messages)}), None
    return still_asked(typed, sitting.open), None


def _read(sitting: Sitting) -> tuple[Typed, Mapping[str, str]]:
    """What was typed on the page, and the readings that the person says are right."""
    request, one = sitting.request, sitting.open
    on_page = set(sitting.posted)
    items = [item for item in one.filling.items() if item.id in on_page]
    typed = read_page(
        items, request.POST, request.FILES, sitting.row.values, today=clock.today(), language=one.language
    )
    return with_doubts(items, typed, request.POST, one.language)


def _noted(
    sitting: Sitting, change: Callable[[Mapping[str, Any]], tuple[dict[str, Any], dict[str, tuple[str, ...]]]]
) -> HttpResponse:
    """Keep the page, and change what stands on it beyond that."""
    typed, conflict = keep(sitting)
    raw, errors = change(typed.raw)
    return _again(sitting, "", replace(typed, raw=raw, errors=errors, unsure={}), conflict)


def _again(sitting: Sitting, about: str, typed: Typed, conflict: EditConflict | None) -> HttpResponse:
    """The same theme with what was typed."""
    key = about or sitting.request.POST.get("theme", "")
    return theme_page(sitting, theme_named(found=themes(sitting.open), key=key), typed=typed, conflict=conflict)


def _faces(sitting: Sitting, items: Sequence[Item], typed: Typed | None) -> list[Face]:
    """How the questions stand on the page; what others entered shows where it came from."""
    own = sitting.around.origin
    origins = {
        entry: {"origin": str(ORIGINS[said["origin"]]), "as_of": day_words(said=said, language=sitting.open.language)}
        for entry, said in sitting.row.origins.items()
        if said["origin"] != own
    }
    asked = [item for item in items if item.kind is not Kind.CALCULATED]
    return faces(asked, sitting.row.values, typed=typed, language=sitting.open.language, origins=origins)
