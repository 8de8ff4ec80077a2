"""Forms of meetings: plan and edit, agenda, what came out, and corrections with their reason."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import DayField, Form, PlainForm, RowForm
from hanpo.core.models import Municipality, Section
from hanpo.hub.models import AgendaItem, Meeting, MeetingOutcome, OutcomeKind

TIMED = re.compile(r"^(\d{1,2}[:：]\d{2})(?:\s*[-~～〜ー–]\s*(\d{1,2}[:：]\d{2})?)?[\s　]+(.+)$")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MeetingForm(RowForm):
    """A meeting's day, time and place."""

    class Meta(RowForm.Meta):
        model = Meeting
        fields = ("title", "held_on", "starts_at", "ends_at", "place", "attendance_note", "state")
        widgets = {"starts_at": CLOCK, "ends_at": CLOCK}
        help_texts = {"attendance_note": _("例：市町と県の担当者、支援事業者 計64名")}


class NewMeetingForm(PlainForm):
    """A meeting to be put on the calendar of a programme."""

    programme: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("事業"), queryset=None, empty_label=None)
    title = forms.CharField(label=_("会議名"), max_length=200)
    held_on = DayField(label=_("開催日"))
    starts_at = forms.TimeField(label=_("開始"), required=False, widget=CLOCK)
    ends_at = forms.TimeField(label=_("終了"), required=False, widget=CLOCK)
    place = forms.CharField(label=_("場所"), max_length=120, required=False)

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The facts of the meeting."""
        return {name: value for name, value in self.cleaned_data.items() if name != "programme"}


class AgendaForm(PlainForm):
    """Items to add, one a line, with or without a time in front; and items to take off."""

    lines = forms.CharField(
        label=_("加える議題（1行に1つ）"), required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("時刻も書けます。例：10:00～10:20 各市町の取組状況"),
    )  # fmt: skip
    remove = forms.TypedMultipleChoiceField(
        label=_("外す議題"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remove"].choices = [(item.pk, item.title) for item in items]  # type: ignore[attr-defined]
        if not items:
            del self.fields["remove"]

    def items(self) -> list[dict[str, Any]]:
        """The new items, as the agenda stores them."""
        lines = [line.strip() for line in self.cleaned_data["lines"].splitlines()]
        return [_agenda_item(line) for line in lines if line]


def _agenda_item(line: str) -> dict[str, Any]:
    found = TIMED.match(line)
    if found is None:
        return {"title": line[:200]}
    try:
        return {"starts_at": _clock(found[1]), "ends_at": _clock(found[2] or ""), "title": found[3].strip()[:200]}
    except ValueError:
        return {"title": line[:200]}


def _clock(text: str) -> time | None:
    return time.fromisoformat(text.replace("：", ":").zfill(5)) if text else None


class AgendaItemForm(RowForm):
    """An item of the agenda."""

    class Meta(RowForm.Meta):
        model = AgendaItem
        fields = ("title", "starts_at", "ends_at", "presenter_organisation", "presenter_name")
        widgets = {"starts_at": CLOCK, "ends_at": CLOCK}
        help_texts = {"presenter_name": _("会員だけに見えます。")}


class SectionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A section, named with its municipality."""

    def label_from_instance(self, section: Any) -> str:
        return f"{section.municipality} {section}"


class OutcomeForm(RowForm):
    """What came out of a meeting; an action needs somebody who does it."""

    municipality = forms.ModelChoiceField(
        label=_("担当の市町"), queryset=Municipality.objects.none(), required=False, empty_label=_("（市町を決めない）")
    )
    section = SectionChoice(label=_("担当課"), queryset=None, required=False, empty_label=_("（課を決めない）"))

    class Meta(RowForm.Meta):
        model = MeetingOutcome
        fields = ("kind", "text", "municipality", "section", "owner", "due")
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "kind": forms.RadioSelect}
        help_texts = {
            "owner": _("人の名前ではなく、役職や所属で書いてください。"),
            "due": _("期限の1週間前に、担当のおぜん立てに出ます。"),
        }

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = OutcomeKind.choices  # type: ignore[attr-defined]
        self.fields["municipality"].queryset = places  # type: ignore[attr-defined]
        sections = Section.objects.filter(municipality__in=places, closed_on=None).select_related("municipality")
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        section, place = cleaned.get("section"), cleaned.get("municipality")
        if section and place and section.municipality_id != place.pk:
            self.add_error("section", _("選んだ課は、選んだ市町の課ではありません。"))
        elif section and not place:
            cleaned["municipality"] = section.municipality
        return cleaned


class CorrectionForm(OutcomeForm):
    """A correction after the meeting: what stood there stays readable, with the reason."""

    reason = forms.CharField(
        label=_("直した理由"), max_length=300, help_text=_("直す前の内容と一緒に、会議のページに残ります。")
    )

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "reason"}


class ActionFilter(Form):
    """Which open actions the list shows."""

    place = forms.ChoiceField(label=_("市町"), required=False)
    late = forms.BooleanField(label=_("期限を過ぎたものだけ"), required=False)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [(place.pk, place.name) for place in places]
        self.fields["place"].choices = [("", _("すべて")), *every]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """What the address asks for; a choice that cannot be is left out."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
