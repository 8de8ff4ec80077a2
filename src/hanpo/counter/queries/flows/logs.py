"""Reads of logs: the events of an uploaded file, of tickets or of cases, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.file_kinds import FileRefused, decoded_text
from hanpo.core.japanese.deadlines import add_months
from hanpo.core.models import StoredFile
from hanpo.core.queries.files import body_of
from hanpo.counter.engine.discovery import Columns, Discovered, Event, RowFault, discover, read_events
from hanpo.counter.engine.discovery.events import FaultKind, Rows
from hanpo.counter.engine.discovery.sheet import Sheet, SheetError, read_sheet
from hanpo.counter.engine.waiting.periods import State
from hanpo.counter.models import CaseStep, EventLog, LogSource, ServiceLine
from hanpo.counter.queries.waiting.logs import TicketLog, logs_of


class LogUnreadable(ValueError):
    """A log that cannot be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days of which events are read, both included."""

    first: date
    last: date


def logs() -> QuerySet[EventLog]:
    """The logs of the current scope."""
    rows: QuerySet[EventLog] = EventLog.objects.select_related("municipality", "file")
    return rows


def uploaded() -> QuerySet[EventLog]:
    """The logs that came as a file."""
    return logs().filter(source=LogSource.UPLOAD)


def columns_of(*, log: EventLog) -> tuple[str, ...]:
    """The columns of an uploaded log; none where the file cannot be read."""
    try:
        return sheet_of(file=log.file).columns if log.file is not None else ()
    except LogUnreadable:
        return ()


def log_list() -> QuerySet[EventLog]:
    """The logs with how many flows take their times from them."""
    return logs().annotate(used=Count("flows")).order_by("municipality_id", "name")


def period_of(*, log: EventLog) -> Period | None:
    """The days that are read of the counter's own records; None for a file, which is read whole."""
    if log.source == LogSource.UPLOAD:
        return None
    return _recent(log)


def rows_of(*, log: EventLog) -> Rows:
    """The events of a log and the rows that were not taken. Raises `LogUnreadable`."""
    if log.file is not None:
        return _read(log.file, log.columns)
    period = _recent(log)
    if log.source == LogSource.TICKETS:
        return Rows(tuple(_of_tickets(log.municipality_id, period)), ())
    return Rows(tuple(_of_cases(log.municipality_id, period)), ())


def discovered(*, log: EventLog) -> Discovered:
    """What a log says. Raises `LogUnreadable`."""
    return _discovered(rows_of(log=log).events)


def sheet_of(*, file: StoredFile) -> Sheet:
    """The table in an uploaded file. Raises `LogUnreadable`."""
    try:
        return read_sheet(decoded_text(body_of(file=file)))
    except FileRefused as refused:
        raise LogUnreadable(str(refused)) from refused
    except SheetError as wrong:
        raise LogUnreadable(_SHEET[wrong.why]().format(what=wrong.what)) from wrong


def guessed_columns(sheet: Sheet) -> dict[str, str]:
    """Which column may be what, by the words of its name; a person decides."""
    found: dict[str, str] = {}
    for role, words in _HINTS.items():
        named = [name for name in sheet.columns if any(word in name.lower() for word in words)]
        free = [name for name in named if name not in found.values()]
        if free:
            found[role] = free[0]
    return found


def fault_words(fault: RowFault) -> str:
    """What is wrong with a row, in words."""
    return _FAULTS[fault.kind]().format(row=fault.row, column=fault.column, said=fault.said)


def _recent(log: EventLog) -> Period:
    return Period(add_months(clock.today(), -log.months), clock.today())


@lru_cache(maxsize=16)
def _discovered(events: tuple[Event, ...]) -> Discovered:
    return discover(events)


