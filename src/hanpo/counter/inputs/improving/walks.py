"""Forms of walks and stops, and how a walk is read that a phone sends whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.inputs import PlainForm, RowForm
from hanpo.counter.models import CardKind, Walk, WalkStop

TEXT = forms.Textarea(attrs={"rows": 3})
MOST_STOPS = 60
STOP_FIELDS = ("place", "waited", "served", "walked", "wrote", "happened")


class WalkForm(RowForm):
    """Who walks, when, before or after the change."""

    class Meta(RowForm.Meta):
        model = Walk
        fields = ("persona", "phase", "walked_on", "words")
        widgets = {"words": TEXT, "phase": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phase"].choices = Walk._meta.get_field("phase").choices  # type: ignore[attr-defined]


class StopForm(RowForm):
    """One stop, typed afterwards or put right."""

    photo: forms.FileField = forms.FileField(
        label=gettext_lazy("写真"), required=False,
        help_text=gettext_lazy("人の顔や、書類の中身が写らないようにしてください。"),
    )  # fmt: skip

    class Meta(RowForm.Meta):
        model = WalkStop
        fields = ("place", "section", "waited", "served", "walked", "wrote", "happened")
        widgets = {"happened": TEXT}

    def __init__(self, *args: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]
        self.fields["photo"].show_hidden_initial = False

    def values(self) -> dict[str, Any]:
        """Every value but the photo, which is kept apart."""
        return {name: value for name, value in super().values().items() if name != "photo"}


class StopKindForm(PlainForm):
    """What kind of problem a stop showed."""

    kind = forms.ChoiceField(label=gettext_lazy("種類"), choices=CardKind.choices)


@dataclass(frozen=True, slots=True)
class SentWalk:
    """A walk as a phone sent it: its number there, what is said of it, its stops, photos by place in the row."""

    sent_as: UUID
    values: Mapping[str, Any]
    stops: tuple[Mapping[str, Any], ...]
    photos: Mapping[int, File[bytes]]


def read_sent(posted: Mapping[str, Any], files: Mapping[str, Any]) -> SentWalk:
    """Read what a phone sent. Raises `ValidationError`, which says what could not be read."""
    try:
        told = json.loads(posted.get("walk", ""))
        sent_as = UUID(told["sent_as"])
        stops = tuple(_stop(one) for one in told["stops"][:MOST_STOPS])
        day = date.fromisoformat(told["walked_on"])
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise ValidationError(
            _("送られた記録を読めませんでした。記録は端末に残っています。ページを開き直して、もう一度送ってください。")
        ) from fault
    if not stops:
        raise ValidationError(_("立ち寄った所が1つもありません。1か所でも記録してから送ってください。"))
    values = {"persona": str(told.get("persona", "")).strip()[:200], "walked_on": day,
              "phase": told.get("phase", ""), "words": str(told.get("words", ""))}  # fmt: skip
    photos = {number: files[f"photo-{number}"] for number in range(len(stops)) if f"photo-{number}" in files}
    return SentWalk(sent_as, values, stops, photos)


def _stop(told: Mapping[str, Any]) -> Mapping[str, Any]:
    words = {name: str(told.get(name, "")).strip() for name in ("place", "happened")}
    numbers = {name: max(0, int(told.get(name) or 0)) for name in ("waited", "served", "walked", "wrote")}
    return {**words, **numbers}
