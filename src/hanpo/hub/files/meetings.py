"""What leaves the meetings as Excel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from hanpo.core.documents import About, Column, Kind, export_table
from hanpo.hub.models import MeetingOutcome


def actions_file(rows: Iterable[MeetingOutcome], *, made_by: str, today: date) -> bytes:
    """Open actions of meetings, in the order in which they are due."""
    columns = [Column(_("期限"), Kind.DATE), Column(_("作業（宿題）")), Column(_("市町")), Column(_("担当課")),
               Column(_("担当")), Column(_("会議")), Column(_("会議の日"), Kind.DATE)]  # fmt: skip
    cells = [
        [row.due, row.text, row.municipality.name if row.municipality else "", row.section.name if row.section else "",
         row.owner, row.meeting.title, row.meeting.held_on]
        for row in rows
    ]  # fmt: skip
    about = About(source=_("会議の記録"), as_of=today, made_by=made_by)
    return export_table(title=_("会議の宿題"), columns=columns, rows=cells, about=about)
