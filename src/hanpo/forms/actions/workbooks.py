"""Writes of workbooks that came back: keep one with what was read, put its answers into the response, put it aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit, clock
from hanpo.core.actions.files import store_file
from hanpo.core.database.locks import held
from hanpo.core.file_kinds import FileRefused
from hanpo.core.models import Person
from hanpo.forms.actions.responses import about_files, save_answers
from hanpo.forms.engine.workbook import BookRefused, recovered_data
from hanpo.forms.files.exchange import fitting_name, read_workbook
from hanpo.forms.models import Channel, IncomingWorkbook, Response, WorkbookState


@audit.deed
def receive_workbook(
    *, actor: Person | None, response: Response, name: str, content: bytes, permission: str
) -> IncomingWorkbook:
    """Keep a workbook that came back, for those who hold `permission`, with what was read from it.

    The response stays as it is until somebody confirms what was read. An earlier workbook that still waits is put
    aside. A file that cannot be read is kept as well, and says why. Raises `FileRefused` for what cannot even be kept,
    and `ValidationError` where the response was sent already.
    """
    if not response.is_open:
        raise ValidationError(_("この回答はもう提出されています。直すときは「書き直す」を押してください。"))
    file = store_file(
        actor=actor, name=fitting_name(name, content), content=content, municipality=response.municipality,
        permission=permission, about=about_files(response),
    )  # fmt: skip
    result, reason = _read(response, content)
    waiting = IncomingWorkbook.objects.filter(response=response, state=WorkbookState.WAITING)
    waiting.update(state=WorkbookState.ASIDE, decided_by=actor, decided_at=clock.now())
    row: IncomingWorkbook = IncomingWorkbook.objects.create(
        response=response, file=file, by=actor, result=result, reason=reason,
        state=WorkbookState.REFUSED if reason else WorkbookState.WAITING,
    )  # fmt: skip
    audit.record(
        actor=actor, verb="receive_workbook", subject=response,
        new={"workbook": row.pk, "sha256": file.sha256, "state": row.state},
    )  # fmt: skip
    return row


@audit.deed
def confirm_workbook(
    *,
    actor: Person | None,
    incoming: IncomingWorkbook,
    based_on: int,
    changes: Mapping[str, Any],
    remarks: Mapping[str, str] | None = None,
) -> Response:
    """Put the answers of a workbook into its response, as a person confirmed them (by item; `None` empties one).

    `based_on` is the version of the response that the person saw beside them. Raises `EditConflict` where somebody
    else wrote one of the items since, and `ValidationError` where the workbook was decided on, or the response sent.
    """
    current = _waiting(incoming)
    response = save_answers(
        actor=actor, response=current.response, based_on=based_on, changes=changes, remarks=remarks,
        channel=Channel.EXCEL,
    )  # fmt: skip
    current.made_version = response.version
    _decide(current, actor, WorkbookState.CONFIRMED)
    audit.record(
        actor=actor, verb="confirm_workbook", subject=response,
        new={"workbook": current.pk, "items": sorted(changes), "version": response.version},
    )  # fmt: skip
    return response


@audit.deed
def put_workbook_aside(*, actor: Person | None, incoming: IncomingWorkbook) -> IncomingWorkbook:
    """Take nothing of a workbook; it stays with its response. Raises `ValidationError` where it was decided on."""
    current = _waiting(incoming)
    _decide(current, actor, WorkbookState.ASIDE)
    audit.record(actor=actor, verb="put_workbook_aside", subject=current.response, new={"workbook": current.pk})
    return current


def _read(response: Response, content: bytes) -> tuple[dict[str, Any], str]:
    try:
        return recovered_data(read_workbook(response=response, content=content)), ""
    except (FileRefused, BookRefused) as refusal:
        return {}, str(refusal)


def _waiting(incoming: IncomingWorkbook) -> IncomingWorkbook:
    current: IncomingWorkbook = held(IncomingWorkbook.objects.select_related("response")).get(pk=incoming.pk)
    if not current.is_waiting:
        raise ValidationError(_("このファイルは、もう確認が済んでいます。"))
    return current


def _decide(row: IncomingWorkbook, actor: Person | None, state: str) -> None:
    row.state, row.decided_by, row.decided_at = state, actor, clock.now()
    row.save()
