"""Joint systems as Excel: the catalogue, the differences, the shares with their steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hanpo.core.documents import About, Column, Kind, export_table
from hanpo.core.japanese.eras import format_fiscal_year
from hanpo.council.queries.sharing import KEYS, Case, SharingPage
from hanpo.council.queries.systems import SystemLine, SystemPage


def systems_file(lines: Sequence[SystemLine], *, made_by: str, today: date) -> bytes:
    """The catalogue."""
    columns = [Column(_("システム")), Column(_("事業者")), Column(_("契約の始まり"), Kind.DATE),
               Column(_("契約の終わり"), Kind.DATE), Column(_("加入（団体）"), Kind.INTEGER),
               Column(_("機能（件）"), Kind.INTEGER), Column(_("埋めたい差異（件）"), Kind.INTEGER),
               Column(_("最も新しい年度")), Column(_("その総額（円）"), Kind.YEN)]  # fmt: skip
    rows = [
        [line.system.name, line.system.supplier, line.system.starts_on, line.system.ends_on, line.members,
         line.functions, line.open_differences, line.year, line.yen]
        for line in lines
    ]  # fmt: skip
    about = About(source=_("協議会の記録"), as_of=today, made_by=made_by)
    return export_table(title=pgettext("一覧", "共同運営システム"), columns=columns, rows=rows, about=about)


def differences_file(shown: SystemPage, *, made_by: str, today: date) -> bytes:
    """Every member's stand to every function, one a row; what nobody has said yet is a row too."""
    columns = [Column(_("機能")), Column(_("団体コード")), Column(_("市町")), Column(_("合い方")), Column(_("違いのもと")),
               Column(_("何が違うか"), width=40), Column(_("何があれば埋まるか"), width=40)]  # fmt: skip
    rows = [
        [line.function.name, cell.place.pk, cell.place.name]
        + ([cell.row.get_fit_display(), cell.row.get_cause_display(), cell.row.text, cell.row.closing]
           if cell.row else [_("まだ聞けていません"), "", "", ""])
        for line in shown.matrix
        for cell in line.cells
    ]  # fmt: skip
    about = About(source=_("加入市町の入力"), as_of=today, made_by=made_by)
    return export_table(title=_("%sの差異") % shown.system.name, columns=columns, rows=rows, about=about)


def sharing_file(case: Case, shown: SharingPage, *, made_by: str, today: date) -> bytes:
    """Each member's share with every number that led to it, so that a spreadsheet can follow."""
    parts = shown.sharing.rule.parts
    columns = [Column(_("団体コード")), Column(_("市町")), Column(_("人口（人）"), Kind.INTEGER),
               Column(_("利用件数（件）"), Kind.INTEGER), Column(_("どの市町も同じ額（円）"), Kind.YEN)]  # fmt: skip
    for part in parts:
        columns += [Column(_("%sの重み") % KEYS[part.key], Kind.DECIMAL), Column(_("重みの合計"), Kind.DECIMAL),
                    Column(_("分ける額（円）"), Kind.DECIMAL), Column(_("正確な額（円）"), Kind.DECIMAL)]  # fmt: skip
    columns += [Column(_("端数をそろえる前（円）"), Kind.DECIMAL), Column(_("負担額（円）"), Kind.YEN),
                Column(_("予算要求に書く文"), width=60)]  # fmt: skip
    numbers = {member.municipality_id: member for member in case.members}
    rows: list[list[Any]] = []
    for one, line in zip(shown.sharing.shares, shown.lines, strict=True):
        steps = [float(n) for step in one.steps for n in (step.weight, step.weight_of_all, step.amount, step.exact)]
        member = numbers[one.code]
        head = [one.code, line.place, member.population, member.uses, one.fixed]
        rows.append([*head, *steps, float(one.exact), one.yen, line.sentence])
    about = About(
        source=case.cost.source or _("協議会の記録"), as_of=today, made_by=made_by,
        filters={_("年度"): format_fiscal_year(case.cost.year), _("決め方"): shown.words},
        notes=[_("負担額の合計は%s円です。") % shown.total],
    )  # fmt: skip
    return export_table(title=_("%sの負担額") % case.system.name, columns=columns, rows=rows, about=about)
