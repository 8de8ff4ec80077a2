"""Forms of surveys: prepare, move the day, hand a reply on, enter for a member."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import DayField, PlainForm, RowForm, names_only
from hanpo.council.models import Promise, Reply, Survey
from hanpo.forms.models import Channel

TEXT = forms.Textarea(attrs={"rows": 3})


class SurveyForm(RowForm):
    """What is said of a survey before it is sent."""

    class Meta(RowForm.Meta):
        model = Survey
        fields = ("title", "purpose", "promise", "due_on", "minutes_estimated")
        widgets = {"purpose": TEXT, "promise": forms.RadioSelect}
        help_texts = {
            "purpose": _("答える人が読みます。結果を何に使うかまで書いてください。"),
            "promise": _("答える前に示す約束です。送ったあとは変えられません。"),
            "minutes_estimated": _("0のままにすると、質問の数と種類から見積もります。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["promise"].choices = Promise.choices  # type: ignore[attr-defined]


class NewSurveyForm(PlainForm):
    """A new survey: from last time's, or from a form of the secretariat."""

    council: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("協議会"), queryset=None, empty_label=None)
    last: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("前回の調査"), queryset=None, required=False, empty_label=_("（前回はない）"),
        help_text=_("選ぶと、前回の様式を写して作ります。前回の答えが各市町の下書きに入り、結果を比べられます。"),
    )  # fmt: skip
    draft: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("様式"), queryset=None, required=False, empty_label=_("（前回の様式を写す）"),
        help_text=_("「様式を作る・直す」で作った様式から選びます。"),
    )  # fmt: skip
    title = forms.CharField(label=_("調査名"), max_length=200)
    purpose = forms.CharField(
        label=_("何のために聞くか"),
        widget=TEXT,
        help_text=_("答える人が読みます。結果を何に使うかまで書いてください。"),
    )
    promise = forms.ChoiceField(
        label=_("回答の示し方"), choices=Promise.choices, widget=forms.RadioSelect, initial=Promise.NAMED,
        help_text=_("答える前に示す約束です。送ったあとは変えられません。"),
    )  # fmt: skip
    due_on = DayField(label=_("回答期限"))

    def __init__(self, *args: Any, councils: Any, surveys: Any, drafts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {"council": councils, "last": names_only(surveys), "draft": names_only(drafts)}
        for name, found in rows.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        last, draft = cleaned.get("last"), cleaned.get("draft")
        if last is None and draft is None and not self.errors.get("draft"):
            self.add_error("draft", _("様式を選ぶか、写す前回の調査を選んでください。"))
        if last is not None and cleaned.get("council") not in (None, last.council):
            self.add_error("last", _("選んだ協議会の調査ではありません。"))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What is said of the survey."""
        return {name: self.cleaned_data[name] for name in ("title", "purpose", "promise", "due_on")}


class ExtendForm(PlainForm):
    """A later day, for all or for some members."""

    replies: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("市町"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("どれも選ばなければ、まだ答えていないすべての市町の期限と、調査の期限を延ばします。"),
    )  # fmt: skip
    due_on = DayField(label=_("新しい期限"))
    reason = forms.CharField(label=_("理由"), max_length=300)

    def __init__(self, *args: Any, replies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replies"].queryset = replies  # type: ignore[attr-defined]
        self.fields["replies"].label_from_instance = lambda row: row.municipality.name  # type: ignore[attr-defined]


class ReplyNoteForm(RowForm):
    """Who is in charge of a reply, how long it took, and why there is no answer yet."""

    class Meta(RowForm.Meta):
        model = Reply
        fields = ("section", "person_in_charge", "minutes_spent", "why_not_yet")
        help_texts = {
            "person_in_charge": _("課内で分かる書き方で構いません。"),
            "minutes_spent": _("調べる時間を含めた、おおよその合計です。調査の見直しに使います。"),
            "why_not_yet": _("例：10日の課内会議のあとに答えます。事務局に伝わり、お願いの連絡を控えめにできます。"),
        }

    def __init__(self, *args: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]


class CommentForm(PlainForm):
    """A comment on a step."""

    comment = forms.CharField(label=_("コメント"), max_length=500, required=False, widget=TEXT)


class ReturnForm(PlainForm):
    """What is to be changed, within the office."""

    comment = forms.CharField(label=_("直してほしいこと"), max_length=500, widget=TEXT)


class SendBackForm(PlainForm):
    """Why the secretariat sends a reply back."""

    reason = forms.CharField(
        label=_("差し戻す理由"),
        max_length=200,
        widget=TEXT,
        help_text=_("どの質問の何を確かめたいかを書いてください。"),
    )


class ProxyForm(PlainForm):
    """For whom the secretariat enters a reply, how it came, and why."""

    on_behalf_of = forms.CharField(
        label=_("だれの代わりに"), max_length=120, help_text=_("例：企画課 担当の方（答えてくださった人）")
    )
    channel = forms.ChoiceField(
        label=_("受けた方法"), choices=[(one.value, one.label) for one in (Channel.PAPER, Channel.PHONE, Channel.EXCEL)],
        widget=forms.RadioSelect,
    )  # fmt: skip
    proxy_reason = forms.CharField(label=_("代わりに入力する理由"), max_length=200)
