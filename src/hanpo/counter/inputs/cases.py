"""Forms of cases: what a family tells, what a section does, visits, and what goes to other systems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import ALL, DayField, Filter, PlainForm, RowForm
from hanpo.counter.models import (
    BereavementCourse,
    Case,
    CaseState,
    CaseTaskState,
    CaseWay,
    ExportColumn,
    ExportMapping,
)
from hanpo.counter.queries.cases.exports import source_choices
from hanpo.counter.queries.cases.work import WantedTasks

TEXT = forms.Textarea(attrs={"rows": 3})
EVENTS = ("転入", "転居", "転出", "世帯変更", "出生", "妊娠", "婚姻", "離婚", "氏の変更", "就職", "退職", "死亡")
"""The life events of the catalogue."""


class FindForm(PlainForm):
    """The number that somebody tells, or what a scanner reads."""

    typed = forms.CharField(
        label=_("受付番号かQR"), max_length=300,
        help_text=_("番号を打つか、この欄を選んだまま画面のQRを読み取ってください。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )  # fmt: skip


class CaseFilter(Filter):
    """Which cases the list shows."""

    state = forms.ChoiceField(
        label=_("状態"), required=False, choices=[("", _("終わっていないもの")), *CaseState.choices]
    )
    text = forms.CharField(label=_("番号か名前"), required=False, max_length=60)


class TaskFilter(Filter):
    """Which tasks the list shows."""

    section = forms.ChoiceField(label=_("課"), required=False)
    state = forms.ChoiceField(
        label=_("状態"), required=False, choices=[("", _("終わっていないもの")), *CaseTaskState.choices]
    )
    only = forms.ChoiceField(
        label=_("期限"), required=False, choices=[ALL, ("late", _("過ぎたもの")), ("today", _("きょうまで"))]
    )
    text = forms.CharField(label=_("番号・名前・仕事"), required=False, max_length=60)

    def __init__(self, *args: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(row.pk), row.name) for row in sections]
        self.fields["section"].choices = [ALL, *named]  # type: ignore[attr-defined]

    def wanted(self) -> WantedTasks:
        """What the address asks for; a choice that cannot be is left out."""
        asked = self.asked()
        return WantedTasks(section=int(asked.pop("section", 0)) or None, **asked)


class ApplyForm(PlainForm):
    """What a resident tells before coming: a name to be called by, and what the counter should know."""

    applicant = forms.CharField(
        label=_("窓口に来る人のお名前"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    kana = forms.CharField(label=_("フリガナ"), max_length=160, required=False)
    words = forms.CharField(
        label=_("窓口に伝えたいこと"), max_length=1000, required=False, widget=TEXT,
        help_text=_("車いすで行く、通訳がほしい、この時間に行きたい、など。書かなくてもかまいません。"),
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """What was told."""
        return dict(self.cleaned_data)


class NewCaseForm(ApplyForm):
    """A case that a clerk opens for somebody at the counter or on the telephone."""

    way = forms.ChoiceField(
        label=_("受けた方法"), widget=forms.RadioSelect, initial=CaseWay.COUNTER,
        choices=[(one.value, one.label) for one in (CaseWay.COUNTER, CaseWay.TELEPHONE)],
    )  # fmt: skip
    event = forms.ChoiceField(label=_("できごと"), choices=[("", "---------"), *((one, one) for one in EVENTS)])
    guide = forms.CharField(
        label=_("手続案内の番地"), max_length=300, required=False,
        help_text=_("案内のページのアドレスかQR。入れると、その案内の手続きが課の仕事になります。"),
    )  # fmt: skip
    field_order = ("way", "event", "applicant", "kana", "guide", "words")

    def values(self) -> dict[str, Any]:
        """What is said of the case."""
        return {name: self.cleaned_data[name] for name in ("event", "applicant", "kana", "words")}


class CaseForm(RowForm):
    """What is said of a case."""

    class Meta(RowForm.Meta):
        model = Case
        fields = ("applicant", "kana", "event", "words", "is_protected")
        widgets = {"words": TEXT}
        help_texts = {"is_protected": _("印を付けると、住所につながるものを書き出しません。")}


class CaseTaskForm(PlainForm):
    """A task that the guide did not know of."""

    title = forms.CharField(label=_("仕事"), max_length=120, help_text=_("例：学校の指定を確かめる"))
    section: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("課"), queryset=None)
    due = DayField(label=_("期限"), required=False)
    note = forms.CharField(label=_("課へのひとこと"), max_length=300, required=False)

    def __init__(self, *args: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]


class HandOverForm(PlainForm):
    """To whom a task goes, and why."""

    section: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("引き継ぐ課"), queryset=None, required=False, empty_label=_("（市役所の外へ引き継ぐ）")
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=300,
        widget=TEXT,
        help_text=_("申し込んだ人のページにも出ます。外へ引き継ぐときは、どこへかも書いてください。"),
    )
    note = forms.CharField(label=_("引き継ぐ課へのひとこと"), max_length=300, required=False)

    def __init__(self, *args: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]


class ReasonForm(PlainForm):
    """Why something is not done."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=300,
        widget=TEXT,
        help_text=_("申し込んだ人のページにも出ます。だれにでも分かる言葉で書いてください。"),
    )


