"""What leaves the portal as a file: Excel of the benefit ledger, the calendar, and stored files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from hashlib import sha256

from django.http import HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.http import content_disposition_header
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from hanpo.core import clock
from hanpo.core.documents.excel import export_table
from hanpo.core.documents.table import About, Column, Kind
from hanpo.core.queries.prepared import LedgerKind, LedgerMonth
from hanpo.core.registry import CalendarItem
from hanpo.portal.queries import Benefit, CalendarDay

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOUR = timedelta(hours=1)


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
