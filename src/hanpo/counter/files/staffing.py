"""Staffing as Excel: arrivals, waits, a week's roster."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hanpo.core.documents import About, Column, Kind, export_table
from hanpo.core.japanese import format_wareki
from hanpo.counter.queries.staffing.arrivals import Arrivals
from hanpo.counter.queries.staffing.plan_pages import Need, PlanPage
from hanpo.counter.queries.staffing.waits import WaitLine, Waits


def arrivals_file(
    shown: Arrivals | None, *, place: str, filters: Mapping[str, str], made_by: str, today: date
) -> bytes:
    """The heat map: a row for each weekday and kind of day, a usual and a heavy number for each hour."""
    hours = shown.hours if shown else ()
    columns = [Column(_("どんな日")), Column(_("日数"), Kind.INTEGER)]
    for hour in hours:
        columns += [
            Column(_("%d時台 ふだん（人）") % hour, Kind.DECIMAL),
            Column(_("%d時台 重い日（人）") % hour, Kind.DECIMAL),
        ]
    rows = [
        [row.label, row.days, *(float(number) for cell in row.cells for number in (cell.usual, cell.heavy))]
        for row in (*shown.weekdays, *shown.kinds)
    ] if shown else []  # fmt: skip
    about = About(
        source=_("番号札の記録"), as_of=today, municipality=place, made_by=made_by, filters=filters,
        notes=[_("「ふだん」は中央値、「重い日」は10日に1日を超える人数です。")],
    )  # fmt: skip
    return export_table(title=_("来庁の多い時間"), columns=columns, rows=rows, about=about)


def waits_file(shown: Waits | None, *, place: str, filters: Mapping[str, str], made_by: str, today: date) -> bytes:
    """The waits by line, by section and by half hour; figures of few visits are left empty."""
    columns = [Column(_("分け方")), Column(_("名前")), Column(_("件数"), Kind.INTEGER),
               Column(_("半分の人（分）"), Kind.DECIMAL), Column(_("10人に9人（分）"), Kind.DECIMAL),
               Column(_("最長（分）"), Kind.DECIMAL), Column(_("目標以内の人"), Kind.PERCENT),
               Column(_("1件の時間 中央値（分）"), Kind.DECIMAL), Column(_("1件の時間 10件に9件（分）"), Kind.DECIMAL)]  # fmt: skip
    rows = []
    if shown:
        rows = [_wait_row(_("全体"), shown.whole)]
        rows += [_wait_row(_("受付種別"), line) for line in shown.lines]
        rows += [_wait_row(_("課"), line) for line in shown.sections]
        rows += [_wait_row(_("来た時刻"), bar.line) for bar in shown.bars]
    about = About(
        source=_("番号札の記録"), as_of=today, municipality=place, made_by=made_by, filters=filters,
        notes=[_("5件に満たないところは数字を出していません。20件に満たない数字は、たまたまの影響が大きいものです。")],
    )  # fmt: skip
    return export_table(title=_("窓口の待ち時間"), columns=columns, rows=rows, about=about)


def _wait_row(group: str, line: WaitLine) -> list[Any]:
    if not (line.is_told and line.spread and line.desk):
        return [group, line.label, line.count, *[None] * 6]
    told, desk = line.spread, line.desk
    waits = (told.p50, told.p90, told.maximum)
    return [group, line.label, line.count, *(round(n, 1) for n in waits), told.within, round(desk.p50, 1),
            round(desk.p90, 1)]  # fmt: skip


def plan_file(shown: PlanPage, *, made_by: str, today: date) -> bytes:
    """A week's roster: a row for each day and clerk, and for each line the desks that are needed and missing."""
    columns = [Column(_("日")), Column(_("だれ・どの種別")), *(Column(slot) for slot in shown.slots)]
    rows: list[list[Any]] = []
    for day in shown.days:
        when = format_wareki(day.day)
        rows += [[when, clerk.name, *(place.word if place.kind == "line" else place.sign for place in clerk.places)]
                 for clerk in day.clerks]  # fmt: skip
        rows += [[when, _("要る窓口：%s") % need.label, *(_need(one) for one in need.needs)] for need in day.needs]
    about = About(
        source=_("窓口の配置計画"), as_of=today, municipality=str(shown.plan.municipality), made_by=made_by,
        filters={_("週"): format_wareki(shown.plan.monday), _("状態"): str(shown.plan.get_state_display())},
        notes=[_("「休」は休憩、「空」は窓口の外の仕事です。「3（1不足）」は、3つ要るうち1つに座る人がいないことです。")],
    )  # fmt: skip
    return export_table(title=_("窓口の当番表"), columns=columns, rows=rows, about=about)


def _need(one: Need) -> str:
    return _("{n}（{lack}不足）").format(n=one.needed, lack=one.missing) if one.missing else f"{one.needed}"
