"""Reads of workbooks: what came back to a response, and what it would change there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from hanpo.forms.engine.definition import Form
from hanpo.forms.engine.workbook import Merged, Recovered, merge, read_recovered
from hanpo.forms.models import FormVersion, IncomingWorkbook, Response, WorkbookState
from hanpo.forms.queries.versions import form_of


def workbooks_of(*, response: Response) -> QuerySet[IncomingWorkbook]:
    """Every workbook that came back to a response, the newest first."""
    rows: QuerySet[IncomingWorkbook] = IncomingWorkbook.objects.filter(response=response)
    return rows.select_related("file", "by", "decided_by").defer("result")


def workbook_waits(*, response: Response) -> bool:
    """Whether a workbook came back that nobody has confirmed or put aside."""
    return IncomingWorkbook.objects.filter(response=response, state=WorkbookState.WAITING).exists()


def workbook_form(version: FormVersion) -> Form:
    """The form of a version as workbooks name it: two forms with questions of the same name are told apart."""
    form = form_of(version)
    return replace(form, id=f"{form.id}.{version.form_id}")


def versions_to_read(*, response: Response) -> dict[int, Form]:
    """All versions of the form that a response answers, by number, as workbooks name them."""
    rows = FormVersion.objects.filter(form_id=response.form.form_id)
    return {row.number: workbook_form(row) for row in rows}


def answers_at(*, response: Response, version: int) -> dict[str, Any]:
    """What a response said at an earlier version: its later entries are taken back, the newest first."""
    answers = dict(response.answers)
    for entry in response.entries.filter(made_version__gt=version).order_by("-made_version", "-pk"):
        answers |= {item: before for item, (before, _after) in entry.changes.items()}
    return {item: value for item, value in answers.items() if value is not None}


def recovered_of(incoming: IncomingWorkbook) -> Recovered:
    """What was read from a workbook that could be read."""
    return read_recovered(incoming.result)


def merged(*, incoming: IncomingWorkbook, response: Response, today: date) -> Merged:
    """What a workbook would change in its response as that stands now."""
    book = recovered_of(incoming)
    return merge(
        form_of(response.form), book, base=_base(book, response), current=response.answers, today=today,
        is_own_version=book.version == response.form.number,
    )  # fmt: skip


def _base(book: Recovered, response: Response) -> dict[str, Any] | None:
    """What stood in the workbook when it went out; `None` where that is not known."""
    number, _dot, version = book.response.partition(".")
    if number != str(response.pk) or not version.isdecimal() or int(version) > response.version:
        return None
    return answers_at(response=response, version=int(version))
