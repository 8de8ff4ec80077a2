"""The list of procedures as Excel, as staff read it on paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from hanpo.core.documents import About, Column, Kind, export_table
from hanpo.counter.queries.rules.drafts import Desk
from hanpo.counter.queries.rules.listing import ProcedureGroup


def procedures_file(*, desk: Desk, groups: Iterable[ProcedureGroup], made_by: str, today: date) -> bytes:
    """Every procedure with section, documents, deadline, clauses and source; 未確認 where nobody has confirmed it."""
    columns = [Column(_("番号")), Column(_("できごと")), Column(_("手続き"), width=30), Column(_("担当課")), Column(_("未確認")),
               Column(_("対象"), width=40), Column(_("持ち物"), width=40), Column(_("期限"), width=40),
               Column(_("根拠"), width=40), Column(_("出典"), width=30), Column(_("出典の日付"), Kind.DATE)]  # fmt: skip
    rows = [
        [line.procedure.key, line.procedure.event, line.title, line.section, _("未確認") if line.is_unverified else "",
         line.procedure.for_whom, "\n".join(line.procedure.bring), line.procedure.deadline,
         "\n".join((*line.procedure.basis, *line.procedure.unverified_basis)), line.procedure.source.name,
         line.procedure.source.day]
        for group in groups
        for line in group.lines
    ]  # fmt: skip
    about = About(source=_("手続きの決まり"), as_of=today, made_by=made_by, municipality=desk.draft.municipality.name)
    return export_table(title=_("手続きの一覧"), columns=columns, rows=rows, about=about)
