"""Sections (課): a new one, another name, and the last day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanpo.core import clock
from hanpo.core.inputs import DayField, Form
from hanpo.core.models import Municipality, Section
from hanpo.core.queries import places

KEEP_THEIRS = "theirs"


class SectionForm(Form):
    """What a section is called, and its telephone number; `version` is the one that stood on the page."""

    name = forms.CharField(label=_("課の名前"), max_length=60)
    phone = forms.CharField(label=_("電話番号"), max_length=20, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        facts = {"name": section.name, "phone": section.phone, "version": section.version}
        super().__init__(*args, initial=facts, **kwargs)
        for field in ("name", "phone"):
            self.fields[field].show_hidden_initial = True

    @property
    def based_on(self) -> int:
        """The version that the person saw."""
        return int(self.cleaned_data["version"] or 0)

    def changes(self) -> dict[str, Any]:
        """What this person changed, without the fields where they chose to keep what stands there."""
        return {
            name: self.cleaned_data[name]
            for name in ("name", "phone")
            if name in self.changed_data and self.data.get(f"keep-{name}") != KEEP_THEIRS
        }


class NewSectionForm(Form):
    """A section that begins."""

    municipality = forms.ModelChoiceField(label=_("市町"), queryset=Municipality.objects.none())
    name = forms.CharField(label=_("課の名前"), max_length=60)
    phone = forms.CharField(label=_("電話番号"), max_length=20, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_only_one(self, "municipality")


class CloseSectionForm(Form):
    """The last day of a section, and the one that takes over its people and work."""

    last_day = DayField(label=_("最後の日"), help_text=_("この日までは、いままでどおりです。"))
    successor = forms.ModelChoiceField(
        label=_("引き継ぐ課"), queryset=Municipality.objects.none(), required=False,
        help_text=_("配属が続く人は、次の日からこの課の配属になります。この課へのおぜん立ても引き継ぎます。"),
    )  # fmt: skip
    name = forms.CharField(
        label=_("新しい名前"), max_length=60, required=False,
        help_text=_("課の名前が変わるときだけ入れます。この名前の課が新しくでき、前の課を引き継ぎます。"),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": section.version}, **kwargs)
        others = places.sections(municipality=section.municipality, day=clock.today()).exclude(pk=section.pk)
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody takes over: a section that is there, or the same under another name."""
        typed = super().clean() or {}
        if typed.get("successor") and typed.get("name"):
            self.add_error("name", _("「引き継ぐ課」と「新しい名前」は、どちらか一つだけ決めてください。"))
        return typed

    def facts(self) -> dict[str, Any]:
        """What was decided, as the action takes it: with a name the section goes on under it."""
        typed = self.cleaned_data
        takes_over = {"name": typed["name"]} if typed["name"] else {"successor": typed["successor"]}
        return {"last_day": typed["last_day"], "based_on": typed["version"], **takes_over}


def choose_only_one(form: forms.Form, name: str) -> None:
    """Offer the municipalities of the current scope; where there is one, it is chosen."""
    known = places.in_scope()
    form.fields[name].queryset = known  # type: ignore[attr-defined]
    if len(known[:2]) == 1:
        form.fields[name].initial = known[0]
