"""Forms of conversations: what is asked and of whom, a statement of one's own, and whether it is shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import PlainForm, RowForm
from hanpo.council.models import Conversation, StatementState

LINES = forms.Textarea(attrs={"rows": 3})


class ConversationForm(RowForm):
    """What is asked, of whom, and until when."""

    towns = forms.MultipleChoiceField(
        label=_("住民に聞く市町"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("選ばなければ、職員だけの意見の場になります。"),
    )  # fmt: skip

    class Meta(RowForm.Meta):
        model = Conversation
        fields = (
            "topic", "why", "used_for", "topic_easy", "why_easy", "asks_staff", "towns", "shown", "opens_on",
            "closes_on", "fewest",
        )  # fmt: skip
        widgets = {"why": LINES, "used_for": LINES, "why_easy": LINES}
        help_texts = {
            "shown": _("始めたあとで約束を変えないでください。変えるときは、新しい意見の場にします。"),
            "fewest": _("これより少ない人の答えは、数も割合も出しません。"),
        }

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["towns"].choices = [(place.pk, place.name) for place in places]  # type: ignore[attr-defined]


class NewConversationForm(ConversationForm):
    """A conversation to open, with the first statements."""

    council = forms.ModelChoiceField[Any](label=_("協議会"), queryset=None, empty_label=None)
    first = forms.CharField(
        label=_("はじめに並べる意見文（1行に1つ）"), widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("賛成の立場と反対の立場の両方を、1つの文に1つの考えで書いてください。10個ほどあると答えやすくなります。"),
    )  # fmt: skip
    field_order = ("council",)

    def __init__(self, *args: Any, councils: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["council"].queryset = councils  # type: ignore[attr-defined]

    def clean_first(self) -> str:
        """Every line must fit a statement."""
        text: str = self.cleaned_data["first"]
        long = [line for line in text.splitlines() if len(line.strip()) > 140]
        if long:
            raise forms.ValidationError(_("140字より長い意見文があります：「%(start)s…」") % {"start": long[0][:20]})
        return text

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name not in ("council", "first")}


class StatementForm(PlainForm):
    """A statement of one's own."""

    text = forms.CharField(
        label=_("あなたの意見文"), max_length=140,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 140}),
        help_text=_("1つの文に1つの考えを、140字までで書いてください。人の名前や電話番号は書かないでください。"),
    )  # fmt: skip


class ModerationForm(PlainForm):
    """Whether a statement is shown; one that is not shown needs a reason that its writer can understand."""

    state = forms.ChoiceField(
        label=_("掲載の判断"), widget=forms.RadioSelect,
        choices=[(StatementState.SHOWN.value, _("掲載する")), (StatementState.HELD.value, _("掲載しない"))],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("理由"), required=False, max_length=300,
        help_text=_("掲載しないときは必ず書いてください。参加した人みんなが読めます。"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("state") == StatementState.HELD and not cleaned.get("reason"):
            self.add_error("reason", _("掲載しないときは、理由を書いてください。"))
        return cleaned
