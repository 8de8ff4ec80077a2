"""Forms of undertakings and hearings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import DayField, PlainForm, RowForm
from hanpo.counter.models import Improvement


class ImprovementForm(RowForm):
    """What the sections change together."""

    class Meta(RowForm.Meta):
        model = Improvement
        fields: tuple[str, ...] = ("title", "aim", "lead", "started_on", "closed_on")
        widgets = {"aim": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "title": _("例：引っ越してきた家族の半日を、30分にする"),
            "aim": _("聞き取りをお願いする課の人が読みます。"),
            "closed_on": _("続いているあいだは空けておいてください。"),
        }

    def __init__(self, *args: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = sections  # type: ignore[attr-defined]


class NewImprovementForm(ImprovementForm):
    """A new undertaking: the section that leads it says whose it is."""

    class Meta(ImprovementForm.Meta):
        fields = ("title", "aim", "lead", "started_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].required = True


class AskForm(PlainForm):
    """Which sections are asked, and until when."""

    sections: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("聞く課"), queryset=None, widget=forms.CheckboxSelectMultiple,
        help_text=_("すでに聞いた課は、ここに出ません。"),
    )  # fmt: skip
    due_on = DayField(
        label=_("聞き取りの期限"), help_text=_("書くのは10分ほどです。2週間ほど取ると、窓口の合間に書けます。")
    )

    def __init__(self, *args: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].queryset = sections  # type: ignore[attr-defined]
        self.fields["sections"].label_from_instance = lambda row: row.name  # type: ignore[attr-defined]


class SameForm(PlainForm):
    """Which card says the same here."""

    card: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("課題カード"), queryset=None)

    def __init__(self, *args: Any, cards: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["card"].queryset = cards  # type: ignore[attr-defined]