class ResidentForm(PlainForm):
    """Whom a case is about, as the register knows them."""

    name = forms.CharField(label=_("氏名かフリガナ"), max_length=80)
    born_on = DayField(label=_("生年月日"))


class BookForm(ApplyForm):
    """What the desk needs to prepare a visit after a death. The family tells it once, for all sections."""

    phone = forms.CharField(
        label=_("日中つながる電話番号"), max_length=20, widget=forms.TextInput(attrs={"type": "tel"})
    )
    people = forms.IntegerField(label=_("来る人数"), min_value=1, max_value=9, initial=1)
    deceased = forms.CharField(label=_("亡くなった方のお名前"), max_length=120)
    deceased_kana = forms.CharField(label=_("亡くなった方のフリガナ"), max_length=160, required=False)
    relation = forms.CharField(
        label=_("亡くなった方から見た続柄"), max_length=40, help_text=_("例：妻、長男、姪。家族でない方は、その関係")
    )
    died_on = DayField(
        label=_("亡くなった日"),
        required=False,
        help_text=_("期限を正しくお知らせするために聞きます。分かる範囲でかまいません。"),
    )
    field_order = ("applicant", "kana", "relation", "phone", "people", "deceased", "deceased_kana", "died_on", "words")

    def clean_phone(self) -> str:
        """Digits and hyphens, in half width."""
        phone = unicodedata.normalize("NFKC", self.cleaned_data["phone"]).strip()
        if not re.fullmatch(r"[0-9+() -]{9,20}", phone):
            raise ValidationError(_("電話番号は数字で入れてください（例 0798-35-0000）。"))
        return phone


class TimesField(forms.CharField):
    """Times of day, one after another."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        parts = re.split(r"[\s、,，]+", unicodedata.normalize("NFKC", str(value or "")).strip())
        try:
            return sorted(f"{time.fromisoformat(part.zfill(5)):%H:%M}" for part in parts if part)
        except ValueError as error:
            raise ValidationError(_("時刻は 9:00、10:30 のように並べてください。")) from error


class KeysField(forms.CharField):
    """Keys of procedures, one after another."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        parts = re.split(r"[\s、,，]+", unicodedata.normalize("NFKC", str(value or "")).upper().strip())
        return list(dict.fromkeys(part for part in parts if part))


class CourseForm(RowForm):
    """How families are received."""

    starts = TimesField(label=_("始まる時刻"), help_text=_("例：9:00、10:30、13:00、14:30"))

    class Meta(RowForm.Meta):
        model = BereavementCourse
        fields = ("name", "section", "place", "phone", "starts", "minutes", "seats", "days_ahead", "is_open")

    def __init__(self, *args: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]


class MappingForm(RowForm):
    """What another system takes."""

    procedures = KeysField(label=_("手続きの番号"), help_text=_("この番号の仕事を書き出します。例：P004、P011"))

    class Meta(RowForm.Meta):
        model = ExportMapping
        fields = ("name", "purpose", "procedures", "file_format", "is_active")
        widgets = {"file_format": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file_format"].choices = self.fields["file_format"].choices[-3:]  # type: ignore[attr-defined]


class ColumnForm(RowForm):
    """A column of another system."""

    source = forms.ChoiceField(label=_("入れる値"))

    class Meta(RowForm.Meta):
        model = ExportColumn
        fields = ("heading", "source", "text", "longest", "is_required", "position")
        help_texts = {
            "text": _("「決まった文字」を選んだときだけ使います。"),
            "longest": _("0なら上限なし。超える値は切らずに、手で直す行として知らせます。"),
        }

    def __init__(self, *args: Any, items: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [(self.instance.source, self.instance.source)] if self.instance.pk else []
        every = dict([*kept, *source_choices(), *items])
        self.fields["source"].choices = list(every.items())  # type: ignore[attr-defined]
        if self.instance.pk is None:
            del self.fields["position"]


class ReceiptForm(PlainForm):
    """A file of receipts."""

    receipts = forms.FileField(
        label=_("受領記録のCSV"), help_text=_("1列目に行の番号、2列目に結果（受付・拒否など）、3列目に相手のことば。")
    )
