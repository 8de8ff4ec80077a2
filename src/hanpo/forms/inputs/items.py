"""What people type about an item: the question, how it is answered, its choices, columns and checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.inputs import Form
from hanpo.forms.engine.definition import Check, Choice, Item, Kind, Words
from hanpo.forms.engine.faults import COLUMN_KINDS, WITH_CHOICES
from hanpo.forms.inputs.settings import KEEP_THEIRS, in_japanese, refuse
from hanpo.forms.queries.words import ABSENCES, KINDS

OWN_FIELDS: Final[Mapping[str, frozenset[Kind]]] = {
    "lines": frozenset({Kind.TEXT}),
    "most_characters": frozenset({Kind.TEXT}),
    "unit": frozenset({Kind.NUMBER, Kind.CALCULATED}),
    "decimals": frozenset({Kind.NUMBER}),
    "low": frozenset({Kind.NUMBER, Kind.MONEY}),
    "high": frozenset({Kind.NUMBER, Kind.MONEY}),
    "choices": WITH_CHOICES,
    "alone": frozenset({Kind.MULTIPLE}),
    "has_other": frozenset({Kind.CHOICE, Kind.MULTIPLE}),
    "rows": frozenset({Kind.MATRIX}),
    "most_rows": frozenset({Kind.TABLE}),
    "steps": frozenset({Kind.SCALE}),
    "low_label": frozenset({Kind.SCALE}),
    "high_label": frozenset({Kind.SCALE}),
    "formula": frozenset({Kind.CALCULATED}),
}
"""Fields that only some kinds of items have."""
NEVER_REQUIRED: Final = frozenset({Kind.NOTE, Kind.CALCULATED})
SPARE_ROWS: Final = 2
"""Empty rows offered for further columns and checks."""


class NewItemForm(Form):
    """A further question: what is asked and how it is answered; the rest follows on its own page."""

    label = forms.CharField(label=gettext_lazy("質問"), max_length=300, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("答え方"), choices=[(kind.value, label) for kind, label in KINDS.items()]
    )
    term = forms.ChoiceField(
        label=gettext_lazy("項目辞書から選ぶ"), required=False,
        help_text=gettext_lazy("選ぶと、質問と答え方が入ります。ほかの様式で答えたことを、次から聞かずにすみます。"),
    )  # fmt: skip

    field_order = ["term", "label", "kind"]

    def __init__(self, *args: Any, terms: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["term"].choices = [("", _("使わない")), *terms]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a question where none is taken from the dictionary."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("label") and not cleaned.get("term"):
            self.add_error("label", _("「質問」を書くか、項目辞書から選んでください。"))
        return dict(cleaned)


class ItemForm(Form):
    """Everything about an item but its condition and its other languages, which have pages of their own."""

    label = forms.CharField(label=gettext_lazy("質問"), max_length=300)
    kind = forms.ChoiceField(
        label=gettext_lazy("答え方"), choices=[(kind.value, label) for kind, label in KINDS.items()]
    )
    help = forms.CharField(label=gettext_lazy("入れ方の説明"), required=False, max_length=500)
    why = forms.CharField(label=gettext_lazy("聞く理由"), required=False, max_length=300)
    required = forms.BooleanField(label=gettext_lazy("答えがないと送れないようにする"), required=False)
    choices = forms.CharField(
        label=gettext_lazy("選択肢"),
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("1行に一つ書きます。"),
    )
    alone = forms.CharField(
        label=gettext_lazy("ほかと一緒に選べない選択肢"), required=False, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("「特になし」など。上に書いたものを、1行に一つ書きます。"),
    )  # fmt: skip
    has_other = forms.BooleanField(label=gettext_lazy("「その他」と、その中身を書く欄を付ける"), required=False)
    rows = forms.CharField(
        label=gettext_lazy("行"), required=False, widget=forms.Textarea, help_text=gettext_lazy("1行に一つ書きます。")
    )
    unit = forms.CharField(label=gettext_lazy("単位"), required=False, max_length=20)
    decimals = forms.IntegerField(label=gettext_lazy("小数点より下のけた数"), required=False, min_value=0, max_value=6)
    low = forms.DecimalField(label=gettext_lazy("いちばん小さい数"), required=False)
    high = forms.DecimalField(label=gettext_lazy("いちばん大きい数"), required=False)
    lines = forms.IntegerField(label=gettext_lazy("書く欄の行数"), required=False, min_value=1, max_value=30)
    most_characters = forms.IntegerField(
        label=gettext_lazy("文字数の上限"), required=False, min_value=0, help_text=gettext_lazy("0は上限なしです。")
    )
    most_rows = forms.IntegerField(label=gettext_lazy("行の数の上限"), required=False, min_value=1, max_value=200)
    steps = forms.IntegerField(label=gettext_lazy("何段階か"), required=False, min_value=2, max_value=11)
    low_label = forms.CharField(label=gettext_lazy("1の言葉"), required=False, max_length=60)
    high_label = forms.CharField(label=gettext_lazy("いちばん大きい数の言葉"), required=False, max_length=60)
    formula = forms.CharField(
        label=gettext_lazy("計算のしかた"), required=False, max_length=500,
        help_text=gettext_lazy("例：${hours} * 12。使える書き方は説明書の「式」にあります。"),
    )  # fmt: skip
    absences = forms.MultipleChoiceField(
        label=gettext_lazy("「答えがない」ことを表す答え"), required=False, choices=ABSENCES,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(item), **kwargs)
        self.item = item
        kind = Kind(self.data["kind"]) if self.data.get("kind") in set(Kind) else item.kind
        for name, kinds in OWN_FIELDS.items():
            if kind not in kinds:
                del self.fields[name]
        if kind in NEVER_REQUIRED:
            for name in ("required", "absences"):
                del self.fields[name]

    def changed_item(self) -> Item:
        """The item with what was typed."""
        typed = {
            name: value for name, value in self.cleaned_data.items()
            if name != "seen" and self.data.get(f"keep-{name}") != KEEP_THEIRS
        }  # fmt: skip
        return replace(self.item, **dict(_values(self.item, typed)), **_parts(self.item, self.data, typed))

    def refuse(self, error: ValidationError) -> None:
        """Show why the item cannot stand."""
        refuse(self, error)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the page for a column of a table, or for a check: its number and what stands in it."""

    number: int
    values: Mapping[str, str]


