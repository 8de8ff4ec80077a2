"""Parts of forms that every field may use."""

from __future__ import annotations

import html
import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.choices import BlankChoiceIterator
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanpo.core.japanese import parse_date
from hanpo.core.japanese.errors import JapaneseRuleError


class DayField(forms.DateField):
    """A day, picked or typed in any usual Japanese form (令和8年4月1日, R8.4.1, 2026/4/1); errors say what to enter.

    In Japanese they also say what is wrong with the day; the rules of the eras are told in no other language.
    """

    widget = forms.DateInput(attrs={"autocomplete": "off"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        try:
            return parse_date(str(value).strip())
        except JapaneseRuleError as refusal:
            raise ValidationError(_unreadable_day(str(value), refusal)) from refusal


def _unreadable_day(typed: str, refusal: JapaneseRuleError) -> str:
    if (get_language() or "ja").startswith("ja"):
        return str(refusal)
    return _("「{typed}」は日付として読めません。2026-04-01 のように入れてください。").format(typed=typed.strip())


class LongSelect(forms.Select):
    """A choice among thousands: the options are written in one go, not by a template each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        told = self.get_context(name, value, attrs)["widget"]
        every = (option for _group, options, _number in told["optgroups"] for option in options)
        options = "\n".join(
            f'<option value="{html.escape(str(one["value"]))}"{" selected" if one["selected"] else ""}>'
            f"{html.escape(str(one['label']))}</option>"
            for one in every
        )
        return format_html(
            '<select name="{}"{}>\n{}\n</select>', told["name"], flatatt(told["attrs"]), mark_safe(options)
        )


class TypedNumber(forms.TextInput):
    """A number, typed: full-width digits and thousands separators are read too, and no wheel changes it by accident."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return unicodedata.normalize("NFKC", typed).replace(",", "").strip() if isinstance(typed, str) else typed


_CHOSEN = (forms.ChoiceField, forms.ModelChoiceField, forms.FileField)
"""What is chosen and not typed."""


class InOurWords:
    """A form that says what to do, field by field, where Django would say what is wrong with "this field".

    What a field says for itself stays; words are put in only where Django's own would be shown.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _name_nothing(field)
            _let_type(field)

    def full_clean(self) -> None:
        """Check what was typed."""
        for field in self.fields.values():
            _speak(field)
        super().full_clean()  # type: ignore[misc]


class Form(InOurWords, forms.Form):
    """A form of questions that belong to no one row."""


_DASHES = "---------"
"""How Django calls it when nothing is chosen."""


def _name_nothing(field: forms.Field) -> None:
    """Say in words what it means that nothing is chosen yet."""
    words = _("（選んでください）") if field.required else _("（なし）")
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = words if field.empty_label == _DASHES else field.empty_label
    elif isinstance(field, forms.ChoiceField) and isinstance(field.choices, list | BlankChoiceIterator):
        field.choices = [(value, words if label == _DASHES else label) for value, label in field.choices]


def _let_type(field: forms.Field) -> None:
    """Take numbers as text; telephones show their digits."""
    if isinstance(field, forms.IntegerField) and type(field.widget) is forms.NumberInput:
        whole = not isinstance(field, forms.FloatField | forms.DecimalField)
        field.widget = TypedNumber({"inputmode": "numeric" if whole else "decimal", "autocomplete": "off"})
        field.widget.is_required = field.required


def _speak(field: forms.Field) -> None:
    """Replace the messages that the field has from Django."""
    djangos = _messages_of_django(type(field))
    for code, words in _words(field).items():
        if field.error_messages.get(code) is djangos.get(code):
            field.error_messages[code] = words


def _messages_of_django(kind: type[forms.Field]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        if base.__module__.startswith("django."):
            found.update(getattr(base, "default_error_messages", {}))
    return found


def _words(field: forms.Field) -> dict[str, str]:
    """What to say for each kind of error. Signs for the limits (`%(limit_value)s`) are filled in by Django."""
    label = str(field.label or "")
    said = {
        "required": _required(field),
        "unique": _("同じ「{label}」がもう登録されています。ほかのものにしてください。"),
        "max_length": _("「{label}」は%(limit_value)d文字までです。いま%(show_value)d文字あります。"),
        "min_value": _("「{label}」は%(limit_value)s以上の数にしてください。"),
        "max_value": _("「{label}」は%(limit_value)s以下の数にしてください。"),
        "invalid_choice": _("「{label}」で選んだものは、いまは選べません。選び直してください。"),
        "invalid_pk_value": _("「{label}」で選んだものは、いまは選べません。選び直してください。"),
        "empty": _("選んだファイルは中身が空です。ほかのファイルを選んでください。"),
    }
    invalid = _invalid(field)
    if invalid:
        said["invalid"] = invalid
    return {
        code: words.format(label=label if code in _UNFILLED else label.replace("%", "%%"))
        for code, words in said.items()
    }


_UNFILLED = ("required", "invalid", "empty")
"""Errors to which Django gives nothing to fill in, so that a percent sign stays as it is."""


def _required(field: forms.Field) -> str:
    if isinstance(field, forms.BooleanField):
        return _("「{label}」に印を付けてください。")
    return _("「{label}」を選んでください。") if isinstance(field, _CHOSEN) else _("「{label}」を入れてください。")


def _invalid(field: forms.Field) -> str:
    """What to say when the value cannot be read; nothing for a field that says it by itself."""
    if isinstance(field, forms.EmailField):
        return _("「{label}」は hanako@example.jp のような形で入れてください。")
    if isinstance(field, forms.SlugField):
        return _("「{label}」は半角の英字・数字・ハイフンだけで入れてください。")
    if isinstance(field, forms.FloatField | forms.DecimalField):
        return _("「{label}」は数字で入れてください（例 1.5）。")
    if isinstance(field, forms.IntegerField):
        return _("「{label}」は数字で入れてください（例 30）。")
    return ""
