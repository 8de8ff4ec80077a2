"""Decisions on prepared work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import DayField, Form, TypedNumber
from hanpo.core.models import PreparedWork

DECLINE_REASONS = (
    ("done", _("もう済んでいる")),
    ("early", _("いまは時期ではない")),
    ("wrong", _("内容が実際と違う")),
    ("elsewhere", _("うちの担当ではない")),
    ("unwanted", _("この種類は要らない")),
)
"""Ready-made reasons: they teach the preparer, so they say what was wrong with the offer and not with the work."""


class DraftForm(Form):
    """The values of prepared work that a person may change before approving, as its preparer described them."""

    def __init__(self, *args: Any, work: PreparedWork, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for described in work.fields:
            self.fields[described["name"]] = _draft_field(described, work.draft.get(described["name"]))

    def changes(self) -> dict[str, Any]:
        """The values as the draft keeps them: dates as ISO 8601."""
        return {name: value.isoformat() if hasattr(value, "isoformat") else value
                for name, value in self.cleaned_data.items()}  # fmt: skip


def _draft_field(described: dict[str, str], value: Any) -> forms.Field:
    common: dict[str, Any] = {"label": described["label"], "initial": value, "required": False}
    kind = described["kind"]
    if kind == "text":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 8}), **common)
    if kind == "date":
        return DayField(**common)
    if kind == "number":
        common["widget"] = TypedNumber({"inputmode": "decimal"})
        return forms.FloatField(**common) if isinstance(value, float) else forms.IntegerField(**common)
    return forms.CharField(**common)


class DeclineForm(Form):
    """Why prepared work is put aside: a ready-made reason, changed or not, or own words."""

    reason = forms.CharField(
        label=_("見送る理由"),
        max_length=300,
        error_messages={"required": _("見送る理由を選ぶか、書いてください。次のおぜん立てに生かします。")},
    )
