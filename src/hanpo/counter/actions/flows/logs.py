"""Writes of logs: bring a file, choose its columns, make a first chart from what happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit
from hanpo.core.actions.files import store_file
from hanpo.core.actions.rows import add_row
from hanpo.core.file_kinds import FileRefused
from hanpo.core.models import Municipality, Person
from hanpo.counter.actions.flows.charts import begin_flow
from hanpo.counter.engine.discovery import chart_of
from hanpo.counter.engine.flows import content_of
from hanpo.counter.models import EventLog, Flow, LogSource
from hanpo.counter.queries.flows.logs import LogUnreadable, discovered, guessed_columns, sheet_of

PERMISSION = "counter.bring_logs"


@audit.deed
def bring_log(*, actor: Person | None, municipality: Municipality, name: str, file_name: str, body: bytes) -> EventLog:
    """Keep a file of events; its columns are guessed until a person chooses. Raises `ValidationError`."""
    try:
        file = store_file(actor=actor, name=file_name, content=body, municipality=municipality, permission=PERMISSION,
                          about="counter.event_log")  # fmt: skip
        columns = guessed_columns(sheet_of(file=file))
    except (FileRefused, LogUnreadable) as refused:
        raise ValidationError({"file": str(refused)}) from refused
    return add_row(
        actor=actor, row=EventLog(municipality=municipality, name=name, file=file, source=LogSource.UPLOAD,
                                  columns=columns),
    )  # fmt: skip


@audit.deed
def chart_log(*, actor: Person | None, log: EventLog, name: str) -> Flow:
    """Draw a first chart from what happened. Raises `ValidationError` where the log cannot be read or is too small."""
    try:
        chart = chart_of(discovered(log=log), start=_("始まり"), end=_("終わり"), nobody=_("課が分からない手順"))
    except LogUnreadable as refused:
        raise ValidationError(str(refused)) from refused
    if not chart.nodes:
        raise ValidationError(_("5件以上あった手順がないため、図にできません。期間を長くしてください。"))
    values: Mapping[str, Any] = {"source": _("業務の記録「{log}」から作った下書き").format(log=log.name), "log": log}
    row = Flow(municipality_id=log.municipality_id, name=name, chart=content_of(chart), **values)
    return begin_flow(actor=actor, row=row)
