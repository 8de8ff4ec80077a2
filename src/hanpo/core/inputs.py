"""Parts of forms that every field may use."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hanpo.core.japanese import parse_date
from hanpo.core.japanese.errors import JapaneseRuleError


class DayField(forms.DateField):
    """A day, picked or typed in any usual Japanese form (令和8年4月1日, R8.4.1, 2026/4/1); errors say what to enter."""

    widget = forms.DateInput(attrs={"autocomplete": "off"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        try:
            return parse_date(str(value).strip())
        except JapaneseRuleError as refusal:
            raise ValidationError(str(refusal)) from refusal
