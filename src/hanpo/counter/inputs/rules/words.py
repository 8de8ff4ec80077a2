"""Forms of the words of procedures and questions, of confirming, publishing, sections, files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import ALL, DayField, Filter, PlainForm
from hanpo.counter.engine.rules.content import Content
from hanpo.counter.queries.rules.drafts import Desk
from hanpo.counter.queries.rules.words import spoken

LINES = forms.Textarea(attrs={"rows": 4})
TEXT = forms.Textarea(attrs={"rows": 2})
LARGEST_UPLOAD = 5_000_000
KEY = r"^[^\s/?#]+$"


class ProcedureFilter(Filter):
    """What the list of procedures shows."""

    text = forms.CharField(label=_("言葉"), required=False, max_length=60)
    event = forms.ChoiceField(label=_("できごと"), required=False)
    section = forms.ChoiceField(label=_("担当課"), required=False)
    mark = forms.ChoiceField(
        label=_("印"), required=False,
        choices=[ALL, ("unverified", _("未確認")), ("old", _("出典が古い")), ("ends", _("もうすぐ終わる"))],
    )  # fmt: skip
    by = forms.ChoiceField(
        label=_("まとめ方"), required=False, choices=[("", _("できごとごと")), ("section", _("担当課ごと"))]
    )

    def __init__(self, *args: Any, events: list[str], sections: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, values in (("event", events), ("section", sections)):
            self.fields[name].choices = [ALL, *((value, value) for value in values)]  # type: ignore[attr-defined]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class ProcedureForm(PlainForm):
    """A procedure in words."""

    title = forms.CharField(label=_("手続きの名前"), max_length=120)
    title_easy = forms.CharField(label=_("やさしい日本語の名前"), max_length=120, required=False)
    title_en = forms.CharField(label=_("英語の名前"), max_length=120)
    event = forms.CharField(label=_("できごと"), max_length=20, help_text=_("例：転入、出生、死亡"))
    section = forms.ChoiceField(label=_("担当課"))
    places = forms.CharField(label=_("受け付ける場所"), max_length=300, required=False, widget=TEXT)
    for_whom = forms.CharField(label=_("対象"), max_length=300, widget=TEXT)
    bring = forms.CharField(label=_("持ち物（1行に1つ）"), required=False, widget=LINES)
    bring_unconfirmed = forms.BooleanField(label=_("持ち物は、まだ確かめていない"), required=False)
    deadline = forms.CharField(label=_("期限"), max_length=400, widget=TEXT)
    deadline_unverified = forms.BooleanField(label=_("期限は、まだ確かめていない"), required=False)
    basis = forms.CharField(label=_("読んで確かめた根拠（1行に1つ）"), required=False, widget=LINES)
    unverified_basis = forms.CharField(label=_("まだ読んでいない根拠（1行に1つ）"), required=False, widget=LINES)
    source = forms.CharField(label=_("出典"), max_length=200)
    source_day = DayField(label=_("出典の日付"), required=False)
    url = forms.URLField(label=_("出典のアドレス"), required=False, max_length=300, assume_scheme="https")

    lists = ("bring", "basis", "unverified_basis")

    def __init__(self, *args: Any, desk: Desk, entry: Content | None, **kwargs: Any) -> None:
        said = {**(entry or {})}
        said |= {name: "\n".join(said.get(name, ())) for name in self.lists}
        super().__init__(*args, initial=said, **kwargs)
        self.entry = entry or {}
        known = [(key, spoken(words)) for key, words in desk.catalogue.sections.items()]
        self.fields["section"].choices = known  # type: ignore[attr-defined]

    def content(self) -> Content:
        """The procedure as it is kept."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        said |= {name: _lines(said[name]) for name in self.lists}
        said["source_day"] = said["source_day"].isoformat() if said["source_day"] else ""
        return {**self.entry, **said}


class NewProcedureForm(ProcedureForm):
    """A procedure of the municipality's own; its table begins without rows, so nobody needs it yet."""

    key = forms.RegexField(KEY, label=_("番号"), max_length=40, help_text=_("例：N001。あとから変えられません。"))

    field_order = ["key"]

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, desk=desk, entry=None, **kwargs)
        self.taken = desk.tables.keys() | desk.procedures.keys()

    def clean_key(self) -> str:
        """No other procedure or table has it."""
        key = str(self.cleaned_data["key"])
        if key in self.taken:
            raise ValidationError(_("この番号は、もう使われています。"))
        return key


