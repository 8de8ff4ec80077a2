"""Forms of the monthly reports: which month of whom, and the summary on top."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import Form, PlainForm
from hanpo.hub.queries import reports


class ReportChoice(Form):
    """The municipality and the month of a report."""

    place = forms.ChoiceField(label=_("市町"), required=False)
    month = forms.ChoiceField(label=_("月"), required=False)

    def __init__(self, *args: Any, places: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [(place.pk, place.name) for place in places]  # type: ignore[attr-defined]
        months = [(f"{first:%Y-%m}", reports.month_words(first)) for first in reports.months_to_report(today=today)]
        self.fields["month"].choices = months  # type: ignore[attr-defined]


class ReportForm(PlainForm):
    """The summary of a report, to be read and put right before it is issued."""

    summary = forms.CharField(
        label=_("まとめ"), widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("記録の数から下書きしてあります。報告書のいちばん上に載ります。"),
    )  # fmt: skip
