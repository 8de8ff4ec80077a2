"""What a conversation's answers say, as Excel: no names, and no counts of fewer people than was promised."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from hanpo.core.documents import About, Column, Kind, export_table
from hanpo.council.queries.readings import Results


def results_file(shown: Results, *, made_by: str, today: date) -> bytes:
    """One statement a row, with its counts; small counts are left out and said to be."""
    columns = [Column(_("番号"), Kind.INTEGER), Column(_("意見文"), width=50), Column(_("だれの意見文か")),
               Column(_("そう思う（人）"), Kind.INTEGER), Column(_("そう思わない（人）"), Kind.INTEGER),
               Column(_("わからない（人）"), Kind.INTEGER), Column(_("答えた人（人）"), Kind.INTEGER),
               Column(_("補足"))]  # fmt: skip
    across = {one.counted.statement.pk: one.side for one in shown.across}
    few = _("%d人より少ないため出しません") % shown.conversation.fewest
    rows = []
    for one in shown.counted:
        counts = [one.tally.agrees, one.tally.disagrees, one.tally.passes, one.tally.seen] if one.tally else [None] * 4
        side = across.get(one.statement.pk)
        note = few if one.tally is None else _("どのグループも「%s」") % side if side else ""
        rows.append([one.statement.pk, one.statement.text, one.statement.origin, *counts, note])
    about = About(
        source=_("意見の場「%s」") % shown.conversation.topic, as_of=shown.made_at or today, made_by=made_by,
        filters={_("答えた人"): _("%d人") % shown.people, _("グループ"): shown.why_no_groups or _("%dつ") % len(shown.groups)},
    )  # fmt: skip
    return export_table(title=_("意見の場の結果"), columns=columns, rows=rows, about=about)
