"""What is wrong with a form although it can be read: ids twice, unknown names in conditions, circles, no choices …"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hanpo.forms.engine.definition import Choice, Form, Item, Kind, Words
from hanpo.forms.engine.expressions import (
    Binary,
    Call,
    Expression,
    ExpressionError,
    Literal,
    Name,
    items_in,
    names_in,
    parse,
    uses_this,
    walk,
)
from hanpo.forms.engine.order import circle
from hanpo.forms.engine.values import OTHER

COLUMN_KINDS: Final = frozenset(
    {Kind.TEXT, Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.CHOICE, Kind.MULTIPLE, Kind.SCALE, Kind.CALCULATED}
)
"""Kinds of items that a column of a table may be."""
WITH_CHOICES: Final = frozenset({Kind.CHOICE, Kind.MULTIPLE, Kind.MATRIX})
ABSENCES: Final = frozenset({"none", "undecided", "unknown"})
RESERVED: Final = frozenset({"id", "absent"})
"""Ids that rows of a matrix and columns of a table cannot have: they have a meaning in answers."""
PARTS: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.ADDRESS: frozenset({"postal", "prefecture", "city", "town", "rest", "building"}),
    Kind.PERSON: frozenset({"family", "given", "family_kana", "given_kana", "former", "alias"}),
    Kind.FILE: frozenset({"file", "name"}),
    Kind.SIGNATURE: frozenset({"name", "day"}),
    Kind.CHOICE: frozenset({"id", "text"}),
    Kind.MULTIPLE: frozenset({"text"}),
}
"""What may stand after the point in `${item.part}`, besides rows, columns and `absent`."""

_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,59}")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to repair before a form is published; a warning may stay. `place` is the id of an item or section."""

    place: str
    message: str
    is_warning: bool = False


def faults(form: Form) -> tuple[Fault, ...]:
    """Everything that is wrong with a form, in its order. A form whose faults are all warnings may be published."""
    found: list[Fault] = [*_form_faults(form), *_id_faults(form)]
    items = {item.id: item for item in form.items()}
    for section in form.sections:
        found += _expression_faults(section.id, "表示の条件", section.when, items)
        for item in section.items:
            found += [*_item_faults(item), *_item_expressions(item, items), *_language_faults(item, form)]
    return (*found, *_circle_faults(form))


def _form_faults(form: Form) -> Iterator[Fault]:
    if not form.title:
        yield Fault(form.id, "様式の題名がありません。書いてください。")
    if "ja" not in form.languages:
        yield Fault(form.id, "言語に ja（日本語）を入れてください。日本語はいつも要ります。")
    if not any(item.kind not in {Kind.NOTE, Kind.CALCULATED} for item in form.items()):
        yield Fault(form.id, "質問がありません。項目を一つ以上加えてください。")


def _id_faults(form: Form) -> Iterator[Fault]:
    yield from _twice((section.id for section in form.sections), "区分", "")
    yield from _twice((item.id for item in form.items()), "項目", "")
    for name in (*(section.id for section in form.sections), *(item.id for item in form.items())):
        if not _ID.fullmatch(name):
            yield Fault(name, f"id「{name}」は半角の英字で始め、英数字と _ - だけで60字までにしてください。")


def _twice(ids: Iterable[str], what: str, place: str) -> Iterator[Fault]:
    for one, count in Counter(ids).items():
        if count > 1:
            yield Fault(place or one, f"{what}のid「{one}」が{count}回あります。別々のidにしてください。")


def _item_faults(item: Item) -> Iterator[Fault]:
    if not item.label:
        yield Fault(item.id, "質問文（label）がありません。書いてください。")
    yield from _choice_faults(item)
    yield from _table_faults(item)
    yield from _number_faults(item)
    yield from _setting_faults(item)


