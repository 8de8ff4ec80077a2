"""Forms of ballots: what a member says of each option, proxy entry, and workbooks that come back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.inputs import KEEP_THEIRS, PlainForm
from hanpo.council.models import AcceptanceWord, Ballot, GradeWord, PollOption
from hanpo.council.queries.ballot_words import PARTS, part_label

Answers = Mapping[str, Mapping[str, Any]]


class BallotForm(PlainForm):
    """A ballot, option by option; everything may be left open while it is a draft.

    `shown` are the answers that stand in the fields, those of the ballot where nothing else is said (a workbook's,
    before a person confirmed them). `everything` gives all answers back, not only those that were touched.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, ballot: Ballot, options: Sequence[PollOption], shown: Answers | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.options = options
        answers = ballot.answers if shown is None else shown
        self.fields["version"].initial = ballot.version
        for option in options:
            said = answers.get(option.key, {})
            for part, field in _fields(len(options)).items():
                field.initial = said.get(part)
                field.show_hidden_initial = True
                self.fields[f"{part}_{option.key}"] = field

    @property
    def based_on(self) -> int:
        """The version that the person saw."""
        return int(self.cleaned_data["version"])

    def groups(self) -> Iterator[tuple[PollOption, list[forms.BoundField]]]:
        """The fields of each option."""
        for option in self.options:
            yield option, [self[f"{part}_{option.key}"] for part in PARTS]

    def changes(self) -> dict[tuple[str, str], Any]:
        """What the person touched, without the parts where they chose to keep what stands there."""
        kept = {name for name in self.fields if self.data.get(f"keep-{name}") == KEEP_THEIRS}
        return dict(self._all(set(self.changed_data) - kept))

    def everything(self) -> dict[tuple[str, str], Any]:
        """Every part, touched or not."""
        return dict(self._all(set(self.fields)))

    def _all(self, names: set[str]) -> Iterator[tuple[tuple[str, str], Any]]:
        for option in self.options:
            for part in PARTS:
                name = f"{part}_{option.key}"
                if name in names:
                    yield (option.key, part), self.cleaned_data.get(name) or None


def _fields(size: int) -> dict[str, forms.Field]:
    return {
        "grade": forms.TypedChoiceField(
            label=part_label("grade"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect,
            choices=[(one.value, one.label) for one in GradeWord],
        ),
        "rank": forms.IntegerField(
            label=part_label("rank"), required=False, min_value=1, max_value=size,
            help_text=_("1が最もよい案です。同じ順位も付けられます。決められないときは空欄のままにします。"),
        ),
        "acceptance": forms.ChoiceField(
            label=part_label("acceptance"), required=False, widget=forms.RadioSelect,
            choices=[(one.value, one.label) for one in AcceptanceWord],
        ),
        "condition": forms.CharField(
            label=part_label("condition"), required=False, max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}), help_text=_("条件付きのときに書いてください。"),
        ),
        "reason": forms.CharField(
            label=part_label("reason"), required=False, max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("受け入れられないときは、必ず書いてください。少数の意見ほど先に読まれます。"),
        ),
    }  # fmt: skip


class ProxyForm(BallotForm):
    """What a member answered on paper or by telephone, entered by the secretariat."""

    said_by = forms.CharField(
        label=gettext_lazy("誰の回答か（役職・氏名）"), max_length=120,
        help_text=gettext_lazy("例：情報政策課長（電話、11月20日）"),
    )  # fmt: skip
    why = forms.CharField(
        label=gettext_lazy("代わりに入れる理由"), max_length=300, help_text=gettext_lazy("例：紙で回答があったため")
    )


class BookForm(PlainForm):
    """A workbook that comes back."""

    file = forms.FileField(
        label=gettext_lazy("答えを入れたExcelファイル"),
        help_text=gettext_lazy(
            "Excelブック（.xlsx）のほか、.xls・.ods・CSVも読み取れます。パスワードは外してください。"
        ),
    )


class StepForm(PlainForm):
    """A word that goes with a step."""

    comment = forms.CharField(label=gettext_lazy("ひとこと（書き直す理由など）"), required=False, max_length=300)
