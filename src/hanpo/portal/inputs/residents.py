"""Looking at residents' data, and what residents themselves decide and choose."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hanpo.core import clock, registry
from hanpo.core.inputs import DayField, Form
from hanpo.core.japanese import add_months
from hanpo.core.models import Municipality
from hanpo.core.queries import places
from hanpo.core.queries.residents import CONTACT

DAY = timedelta(days=1)

PURPOSES = (
    _("窓口での申請・届出の受付"),
    _("電話での問い合わせへの回答"),
    _("給付・通知の対象の確認"),
    _("訪問・見守りの準備"),
)
"""Ready-made purposes of looking at a resident's data. Whoever has another one writes it down."""


class PurposeForm(Form):
    """Why somebody is about to look at residents' data."""

    ready = forms.ChoiceField(
        label=_("見る理由"), required=False, widget=forms.RadioSelect, choices=[(text, text) for text in PURPOSES]
    )
    words = forms.CharField(label=_("ほかの理由"), max_length=150, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("ready") and not (cleaned.get("words") or "").strip():
            raise forms.ValidationError(_("何のために見るのかを選ぶか、書いてください。本人が読む記録に残ります。"))
        return cleaned

    def purpose(self) -> str:
        """The purpose as the resident will read it; own words come first."""
        return str(self.cleaned_data["words"].strip() or self.cleaned_data["ready"])


class ResidentSearchForm(Form):
    """Whom staff look for: at least two letters of the name, or the day of birth."""

    name = forms.CharField(
        label=_("氏名かフリガナ"),
        required=False,
        max_length=80,
        help_text=_("一部でも探せます。間の空白は入れなくてかまいません。"),
    )
    born_on = DayField(label=_("生年月日"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name = "".join((cleaned.get("name") or "").split())
        if len(name) < 2 and not cleaned.get("born_on") and not self.errors:
            raise forms.ValidationError(_("氏名かフリガナを2文字以上、または生年月日を入れてください。"))
        return cleaned


class ConsentForm(Form):
    """A resident lets a section use some data."""

    recipient = forms.ChoiceField(
        label=_("だれに使ってもらいますか"), widget=forms.RadioSelect,
        error_messages={"required": _("だれに使ってもらうかを選んでください。")},
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("何のために使ってもらいますか"), max_length=200,
        error_messages={"required": _("何のために使ってもらうかを書いてください。")},
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("どの情報を使ってもらいますか"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("使ってもらう情報を、1つ以上選んでください。")},
    )  # fmt: skip
    months = forms.TypedChoiceField(
        label=_("いつまでですか"), coerce=int, widget=forms.RadioSelect, initial=12,
        choices=[(6, _("6か月")), (12, _("1年")), (36, _("3年")), (0, _("わたしが取りやめるまで"))],
    )  # fmt: skip

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = places.sections(municipality=municipality, day=clock.today())
        self.fields["recipient"].choices = [(str(s), str(s)) for s in sections]  # type: ignore[attr-defined]
        kinds = registry.subject_data().values()
        self.fields["kinds"].choices = [(kind.key, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["kinds"].initial = [CONTACT]

    def facts(self, *, today: date) -> dict[str, Any]:
        """The consent as the record keeps it: it begins today, and its last day counts."""
        typed = self.cleaned_data
        until = add_months(today, typed["months"]) - DAY if typed["months"] else None
        return {
            "recipient": typed["recipient"], "purpose": typed["purpose"], "data": typed["kinds"],
            "since": today, "until": until,
        }  # fmt: skip


class SettingsForm(Form):
    """A person's own settings."""

    language = forms.ChoiceField(label=_("ことば"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    email = forms.EmailField(
        label=_("メールアドレス"),
        required=False,
        help_text=_("お知らせをここに送ります。空にするとメールは届きません。"),
    )
    mails_urgent_work = forms.BooleanField(
        label=_("急ぎのおぜん立てができたら、メールでも知らせる"), required=False,
        help_text=_("期限が2日以内のものだけです。メールは1日に1通までで、「お知らせ」にはいつも出ます。"),
    )  # fmt: skip

    def __init__(self, *args: Any, has_tray: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_tray:
            del self.fields["mails_urgent_work"]