def _choice_faults(item: Item) -> Iterator[Fault]:
    yield from _twice((one.id for one in item.choices), "選択肢", item.id)
    yield from _twice((one.id for one in item.rows), "行", item.id)
    offered = [one for one in item.choices if not one.is_retired]
    if item.kind in WITH_CHOICES and not offered:
        yield Fault(item.id, "選択肢がありません。二つ以上書いてください。")
    if item.kind is Kind.MATRIX and not any(not row.is_retired for row in item.rows):
        yield Fault(item.id, "表の行（rows）がありません。一つ以上書いてください。")
    for one in (*item.choices, *item.rows):
        if not _ID.fullmatch(one.id) and not re.fullmatch("[A-Za-z0-9_-]{1,60}", one.id):
            yield Fault(item.id, f"選択肢のid「{one.id}」は半角の英数字と _ - だけにしてください。")
        if not one.label:
            yield Fault(item.id, f"選択肢「{one.id}」の言葉がありません。書いてください。")
    if item.has_other and any(one.id == OTHER for one in item.choices):
        yield Fault(item.id, "id「other」は「その他」のためのものです。選択肢のidを変えてください。")


def _table_faults(item: Item) -> Iterator[Fault]:
    if item.kind is Kind.TABLE and not item.columns:
        yield Fault(item.id, "表の列（columns）がありません。一つ以上書いてください。")
    if item.kind is Kind.TABLE and item.most_rows < 1:
        yield Fault(item.id, "行の数の上限（most_rows）は1以上にしてください。")
    yield from _twice((one.id for one in item.columns), "列", item.id)
    for column in item.columns:
        yield from _column_faults(item.id, column)
    for name in (*(one.id for one in item.columns), *(one.id for one in item.rows)):
        if name in RESERVED:
            yield Fault(item.id, f"行や列のidに「{name}」は使えません。ほかの半角の英字にしてください。")


def _column_faults(place: str, column: Item) -> Iterator[Fault]:
    if column.kind not in COLUMN_KINDS:
        yield Fault(place, f"列「{column.id}」の種類 {column.kind.value} は表の中では使えません。")
    if not _ID.fullmatch(column.id):
        yield Fault(place, f"列のidに「{column.id}」は使えません。半角の英字で始めてください。")
    for fault in _item_faults(column):
        yield Fault(place, f"列「{column.id}」: {fault.message}", fault.is_warning)


def _number_faults(item: Item) -> Iterator[Fault]:
    if item.low is not None and item.high is not None and item.low > item.high:
        yield Fault(item.id, f"下限 {item.low} が上限 {item.high} より大きくなっています。入れ替えてください。")
    if item.kind is Kind.SCALE and not 2 <= item.steps <= 11:
        yield Fault(item.id, "段階（steps）は2から11までにしてください。")
    if not 0 <= item.decimals <= 10:
        yield Fault(item.id, "小数のけた数（decimals）は0から10までにしてください。")
    if item.most_characters < 0 or item.lines < 1:
        yield Fault(item.id, "文字数の上限は0（なし）以上、行数（lines）は1以上にしてください。")


def _setting_faults(item: Item) -> Iterator[Fault]:
    if not set(item.absences) <= ABSENCES:
        yield Fault(item.id, "答えがないことの種類（absences）は none、undecided、unknown から選んでください。")
    if item.kind is Kind.CALCULATED and not item.formula:
        yield Fault(item.id, "計算式（formula）がありません。書いてください。")
    if item.kind is not Kind.CALCULATED and item.formula:
        yield Fault(item.id, "計算式があるのは計算の項目（calculated）だけです。種類を変えるか、式を消してください。")
    if item.required and item.kind in {Kind.NOTE, Kind.CALCULATED}:
        yield Fault(item.id, "説明と計算の項目には答えないので、「必須」は外してください。", is_warning=True)
    if item.follows and item.follows == item.id:
        yield Fault(item.id, "前の版の項目（follows）が自分自身です。意味が変わったときは新しいidにしてください。")


def _item_expressions(item: Item, items: Mapping[str, Item]) -> Iterator[Fault]:
    yield from _expression_faults(item.id, "表示の条件", item.when, items)
    yield from _expression_faults(item.id, "計算式", item.formula, items)
    for check in item.checks:
        yield from _expression_faults(item.id, "確認", check.rule, items, this_allowed=True, must=True)
        if not check.message:
            yield Fault(item.id, "確認に合わないときの言葉（message）がありません。どう直すかを書いてください。")
    for column in item.columns:
        for fault in _item_expressions(column, items):
            yield Fault(item.id, f"列「{column.id}」: {fault.message}", fault.is_warning)


