"""Puts the read cells of one item together, and sees where they contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from hanpo.forms.engine.definition import Item, Kind
from hanpo.forms.engine.values import OTHER, Value
from hanpo.forms.engine.workbook.choosing import several_in_mark
from hanpo.forms.engine.workbook.grid import Cell
from hanpo.forms.engine.workbook.outcomes import Outcome, State, blank, repaired
from hanpo.forms.engine.workbook.slots import ABSENT, TEXT_OF_OTHER, Entry, Slot, gather

Outcomes = Mapping[str, Outcome]

CONTRADICTION: Final = "「答えがないとき」の欄と、ほかの欄の両方に書かれています。どちらかにしてください。"
OTHER_TWICE: Final = "その他の内容が二か所に書かれています。どちらが答えか確かめてください。"
OTHER_UNCHOSEN: Final = (
    "「その他」を選んでいないのに、その他の内容が書かれています。「その他」でよいか確かめてください。"
)


def settle(item: Item, own: Sequence[Slot], outcomes: Outcomes, cells: Mapping[str, Cell]) -> dict[str, Outcome]:
    """The outcomes of an item's cells after a look at all of them together."""
    settled = dict(outcomes)
    if item.kind is Kind.MULTIPLE:
        _spread_several(own, settled, cells)
    groups = _groups(own)
    for group in groups.values():
        _doubt_contradiction(group, settled)
        _doubt_other(group, settled)
    if item.kind is Kind.TABLE:
        _doubt_contradiction(own, settled, record=0)
    return settled


def _groups(own: Sequence[Slot]) -> Mapping[tuple[int, str], list[Slot]]:
    """The cells that make one answer: of a table, those of one column in one row."""
    groups: dict[tuple[int, str], list[Slot]] = {}
    for slot in own:
        groups.setdefault((slot.record, slot.item.id), []).append(slot)
    return groups


def _spread_several(own: Sequence[Slot], settled: dict[str, Outcome], cells: Mapping[str, Cell]) -> None:
    """「1、3」 in one cell of a block of marks, all others empty: the marks of 1 and 3."""
    marks = [slot for slot in own if slot.part.entry is Entry.MARK]
    filled = [slot for slot in marks if settled[slot.key].state is not State.BLANK]
    if len(filled) != 1 or settled[filled[0].key].state is not State.REFUSED or filled[0].key not in cells:
        return
    written = cells[filled[0].key].shown
    names = several_in_mark(filled[0], written)
    if not names:
        return
    for slot in marks:
        if slot.part.name in names:
            settled[slot.key] = repaired(True, f"「{written}」を番号と読み、この選択肢を選びました。")
        else:
            settled[slot.key] = blank()


def _doubt_contradiction(group: Sequence[Slot], settled: dict[str, Outcome], record: int | None = None) -> None:
    """A word for "no answer" and an answer beside it: neither is taken."""
    said = [slot for slot in group if settled[slot.key].value is not None]
    absent = [slot for slot in said if slot.part.name == ABSENT and record in (None, slot.record)]
    if absent and len(said) > 1:
        for slot in said:
            settled[slot.key] = settled[slot.key].doubted(CONTRADICTION)


def _doubt_other(group: Sequence[Slot], settled: dict[str, Outcome]) -> None:
    """A text for 「その他」 where something else was chosen, or nothing."""
    text = next((slot for slot in group if slot.part.name == TEXT_OF_OTHER), None)
    if text is None or settled[text.key].value is None:
        return
    chosen = [settled[slot.key].value for slot in group if slot.part.name == ""]
    marked = [settled[slot.key].value for slot in group if slot.part.name == OTHER]
    is_chosen = any(marked) or any(
        OTHER in value if isinstance(value, list) else value.get("id") == OTHER for value in chosen if value
    )
    written_twice = any(isinstance(value, Mapping) and value.get("text") for value in chosen)
    if written_twice:
        for slot in group:
            settled[slot.key] = settled[slot.key].doubted(OTHER_TWICE)
    elif not is_chosen:
        settled[text.key] = settled[text.key].doubted(OTHER_UNCHOSEN)


def assemble(item: Item, own: Sequence[Slot], outcomes: Outcomes) -> Value | None:
    """The answer that the cells of an item make together, doubtful ones as proposed; `None` where there is none."""
    if item.kind is not Kind.TABLE:
        return gather(item, _values(own, outcomes))
    whole = [slot for slot in own if not slot.record]
    absence = next((outcomes[slot.key].value for slot in whole if outcomes[slot.key].value), None)
    if absence is not None:
        return absence
    records: dict[int, dict[str, Value]] = {}
    for (record, _item_id), group in _groups([slot for slot in own if slot.record]).items():
        value = gather(group[0].item, _values(group, outcomes))
        if value is not None:
            records.setdefault(record, {})[group[0].item.id] = value
    return [records[number] for number in sorted(records)] or None


def _values(own: Iterable[Slot], outcomes: Outcomes) -> Mapping[str, Value]:
    return {slot.part.name: outcomes[slot.key].value for slot in own if outcomes[slot.key].value is not None}
