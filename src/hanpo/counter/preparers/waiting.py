"""What waiting makes ready: yesterday's numbers closed, bookings nobody came for noted, times for the next weeks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import clock
from hanpo.core.japanese import format_wareki
from hanpo.core.japanese.business_days import STANDARD_CALENDAR
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.registry import Draft, Fact
from hanpo.counter.actions.waiting.booking import mark_no_shows, open_slots, take_back_no_shows, withdraw_slots
from hanpo.counter.actions.waiting.tickets import close_left_open, open_again_left_open
from hanpo.counter.models import ServiceLine
from hanpo.counter.queries.waiting import booking, endings

LEAD = "section_lead"
FEW_DAYS = 10
"""With so many open days left or fewer, the next times are prepared."""
NEW_DAYS = 10


class LeftOpenNumbers:
    """Closes the numbers of earlier days that nobody closed, so that no wait grows overnight."""

    key = "counter.left_open"
    label = gettext_lazy("前の日の番号の締め")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        rows = list(endings.left_open(municipality=municipality.pk, today=today))
        if rows:
            numbers = " ".join(row.number for row in rows[:10])
            yield Draft(
                key=str(max(row.day for row in rows)),
                title=_("前の日の番号 %d件を締める") % len(rows),
                why=[
                    Fact(text=_("終わりにしていない番号：%s") % numbers, url=reverse("counter:waiting")),
                    Fact(text=_("開いたままだと、待ち時間の記録が夜のあいだ延びます。")),
                ],
                effect=_("最後に動いた時刻で締めます。対応中だったものは「終わった」、ほかは「取りやめ」になります。"),
                minutes_saved=2 * len(rows),
                role=LEAD,
                due=today,
                values={"tickets": [row.pk for row in rows]},
            )

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        rows = list(endings.left_open(municipality=work.municipality_id, today=clock.today()))
        chosen = [row for row in rows if row.pk in set(values["tickets"])]
        if not chosen:
            raise ValidationError(_("もう締めてあります。このおぜん立ては見送ってかまいません。"))
        close_left_open(actor=actor, tickets=chosen, at=clock.now())
        return {"tickets": [row.pk for row in chosen]}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        open_again_left_open(actor=actor, municipality=work.municipality, tickets=work.undo["tickets"])


class MissedBookings:
    """Notes that nobody came for the bookings of earlier days."""

    key = "counter.missed_bookings"
    label = gettext_lazy("来なかった予約の記録")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        rows = booking.missed(municipality=municipality.pk, before=clock.span(today)[0])
        if rows:
            last = timezone.localtime(rows[-1].slot.starts_at).date()
            yield Draft(
                key=str(last),
                title=_("来なかった予約 %d件を記録する") % len(rows),
                why=[
                    Fact(
                        text=_("{day} の予約で、受付がないままのものです。").format(day=format_wareki(last)),
                        url=f"{reverse('counter:bookings')}?day={last}",
                    ),
                    Fact(text=_("記録すると、予約の来庁率から人数の見積りができます。")),
                ],
                effect=_("予約を「来なかった」にします。住民への連絡はしません（連絡先は聞いていません）。"),
                minutes_saved=len(rows),
                role=LEAD,
                due=today,
                url=f"{reverse('counter:bookings')}?day={last}",
                values={"bookings": [row.pk for row in rows]},
            )

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        chosen = set(values["bookings"])
        rows = [
            row for row in booking.missed(municipality=work.municipality_id, before=clock.now()) if row.pk in chosen
        ]
        mark_no_shows(actor=actor, bookings=rows, at=clock.now())
        return {"bookings": [row.pk for row in rows]}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        take_back_no_shows(actor=actor, bookings=work.undo["bookings"])


class NextSlots:
    """Offers the next two weeks of booking times in the pattern of the last day, before they run out."""

    key = "counter.next_slots"
    label = gettext_lazy("次の2週間の予約枠")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        for line, last in booking.last_days_of_slots(municipality=municipality.pk):
            left = len(list(STANDARD_CALENDAR.open_days(today + timedelta(days=1), last))) if last > today else 0
            if left <= FEW_DAYS:
                yield _next_slots(line, last, left, today)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        line = booking.bookable_lines(municipality=work.municipality_id).get(pk=values["line"])
        made = open_slots(
            actor=actor, line=line, days=[date.fromisoformat(day) for day in values["days"]],
            first=time.fromisoformat(values["first"]), last=time.fromisoformat(values["last"]),
            minutes=values["minutes"], buffer=values["buffer"], capacity=values["capacity"],
        )  # fmt: skip
        return {"line": line.pk, "slots": [slot.pk for slot in made]}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        line = booking.bookable_lines(municipality=work.municipality_id).get(pk=work.undo["line"])
        withdraw_slots(actor=actor, line=line, slots=work.undo["slots"])


def _next_slots(line: ServiceLine, last: date, left: int, today: date) -> Draft:
    start = max(last, today)
    days = [STANDARD_CALENDAR.add_business_days(start, number) for number in range(1, NEW_DAYS + 1)]
    shape = booking.pattern_of(line=line, day=last)
    return Draft(
        key=f"{line.pk}:{last}",
        title=_("「{line}」の予約枠を {day} まで作る").format(line=line.name, day=format_wareki(days[-1])),
        why=[
            Fact(
                text=_("予約できるのは {day} までで、開庁日であと{left}日です。").format(day=format_wareki(last), left=left),
                url=reverse("counter:bookings"),
            ),
            Fact(text=_("最後の日と同じ時刻・長さで作ります：{first}から{n}分ごと").format(first=shape["first"], n=shape["minutes"])),
        ],
        effect=_("開庁日に予約枠ができ、住民の予約ページにすぐ出ます。"),
        minutes_saved=15,
        role=LEAD,
        section=line.section,
        due=last,
        url=reverse("counter:bookings"),
        values={"line": line.pk, "days": [str(day) for day in days], **shape},
    )  # fmt: skip


PREPARERS = (LeftOpenNumbers(), MissedBookings(), NextSlots())
