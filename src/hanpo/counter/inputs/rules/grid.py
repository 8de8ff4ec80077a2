"""The grid of a decision table as a form: each cell is a field, so each refused cell is told by its row and column.

Rows and columns are added, moved and taken out on the screen (`reshaped`), without storing anything; only 保存 stores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.inputs import DayField, PlainForm
from hanpo.counter.engine.rules import (
    Cell,
    HitPolicy,
    Input,
    Kind,
    Origin,
    Output,
    Row,
    RuleError,
    Table,
    Value,
    everything,
    just,
    literals,
    meet,
    read_cell,
    read_value,
    write_value,
)
from hanpo.counter.queries.rules.drafts import Desk
from hanpo.counter.queries.rules.words import Speech, answer_choices

MOST_ROWS = 100
NOTES = ("because", "valid_from", "valid_to", "basis", "source", "source_date", "is_unverified")
POLICIES = {
    HitPolicy.UNIQUE: gettext_lazy("一つの行だけが当てはまる"),
    HitPolicy.ANY: gettext_lazy("いくつ当てはまってもよいが、結果は同じ"),
    HitPolicy.FIRST: gettext_lazy("上の行を優先する（順番に意味がある）"),
}
"""The policies to choose from; those with several answers are for tables that nobody asks."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the screen: the columns, and the texts of each row by the names of its fields."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    keys: tuple[str, ...]
    policy: str
    otherwise: Mapping[str, Any] = field(default_factory=dict)


def sheet_of(table: Table) -> Sheet:
    """A table as it stands on the screen first."""
    otherwise = table.otherwise or ()
    return Sheet(
        columns=tuple(column.name for column in table.inputs),
        rows=tuple(_texts(table, row) for row in table.rows),
        keys=tuple(row.key for row in table.rows),
        policy=table.policy.value,
        otherwise={f"otherwise-{n}": _typed(value) for n, value in enumerate(otherwise)},
    )


def sheet_from(data: Mapping[str, Any]) -> Sheet:
    """What was sent, before anything of it is checked. Columns stand in `column`, rows in `row`."""
    columns = tuple(data.getlist("column"))  # type: ignore[attr-defined]
    keys = tuple(data.getlist("row"))[:MOST_ROWS]  # type: ignore[attr-defined]
    rows = []
    for place in range(len(keys)):
        head = f"r{place}-"
        names = [name for name in data if name.startswith(head)]
        rows.append({name.removeprefix(head): _sent(data, name) for name in names})
    otherwise = {name: data[name] for name in data if name.startswith("otherwise-")}
    return Sheet(columns, tuple(rows), keys, data.get("policy", HitPolicy.ANY.value), otherwise)


def _sent(data: Mapping[str, Any], name: str) -> str:
    """What was sent for a field; several ticks are the list that a cell would be."""
    return ", ".join(data.getlist(name))  # type: ignore[attr-defined]


def reshaped(sheet: Sheet, do: str, table: Table) -> Sheet:
    """The screen after one move: add, remove:n, up:n, down:n, column:name, drop:name."""
    verb, _colon, what = do.partition(":")
    if verb == "add" and len(sheet.rows) < MOST_ROWS:
        return replace(sheet, rows=(*sheet.rows, {}), keys=(*sheet.keys, _new_key(sheet.keys, table.key)))
    if verb == "column" and what and what not in sheet.columns:
        return replace(sheet, columns=(*sheet.columns, what))
    if verb == "drop":
        return replace(sheet, columns=tuple(name for name in sheet.columns if name != what))
    place = int(what) if what.isdecimal() and int(what) < len(sheet.rows) else None
    if place is None:
        return sheet
    order = list(range(len(sheet.rows)))
    if verb == "remove":
        order.remove(place)
    other = {"up": place - 1, "down": place + 1}.get(verb, place)
    if 0 <= other < len(order) and verb in {"up", "down"}:
        order[place], order[other] = order[other], order[place]
    return replace(sheet, rows=tuple(sheet.rows[n] for n in order), keys=tuple(sheet.keys[n] for n in order))


def _new_key(keys: tuple[str, ...], table: str) -> str:
    return next(key for n in range(1, MOST_ROWS * 2 + 2) if (key := f"{table}-{n}") not in keys)