def _expression_faults(
    place: str, what: str, written: str, items: Mapping[str, Item], *, this_allowed: bool = False, must: bool = False
) -> Iterator[Fault]:
    if not written and not must:
        return
    try:
        expression = parse(written)
    except ExpressionError as error:
        yield Fault(place, f"{what}「{written}」: {error.message}")
        return
    if uses_this(expression) and not this_allowed:
        yield Fault(place, f"{what}では「.」（この答え）は使えません。「${{id}}」で書いてください。")
    for name in sorted(names_in(expression)):
        if not _is_known(name, items):
            yield Fault(place, f"{what}にある「${{{name}}}」という項目はありません。idを確かめてください。")
    yield from _constant_faults(place, what, expression, items)


def _is_known(name: str, items: Mapping[str, Item]) -> bool:
    item_id, _, part = name.partition(".")
    item = items.get(item_id)
    if item is None or not part:
        return item is not None
    inner = {"absent", *(one.id for one in item.columns), *(one.id for one in item.rows)}
    return part in inner or part in PARTS.get(item.kind, frozenset())


def _constant_faults(place: str, what: str, expression: Expression, items: Mapping[str, Item]) -> Iterator[Fault]:
    for name, value in _choices_named(expression):
        item_id, _, part = name.partition(".")
        item = items.get(item_id)
        asked = next((one for one in item.columns if one.id == part), item) if item and part != "text" else None
        if asked is None or asked.kind not in WITH_CHOICES or (part == "absent") or not value:
            continue
        yield from _choice_fault(place, what, asked, value)
    for one in walk(expression):
        if isinstance(one, Call) and one.function == "regex" and isinstance(one.arguments[1], Literal):
            yield from _pattern_faults(place, what, str(one.arguments[1].value))


def _choice_fault(place: str, what: str, asked: Item, value: str) -> Iterator[Fault]:
    choice: Choice | None = next((one for one in asked.choices if one.id == value), None)
    if choice is None and not (asked.has_other and value == OTHER):
        yield Fault(place, f"{what}にある「{value}」は「{asked.label.ja}」の選択肢にありません。idを確かめてください。")
    if choice is not None and choice.is_retired:
        words = f"{what}にある選択肢「{choice.label.ja}」はもう選べません。条件を直してください。"
        yield Fault(place, words, is_warning=True)


def _choices_named(expression: Expression) -> Iterator[tuple[str, str]]:
    """Pairs of an item and the choice it is compared with."""
    for one in walk(expression):
        if isinstance(one, Binary) and one.operator in {"=", "!="}:
            pair = (one.left, one.right)
        elif isinstance(one, Call) and one.function == "selected":
            pair = (one.arguments[0], one.arguments[1])
        else:
            continue
        for name, value in (pair, pair[::-1]):
            if isinstance(name, Name) and isinstance(value, Literal) and isinstance(value.value, str):
                yield name.name, value.value


def _pattern_faults(place: str, what: str, pattern: str) -> Iterator[Fault]:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        yield Fault(place, f"{what}の文字の形「{pattern}」が正しくありません。例：'[0-9]{{4}}'")


def _language_faults(item: Item, form: Form) -> Iterator[Fault]:
    said: list[Words] = [item.label, *(one.label for one in (*item.choices, *item.rows))]
    said += [column.label for column in item.columns]
    said += [words for words in (item.help, item.why, *(check.message for check in item.checks)) if words]
    for language in form.languages:
        if any(words and not getattr(words, language) for words in said):
            name = {"ja": "日本語", "easy": "やさしい日本語", "en": "英語"}[language]
            yield Fault(item.id, f"{name}の言葉がまだないところがあります。日本語で表示されます。", is_warning=True)


def _circle_faults(form: Form) -> Iterator[Fault]:
    round_trip = circle(form)
    if round_trip:
        names = " → ".join(round_trip)
        yield Fault(round_trip[0], f"条件や計算が一回りしています（{names}）。どれかの条件をなくしてください。")
    seen: set[str] = set()
    for section in form.sections:
        for item in section.items:
            seen.add(item.id)
            later = _conditions(section.when, item.when) & {one.id for one in form.items()} - seen
            if later:
                names = "、".join(sorted(later))
                words = f"条件が、後で聞く項目（{names}）を見ています。順番を確かめてください。"
                yield Fault(item.id, words, is_warning=True)


def _conditions(*written: str) -> set[str]:
    found: set[str] = set()
    for one in written:
        try:
            found |= items_in(parse(one)) if one else set()
        except ExpressionError:
            continue
    return found