class QuestionForm(PlainForm):
    """The words of a question: what is asked, why, and its boxes or values, in three languages."""

    def __init__(self, *args: Any, entry: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry = entry
        self._add("label", _("質問"), entry)
        self.fields["label"].help_text = _("{town} と書いたところには、まちの名前が入ります。ほかの文でも使えます。")
        self._add("why", _("なぜ聞くか"), entry)
        for part in ("boxes", "values"):
            for one in entry[part]:
                self._add(f"{part}-{one['id']}", one["label"], one, "label")

    def _add(self, name: str, label: Any, entry: Content, key: str = "") -> None:
        for end, said in (("", _("{label}")), ("_easy", _("{label}（やさしい日本語）")), ("_en", _("{label}（英語）"))):
            self.fields[f"{name}{end}"] = forms.CharField(
                label=str(said).format(label=label), initial=entry[f"{key or name}{end}"], max_length=300,
                required=end != "_easy",
            )  # fmt: skip

    def content(self) -> Content:
        """The question as it is kept."""
        said = self.cleaned_data
        words = {f"{name}{end}": said[f"{name}{end}"] for name in ("label", "why") for end in ("", "_easy", "_en")}
        parts = {part: [self._one(part, one) for one in self.entry[part]] for part in ("boxes", "values")}
        return {**self.entry, **words, **parts}

    def _one(self, part: str, one: Content) -> Content:
        head = f"{part}-{one['id']}"
        return {**one, **{f"label{end}": self.cleaned_data[f"{head}{end}"] for end in ("", "_easy", "_en")}}


class BoxForm(PlainForm):
    """A further box of a question: a new yes/no fact."""

    key = forms.RegexField(r"^[a-z][a-z0-9_]*$", label=_("項目の名前（半角の英小文字）"), max_length=40)
    label = forms.CharField(label=_("画面に出す文"), max_length=200)
    label_easy = forms.CharField(label=_("やさしい日本語"), max_length=200, required=False)
    label_en = forms.CharField(label=_("英語"), max_length=200)


class ConfirmForm(PlainForm):
    """A section says that it has read what stands behind a procedure."""

    note = forms.CharField(
        label=_("何で確かめたか"),
        max_length=300,
        widget=TEXT,
        help_text=_("例：住民基本台帳法22条を法令検索で読んだ（2026年11月）。"),
    )


class PublishForm(PlainForm):
    """What changed, and from which day."""

    note = forms.CharField(label=_("この版で変わったこと"), max_length=300, widget=TEXT)
    in_force_from = DayField(label=_("使い始める日"))


class SectionsForm(PlainForm):
    """Which section of the municipality stands behind each section that the rules name."""

    def __init__(self, *args: Any, desk: Desk, sections: Any, known: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {str(section.pk): section for section in sections}
        choices = [("", _("（決めていない）")), *((number, section.name) for number, section in rows.items())]
        for key, words in desk.catalogue.sections.items():
            entrusted = known.get(key)
            self.fields[key] = forms.TypedChoiceField(
                choices=choices, coerce=rows.__getitem__, empty_value=None, label=spoken(words), required=False,
                initial=str(entrusted.pk) if entrusted else "",
            )  # fmt: skip

    def chosen(self) -> dict[str, Any]:
        """What was changed."""
        return {key: self.cleaned_data[key] for key in self.changed_data if self.cleaned_data[key] is not None}


class StartForm(PlainForm):
    """Begin with the shipped rules, for a municipality."""

    municipality: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("市町"), queryset=None)
    name = forms.CharField(label=_("名前"), max_length=120, help_text=_("例：西宮市の手続きの決まり"))

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = places  # type: ignore[attr-defined]


class UploadForm(PlainForm):
    """A file with tables: Excel, CSV or DMN."""

    file = forms.FileField(label=_("ファイル（Excel・CSV・DMN）"))

    def clean_file(self) -> Any:
        """Not larger than a catalogue can be."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise ValidationError(_("ファイルが大きすぎます（5MBまで）。"))
        return file
