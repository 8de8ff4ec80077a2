"""The flow room as Excel: flows, and what a log says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hanpo.core.documents import About, Column, Kind, export_table
from hanpo.counter.engine.discovery import Discovered
from hanpo.counter.engine.flows import Sums
from hanpo.counter.models import EventLog, Flow


def flows_file(lines: Iterable[tuple[Flow, Sums, str]], *, made_by: str, today: date) -> bytes:
    """The flows with their numbers."""
    columns = [Column(_("市町")), Column(_("業務フロー"), width=40), Column(_("種類")), Column(_("作業（件）"), Kind.INTEGER),
               Column(_("課をまたぐ受け渡し（回）"), Kind.INTEGER), Column(_("1件にかかる時間の合計（分）"), Kind.DECIMAL),
               Column(_("時間の分からない作業（件）"), Kind.INTEGER), Column(_("答え待ちの印（件）"), Kind.INTEGER)]  # fmt: skip
    rows = [
        [flow.municipality.name, flow.name, flow.get_kind_display(), sums.tasks, sums.handoffs,
         sums.minutes if sums.unsaid < sums.tasks else None, sums.unsaid, getattr(flow, "open_remarks", None)]
        for flow, sums, _minutes in lines
    ]  # fmt: skip
    about = About(source=_("業務フローに書かれた見積り"), as_of=today, made_by=made_by)
    return export_table(title=pgettext("一覧", "業務フロー"), columns=columns, rows=rows, about=about)


def log_file(log: EventLog, found: Discovered, *, made_by: str, today: date) -> bytes:
    """Who follows whom, one arrow a row; small numbers are left out as on the page."""
    columns = [Column(_("手順"), width=30), Column(_("次の手順"), width=30), Column(_("案件（件）"), Kind.INTEGER),
               Column(_("待ち：半分がこれ以内（分）"), Kind.DECIMAL), Column(_("待ち：10件に9件がこれ以内（分）"), Kind.DECIMAL)]  # fmt: skip
    rows = [[one.source, one.target, one.cases, one.wait_middle, one.wait_long] for one in found.follows]
    about = About(
        source=log.name, as_of=today, made_by=made_by,
        notes=[_("5件より少ない矢印は出していません（{n}本）。").format(n=found.hidden_arrows)],
    )  # fmt: skip
    return export_table(title=log.name, columns=columns, rows=rows, about=about)
