"""What a person decides about a workbook that came back: which cells are right, what is entered instead, which side of
a collision stands.

Fields of the page: `sure-book` (numbers of the questions about the whole book that were answered with yes),
`use-<item>` (proposed, typed or current) with the item's own fields, `keep-<item>` (theirs or mine), `take`
(items whose change is taken), `note` (numbers of the remarks that are kept at their answers).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.inputs import Form
from hanpo.forms.engine.definition import Language
from hanpo.forms.engine.workbook import Asked, Merged, Recovered
from hanpo.forms.inputs.answers import Typed, read_page
from hanpo.forms.inputs.settings import refuse
from hanpo.forms.models import Response

PROPOSED, TYPED, CURRENT = "proposed", "typed", "current"
SIDES: Final = ("theirs", "mine")
BOOK: Final = "sure-book"
"""Where errors about the whole book stand."""


class WorkbookForm(Form):
    """The workbook that comes back."""

    file = forms.FileField(
        label=gettext_lazy("答えを入れたExcelファイル"),
        help_text=gettext_lazy(
            "Excelブック（.xlsx）のほか、.xls・.ods・CSVも読み取れます。パスワードは外してください。"
        ),
    )

    def refuse(self, error: ValidationError) -> None:
        """Show why the file was not taken."""
        refuse(self, error)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, and what is still open (`errors`, by item or `BOOK`): nothing is stored while there are any."""

    changes: Mapping[str, Any] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    typed: Typed = field(default_factory=Typed)
    data: QueryDict | None = None

    def chosen(self, name: str, value: str, *, default: bool = False) -> bool:
        """Whether a box stands ticked."""
        return default if self.data is None else value in self.data.getlist(name)


def decide(
    merged: Merged, book: Recovered, data: QueryDict, *, response: Response, today: date, language: Language
) -> Decided:
    """What a person decided on the page."""
    typed = typed_instead(merged, data, response=response, today=today, language=language)
    changes: dict[str, Any] = {}
    errors: dict[str, tuple[str, ...]] = {}
    ticked = set(data.getlist("take"))
    changes |= {one.item.id: one.after for one in merged.changes if one.item.id in ticked}
    changes |= {one.item.id: one.mine for one in merged.collisions if data.get(f"keep-{one.item.id}") == "mine"}
    for both in merged.collisions:
        if data.get(f"keep-{both.item.id}") not in SIDES:
            errors[both.item.id] = (_("どちらの答えを残すか選んでください。"),)
    for asked in merged.asked:
        said = data.get(f"use-{asked.item.id}", "")
        if problems := _open(asked, said, typed):
            errors[asked.item.id] = problems
        elif said != CURRENT:
            changes[asked.item.id] = asked.proposal if said == PROPOSED else typed.values[asked.item.id]
    if set(map(str, range(len(book.confirm)))) - set(data.getlist(BOOK)):
        errors[BOOK] = (_("この回答票の答えとして受け取ってよいか確かめ、よければチェックを入れてください。"),)
    return Decided(changes, _remarks(book, data, response), errors, typed, data)


def typed_instead(merged: Merged, data: QueryDict, *, response: Response, today: date, language: Language) -> Typed:
    """What was typed in place of cells that could not be read."""
    wanted = [one.item for one in merged.asked if data.get(f"use-{one.item.id}") == TYPED]
    return read_page(wanted, data, MultiValueDict(), response.answers, today=today, language=language)


def _open(asked: Asked, said: str, typed: Typed) -> tuple[str, ...]:
    """What still keeps an asked answer from being taken."""
    item = asked.item
    offered = {TYPED, CURRENT} | ({PROPOSED} if asked.proposal is not None else set())
    if said not in offered:
        return (_("どうするか選んでください。"),)
    if said != TYPED:
        return ()
    return tuple(typed.errors.get(item.id, ()))


def _remarks(book: Recovered, data: QueryDict, response: Response) -> dict[str, str]:
    """What was written beside answers, added to the notes at them where the person wants to keep it."""
    kept: dict[str, str] = {}
    for number, one in enumerate(book.remarks):
        if one.item_id and str(number) in data.getlist("note"):
            before = kept.get(one.item_id) or response.remarks.get(one.item_id, "")
            kept[one.item_id] = "／".join(filter(None, (before, one.text)))
    return kept


def with_raw(decided: Decided, raw: Mapping[str, Any], errors: Mapping[str, tuple[str, ...]]) -> Decided:
    """The same page with other fields in an answer (a row more, an address looked up)."""
    return replace(decided, errors=errors, typed=replace(decided.typed, raw=raw))


def numbered(texts: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """What is ticked by its number."""
    return ((str(number), one) for number, one in enumerate(texts))
