"""Forms of decision records: the record, its steps, opinions, corrections, and what follows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import DayField, PlainForm, RowForm
from hanpo.council.models import DecisionRecord, DecisionState, FollowUp

LINES = forms.Textarea(attrs={"rows": 4})
TEXTS = ("title", "motion", "background", "asked", "dissent", "conditions", "review_on", "source")
WIDGETS = dict.fromkeys(("motion", "background", "asked", "dissent", "conditions"), LINES)


class DecisionForm(RowForm):
    """What is to be decided, and what is known about it so far."""

    class Meta(RowForm.Meta):
        model = DecisionRecord
        fields = TEXTS
        widgets = WIDGETS
        help_texts = {
            "dissent": _("まとめ直さず、本人たちの言葉のまま入れてください。"),
            "review_on": _("この日になると、見直しが事務局のおぜん立てに出ます。"),
        }


class NewDecisionForm(DecisionForm):
    """A new record, with or without a choice that it rests on."""

    council: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("協議会"), queryset=None, empty_label=None)
    poll: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("案選び"), queryset=None, required=False,
        help_text=_("選ぶと、今日の結果の写しが記録に残ります。"),
    )  # fmt: skip
    field_order = ("council", "poll")

    def __init__(self, *args: Any, councils: Any, polls: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["council"].queryset = councils  # type: ignore[attr-defined]
        self.fields["poll"].queryset = polls  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """The facts of the record."""
        return {name: value for name, value in self.values().items() if name != "council"}


class AfterwardsForm(RowForm):
    """What may be changed after the decision: when it is looked at again, and who may read it."""

    class Meta(RowForm.Meta):
        model = DecisionRecord
        fields = ("review_on", "is_public")
        help_texts = {"is_public": _("意見と氏名は公表の頁に出ません。")}


class MoveForm(PlainForm):
    """A step of a record; what belongs to it is asked only there."""

    comment = forms.CharField(label=_("コメント"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, decision: DecisionRecord, to: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = _asked(decision, to)
        self.fields = {**self.asked, **self.fields}

    def facts(self) -> dict[str, Any]:
        """What belongs to the step."""
        return {name: self.cleaned_data[name] for name in self.asked}


def _asked(decision: DecisionRecord, to: str) -> dict[str, forms.Field]:
    if to == DecisionState.ASKED:
        return {"answer_by": DayField(label=_("意見の期限"), initial=decision.answer_by)}
    if to == DecisionState.AMENDED:
        text = forms.CharField(label=_("決めること（案文）"), initial=decision.motion, widget=LINES)
        return {"motion": text}
    if to == DecisionState.DECIDED:
        return {
            "motion": forms.CharField(label=_("決めること（案文）"), initial=decision.motion, widget=LINES),
            "decided_on": DayField(label=_("決めた日")),
            "decided_by": forms.CharField(label=_("誰が決めたか（会議・役職）"), max_length=200),
            "decided_rule": forms.CharField(label=_("どの決まりによるか（規約の条）"), max_length=200),
            "review_on": DayField(label=_("見直す日"), required=False, initial=decision.review_on),
        }
    if to in (DecisionState.CARRIED_OUT,):
        return {"review_on": DayField(label=_("次に見直す日"), required=False)}
    return {}


class OpinionForm(PlainForm):
    """What a member thinks of a proposal."""

    municipality: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("どの市町の意見か"), queryset=None, empty_label=None
    )
    text = forms.CharField(label=_("意見"), widget=LINES, max_length=4000)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = places  # type: ignore[attr-defined]


class CorrectionForm(PlainForm):
    """A correction of a record that was decided."""

    text = forms.CharField(label=_("訂正の内容"), widget=LINES, max_length=4000)
    reason = forms.CharField(label=_("訂正の理由"), max_length=300)


class FollowUpForm(RowForm):
    """What follows from a decision, whose it is, and until when."""

    class Meta(RowForm.Meta):
        model = FollowUp
        fields = ("text", "municipality", "owner", "due")
        help_texts = {"municipality": _("選ばなければ、協議会の事務局の作業になります。")}

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = places  # type: ignore[attr-defined]


class FinishForm(PlainForm):
    """A word on what was done."""

    note = forms.CharField(label=_("ひとこと（結果・残ったこと）"), required=False, max_length=300)
