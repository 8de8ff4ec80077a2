"""Counting responses into tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation, localcontext
from typing import Final

from hanpo.core.japanese import DateReadingError, format_wareki_year
from hanpo.forms.engine.aggregates.tables import (
    ABSENCES,
    ALL,
    ANSWERED,
    NOT_ASKED,
    UNANSWERED,
    UNGROUPED,
    Column,
    Grouping,
    Line,
    Numbers,
    Quote,
    Table,
)
from hanpo.forms.engine.definition import Item, Kind, Words
from hanpo.forms.engine.values import OTHER, Answers, Value, absence_of

_NUMERIC: Final = frozenset({Kind.NUMBER, Kind.MONEY, Kind.SCALE, Kind.CALCULATED})
_OTHER_LINE: Final = Line(OTHER, Words("その他", "その他", "Other"))


def table(
    item: Item,
    responses: Sequence[Answers],
    *,
    groups: Grouping | None = None,
    asked: Sequence[bool] | None = None,
) -> Table:
    """The answers to a question. `asked` says for each response whether the question was asked there (default: yes).

    A matrix and a table of rows have several tables: see `tables`.
    """
    values = [one.get(item.id) for one in responses]
    was_asked = list(asked) if asked is not None else [True] * len(values)
    keys = [_keys(item, value, is_asked) for value, is_asked in zip(values, was_asked, strict=True)]
    columns, members = _columns(groups, len(values))
    lines = _lines(item, keys)
    counts = tuple(tuple(sum(line.key in keys[at] for at in column) for column in members) for line in lines)
    answered = tuple(sum(not _is_missing(keys[at]) for at in column) for column in members)
    return Table(
        item_id=item.id,
        title=item.label,
        kind=item.kind,
        columns=columns,
        lines=lines,
        counts=counts,
        n=tuple(map(len, members)),
        answered=answered,
        several=item.kind is Kind.MULTIPLE,
        numbers=_numbers(item, values, members),
        quotes=_quotes(item, values, groups),
    )


def tables(
    item: Item,
    responses: Sequence[Answers],
    *,
    groups: Grouping | None = None,
    asked: Sequence[bool] | None = None,
) -> tuple[Table, ...]:
    """The tables of a question: one for each row of a matrix and each column of a table (whose n counts rows)."""
    if item.kind is Kind.MATRIX:
        return tuple(table(_row_item(item, at), _row_values(item, at, responses), groups=groups, asked=asked)
                     for at in range(len(item.rows)))  # fmt: skip
    if item.kind is Kind.TABLE:
        own = table(item, responses, groups=groups, asked=asked)
        return (own, *(_column_table(item, column, responses, groups) for column in item.columns))
    return (table(item, responses, groups=groups, asked=asked),)


def cross(item: Item, by: Item, responses: Sequence[Answers], *, asked: Sequence[bool] | None = None) -> Table:
    """The answers to a question by the answers to another one."""
    return table(item, responses, groups=by_item(by, responses), asked=asked)


def by_item(item: Item, responses: Sequence[Answers]) -> Grouping:
    """Groups by the answer to a question with one answer. Raises `ValueError` for other questions."""
    if item.kind not in {Kind.CHOICE, Kind.SCALE}:
        raise ValueError("一つだけ答える質問（choice か scale）で分けてください。")
    keys = [_keys(item, one.get(item.id), True) for one in responses]
    lines = [line for line in _lines(item, keys) if not line.is_missing]
    of = tuple(UNGROUPED.key if _is_missing(one) else next(iter(one)) for one in keys)
    columns = [Column(line.key, line.label) for line in lines]
    return Grouping((*columns, UNGROUPED) if UNGROUPED.key in of else tuple(columns), of)


def by_value(values: Sequence[str], labels: Mapping[str, Words]) -> Grouping:
    """Groups by something known of each response (population class, kind of municipality), in the order of `labels`."""
    further = dict.fromkeys(one for one in values if one not in labels)
    columns = [Column(key, words) for key, words in labels.items()]
    return Grouping((*columns, *(Column(one, Words(one)) for one in further)), tuple(values))


def _columns(groups: Grouping | None, count: int) -> tuple[tuple[Column, ...], list[list[int]]]:
    """The columns, and which responses stand in each."""
    everyone = list(range(count))
    if groups is None:
        return (ALL,), [everyone]
    if len(groups.of) != count:
        raise ValueError("グループの数が回答票の数と合いません。")
    members = [[at for at in everyone if groups.of[at] == column.key] for column in groups.columns]
    return (ALL, *groups.columns), [everyone, *members]


def _is_missing(keys: frozenset[str]) -> bool:
    return keys in ({UNANSWERED.key}, {NOT_ASKED.key})


def _keys(item: Item, value: Value, is_asked: bool) -> frozenset[str]:
    """The lines in which a response counts."""
    if not is_asked:
        return frozenset({NOT_ASKED.key})
    missing = absence_of(value)
    if missing is not None:
        return frozenset({f"absent-{missing}"})
    try:
        keys = frozenset(_answer_keys(item, value)) if value not in (None, "", [], {}) else frozenset()
    except (KeyError, TypeError, ValueError, InvalidOperation):
        keys = frozenset()
    return keys or frozenset({UNANSWERED.key})


def _answer_keys(item: Item, value: Value) -> list[str]:
    if item.kind is Kind.CHOICE:
        return [f"={value['id']}"]
    if item.kind is Kind.MULTIPLE:
        return [f"={one['id']}" for one in value]
    if item.kind is Kind.SCALE:
        return [f"={int(value)}"]
    if item.kind is Kind.DATE:
        return [f"={date.fromisoformat(value).year}"]
    if item.kind in {Kind.NUMBER, Kind.MONEY}:
        _finite(value)
    return [ANSWERED.key]


def _finite(value: Value) -> Decimal:
    number = Decimal(value)
    if not isinstance(value, str) or not number.is_finite():
        raise ValueError(value)
    return number


def _lines(item: Item, keys: Sequence[frozenset[str]]) -> tuple[Line, ...]:
    """Every possible answer in its order, answers that nobody foresaw, then what is no answer; missing comes last."""
    found = frozenset[str]().union(*keys)
    known = _known_lines(item, found)
    further = sorted(found - {line.key for line in known} - {line.key for line in (*ABSENCES, NOT_ASKED, UNANSWERED)})
    absences = [line for line in ABSENCES if line.key.removeprefix("absent-") in item.absences or line.key in found]
    not_asked = [NOT_ASKED] if NOT_ASKED.key in found else []
    strange = [Line(key, Words(key.removeprefix("=").removeprefix("absent-"))) for key in further]
    return (*known, *strange, *absences, *not_asked, UNANSWERED)


def _known_lines(item: Item, found: frozenset[str]) -> list[Line]:
    if item.kind in {Kind.CHOICE, Kind.MULTIPLE}:
        lines = [Line(f"={one.id}", one.label) for one in item.choices if not one.is_retired or f"={one.id}" in found]
        return [*lines, replace(_OTHER_LINE, key=f"={OTHER}")] if item.has_other else lines
    if item.kind is Kind.SCALE:
        return [_scale_line(item, step) for step in range(1, item.steps + 1)]
    if item.kind is Kind.DATE:
        years = sorted(int(key[1:]) for key in found if key.startswith("="))
        return [Line(f"={year}", _year_words(year)) for year in years]
    return [ANSWERED]


def _scale_line(item: Item, step: int) -> Line:
    end = {1: item.low_label, item.steps: item.high_label}.get(step, Words())
    said = {one: f"{step} {getattr(end, one)}" if getattr(end, one) else "" for one in ("easy", "en")}
    return Line(f"={step}", Words(f"{step} {end.ja}".strip(), **said))


def _year_words(year: int) -> Words:
    try:
        return Words(f"{format_wareki_year(date(year, 12, 31))}（{year}年）", en=str(year))
    except DateReadingError:
        return Words(f"{year}年", en=str(year))


def _numbers(item: Item, values: Sequence[Value], members: Sequence[Sequence[int]]) -> tuple[Numbers, ...]:
    if item.kind not in _NUMERIC:
        return ()
    read = [_number_or_none(value) for value in values]
    if item.kind is Kind.CALCULATED and all(number is None for number in read):
        return ()
    return tuple(_summary([number for at in column if (number := read[at]) is not None]) for column in members)


def _number_or_none(value: Value) -> Decimal | None:
    try:
        return _finite(value)
    except (TypeError, ValueError, InvalidOperation):
        return None


def _summary(numbers: Sequence[Decimal]) -> Numbers:
    if not numbers:
        return Numbers(0)
    ordered = sorted(numbers)
    with localcontext() as context:
        context.prec = 100
        quartiles = [_quantile(ordered, Decimal(quarter) / 4) for quarter in (1, 2, 3)]
        return Numbers(len(ordered), sum(ordered, Decimal(0)), *quartiles)


def _quantile(ordered: Sequence[Decimal], part: Decimal) -> Decimal:
    place = (len(ordered) - 1) * part
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _quotes(item: Item, values: Sequence[Value], groups: Grouping | None) -> tuple[Quote, ...]:
    """Free texts, and what stands behind 「その他」."""
    found = []
    for at, value in enumerate(values):
        column = groups.of[at] if groups else ALL.key
        found += [Quote(text, column, at) for text in _texts(item, value) if text.strip()]
    return tuple(found)


def _texts(item: Item, value: Value) -> list[str]:
    if item.kind is Kind.TEXT:
        return [value] if isinstance(value, str) else []
    chosen = [value] if item.kind is Kind.CHOICE else value if item.kind is Kind.MULTIPLE else []
    if not isinstance(chosen, list):
        return []
    return [str(one["text"]) for one in chosen if isinstance(one, Mapping) and one.get("text")]


def _row_item(item: Item, at: int) -> Item:
    """A row of a matrix as a question of its own."""
    row = item.rows[at]
    label = Words(
        f"{item.label.ja}：{row.label.ja}",
        f"{item.label.said('easy')}：{row.label.said('easy')}" if item.label.easy or row.label.easy else "",
        f"{item.label.said('en')}: {row.label.said('en')}" if item.label.en or row.label.en else "",
    )
    return replace(item, id=f"{item.id}.{row.id}", kind=Kind.CHOICE, label=label, rows=())


def _row_values(item: Item, at: int, responses: Sequence[Answers]) -> list[Answers]:
    row = item.rows[at].id
    taken: list[Answers] = []
    for one in responses:
        value = one.get(item.id)
        missing = absence_of(value)
        picked = value.get(row) if isinstance(value, Mapping) and missing is None else None
        told = value if missing is not None else {"id": picked} if picked else None
        taken.append({f"{item.id}.{row}": told})
    return taken


def _column_table(item: Item, column: Item, responses: Sequence[Answers], groups: Grouping | None) -> Table:
    """A column of a table over all rows of all responses."""
    own = replace(column, id=f"{item.id}.{column.id}")
    rows = [(at, row) for at, one in enumerate(responses) for row in _rows(one.get(item.id))]
    spread = Grouping(groups.columns, tuple(groups.of[at] for at, _ in rows)) if groups else None
    made = table(own, [{own.id: row.get(column.id)} for _, row in rows], groups=spread)
    return replace(made, quotes=tuple(replace(one, at=rows[one.at][0]) for one in made.quotes))


def _rows(value: Value) -> list[Answers]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
