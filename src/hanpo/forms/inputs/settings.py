"""What people type about a form as a whole."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import Form, names_only
from hanpo.forms.engine import definition as engine
from hanpo.forms.models import Audience, FormDraft

KEEP_THEIRS = "theirs"


class SettingsForm(Form):
    """The name of a form and what is said of it beside its questions."""

    title = forms.CharField(label=_("様式の名前"), max_length=120)
    purpose = forms.CharField(
        label=_("何のために聞くか"), required=False, widget=forms.Textarea,
        help_text=_("答える人のいちばん初めのページに出ます。"),
    )  # fmt: skip
    audience = forms.ChoiceField(label=_("だれが答えるか"), choices=Audience.choices)
    next_step = forms.CharField(
        label=_("送ったあとに起こること"), required=False, max_length=300,
        help_text=_("送った人に見せます。例：3日以内に、担当から電話をします。"),
    )  # fmt: skip
    retention_days = forms.IntegerField(
        label=_("回答の保存日数"), min_value=1, max_value=36500,
        help_text=_("過ぎると、消す案が「おぜん立て」に出ます。3年は1095日です。"),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def based_on(self) -> int:
        """The version that the person saw."""
        return int(self.cleaned_data.get("version") or 0)

    def changes(self) -> dict[str, Any]:
        """What was typed, without the fields where the person chose to keep what stands there."""
        kept = {name for name in self.fields if self.data.get(f"keep-{name}") == KEEP_THEIRS}
        return {name: value for name, value in self.cleaned_data.items() if name not in {*kept, "version"}}

    def refuse(self, error: ValidationError) -> None:
        """Show why a deed refused the values."""
        refuse(self, error)


class NewForm(SettingsForm):
    """A new form: for which municipality, from which form or none."""

    version = None  # type: ignore[assignment]
    municipality: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("市町"), queryset=None)
    template: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("もとにする様式"), queryset=None, required=False, empty_label=_("何もない様式から始める"),
    )  # fmt: skip

    field_order = ["municipality", "template", "title"]

    def __init__(self, *args: Any, places: Any, templates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["municipality"], places)
        self.fields["template"].queryset = names_only(templates)  # type: ignore[attr-defined]
        self.initial.setdefault("retention_days", FormDraft._meta.get_field("retention_days").default)

    def said(self) -> dict[str, Any]:
        """Whose form it is, its name, and the questions it begins with."""
        template = self.cleaned_data["template"]
        return {
            "municipality": self.cleaned_data["municipality"],
            "title": self.cleaned_data["title"],
            "definition": template.definition if template else None,
        }

    def settings(self) -> dict[str, Any]:
        """What is said of the form beside its name and where it comes from."""
        left_out = {"municipality", "template", "title"}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


class ImportForm(Form):
    """A form from a file."""

    municipality: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("市町"), queryset=None)
    file = forms.FileField(
        label=_("ファイル"),
        help_text=_("Hanpoから書き出したYAML・JSON、またはXLSForm（Excel）。"),
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["municipality"], places)

    def refuse(self, error: ValidationError) -> None:
        """Show why the file was not taken."""
        refuse(self, error)


class CopyForm(Form):
    """A copy of a form: its name, and for which municipality."""

    title = forms.CharField(label=_("新しい様式の名前"), max_length=120)
    municipality: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("市町"), queryset=None)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["municipality"], places)

    def refuse(self, error: ValidationError) -> None:
        """Show why the copy cannot be made."""
        refuse(self, error)


class PublishForm(Form):
    """What is said with a new version."""

    note = forms.CharField(
        label=_("この版で変わったこと"), required=False, max_length=300,
        help_text=_("あとの人が読みます。例：電話番号を任意にした。"),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def refuse(self, error: ValidationError) -> None:
        """Show what is left to repair."""
        refuse(self, error)


class SectionForm(Form):
    """A section: its heading, and a note beneath it."""

    title = forms.CharField(label=_("区分の見出し"), max_length=200)
    note = forms.CharField(label=_("見出しの下の説明"), required=False, widget=forms.Textarea)

    def section(self, section_id: str, old: engine.Section | None) -> engine.Section:
        """The section with what was typed; its other languages, condition and items stay."""
        base = old or engine.Section(id=section_id)
        title, note = self.cleaned_data["title"], self.cleaned_data["note"]
        return engine.Section(
            id=section_id, title=in_japanese(base.title, title), note=in_japanese(base.note, note), when=base.when,
            items=base.items,
        )  # fmt: skip


def in_japanese(words: engine.Words, text: str) -> engine.Words:
    """The words with another Japanese text; without any, nothing is left in other languages."""
    return engine.Words(text, words.easy, words.en) if text else engine.Words()


def refuse(form: forms.BaseForm, error: ValidationError) -> None:
    """Put the messages of a refused deed at the form's fields, or on top where it has no such field."""
    found: Any = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for name, messages in found.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)


def _choose(field: forms.Field, places: Any) -> None:
    """Offer the municipalities; where there is one, it is chosen already and not asked for."""
    field.queryset = places  # type: ignore[attr-defined]
    if len(places) == 1:
        field.initial, field.widget = places[0].pk, forms.HiddenInput()
