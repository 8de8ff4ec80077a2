"""Forms of staffing: what is looked at, a quick question, a change to try, hours, clerks, a change of the roster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.inputs import ALL, DayField, Filter, PlainForm, RowForm
from hanpo.core.models import Municipality
from hanpo.counter.engine.staffing import Change, DayKind
from hanpo.counter.files.staffing_counts import CountsRead, read_counts, read_text
from hanpo.counter.models import CounterHours, ServiceLine, ShiftClerk
from hanpo.counter.queries.staffing.arrivals import KIND_WORDS

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
WEEKS = ((8, gettext_lazy("この8週間")), (4, gettext_lazy("この4週間")), (26, gettext_lazy("この半年")))


class LookFilter(Filter):
    """Which municipality, how many weeks, which line."""

    place = forms.ChoiceField(label=gettext_lazy("市町"), required=False)
    weeks = forms.TypedChoiceField(label=gettext_lazy("期間"), required=False, choices=WEEKS, coerce=int)
    line = forms.ChoiceField(label=gettext_lazy("受付種別"), required=False)

    def __init__(self, *args: Any, places: Sequence[Municipality], lines: Sequence[ServiceLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose: dict[str, Any] = self.fields
        choose["line"].choices = [ALL, *((line.prefix, f"{line.prefix} {line.name}") for line in lines)]
        choose["place"].choices = [(place.pk, place.name) for place in places]
        if len(places) < 2:
            del self.fields["place"]

    @property
    def weeks_asked(self) -> int:
        """How many weeks are looked at."""
        return int(self.asked().get("weeks", WEEKS[0][0]))

    @property
    def line_asked(self) -> tuple[str, ...]:
        """The letter of the line that is looked at; nothing for all."""
        return tuple(letter for letter in (self.asked().get("line", ""),) if letter)


class ArrivalFilter(LookFilter):
    """Also which kind of day."""

    kind = forms.ChoiceField(
        label=gettext_lazy("どんな日"), required=False,
        choices=[ALL, *((kind.value, KIND_WORDS[kind]) for kind in DayKind)],
    )  # fmt: skip

    @property
    def kind_asked(self) -> DayKind | None:
        """The kind of day that is looked at; nothing for all."""
        value = self.asked().get("kind")
        return DayKind(value) if value else None


class QuickForm(PlainForm):
    """A quick question: so many come an hour, each takes so long; are these desks enough?"""

    arrivals = forms.FloatField(label=gettext_lazy("1時間に来る人数"), min_value=0, max_value=1000)
    minutes = forms.FloatField(label=gettext_lazy("1人にかかる時間（分）"), min_value=0.5, max_value=240)
    desks = forms.IntegerField(label=gettext_lazy("開ける窓口の数"), min_value=1, max_value=100)
    target = forms.FloatField(label=gettext_lazy("目標の待ち時間（分）"), min_value=0, max_value=240)


class HoursForm(RowForm):
    """When the counter is open and what it aims at."""

    class Meta(RowForm.Meta):
        model = CounterHours
        fields = ("opens", "closes", "target_minutes", "target_percent", "break_minutes", "break_from", "break_until")
        widgets = dict.fromkeys(("opens", "closes", "break_from", "break_until"), CLOCK)


class ClerkForm(RowForm):
    """Somebody who can be on duty."""

    class Meta(RowForm.Meta):
        model = ShiftClerk
        fields = ("name", "own_line", "second_line", "third_line", "starts", "ends", "has_break", "is_on")
        widgets = dict.fromkeys(("starts", "ends"), CLOCK)

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose: dict[str, Any] = self.fields
        for name in ("own_line", "second_line", "third_line"):
            choose[name].queryset = lines


class WeekForm(PlainForm):
    """Which week is to be planned."""

    monday = DayField(label=gettext_lazy("計画する週（その週のどの日でも）"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A change to try, as it was asked."""

    change: Change
    weekday: int | None


