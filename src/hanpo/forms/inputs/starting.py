"""What is asked before the first question, and when a response is taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.inputs import Form
from hanpo.forms.inputs.settings import refuse
from hanpo.forms.models import Channel


class StartForm(Form):
    """Where one answers (asked only of those with posts in several places), and for whom, if for somebody else."""

    municipality: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=gettext_lazy("市町"), queryset=None)
    on_behalf_of = forms.CharField(
        label=gettext_lazy("だれの代わりに入力しますか"), required=False, max_length=120,
        help_text=gettext_lazy("自分の答えなら、空のままにします。"),
    )  # fmt: skip
    channel = forms.ChoiceField(label=gettext_lazy("受けた方法"), choices=Channel.choices, required=False)
    proxy_reason = forms.CharField(
        label=gettext_lazy("代わりに入力する理由"), required=False, max_length=200,
        help_text=gettext_lazy("例：電話で聞き取った。紙で受け取った。"),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Any, is_staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["municipality"]
        field.queryset = places
        if len(places) == 1:
            field.initial, field.widget = places[0].pk, forms.HiddenInput()
        if not is_staff:
            for name in ("on_behalf_of", "channel", "proxy_reason"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where somebody else is named."""
        cleaned = dict(super().clean() or self.cleaned_data)
        if cleaned.get("on_behalf_of") and not cleaned.get("proxy_reason"):
            self.add_error("proxy_reason", _("代わりに入力する理由を書いてください。"))
        return cleaned

    def said(self) -> dict[str, Any]:
        """What was said, for the deed."""
        typed = self.cleaned_data
        return {
            "municipality": typed["municipality"],
            "on_behalf_of": typed.get("on_behalf_of", ""),
            "proxy_reason": typed.get("proxy_reason", ""),
            "channel": typed.get("channel") or Channel.PAGE,
        }

    def refuse(self, error: ValidationError) -> None:
        """Show why it cannot begin."""
        refuse(self, error)


class ReopenForm(Form):
    """Why a sent response is written again."""

    reason = forms.CharField(label=gettext_lazy("書き直す理由"), max_length=200)

    def refuse(self, error: ValidationError) -> None:
        """Show why it cannot be taken back."""
        refuse(self, error)
