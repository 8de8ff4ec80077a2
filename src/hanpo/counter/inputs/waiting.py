"""Forms of waiting: lines, desks and kiosks, times that are offered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import DayField, Filter, PlainForm, RowForm
from hanpo.core.japanese.business_days import STANDARD_CALENDAR
from hanpo.counter.models import Desk, Kiosk, ServiceLine

LONGEST = timedelta(weeks=8)


class LineForm(RowForm):
    """A line that one takes a number for."""

    class Meta(RowForm.Meta):
        model = ServiceLine
        fields = (
            "name", "name_easy", "name_en", "about", "prefix", "section", "usual_minutes", "busy_from", "full_from",
            "is_quick", "takes_bookings", "is_open", "place",
        )  # fmt: skip
        help_texts = {
            "name": _("発券機のボタンに出ます。課の名前ではなく、用事の名前にしてください。"),
            "name_easy": _("空のままにすると、ふつうの名前を使います。漢字のあとに《よみ》を付けられます。"),
            "name_en": _("空のままにすると、日本語の名前を使います。"),
            "about": _("例：転入・転出・転居・世帯の変更"),
            "prefix": _("番号の最初に付く英大文字です（A012 の A）。"),
            "busy_from": _("混雑のページの表示が変わる人数です。用事にかかる時間に合わせて決めてください。"),
            "is_open": _("外すと、発券機と混雑のページに出なくなります。"),
        }

    def __init__(self, *args: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]


class DeskForm(RowForm):
    """A desk with the lines that it serves."""

    lines: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("受ける種別"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    helps: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("手が空いたら手伝う種別"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("受ける種別で待っている人がいないときだけ呼びます。"),
    )  # fmt: skip

    class Meta(RowForm.Meta):
        model = Desk
        fields = ("name", "place", "is_kept")
        help_texts = {"name": _("表示板に出ます。例：3番"), "is_kept": _("外すと、一覧に出なくなります。")}

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = list(self.instance.desk_lines.all()) if self.instance.pk else []
        for name, helps in (("lines", False), ("helps", True)):
            field: Any = self.fields[name]
            field.queryset = rows
            field.initial = [row.line_id for row in served if row.only_helps is helps]

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in super().changes().items() if name not in ("lines", "helps")}

    def served(self) -> dict[str, list[ServiceLine]]:
        """The lines that were chosen."""
        return {name: list(self.cleaned_data[name]) for name in ("lines", "helps")}


class KioskForm(RowForm):
    """A kiosk."""

    class Meta(RowForm.Meta):
        model = Kiosk
        fields = ("name", "is_open")
        help_texts = {"name": _("例：本庁舎1階 正面入口"), "is_open": _("外すと、この発券機の画面は使えなくなります。")}


class SlotsForm(PlainForm):
    """Times to offer: a line, days, from when until when, how long."""

    line: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("受付種別"), queryset=None, empty_label=None, widget=forms.RadioSelect
    )
    first_day = DayField(label=_("最初の日"))
    last_day = DayField(label=_("最後の日"), help_text=_("土曜・日曜・祝日・年末年始は作りません。"))
    first = forms.TimeField(label=_("最初の時刻"), initial="09:00", widget=forms.TimeInput(attrs={"type": "time"}))
    last = forms.TimeField(label=_("最後が終わる時刻"), initial="16:00", widget=forms.TimeInput(attrs={"type": "time"}))
    minutes = forms.IntegerField(label=_("1枠の時間（分）"), initial=20, min_value=5, max_value=180)
    buffer = forms.IntegerField(
        label=_("あとに空けておく時間（分）"), initial=10, min_value=0, max_value=120,
        help_text=_("記録や、時間が延びたときのために空けておきます。"),
    )  # fmt: skip
    capacity = forms.IntegerField(label=_("同じ時刻に受けられる人数"), initial=1, min_value=1, max_value=20)

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("最初の日より後の日にしてください。"))
        elif first and last and last - first > LONGEST:
            self.add_error("last_day", _("一度に作れるのは8週間分までです。"))
        if cleaned.get("first") and cleaned.get("last") and cleaned["last"] <= cleaned["first"]:
            self.add_error("last", _("最初の時刻より後の時刻にしてください。"))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the deed takes."""
        told = self.cleaned_data
        days = list(STANDARD_CALENDAR.open_days(told["first_day"], told["last_day"]))
        names = ("line", "first", "last", "minutes", "buffer", "capacity")
        return {"days": days, **{name: told[name] for name in names}}


class DayFilter(Filter):
    """The day that a list shows."""

    day = DayField(label=_("日付"), required=False)

    def chosen(self, today: date) -> date:
        """The day that was asked for, or today."""
        day: date = self.asked().get("day", today)
        return day


class CodeForm(PlainForm):
    """The number of a booking, as it is typed at the kiosk."""

    code = forms.CharField(
        label=_("予約番号"), max_length=8, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )
