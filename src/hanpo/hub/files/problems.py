"""What leaves the problem register as Excel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from hanpo.core.documents import About, Column, export_table
from hanpo.hub.queries.problems import SharedProblem


def problems_file(rows: Iterable[SharedProblem], *, filters: Mapping[str, str], made_by: str, today: date) -> bytes:
    """The register as the page shows it."""
    columns = [Column(_("団体コード")), Column(_("市町")), Column(_("取組")), Column(_("種類")), Column(_("課題")),
               Column(_("状態")), Column(_("共通課題"))]  # fmt: skip
    cells = [
        [row.municipality_id, row.municipality, row.project, row.kind_label, row.text, row.state_label,
         "、".join(title for _number, title in row.named_issues)]
        for row in rows
    ]  # fmt: skip
    about = About(
        source=_("各市町の課題の記録（ほかの市町のものは、見せると決めたものだけ）"), as_of=today, made_by=made_by,
        filters=filters, notes=[_("団体コードの順です。順位ではありません。")],
    )  # fmt: skip
    return export_table(title=_("課題の一覧"), columns=columns, rows=cells, about=about)
