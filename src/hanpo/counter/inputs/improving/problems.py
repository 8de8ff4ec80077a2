"""Forms of problem cards, causes, and what is wanted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import PlainForm, RowForm
from hanpo.counter.models import ProblemCard, RootCause, ToBe

TEXT = forms.Textarea(attrs={"rows": 3})


class CardForm(RowForm):
    """A problem in the words of those who have it."""

    class Meta(RowForm.Meta):
        model = ProblemCard
        fields = ("words", "kind", "section", "times_a_month")
        widgets = {"words": TEXT}
        help_texts = {"words": _("見たままを、1枚に1つ。原因や対策は書かなくて構いません。")}

    def __init__(self, *args: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]


class _OfCards(PlainForm):
    """A choice of cards."""

    cards: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("課題カード"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, cards: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cards"].queryset = cards  # type: ignore[attr-defined]
        self.fields["cards"].label_from_instance = _told  # type: ignore[attr-defined]


def _told(card: ProblemCard) -> str:
    return f"{card.words}（{card.section.name}）" if card.section else card.words


class MergeForm(_OfCards):
    """Which cards say the same."""


class CauseForm(_OfCards):
    """The cause to which cards lead."""

    words = forms.CharField(label=_("根本原因"), max_length=200)
    whys = forms.CharField(
        label=_("なぜ、を重ねた跡"), required=False, widget=TEXT,
        help_text=_("1行に1つずつ。同じ原因に行き着くカードだけをまとめます。"),
    )  # fmt: skip
    field_order = ("cards", "whys", "words")


class CauseEditForm(RowForm):
    """A cause put right, and what is wanted instead."""

    class Meta(RowForm.Meta):
        model = RootCause
        fields = ("whys", "words", "to_be")
        widgets = {"whys": TEXT}

    def __init__(self, *args: Any, to_bes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_be"].queryset = to_bes  # type: ignore[attr-defined]


class ToBeForm(PlainForm):
    """What is wanted instead of these causes."""

    causes: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("なくしたい根本原因"), queryset=None, widget=forms.CheckboxSelectMultiple, required=False
    )
    words = forms.CharField(
        label=_("目指す姿"), widget=TEXT,
        help_text=_("「だれが、何を、しなくてよい」の形にすると、課の違いを越えて伝わります。"),
    )  # fmt: skip
    sign = forms.CharField(label=_("できたと分かるしるし"), max_length=200, required=False)

    def __init__(self, *args: Any, causes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["causes"].queryset = causes  # type: ignore[attr-defined]


class ToBeEditForm(RowForm):
    """The words put right."""

    class Meta(RowForm.Meta):
        model = ToBe
        fields = ("words", "sign")
        widgets = {"words": TEXT}
