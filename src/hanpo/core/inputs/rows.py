"""Forms of rows: Japanese days, edits that show conflicts, refusals at their fields; and what a list is narrowed to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs.words import DayField, Form, InOurWords

KEEP_THEIRS = "theirs"
ALL = ("", _("すべて"))


class RowChoice(forms.ModelChoiceField[Any]):
    """A choice among rows of a town; which rows is said when the form is made, in the scope of the page."""

    def __init__(self, *, target: type[models.Model], **options: Any) -> None:
        super().__init__(queryset=None, **options)
        self.target = target


def names_only(rows: models.QuerySet[Any], name: str = "title") -> models.QuerySet[Any]:
    """The rows for a long list of choices: their names, without what hangs on them and without whole definitions."""
    return rows.select_related(None).only(name)


def usual_or_ours(field: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """The form field of a model field: days in any usual Japanese form, rows chosen later, everything else as usual."""
    common = {
        "label": field.verbose_name,
        "required": not field.blank,
        "help_text": options.get("help_text", field.help_text),
    }
    if isinstance(field, models.ForeignKey):
        return RowChoice(target=field.related_model, **common)
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return DayField(**common)
    return field.formfield(**options)


class RowForm(InOurWords, forms.ModelForm[Any]):
    """A form of a row that two people may edit. `changes` holds only what this person touched.

    Hidden first values tell what the person saw, so that an untouched field never overwrites somebody else's text.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        formfield_callback = usual_or_ours

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = getattr(self.instance, "version", None)
        if self.instance.pk:
            for name, field in self.fields.items():
                field.show_hidden_initial = name != "version"

    @property
    def based_on(self) -> int:
        """The version that the person saw."""
        return int(self.cleaned_data.get("version") or 0)

    def values(self) -> dict[str, Any]:
        """Every value, for a new row."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def changes(self) -> dict[str, Any]:
        """What this person changed, without the fields where they chose to keep what stands there."""
        kept = {name for name in self.fields if self.data.get(f"keep-{name}") == KEEP_THEIRS}
        return {name: value for name, value in self.values().items() if name in self.changed_data and name not in kept}

    def refuse(self, error: ValidationError) -> None:
        """Show why a deed refused the values, at their fields where the form has them."""
        add_errors(self, error)


class PlainForm(Form):
    """A form that is not a row's: a decision at a gate, an answer, a move."""

    def refuse(self, error: ValidationError) -> None:
        """Show why a deed refused the values, at their fields where the form has them."""
        add_errors(self, error)


class Filter(Form):
    """What a list shows; the address holds it, and a choice that cannot be is left out."""

    def asked(self) -> dict[str, Any]:
        """What was chosen."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def named(self) -> dict[str, str]:
        """What was chosen, in words."""
        return {str(self[name].label): self._label(name, value) for name, value in self.asked().items()}

    def _label(self, name: str, value: Any) -> str:
        return str(dict(getattr(self.fields[name], "choices", ())).get(value, value))


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Put the messages of a refused deed at the form's fields, or on top where it has no such field."""
    found: Mapping[Any, Any] = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for name, messages in found.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)
