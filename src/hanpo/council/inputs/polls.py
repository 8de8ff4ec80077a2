"""Forms of choices among options: the choice, its options, and a new day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import DayField, PlainForm, RowForm
from hanpo.council.models import Poll, PollOption

LINES = forms.Textarea(attrs={"rows": 4})


class PollForm(RowForm):
    """What is to be chosen, until when, and what is promised to those who answer."""

    class Meta(RowForm.Meta):
        model = Poll
        fields = ("title", "question", "background", "due_on", "rule", "names_shown", "source")
        widgets = {"question": LINES, "background": LINES}
        help_texts = {
            "rule": _("回答の前に決め方を約束するときに選びます。選ばなければ、結果は話し合いの材料です。"),
            "names_shown": _("外すと、理由は市町名なしで示します。受付を始めた後は変えられません。"),
        }


class NewPollForm(PollForm):
    """A new choice, in one of the councils that may be seen."""

    council: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("協議会"), queryset=None, empty_label=None)
    field_order = ("council",)

    def __init__(self, *args: Any, councils: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["council"].queryset = councils  # type: ignore[attr-defined]

    def _get_validation_exclusions(self) -> set[str]:
        """The deed checks the whole row; the form knows the council only once it is chosen."""
        return {*super()._get_validation_exclusions(), "council"}  # type: ignore[misc]

    def facts(self) -> dict[str, Any]:
        """The facts of the choice."""
        return {name: value for name, value in self.values().items() if name != "council"}


class OptionForm(RowForm):
    """An option: what it means, what speaks for it, what it costs, what it needs."""

    class Meta(RowForm.Meta):
        model = PollOption
        fields = ("title", "meaning", "pros", "cost", "conditions")
        widgets = {"meaning": LINES, "pros": LINES, "cost": LINES, "conditions": LINES}


class ReopenForm(PlainForm):
    """A new day until which members may answer again."""

    due_on = DayField(label=_("新しい回答期限"))
