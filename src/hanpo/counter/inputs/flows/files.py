"""What people bring into the flow room: BPMN files, logs, the use of their columns, questions to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import PlainForm
from hanpo.counter.inputs.flows.charts import NONE
from hanpo.counter.models import FlowKind, LogSource


class BpmnForm(PlainForm):
    """A BPMN file for a flow that is there already."""

    file = forms.FileField(
        label=_("BPMNのファイル"),
        help_text=_("BPMN 2.0のXML（.bpmn か .xml）です。読めない部分があれば、名前を挙げて止まります。"),
    )

    def body(self) -> bytes:
        """The bytes that were sent."""
        return bytes(self.cleaned_data["file"].read())


class NewBpmnForm(BpmnForm):
    """A BPMN file as a new flow."""

    municipality: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("市町"), queryset=None, empty_label=None)
    name = forms.CharField(label=_("名前"), max_length=120)
    kind = forms.ChoiceField(
        label=_("種類"), choices=FlowKind.choices, widget=forms.RadioSelect, initial=FlowKind.AS_IS
    )

    field_order = ("municipality", "name", "kind", "file")

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = places  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What is said of the flow."""
        return {name: self.cleaned_data[name] for name in ("municipality", "name", "kind")}


class NewLogForm(PlainForm):
    """A file of events."""

    municipality: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("市町"), queryset=None, empty_label=None)
    name = forms.CharField(label=_("名前"), max_length=120)
    file = forms.FileField(
        label=_("CSVのファイル"),
        help_text=_("1行目は列の名前です。案件の番号・手順・日時の列が要ります。住民の氏名や職員の名前の列は、取り込む前に消してください。"),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = places  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What to keep, with the bytes of the file."""
        file = self.cleaned_data["file"]
        said = {name: self.cleaned_data[name] for name in ("municipality", "name")}
        return {**said, "file_name": file.name, "body": file.read()}


class OwnLogForm(PlainForm):
    """A log of the counter's own records."""

    municipality: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("市町"), queryset=None, empty_label=None)
    name = forms.CharField(label=_("名前"), max_length=120)
    source = forms.ChoiceField(
        label=_("元の記録"), widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in (LogSource.TICKETS, LogSource.CASES)],
    )  # fmt: skip
    months = forms.IntegerField(label=_("さかのぼる月数"), min_value=1, max_value=24, initial=1)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = places  # type: ignore[attr-defined]


class ColumnsForm(PlainForm):
    """Which column of the file is what."""

    case = forms.ChoiceField(label=_("案件の番号"), choices=())
    step = forms.ChoiceField(label=_("手順"), choices=())
    section = forms.ChoiceField(label=_("課"), choices=(), required=False)
    began = forms.ChoiceField(label=_("始まりの日時"), choices=())
    ended = forms.ChoiceField(
        label=_("終わりの日時"), choices=(), required=False,
        help_text=_("無ければ、待つ時間は前の手順の始まりから数えます（作業の時間も含みます）。"),
    )  # fmt: skip

    def __init__(self, *args: Any, columns: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            first = [] if field.required else [NONE]
            field.choices = [*first, *((name, name) for name in columns if name)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [value for value in cleaned.values() if value]
        for name, value in cleaned.items():
            if value and chosen.count(value) > 1:
                self.add_error(name, _("同じ列を二つの役に使えません。別の列を選んでください。"))
                break
        return cleaned


class QuestionForm(PlainForm):
    """A question in SQL."""

    sql = forms.CharField(
        label=_("SQL"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})
    )


class ChartLogForm(PlainForm):
    """The name of the flow that is drawn from a log."""

    name = forms.CharField(label=_("業務フローの名前"), max_length=120)
