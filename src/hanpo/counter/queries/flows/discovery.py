"""What a log says, ready for its page: drawn, as tables, in sentences; and answers to questions in SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.registry import Text
from hanpo.counter.engine.discovery import (
    Answer,
    AskRefused,
    Crossing,
    Discovered,
    Few,
    Follows,
    K,
    Step,
    Variant,
    ask,
    chart_of,
)
from hanpo.counter.engine.flows import Drawing, draw
from hanpo.counter.models import EventLog
from hanpo.counter.queries.flows.logs import LogUnreadable, Period, discovered, fault_words, period_of, rows_of
from hanpo.counter.queries.flows.times import spread

EXAMPLES: tuple[tuple[Text, str], ...] = (
    (gettext_lazy("曜日ごとの待ち（中央値）"),
     "SELECT isodow(began) AS weekday, count(*) AS n, median(waited) AS wait\nFROM steps "
     "GROUP BY 1 ORDER BY 1"),
    (gettext_lazy("長く待った手順"),
     "SELECT step, count(*) AS n, quantile_cont(waited, 0.9) AS p90\nFROM steps "
     "GROUP BY 1 ORDER BY 3 DESC LIMIT 10"),
    (gettext_lazy("同じ手順を二度した案件の数"),
     "SELECT step, count(*) AS cases\nFROM (SELECT case_no, step FROM steps GROUP BY 1, 2 HAVING count(*) > 1) "
     "GROUP BY 1 ORDER BY 2 DESC"),
)  # fmt: skip
"""Questions to begin with."""

SECONDS = 5.0
"""So long a question may take."""

_REFUSALS: dict[str, Text] = {
    "unreadable": gettext_lazy("SQLとして読めません。{said}"),
    "several": gettext_lazy("一度に尋ねられるのは一文だけです。"),
    "not_reading": gettext_lazy("読むための文（SELECT）だけを使えます。"),
    "not_allowed": gettext_lazy("「{said}」は使えません。表は steps だけ、関数は集計と比較のものだけです。"),
    "not_grouped": gettext_lazy("答えにできるのは、案件をまとめた行だけです（GROUP BY と count・median など）。{said}"),
    "too_long": gettext_lazy("{seconds}秒たっても終わらないので止めました。条件を絞ってください。"),
    "failed": gettext_lazy("答えを出せませんでした。{said}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """A step with its times in words."""

    step: Step
    worked: str
    waited: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrowRow:
    """An arrow or a crossing with its wait in words."""

    one: Follows | Crossing
    waited: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantRow:
    """A way that cases went, with its share."""

    variant: Variant
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """What stands on the page of a log. `trouble` says why it cannot be read."""

    trouble: str = ""
    period: Period | None = None
    found: Discovered | None = None
    drawing: Drawing | None = None
    steps: tuple[StepRow, ...] = ()
    follows: tuple[ArrowRow, ...] = ()
    crossings: tuple[ArrowRow, ...] = ()
    variants: tuple[VariantRow, ...] = ()
    handoffs: str = ""
    faults: tuple[str, ...] = ()
    more_faults: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer, or why there is none."""

    answer: Answer | None = None
    trouble: str = ""


def log_page(*, log: EventLog, most_faults: int = 20) -> LogPage:
    """What a log says."""
    try:
        rows, found = rows_of(log=log), discovered(log=log)
    except LogUnreadable as refused:
        return LogPage(trouble=str(refused))
    chart = chart_of(found, start=_("始まり"), end=_("終わり"), nobody=_("課が分からない手順"))
    return LogPage(
        period=period_of(log=log), found=found, drawing=draw(chart) if chart.nodes else None,
        steps=tuple(StepRow(step=one, worked=spread(middle=one.middle, long=one.long), waited=_waited(one))
                    for one in found.steps),
        follows=tuple(ArrowRow(one=one, waited=_waited(one)) for one in found.follows),
        crossings=tuple(ArrowRow(one=one, waited=_waited(one)) for one in found.crossings),
        variants=tuple(VariantRow(variant=one, share=f"{one.cases * 100 / found.cases:.0f}") for one in found.variants),
        handoffs=_handoffs(found), faults=tuple(fault_words(one) for one in rows.faults[:most_faults]),
        more_faults=max(len(rows.faults) - most_faults, 0),
    )  # fmt: skip


def answer_to(*, log: EventLog, sql: str, seconds: float = SECONDS) -> Answered:
    """The answer of a log to a question in SQL, if it comes within some seconds."""

    @contextmanager
    def limit(stop: Callable[[], None]) -> Iterator[None]:
        late = Timer(seconds, stop)
        late.start()
        try:
            yield
        finally:
            late.cancel()

    try:
        found = ask(rows_of(log=log).events, sql, limit=limit)
    except LogUnreadable as refused:
        return Answered(trouble=str(refused))
    except AskRefused as refused:
        return Answered(trouble=str(_REFUSALS[refused.why]).format(said=refused.said, seconds=f"{seconds:g}"))
    return Answered(
        answer=Answer(found.columns, tuple(tuple(_told(one) for one in row) for row in found.rows), found.is_cut)
    )


def longest_wait(found: Discovered) -> Step | None:
    """The step before which nine in ten wait longest; None where nothing was measured."""
    waiting = [step for step in found.steps if step.wait_long is not None]
    return max(waiting, key=lambda step: (step.wait_long or 0.0, step.name)) if waiting else None


def _waited(one: Step | Follows | Crossing) -> str:
    return spread(middle=one.wait_middle, long=one.wait_long)


def _handoffs(found: Discovered) -> str:
    if found.handoffs is None:
        return "—"
    middle, long = found.handoffs
    return _("半分の案件が{middle}回以内、10件に9件が{long}回以内").format(middle=f"{middle:g}", long=f"{long:g}")


def _told(value: Any) -> str:
    if value is None:
        return "—"
    if value is Few.FEW:
        return _("{k}件未満").format(k=K)
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


__all__ = ["EXAMPLES", "Answered", "LogPage", "answer_to", "log_page", "longest_wait"]