def column_rows(item: Item) -> list[Row]:
    """The columns of a table as rows of the page, and some empty ones."""
    known = [
        {"id": c.id, "label": c.label.ja, "kind": c.kind.value, "unit": c.unit,
         "choices": "、".join(choice.label.ja for choice in c.choices)}
        for c in item.columns
    ]  # fmt: skip
    return [Row(number, values) for number, values in enumerate([*known, *({} for _spare in range(SPARE_ROWS))])]


def column_kinds() -> list[tuple[str, Any]]:
    """How a column may be answered."""
    return [(kind.value, label) for kind, label in KINDS.items() if kind in COLUMN_KINDS - {Kind.CALCULATED}]


def check_rows(item: Item) -> list[Row]:
    """The checks of an item as rows of the page, and an empty one."""
    known = [{"rule": check.rule, "message": check.message.ja} for check in item.checks]
    return [Row(number, values) for number, values in enumerate([*known, {}])]


def choices_from(text: str, old: Sequence[Choice], alone: str = "") -> tuple[Choice, ...]:
    """The choices that lines of text say. One whose words stay, or that takes the place of another, keeps its id."""
    labels = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    lonely = {line.strip() for line in alone.splitlines()}
    known = {choice.label.ja: choice for choice in old if not choice.is_retired}
    free = [choice for choice in old if choice.label.ja not in labels and not choice.is_retired]
    taken = {choice.id for choice in old}
    is_renaming = len(labels) == len(known)
    made = []
    for label in labels:
        choice = known.get(label) or (free.pop(0) if is_renaming and free else Choice(id=_new_id(taken), label=Words()))
        taken.add(choice.id)
        made.append(replace(choice, label=in_japanese(choice.label, label), is_alone=label in lonely))
    return (*made, *(choice for choice in old if choice.is_retired))


def _initial(item: Item) -> dict[str, Any]:
    words = ("label", "help", "why", "low_label", "high_label")
    plain = ("required", "has_other", "unit", "decimals", "low", "high", "lines", "most_characters", "most_rows",
             "steps", "formula")  # fmt: skip
    return {
        **{name: getattr(item, name).ja for name in words},
        **{name: getattr(item, name) for name in plain},
        "kind": item.kind.value,
        "choices": _lines(item.choices),
        "alone": _lines(choice for choice in item.choices if choice.is_alone),
        "rows": _lines(item.rows),
        "absences": list(item.absences),
    }


def _values(item: Item, typed: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in typed.items():
        if name in {"choices", "rows", "alone"}:
            continue
        if name in {"label", "help", "why", "low_label", "high_label"}:
            yield name, in_japanese(getattr(item, name), value)
        elif name == "kind":
            yield name, Kind(value)
        elif name == "absences":
            yield name, tuple(value)
        elif value is not None or name in {"low", "high"}:
            yield name, value


def _parts(item: Item, data: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    kind = Kind(typed.get("kind", item.kind))
    parts: dict[str, Any] = {"checks": tuple(_checks(item, data))}
    if "choices" in typed:
        parts["choices"] = choices_from(typed["choices"], item.choices, typed.get("alone", ""))
    if "rows" in typed:
        parts["rows"] = choices_from(typed["rows"], item.rows)
    if kind is Kind.TABLE:
        parts["columns"] = tuple(_columns(item, data))
    return parts


def _checks(item: Item, data: Mapping[str, Any]) -> Iterator[Check]:
    old = {check.rule: check for check in item.checks}
    for number in range(len(item.checks) + SPARE_ROWS):
        rule, message = data.get(f"check-{number}-rule", "").strip(), data.get(f"check-{number}-message", "").strip()
        if rule:
            known = old.get(rule)
            yield Check(rule=rule, message=in_japanese(known.message if known else Words(), message))


def _columns(item: Item, data: Mapping[str, Any]) -> Iterator[Item]:
    old = {column.id: column for column in item.columns}
    taken = set(old)
    for number in range(len(item.columns) + SPARE_ROWS):
        typed = {
            name: data.get(f"column-{number}-{name}", "").strip() for name in ("id", "label", "kind", "unit", "choices")
        }
        if not typed["label"]:
            continue
        column_id = typed["id"] if typed["id"] in old else _new_id(taken, "c")
        taken.add(column_id)
        base = old.get(column_id) or Item(id=column_id, kind=Kind.TEXT, label=Words())
        lines = typed["choices"].replace("、", "\n").replace(",", "\n")
        yield replace(
            base, label=in_japanese(base.label, typed["label"]), unit=typed["unit"],
            kind=Kind(typed["kind"]) if typed["kind"] in set(COLUMN_KINDS) else Kind.TEXT,
            choices=choices_from(lines, base.choices),
        )  # fmt: skip


def _lines(choices: Any) -> str:
    return "\n".join(choice.label.ja for choice in choices if not choice.is_retired)


def _new_id(taken: set[str], stem: str = "a") -> str:
    return next(name for n in range(1, len(taken) + 2) if (name := f"{stem}{n}") not in taken)
