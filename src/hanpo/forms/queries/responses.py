"""Reads of responses: those one may go on with, those of a form, and what was entered when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from hanpo.core.access import Access
from hanpo.core.models import Municipality, Person
from hanpo.forms.engine.answering import shown
from hanpo.forms.engine.definition import Item, Kind, Language
from hanpo.forms.models import Channel, Deed, FormDraft, Response, ResponseEntry, ResponseState
from hanpo.forms.queries.drafts import home_codes
from hanpo.forms.queries.versions import form_of

STAFF_PERMISSION = "forms.see_responses"


@dataclass(frozen=True, slots=True)
class ChangedItem:
    """An item that an entry changed: its question, and the answer before and after in words (empty: none)."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry in words."""

    at: datetime
    who: str
    deed: str
    channel: str
    on_behalf_of: str
    reason: str
    changes: tuple[ChangedItem, ...]


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An answer in words, with where a prefilled value came from and the note at it."""

    item: Item
    label: str
    value: str
    origin: str = ""
    remark: str = ""


def responses() -> QuerySet[Response]:
    """The responses of the current scope that are still kept."""
    rows: QuerySet[Response] = Response.objects.filter(erase_ordered_at__isnull=True)
    return rows.select_related("form", "form__owner", "municipality", "section", "entered_by", "submitted_by")


def reachable_responses(*, person: Person, access: Access) -> QuerySet[Response]:
    """What a person may open by themselves: their own, and as staff what came in where they have a post. What a field
    asked for is opened where the field says.
    """
    reach = Q(entered_by=person)
    if access.allows(STAFF_PERMISSION):
        reach |= Q(municipality_id__in=home_codes(access))
    return responses().filter(reach, about="")


def own_responses(*, person: Person) -> QuerySet[Response]:
    """What a person is writing or has sent, the newest first; not what a field asked for."""
    return responses().filter(entered_by=person, about="").order_by("-started_at", "-pk")


def responses_to(*, form: FormDraft) -> QuerySet[Response]:
    """What came in at home to any version of a form, the newest first."""
    rows = responses().filter(form__form=form, municipality_id=form.municipality_id)
    return rows.order_by("-started_at", "-pk")


def sent_to(*, form: FormDraft) -> QuerySet[Response]:
    """What was sent at home to any version of a form, the oldest first."""
    return responses_to(form=form).filter(state=ResponseState.SENT).order_by("submitted_at", "pk")


def responses_about(*, about: str) -> QuerySet[Response]:
    """The responses of the current scope to what a field asked."""
    return responses().filter(about=about).order_by("municipality_id", "-started_at")


def responses_due(*, municipality: Municipality, today: date) -> QuerySet[Response]:
    """The responses of a municipality whose time to be kept is over."""
    return responses().filter(municipality=municipality, erase_after__lt=today).order_by("erase_after", "pk")


def answer_lines(
    *, response: Response, answers: Mapping[str, Any], items: Iterable[Item], language: Language
) -> list[AnswerLine]:
    """The answers to these items in words; an item without one has an empty value. Notes have none."""
    return [
        AnswerLine(
            item, item.label.said(language), _in_words(item, answers.get(item.id), language),
            origin_words(response.origins.get(item.id)), response.remarks.get(item.id, ""),
        )
        for item in items
        if item.kind is not Kind.NOTE
    ]  # fmt: skip


def history(*, response: Response, language: Language) -> list[EntryLine]:
    """Everything that was entered into a response, the newest first."""
    form = form_of(response.form)
    known = {item.id: item for item in form.items()}
    return [_entry_line(entry, known, language) for entry in response.entries.select_related("by")]


def _in_words(item: Item, value: Any, language: Language) -> str:
    """A value in words; empty without one."""
    return shown(item, value, language) if value is not None else ""


def origin_words(origin: Mapping[str, str] | None) -> str:
    """Where a prefilled value came from; empty for what was typed here."""
    return origin["origin"] if origin else ""


def _entry_line(entry: ResponseEntry, known: Mapping[str, Item], language: Language) -> EntryLine:
    changes = tuple(
        ChangedItem(
            known[item].label.said(language),
            *(_in_words(known[item], value, language) for value in pair),
        )
        for item, pair in entry.changes.items()
        if item in known
    )
    who = entry.by.name if entry.by else ""
    return EntryLine(
        entry.at, who, str(Deed(entry.deed).label), str(Channel(entry.channel).label), entry.on_behalf_of,
        entry.reason, changes,
    )  # fmt: skip
