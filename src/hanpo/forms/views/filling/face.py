"""One visit to a response: what is asked, by whom, in which language, and the pages that show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language

from hanpo.core import clock
from hanpo.core.editing import EditConflict
from hanpo.core.pages import PageRequest
from hanpo.forms.engine import walking
from hanpo.forms.engine.definition import Form, Item, Kind, Language
from hanpo.forms.inputs.answers import Typed
from hanpo.forms.inputs.faces import Face, faces
from hanpo.forms.models import Response
from hanpo.forms.queries.responses import answer_lines
from hanpo.forms.queries.versions import form_of
from hanpo.forms.queries.words import language_of
from hanpo.forms.views.common import show

WHOLE, ONE = "whole", "one"
LAYOUT = "forms_layout"
"""Where the session remembers how a person likes to fill in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Urls:
    """The addresses around a response, as its field gives them. `face` is the page that calls `fill`, `leave` where one
    goes when one stops for now; `permission` is what opens the files that are attached. The others may be missing.
    `workbook` is the page on which the response is answered by Excel (`hanpo.forms.views.workbooks`). `next_step` says
    what happens after sending, where the form itself does not. `send` is what the last button says where it hands over
    to the next person instead of sending; the field's page then takes the deed `send` itself.
    """

    face: str
    leave: str
    permission: str
    history: str = ""
    paper: str = ""
    reopen: str = ""
    workbook: str = ""
    next_step: str = ""
    send: str = ""


class Visit:
    """A person at a response."""

    def __init__(self, request: PageRequest, response: Response, urls: Urls) -> None:
        self.request = request
        self.response = response
        self.urls = urls
        self.today: date = clock.today()
        self.language: Language = language_of(get_language())

    @cached_property
    def form(self) -> Form:
        """What is asked."""
        return form_of(self.response.form)

    @property
    def layout(self) -> str:
        """One question a page, or all on one, as the person chose last."""
        return str(self.request.session.get(LAYOUT, ONE))

    def pages(self) -> tuple[walking.Page, ...]:
        """One question a page, as things stand."""
        return walking.pages(self.form, self.response.answers, self.today)

    def asked(self) -> tuple[Item, ...]:
        """The items that are asked now."""
        return walking.asked(self.form, self.response.answers, self.today)

    def faces(self, items: Iterable[Item], typed: Typed | None = None) -> list[Face]:
        """How questions stand on the page, with what is worked out from the answers."""
        known = walking.calculated(self.form, self.response.answers, self.today)
        answers = {**self.response.answers, **known}
        return faces(
            items, answers, typed=typed, language=self.language, origins=self.response.origins,
            remarks=self.response.remarks,
        )  # fmt: skip

    def show(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """A page of this visit."""
        title = self.form.title.said(self.language)
        return show(
            self.request, template, status=status, visit=self, response=self.response, urls=self.urls, title=title,
            is_staff=self.request.access.is_staff, **context,
        )  # fmt: skip


def question_page(
    visit: Visit, page: walking.Page, *, typed: Typed | None = None, conflict: EditConflict | None = None
) -> HttpResponse:
    """One question, with the notes before it."""
    origin = "check" if visit.request.GET.get("from") == "check" else ""
    return visit.show(
        "forms/fill_one.html", status=_status(typed, conflict), page=page, faces=visit.faces(page.items, typed),
        progress=page.progress(visit.language), conflict=conflict, origin=origin,
        section=page.section.title.said(visit.language),
    )  # fmt: skip


def whole_page(visit: Visit, *, typed: Typed | None = None, conflict: EditConflict | None = None) -> HttpResponse:
    """All questions on one page, section by section; those that are not asked now wait out of sight."""
    asked = {item.id for item in visit.asked()}
    made = {face.item.id: face for face in visit.faces(visit.form.items(), typed)}
    sections = [
        {"title": section.title.said(visit.language), "note": section.note.said(visit.language),
         "faces": [(made[item.id], item.id in asked) for item in section.items]}
        for section in visit.form.sections
    ]  # fmt: skip
    return visit.show(
        "forms/fill_whole.html", status=_status(typed, conflict), sections=sections, conflict=conflict,
        faces=[made[one] for one in made if one in asked],
    )  # fmt: skip


def check_page(visit: Visit, *, status: int = 200) -> HttpResponse:
    """Everything that was answered, to look through before it is sent, and what keeps it from being sent."""
    found = walking.problems(visit.form, visit.response.answers, visit.today, visit.language)
    return visit.show("forms/fill_check.html", status=status, sections=_told(visit), problems=found)


def sent_page(visit: Visit) -> HttpResponse:
    """It was sent: the number, what happens next, and what was answered."""
    is_own = visit.request.user.pk in (visit.response.entered_by_id, visit.response.submitted_by_id)
    return visit.show("forms/fill_sent.html", sections=_told(visit), next_step=_next_step(visit), is_own=is_own)


def _told(visit: Visit) -> Sequence[tuple[str, Any]]:
    asked = {item.id for item in visit.asked()}
    response = visit.response
    known = walking.calculated(visit.form, response.answers, visit.today)
    answers = known if response.is_open else response.answers
    told = [
        (section.title.said(visit.language), answer_lines(
            response=response, answers=answers, language=visit.language,
            items=[item for item in section.items if item.id in asked and item.kind is not Kind.NOTE],
        ))
        for section in visit.form.sections
    ]  # fmt: skip
    return [(title, lines) for title, lines in told if lines]


def _next_step(visit: Visit) -> str:
    return visit.urls.next_step or visit.form.closing.said(visit.language) or visit.response.form.next_step


def _status(typed: Typed | None, conflict: EditConflict | None) -> int:
    if conflict:
        return 409
    return 422 if typed and typed.errors else 200
