"""Forms of improvement steps, agreement, timings and measures."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.inputs import DayField, PlainForm, RowForm
from hanpo.counter.models import ImprovementStep, Phase, SectionVoice, Word

WHOSE = (("staff", gettext_lazy("職員の時間")), ("resident", gettext_lazy("住民の時間")))
TIMES = re.compile(r"[\s,、]+")
"""What stands between two timings, so that a column of Excel can be pasted."""


class StepForm(RowForm):
    """A step: what is done, by whom, until when, with which expected effect."""

    class Meta(RowForm.Meta):
        model = ImprovementStep
        fields = ("title", "owner", "due", "resident_minutes", "staff_minutes", "cases_a_year")

    def __init__(self, *args: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = sections  # type: ignore[attr-defined]


class NeedForm(PlainForm):
    """What has to be done first."""

    needs: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=gettext_lazy("先に要る工程"), queryset=None)

    def __init__(self, *args: Any, steps: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["needs"].queryset = steps  # type: ignore[attr-defined]


class AgreementForm(PlainForm):
    """How a section stands to a step."""

    section: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=gettext_lazy("どの課として"), queryset=None)
    understands = forms.TypedChoiceField(coerce=int, choices=Word.choices, widget=forms.RadioSelect)
    agrees = forms.TypedChoiceField(coerce=int, choices=Word.choices, widget=forms.RadioSelect)
    bears = forms.TypedChoiceField(coerce=int, choices=Word.choices, widget=forms.RadioSelect)
    condition = forms.CharField(
        label=gettext_lazy("こうなればよい、という条件"), required=False, max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]
        for name in ("understands", "agrees", "bears"):
            self.fields[name].label = SectionVoice._meta.get_field(name).verbose_name  # type: ignore[union-attr]


class TimingForm(PlainForm):
    """Timings of single cases, typed or pasted."""

    phase = forms.ChoiceField(label=gettext_lazy("いつの計測か"), choices=Phase.choices, widget=forms.RadioSelect)
    whose = forms.ChoiceField(label=gettext_lazy("だれの時間か"), choices=WHOSE, widget=forms.RadioSelect)
    minutes = forms.CharField(
        label=gettext_lazy("1件ごとの分"), widget=forms.Textarea(attrs={"rows": 5, "inputmode": "decimal"}),
        help_text=gettext_lazy("1行に1件。分（12.5）か、分と秒（12:30）で。Excelの列を貼り付けられます。"),
    )  # fmt: skip
    timed_on = DayField(label=gettext_lazy("計った日"))
    source = forms.CharField(
        label=gettext_lazy("どうやって計ったか"), max_length=120, help_text=gettext_lazy("例：窓口でストップウォッチ")
    )

    def clean_minutes(self) -> list[Decimal]:
        """The timings in minutes, each as it was typed."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["minutes"])
        return [_minutes(one) for one in TIMES.split(typed) if one]


def _minutes(typed: str) -> Decimal:
    whole, _colon, seconds = typed.partition(":")
    try:
        return (Decimal(whole) + Decimal(seconds or 0) / 60).quantize(Decimal("0.01"))
    except InvalidOperation as fault:
        words = _("「{typed}」は時間として読めません。12.5 か 12:30 のように入れてください。").format(typed=typed[:20])
        raise ValidationError(words) from fault


class MeasureForm(PlainForm):
    """A month's counted cases."""

    section: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=gettext_lazy("どの課の時間か"), queryset=None)
    month = DayField(label=gettext_lazy("月"), help_text=gettext_lazy("その月のどの日でも構いません。"))
    cases = forms.IntegerField(label=gettext_lazy("数えた件数"), min_value=1)
    source = forms.CharField(
        label=gettext_lazy("件数の数え方"), max_length=200, help_text=gettext_lazy("例：受付番号の記録から")
    )

    def __init__(self, *args: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]
