"""Forms around the application forms: which ones, a look into the register, the narrowed list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import ALL, Filter, PlainForm, RowForm, names_only
from hanpo.core.models import Section
from hanpo.counter.models import PaperForm, PaperSetState
from hanpo.counter.queries.papers import paper_title
from hanpo.forms.queries.words import language_of


class PaperChoices(forms.ModelMultipleChoiceField[Any]):
    """Application forms to choose from, by names that the person can read."""

    def label_from_instance(self, obj: Any) -> str:
        """The name in the language of the page."""
        return paper_title(paper=obj, language=language_of(get_language()))


class PapersForm(PlainForm):
    """Which application forms a household fills in."""

    papers = PaperChoices(
        label=_("使う申請書"), queryset=None, widget=forms.CheckboxSelectMultiple,
        help_text=_("同じことは、何枚の紙に出ても一度だけ聞きます。"),
    )  # fmt: skip

    def __init__(self, *args: Any, papers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["papers"].queryset = papers  # type: ignore[attr-defined]


class PaperFormForm(RowForm):
    """Which section takes an application form, and whether it is offered."""

    class Meta(RowForm.Meta):
        model = PaperForm
        fields = ("section", "is_offered")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Section.objects.filter(municipality=self.instance.municipality_id, closed_on__isnull=True)
        self.fields["section"].queryset = names_only(rows, "name")  # type: ignore[attr-defined]


class SetFilter(Filter):
    """Which sets the list shows."""

    number = forms.CharField(label=_("番号（はじめの数文字）"), required=False)
    state = forms.ChoiceField(label=_("状態"), required=False, choices=[ALL, *PaperSetState.choices])


class RegisterSearchForm(PlainForm):
    """Whose registered data goes on the forms: by reading or name."""

    name = forms.CharField(label=_("氏名かフリガナ"), max_length=80)


class AgreeForm(PlainForm):
    """What the resident agreed to at the counter."""

    agreed = forms.BooleanField(
        label=_("本人から、登録の内容を今日の申請書に写すことの同意を受けました"),
        help_text=_("同意は今日だけのものです。見たことは、本人が読む閲覧記録に残ります。"),
    )
