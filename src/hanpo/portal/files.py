"""What leaves the portal as a file: lists as Excel, a resident's own records as PDF, the calendar, stored files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.http import content_disposition_header
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language, gettext
from icalendar import Calendar, Event

from hanpo.core import clock
from hanpo.core.documents import About, Column, Kind, export_table, render_pdf
from hanpo.core.models import Job, Resident
from hanpo.core.queries.people import Held
from hanpo.core.queries.prepared import LedgerKind, LedgerMonth
from hanpo.core.queries.sections import SectionRow
from hanpo.core.registry import CalendarItem
from hanpo.portal.queries import AuditRow, Benefit, CalendarDay, Look, Prefecture, ValueChange
from hanpo.portal.templatetags.easy import unruby

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
HOUR = timedelta(hours=1)
LONGEST = 20_000
"""Rows that one file holds: more is no list that anybody reads, and would keep the page waiting."""


def _(text: str) -> str:
    """The text in the reader's language; files show no furigana."""
    return unruby(gettext(text))


def download(body: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to be kept, under a name that may be Japanese."""
    header = content_disposition_header(True, name) or "attachment"
    return HttpResponse(body, content_type=media_type, headers={"Content-Disposition": header})


def calendar_file(days: Iterable[CalendarDay], *, site: str) -> bytes:
    """The days as iCalendar (RFC 5545); links lead back to the site."""
    book = Calendar()
    book.add("prodid", "-//Hanpo//JA")
    book.add("version", "2.0")
    for day in days:
        for item in day.items:
            book.add_component(_event(item, site))
    return bytes(book.to_ical())


def benefit_file(ledger: Benefit, *, made_by: str, at: datetime) -> bytes:
    """職員メリット帳 as Excel: the rows of the page, months first, then kinds."""
    named: list[tuple[str, LedgerMonth | LedgerKind]] = [
        (month.month.strftime("%Y-%m"), month) for month in ledger.months
    ]
    named += [(str(label), kind) for label, kind in ledger.named_kinds]
    about = About(
        source=_("おぜん立ての判断の記録"),
        as_of=at,
        made_by=made_by,
        filters={_("年度"): ledger.label},
        notes=[_("省いた時間は、おぜん立てごとの見積りを足した数です。計った時間ではありません。")],
    )
    columns = [
        Column(_("月・種類")),
        Column(_("承認（件）"), Kind.INTEGER),
        Column(_("直して承認（件）"), Kind.INTEGER),
        Column(_("見送り（件）"), Kind.INTEGER),
        Column(_("省いた時間（分・見積り）"), Kind.INTEGER),
    ]
    rows = [(name, row.approved, row.changed, row.declined, row.minutes_saved) for name, row in named]
    return export_table(title=_("職員メリット帳"), columns=columns, rows=rows, about=about)


def people_file(rows: Iterable[Held], *, made_by: str, filters: Mapping[str, str]) -> bytes:
    """The assignments as the page shows them."""
    columns = [Column(_("氏名")), Column(_("利用者ID")), Column(_("市町")), Column(_("課")), Column(_("役割")),
               Column(_("始まる日"), Kind.DATE), Column(_("最後の日"), Kind.DATE)]  # fmt: skip
    cells = [
        [row.held.person.name, row.held.person.username, row.held.municipality.name,
         row.held.section.name if row.held.section else "", str(row.role), row.held.since, row.held.until]
        for row in rows
    ]  # fmt: skip
    about = About(source=_("人と配属の登録"), as_of=clock.now(), made_by=made_by, filters=filters)
    return export_table(title=_("人と配属"), columns=columns, rows=cells, about=about)


def sections_file(rows: Iterable[SectionRow], *, made_by: str, filters: Mapping[str, str]) -> bytes:
    """The sections as the page shows them."""
    columns = [Column(_("課")), Column(_("市町")), Column(_("課長")), Column(_("いま働く人"), Kind.INTEGER),
               Column(_("電話番号")), Column(_("最後の日"), Kind.DATE), Column(_("引き継ぐ課"))]  # fmt: skip
    cells = [
        [row.section.name, row.section.municipality.name, "、".join(row.leads), row.people, row.section.phone,
         row.section.last_day, row.section.successor.name if row.section.successor else ""]
        for row in rows
    ]  # fmt: skip
    about = About(source=_("課の登録"), as_of=clock.now(), made_by=made_by, filters=filters)
    return export_table(title=_("課の一覧"), columns=columns, rows=cells, about=about)


def audit_file(rows: Iterable[AuditRow], *, count: int, made_by: str, filters: Mapping[str, str]) -> bytes:
    """The audit record as the page shows it, the latest first; the fingerprints stay in the record."""
    columns = [Column(_("通番"), Kind.INTEGER), Column(_("日時"), Kind.MOMENT), Column(_("だれが")), Column(_("市町")),
               Column(_("操作")), Column(_("対象")), Column(_("対象の名前")), Column(_("変わったこと"))]  # fmt: skip
    cells = [
        [row.entry.sequence, row.entry.at, row.entry.actor_name,
         row.entry.municipality.name if row.entry.municipality else "", str(row.verb), str(row.subject),
         row.entry.subject_label, "\n".join(_change(change) for change in row.changes)]
        for row in rows
    ]  # fmt: skip
    cut = _("新しい順に{longest}行までです（全部で{count}行）。条件を狭めると残りも出せます。")
    notes = [cut.format(longest=LONGEST, count=count)] if count > LONGEST else []
    about = About(source=_("監査記録"), as_of=clock.now(), made_by=made_by, filters=filters, notes=notes)
    return export_table(title=_("監査記録"), columns=columns, rows=cells, about=about)


def jobs_file(jobs: Iterable[Job], *, made_by: str) -> bytes:
    """The long work that a person asked for."""
    columns = [Column(_("処理")), Column(_("市町")), Column(_("状態")), Column(_("済んだ数"), Kind.INTEGER),
               Column(_("全部の数"), Kind.INTEGER), Column(_("頼んだ日時"), Kind.MOMENT),
               Column(_("終わった日時"), Kind.MOMENT)]  # fmt: skip
    cells = [
        [job.title, job.municipality.name, job.get_state_display(), job.done, job.total or None, job.asked_at,
         job.finished_at]
        for job in jobs
    ]  # fmt: skip
    about = About(source=_("頼んだ処理の記録"), as_of=clock.now(), made_by=made_by)
    return export_table(title=_("処理の状況"), columns=columns, rows=cells, about=about)


def prefecture_file(shown: Prefecture, *, made_by: str) -> bytes:
    """The municipalities that take part, with what the fields tell about them."""
    columns = [Column(_("団体コード")), Column(_("市町")), *(Column(str(column.label)) for column in shown.columns)]
    cells = [
        [row.municipality.code, row.municipality.name, *(fact.text if fact else "" for fact, _column in row.cells)]
        for row in shown.taking_part
    ]
    notes = [_("団体コードの順です。順位ではありません。"), _("取組に加わっている市町だけです。")]
    about = About(source=_("各市町の記録"), as_of=clock.now(), made_by=made_by, notes=notes)
    return export_table(title=_("取組に加わっている市町"), columns=columns, rows=cells, about=about)


def looks_file(looks: Iterable[Look], *, resident: Resident) -> bytes:
    """Who looked at a resident's data, on paper: to read at home, and to bring along when asking at the counter."""
    rows = [[look.entry.recorded_at, look.entry.post, look.entry.purpose, _listed(look.data)] for look in looks]
    name = _("{name}さん").format(name=resident.name)
    data = {
        "columns": [{"label": label} for label in (_("いつ"), _("だれが"), _("なぜ"), _("何を"))],
        "rows": rows or [["", _("まだ、だれも見ていません"), "", ""]],
        "municipality": resident.municipality.name,
        "date": clock.today(),
        "landscape": True,
        "about": [name, _("あなたの情報を見た人の記録です。新しい順です。役所の人が消したり、書きかえたりはできません。"),
                  _("わからないことは、この紙を持って役所で聞いてください。")],
    }  # fmt: skip
    return render_pdf("table", data, title=_("わたしの情報を見た人"), lang=(get_language() or "ja")[:2])


def chosen(form: Form) -> dict[str, str]:
    """What a filter was set to, in words, for the sheet that says what the table is."""
    return {str(field.label): _choice(field.field, field.value()) for field in form if field.value()}


def _choice(field: Any, value: str) -> str:
    return str(dict(getattr(field, "choices", ())).get(value, value))


def _change(change: ValueChange) -> str:
    before = f"{change.old} → " if change.has_old else ""
    return f"{change.name}：{before}{change.new}"


def _listed(labels: Iterable[Any]) -> str:
    return _("、").join(unruby(label) for label in labels)


def _event(item: CalendarItem, site: str) -> Event:
    event = Event()
    event.add("uid", _uid(item))
    event.add("dtstamp", clock.now())
    event.add("summary", item.title)
    event.add("url", iri_to_uri(site.rstrip("/") + item.url))
    begins = _begin(item)
    event.add("dtstart", begins or item.day)
    event.add("dtend", begins + HOUR if begins else item.day + timedelta(days=1))
    return event


def _uid(item: CalendarItem) -> str:
    """A name that stays the same when the file is taken again, so that calendars replace the event."""
    return f"{sha256(f'{item.day}|{item.title}|{item.url}'.encode()).hexdigest()[:32]}@hanpo"


def _begin(item: CalendarItem) -> datetime | None:
    """When the item begins; nothing for a whole day or a time in words."""
    try:
        begins = time.fromisoformat(item.time[:5])
    except ValueError:
        return None
    return datetime.combine(item.day, begins, get_current_timezone())