def _texts(table: Table, row: Row) -> dict[str, Any]:
    pairs = zip(table.inputs, row.cells, strict=True)
    texts: dict[str, Any] = {f"c-{column.name}": _cell_text(column, cell) for column, cell in pairs}
    texts |= {f"result-{n}": _typed(value) for n, value in enumerate(row.results)}
    return texts | {
        "because": row.because, "valid_from": row.valid_from, "valid_to": row.valid_to,
        "basis": "; ".join(row.origin.basis), "source": row.origin.source, "source_date": row.origin.source_date,
        "is_unverified": row.origin.is_unverified,
    }  # fmt: skip


def _cell_text(column: Input, cell: Cell) -> str:
    """A yes/no condition is one of three choices, however it was written."""
    if cell.values == everything(column.kind):
        return "-"
    if column.kind is Kind.BOOLEAN:
        return "true" if cell.values == just(Kind.BOOLEAN, True) else "false"
    return cell.text


def _typed(value: Value) -> str:
    return value if isinstance(value, str) else write_value(value)


class GridForm(PlainForm):
    """The cells of a table, row by row; `table` after a clean form is the table as typed."""

    def __init__(self, desk: Desk, table: Table, sheet: Sheet, *, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.desk, self.origin, self.sheet = desk, table, sheet
        self.speech = Speech(desk.catalogue)
        known = columns_of(desk, table.key)
        self.columns = tuple(known[name] for name in sheet.columns if name in known)
        self.can_move = not desk.draft.keeps_base
        policies: list[tuple[str, Any]] = [(policy.value, label) for policy, label in POLICIES.items()]
        if sheet.policy not in {value for value, _label in policies}:
            policies.append((sheet.policy, sheet.policy))
        self.fields["policy"] = forms.ChoiceField(label=_("当て方"), choices=policies, initial=sheet.policy)
        for n, output in enumerate(table.outputs):
            self.fields[f"otherwise-{n}"] = _result_field(
                output, _("どの行にも当てはまらないとき"), sheet.otherwise.get(f"otherwise-{n}"), required=False
            )
        for place, texts in enumerate(sheet.rows):
            self._add_row(place, texts)

    def _add_row(self, place: int, texts: Mapping[str, Any]) -> None:
        for column in self.columns:
            name, text = f"c-{column.name}", texts.get(f"c-{column.name}", "-")
            self.fields[f"r{place}-{name}"] = self._cell_field(column, text)
        for n, output in enumerate(self.origin.outputs):
            label = _("結果") if len(self.origin.outputs) == 1 else output.name
            self.fields[f"r{place}-result-{n}"] = _result_field(output, label, texts.get(f"result-{n}"))
        for name, made in _note_fields(texts).items():
            self.fields[f"r{place}-{name}"] = made

    def _cell_field(self, column: Input, text: str) -> forms.Field:
        label = self.speech.label(column.name)
        if column.kind is Kind.BOOLEAN:
            choices = [("-", _("問わない")), ("true", _("はい")), ("false", _("いいえ"))]
            return forms.ChoiceField(label=label, choices=choices, initial=text, required=False)
        values = list(self.speech.choices.get(column.name, {}).items())
        if values:
            return forms.MultipleChoiceField(
                label=label, choices=values, initial=_ticked(text, column), required=False,
                widget=forms.CheckboxSelectMultiple, help_text=_("選ばなければ、問わないという意味です。"),
            )  # fmt: skip
        return forms.CharField(label=label, initial=text, required=False, max_length=400)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The rows for the page: their fields in three groups."""
        made = []
        for place, key in enumerate(self.sheet.keys):
            head = f"r{place}-"
            names = [name for name in self.fields if name.startswith(head)]
            parts = {
                part: [self[name] for name in names if name.startswith(f"{head}{part}-")] for part in ("c", "result")
            }
            notes = [self[f"{head}{name}"] for name in NOTES]
            made.append({
                "place": place, "number": place + 1, "key": key, "cells": parts["c"], "results": parts["result"],
                "because": notes[0], "days": notes[1:3], "notes": notes[3:],
            })  # fmt: skip
        return made

    @property
    def otherwise(self) -> list[Any]:
        """The fields of the answer where no row applies."""
        return [self[f"otherwise-{n}"] for n in range(len(self.origin.outputs))]

    @property
    def column_names(self) -> list[tuple[str, str]]:
        """The conditions of the table and what they are called."""
        return [(column.name, self.speech.label(column.name)) for column in self.columns]

    @property
    def more_columns(self) -> list[tuple[str, str]]:
        """Facts that could become a condition."""
        known = columns_of(self.desk, self.origin.key)
        return [(name, self.speech.label(name)) for name in known if name not in self.sheet.columns]

    def clean(self) -> dict[str, Any]:
        """Read every cell; each that cannot be read is told at its own field."""
        cleaned = super().clean() or {}
        self.table = None
        self._name_places()
        rows = [self._row(place, key) for place, key in enumerate(self.sheet.keys)]
        otherwise = self._otherwise()
        if not self.errors:
            self.table = self._made(tuple(row for row in rows if row is not None), otherwise)
        return cleaned

    def _name_places(self) -> None:
        """Say row and column where a field refused its value by itself."""
        for name, errors in list(self.errors.items()):
            place = int(name[1:].partition("-")[0]) if name.startswith("r") else None
            if place is not None:
                where = _place(place, str(self.fields[name].label))
                self.errors[name] = self.error_class([where + str(message) for message in errors])

    def _made(self, rows: tuple[Row, ...], otherwise: tuple[Value, ...] | None) -> Table | None:
        policy = HitPolicy(self.cleaned_data["policy"])
        try:
            return replace(self.origin, inputs=self.columns, rows=rows, policy=policy, otherwise=otherwise)
        except RuleError as wrong:
            self.add_error(None, str(wrong))
            return None

    def _otherwise(self) -> tuple[Value, ...] | None:
        outputs = self.origin.outputs
        texts = [str(self.cleaned_data.get(f"otherwise-{n}") or "") for n in range(len(outputs))]
        if not any(texts):
            return None
        return tuple(
            self._read(f"otherwise-{n}", text, output)
            for n, (text, output) in enumerate(zip(texts, outputs, strict=True))
        )

    def _row(self, place: int, key: str) -> Row | None:
        said = {name.removeprefix(f"r{place}-"): value for name, value in self.cleaned_data.items()
                if name.startswith(f"r{place}-")}  # fmt: skip
        former = next((row for row in self.origin.rows if row.key == key), None)
        cells = tuple(self._kept(place, column, said.get(f"c-{column.name}"), former) for column in self.columns)
        results = tuple(
            self._read(f"r{place}-result-{n}", str(said.get(f"result-{n}") or ""), output)
            for n, output in enumerate(self.origin.outputs)
        )
        first, last = said.get("valid_from"), said.get("valid_to")
        if first and last and last < first:
            self._refuse(f"r{place}-valid_to", place, _("最後の日が最初の日より前です。"))
            return None
        origin = Origin(
            basis=tuple(part.strip() for part in str(said.get("basis", "")).split(";") if part.strip()),
            source=said.get("source", ""), source_date=said.get("source_date"),
            confirmed_by=former.origin.confirmed_by if former else "",
            is_unverified=bool(said.get("is_unverified")),
        )  # fmt: skip
        return Row(
            key=key, cells=cells, results=results, valid_from=first, valid_to=last, because=said.get("because", ""),
            origin=origin,
        )  # fmt: skip

    def _kept(self, place: int, column: Input, typed: Any, former: Row | None) -> Cell:
        """A cell as typed; where it says the same as before it stays as it was written."""
        text = ", ".join(write_value(item) for item in typed) if isinstance(typed, list) else str(typed or "")
        cell = self._cell(place, column, text or "-")
        names = [one.name for one in self.origin.inputs]
        if former is None or column.name not in names:
            return cell
        old = former.cells[names.index(column.name)]
        same = meet(old.values, column.domain) == meet(cell.values, column.domain)
        return old if same else cell

    def _cell(self, place: int, column: Input, text: str) -> Cell:
        try:
            cell = read_cell(text, column.kind)
            outside = _outside(column, cell)
            if outside:
                raise RuleError(_("「%s」という値はありません。") % outside)
            return cell
        except RuleError as wrong:
            self._refuse(f"r{place}-c-{column.name}", place, str(wrong))
            return Cell("-", everything(column.kind))

    def _read(self, name: str, text: str, output: Output) -> Value:
        try:
            value = read_value(text, output.kind)
            if output.allowed and value not in output.allowed:
                raise RuleError(_("「%s」という結果はありません。") % text)
            return value
        except RuleError as wrong:
            place = int(name[1:].partition("-")[0]) if name.startswith("r") else None
            if name not in self.errors:
                self._refuse(name, place, str(wrong))
            return ""

    def _refuse(self, name: str, place: int | None, words: str) -> None:
        label = str(self.fields[name].label)
        where = _place(place, label) if place is not None else ""
        self.add_error(name, ValidationError(where + words))


def _place(place: int, label: str) -> str:
    return _("{n}行目「{label}」：").format(n=place + 1, label=label)


def _ticked(text: str, column: Input) -> list[str]:
    """The values of a choice that a condition accepts; none where it asks for nothing."""
    try:
        values = read_cell(text or "-", column.kind).values
    except RuleError:
        return literals(text)
    named: frozenset[Any] = getattr(column.domain, "items", frozenset())
    return [] if values == everything(column.kind) else [str(item) for item in sorted(named) if item in values]


def columns_of(desk: Desk, table: str) -> dict[str, Input]:
    """The facts that a table may ask for: those of the questions, and the results of the helping tables."""
    facts = {column.name: column for column in desk.catalogue.rules.inputs}
    for other in desk.catalogue.rules.tables:
        if other.key not in desk.procedures and other.key != table and other.policy.is_single:
            facts |= {f"{other.key}.{one.name}": Input.of(f"{other.key}.{one.name}", one.kind) for one in other.outputs}
    own = desk.tables[table].inputs if table in desk.tables else ()
    return facts | {column.name: column for column in own}


def _outside(column: Input, cell: Cell) -> str:
    """A word in a condition that the fact can never be."""
    items = getattr(cell.values, "items", None)
    domain = getattr(column.domain, "rest", True)
    if items is None or domain or column.kind is Kind.BOOLEAN:
        return ""
    return "、".join(sorted(str(item) for item in items if item not in column.domain))


def _result_field(output: Output, label: str, initial: Any, *, required: bool = True) -> forms.Field:
    """A result: a choice where the values are known, yes or no, or typed."""
    none = [] if required else [("", _("（答えなし）"))]
    if output.kind is Kind.BOOLEAN:
        return forms.ChoiceField(
            label=label,
            choices=[*none, ("true", _("はい")), ("false", _("いいえ"))],
            initial=initial,
            required=required,
        )
    if output.allowed:
        named = dict(answer_choices())
        choices = [(str(value), named.get(str(value), str(value))) for value in output.allowed]
        return forms.ChoiceField(label=label, choices=[*none, *choices], initial=initial, required=required)
    return forms.CharField(label=label, initial=initial, required=required, max_length=400)


def _note_fields(texts: Mapping[str, Any]) -> dict[str, forms.Field]:
    def said(name: str) -> Any:
        return texts.get(name)

    unverified = said("is_unverified")
    return {
        "because": forms.CharField(
            label=_("住民に伝える理由"), required=False, max_length=400, initial=said("because"),
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
        "valid_from": DayField(label=_("この行の最初の日"), required=False, initial=_day(said("valid_from"))),
        "valid_to": DayField(label=_("この行の最後の日"), required=False, initial=_day(said("valid_to"))),
        "basis": forms.CharField(label=_("根拠（; で区切る）"), required=False, max_length=400, initial=said("basis")),
        "source": forms.CharField(label=_("出典"), required=False, max_length=200, initial=said("source")),
        "source_date": DayField(label=_("出典の日付"), required=False, initial=_day(said("source_date"))),
        "is_unverified": forms.BooleanField(
            label=_("条文をまだ読んでいない（未確認）"), required=False, initial=unverified in (True, "on", "True")
        ),
    }  # fmt: skip


def _day(value: Any) -> Any:
    return value if isinstance(value, date | None) else str(value)