class TrialForm(PlainForm):
    """What is changed at the counter, beside the days as they are."""

    weekday = forms.TypedChoiceField(
        label=gettext_lazy("どの曜日で試すか"), required=False, coerce=int, empty_value=None,
        choices=[("", gettext_lazy("すべての曜日")), (0, gettext_lazy("月曜")), (1, gettext_lazy("火曜")),
                 (2, gettext_lazy("水曜")), (3, gettext_lazy("木曜")), (4, gettext_lazy("金曜"))],
    )  # fmt: skip
    demand = forms.IntegerField(
        label=gettext_lazy("来る人の増減（％）"), required=False, min_value=-50, max_value=100,
        help_text=gettext_lazy("混む日で試すなら、例えば30。変える前と後の両方に当てはめます。"),
    )  # fmt: skip
    desk = forms.ChoiceField(label=gettext_lazy("窓口を1つ増やす"), required=False)
    desk_from = forms.TimeField(label=gettext_lazy("増やす時刻（から）"), required=False, widget=CLOCK)
    desk_until = forms.TimeField(label=gettext_lazy("増やす時刻（まで）"), required=False, widget=CLOCK)
    booking = forms.IntegerField(
        label=gettext_lazy("予約で来る人の割合（％）"), required=False, min_value=0, max_value=80
    )
    faster = forms.IntegerField(
        label=gettext_lazy("1件にかかる時間の短縮（％）"), required=False, min_value=0, max_value=70,
        help_text=gettext_lazy("例：書かない窓口で30"),
    )  # fmt: skip
    quick = forms.ChoiceField(label=gettext_lazy("その用事だけの人の専用の列を作る"), required=False)
    quick_desk = forms.ChoiceField(label=gettext_lazy("専用にする窓口"), required=False)

    def __init__(
        self, *args: Any, lines: Sequence[ServiceLine], desks: Sequence[str], booking_now: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.booking_now = booking_now
        choose: dict[str, Any] = self.fields
        named = [("", _("しない")), *((line.prefix, f"{line.prefix} {line.name}") for line in lines)]
        choose["booking"].help_text = _("いまは{n}％（実測）。空なら変えません。").format(n=booking_now)
        choose["desk"].choices = named
        choose["quick"].choices = named
        choose["quick_desk"].choices = [("", _("（なし）")), *((name, name) for name in desks)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("desk") and not (cleaned.get("desk_from") and cleaned.get("desk_until")):
            self.add_error("desk_from", _("増やす窓口を開ける時刻を、「から」と「まで」の両方入れてください。"))
        elif cleaned.get("desk") and cleaned["desk_from"] >= cleaned["desk_until"]:
            self.add_error("desk_until", _("「まで」は「から」より後にしてください。"))
        if cleaned.get("quick") and not cleaned.get("quick_desk"):
            self.add_error("quick_desk", _("専用にする窓口を選んでください。"))
        if not self.errors and self.asked(cleaned).change.is_empty:
            raise ValidationError(_("変えることを1つは選んでください。"))
        return cleaned

    def asked(self, cleaned: dict[str, Any] | None = None) -> Asked:
        """The change that was asked for."""
        told = cleaned if cleaned is not None else self.cleaned_data
        change = Change(
            demand=1 + (told.get("demand") or 0) / 100,
            desk_service=told.get("desk") or "",
            desk_from=_minute(told.get("desk_from")),
            desk_until=_minute(told.get("desk_until")),
            booking=self._booking(told.get("booking")),
            times=1 - (told.get("faster") or 0) / 100,
            quick_service=told.get("quick") or "",
            quick_desk=told.get("quick_desk") or "",
        )
        return Asked(change, told.get("weekday"))

    def _booking(self, percent: int | None) -> float | None:
        """The asked share of bookings; None where it is what it is today."""
        return None if percent is None or percent == self.booking_now else percent / 100


def _minute(moment: Any) -> float:
    return moment.hour * 60 + moment.minute if moment else 0.0


class MoveForm(PlainForm):
    """Somebody sits elsewhere for a while."""

    clerk = forms.ChoiceField(label=gettext_lazy("だれ"))
    first = forms.TypedChoiceField(label=gettext_lazy("何時から"), coerce=int)
    last = forms.TypedChoiceField(label=gettext_lazy("何時まで"), coerce=int)
    to = forms.ChoiceField(label=gettext_lazy("どこへ"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        clerks: Sequence[str],
        slots: Sequence[tuple[int, str]],
        places: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose: dict[str, Any] = self.fields
        choose["clerk"].choices = [(name, name) for name in clerks]
        choose["first"].choices = slots[:-1]
        choose["last"].choices = slots[1:]
        choose["to"].choices = places

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and cleaned["first"] >= cleaned["last"]:
            self.add_error("last", _("「まで」は「から」より後にしてください。"))
        return cleaned


class CountsForm(PlainForm):
    """A file of an older ticket machine, or the text of one that was read and looked at."""

    file = forms.FileField(
        label=gettext_lazy("CSVファイル"), required=False,
        help_text=gettext_lazy("1行目は見出し。列は「日付、時、種別の文字、人数」の順です。例：2026/4/1,9,A,12"),
    )  # fmt: skip
    text = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not cleaned.get("text"):
            self.add_error("file", _("CSVファイルを選んでください。"))
        return cleaned

    def read(self, lines: Sequence[ServiceLine]) -> CountsRead:
        """What the file says, with its faults."""
        letters = {line.prefix for line in lines}
        file = self.cleaned_data.get("file")
        return read_counts(file.read(), lines=letters) if file else read_text(self.cleaned_data["text"], lines=letters)
