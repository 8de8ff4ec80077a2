"""Forms of results: what is written about them, and putting groups of texts right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import PlainForm, RowForm
from hanpo.council.engine.results import LEAST_K
from hanpo.council.models import FreeTextGroup, Promise, PublicationDraft
from hanpo.council.queries.results import by_choices, groupings_promised


class PublicationForm(RowForm):
    """The summary, and how members are told apart and hidden, as far as the survey's promise leaves a choice."""

    by = forms.ChoiceField(
        label=_("分けて示す"), required=False,
        help_text=_("分け方は一つだけ選べます。二つの分け方を並べると、伏せた数が差から分かってしまうためです。"),
    )  # fmt: skip
    k = forms.IntegerField(
        label=_("この数より少ない市町の数字は示さない"), min_value=LEAST_K, max_value=20,
        help_text=_("小さい数と、その数が差から分かる数を伏せます。"),
    )  # fmt: skip

    class Meta(RowForm.Meta):
        model = PublicationDraft
        fields = ["summary", "by", "k"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 10})}
        help_texts = {
            "summary": _("公表するページとファイルのいちばん上に載ります。伏せる数をここに書かないでください。")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        survey = self.instance.survey
        allowed = groupings_promised(survey=survey)
        self.fields["by"].choices = by_choices(allowed)  # type: ignore[attr-defined]
        if survey.promise == Promise.NAMED:
            del self.fields["k"]
        if not allowed:
            del self.fields["by"]


class CommentForm(PlainForm):
    """What the secretariat says about a question; `seen` is the text that stood there when the page was opened."""

    comment = forms.CharField(
        label=_("この質問へのコメント"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("公表するページで、この質問の表の上に載ります。"),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)


class GroupNameForm(RowForm):
    """The name of a group of texts."""

    class Meta(RowForm.Meta):
        model = FreeTextGroup
        fields = ["name"]


class IntoForm(PlainForm):
    """Into which group of the same question something goes."""

    into = forms.ChoiceField(label=_("どのまとまりに入れるか"))

    def __init__(self, *args: Any, groups: Sequence[FreeTextGroup], may_be_none: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {str(group.pk): group for group in groups}
        nowhere = [("none", str(_("どのまとまりにも入れない")))] if may_be_none else []
        choices = [*((key, group.name) for key, group in self.groups.items()), *nowhere]
        self.fields["into"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> FreeTextGroup | None:
        """The group that was chosen, `None` for none."""
        return self.groups.get(self.cleaned_data["into"])