def _read(file: StoredFile, columns: dict[str, str]) -> Rows:
    key = (file.sha256, tuple(sorted(columns.items())))
    known = _CACHE.get(key)
    if known is None:
        sheet = sheet_of(file=file)
        if not columns.keys() >= NEEDED:
            raise LogUnreadable(
                _("案件の番号・手順・始まりの日時がどの列か、まだ決まっていません。「列を選ぶ」で選んでください。")
            )
        chosen = Columns(**columns)
        if not set(chosen.named()) <= set(sheet.columns):
            raise LogUnreadable(_("選んだ列がファイルにありません。「列を選ぶ」で選び直してください。"))
        known = read_events(sheet.rows, chosen)
        if len(_CACHE) >= 8:
            _CACHE.pop(next(iter(_CACHE)))
        _CACHE[key] = known
    return known


NEEDED = {"case", "step", "began"}
"""The columns without which nothing can be read."""
_CACHE: dict[tuple[Any, ...], Rows] = {}
"""Files that were read a moment ago, by their bytes and the columns chosen."""


def _of_tickets(municipality: str, period: Period) -> Iterator[Event]:
    """Taking a number, then each time at a desk as a step named for its line; who sat at the desk is not read."""
    lines = {
        line.prefix: (line.name, line.section.name if line.section else "")
        for line in ServiceLine.objects.filter(municipality_id=municipality).select_related("section")
    }
    for log in logs_of(municipality=municipality, first=period.first, last=period.last):
        if log.changes:
            yield Event(str(log.ticket), _("番号を取る"), "", _naive(log.changes[0].at), _naive(log.changes[0].at))
            yield from _served(log, lines)


def _served(log: TicketLog, lines: dict[str, tuple[str, str]]) -> Iterator[Event]:
    for change, after in zip(log.changes, (*log.changes[1:], None), strict=True):
        if change.state is State.SERVING:
            name, section = lines.get(change.service, (change.service, ""))
            yield Event(str(log.ticket), name, section, _naive(change.at), _naive(after.at) if after else None)


def _of_cases(municipality: str, period: Period) -> Iterator[Event]:
    """Each task from the moment somebody took it up until it was settled; the case's own steps beside."""
    begun: dict[int, datetime] = {}
    begin, end = clock.span(period.first, period.last)
    rows = (
        CaseStep.objects.filter(municipality_id=municipality, happened_at__gte=begin, happened_at__lt=end)
        .order_by("happened_at", "pk")
        .values_list("case_id", "task_id", "task__title", "task__section__name", "new_state", "happened_at")
    )
    for case, task, title, section, state, at in rows:
        if task is None:
            continue
        if state == "doing":
            begun[task] = at
        elif state in ("done", "handed_over", "declined"):
            yield Event(str(case), title, section or "", _naive(begun.pop(task, at)), _naive(at))


def _naive(moment: datetime) -> datetime:
    """The local moment without its zone, as logs of files have it."""
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment


_HINTS = {
    "case": ("案件", "受付番号", "番号", "整理", "case", "id"),
    "step": ("作業", "手順", "工程", "処理", "activity", "event", "step"),
    "section": ("課", "部署", "窓口", "担当", "section", "org"),
    "began": ("開始", "受付日時", "日時", "時刻", "start", "time"),
    "ended": ("終了", "完了", "end", "complete"),
}
_FAULTS = {
    FaultKind.EMPTY: lambda: _("{row}行目：「{column}」が空です。"),
    FaultKind.NO_TIME: lambda: _("{row}行目：「{column}」の「{said}」は日時として読めません。"),
    FaultKind.ENDS_BEFORE: lambda: _("{row}行目：「{column}」の「{said}」が、始まりより前です。"),
}
_SHEET = {
    "empty": lambda: _("1行目に列の名前がありません。列の名前を入れて、もう一度取り込んでください。"),
    "doubled": lambda: _("同じ名前の列「{what}」が二つあります。名前を変えて、もう一度取り込んでください。"),
    "long": lambda: _("{what}行より長い記録は読めません。期間を分けて取り込んでください。"),
}
