"""Keeping what was typed: read it, put it into the response, and say what could not be taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError

from hanpo.core.editing import EditConflict
from hanpo.core.file_kinds import FileRefused
from hanpo.forms.actions.responses import attach_file, save_answers
from hanpo.forms.inputs.answers import Typed, looked_up, read_page, with_row, without_row
from hanpo.forms.views.filling.face import Visit

KEEP_THEIRS = "theirs"
Kept = tuple[Typed, EditConflict | None]


def keep(visit: Visit) -> Kept:
    """Put into the response what can be read; what was typed is returned with what could not be taken."""
    typed = _with_files(visit, read(visit))
    request = visit.request
    wanted = {one: value for one, value in typed.values.items() if request.POST.get(f"keep-{one}") != KEEP_THEIRS}
    try:
        save_answers(
            actor=request.user, response=visit.response, based_on=_seen(visit), changes=wanted, remarks=typed.remarks
        )
    except EditConflict as conflict:
        return typed, conflict
    except ValidationError as refusal:
        return replace(typed, errors={**typed.errors, "": tuple(refusal.messages)}), None
    return typed, None


def read(visit: Visit) -> Typed:
    """What was typed for the questions that stood on the page."""
    posted = visit.request.POST
    on_page = set(posted.getlist("asked"))
    items = [item for item in visit.form.items() if item.id in on_page]
    return read_page(
        items, posted, visit.request.FILES, visit.response.answers, today=visit.today, language=visit.language
    )


def noted(
    visit: Visit, change: Callable[[Mapping[str, Any]], tuple[dict[str, Any], dict[str, tuple[str, ...]]]]
) -> Kept:
    """Keep what was typed, and change what stands on the page beyond it; errors are said later, when one goes on."""
    typed, conflict = keep(visit)
    raw, errors = change(typed.raw)
    return replace(typed, raw=raw, errors=errors), conflict


def changed_table(raw: Mapping[str, Any], about: str) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """A table with a row more (`add:item`) or less (`2:item`)."""
    number, _colon, item = about.partition(":")
    rows = with_row(raw.get(item)) if number == "add" else without_row(raw.get(item), int(number))
    return {**raw, item: rows}, {}


def looked_up_address(raw: Mapping[str, Any], item: str) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """An address with what its postal code says."""
    address, refusal = looked_up(raw.get(item))
    return {**raw, item: address}, {item: (refusal,)} if refusal else {}


def _with_files(visit: Visit, typed: Typed) -> Typed:
    values, errors = dict(typed.values), dict(typed.errors)
    for item, upload in typed.files.items():
        try:
            file = attach_file(
                actor=visit.request.user, response=visit.response, name=upload.name or "", content=upload,
                permission=visit.urls.permission,
            )  # fmt: skip
        except FileRefused as refusal:
            errors[item] = (str(refusal),)
        else:
            values[item] = {"file": file.pk, "name": file.name}
    return replace(typed, values=values, errors=errors)


def _seen(visit: Visit) -> int:
    version = visit.request.POST.get("version", "")
    return int(version) if version.isdigit() else visit.response.version
