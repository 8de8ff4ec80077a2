"""Reads the answers of a workbook that came back, and names every cell that a person has to look at.

A cell counts as read only where every way of finding it agrees, where it says one thing, and where nothing around it
(question, unit, joined cells, a note beside it) was changed in a way that could change what the answer means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hanpo.forms.engine.definition import LANGUAGES, Form, Language
from hanpo.forms.engine.values import Value
from hanpo.forms.engine.workbook.assembling import assemble, settle
from hanpo.forms.engine.workbook.cells import read_cell
from hanpo.forms.engine.workbook.findings import BookRefused, Finding, Recovered, Remark
from hanpo.forms.engine.workbook.grid import Cell, Grid, Place, address
from hanpo.forms.engine.workbook.identity import Identity, identify
from hanpo.forms.engine.workbook.locate import Found, Indexed, Spot, answer_sheets, locate
from hanpo.forms.engine.workbook.outcomes import Outcome, State, blank, doubtful, refused
from hanpo.forms.engine.workbook.quantities import Reading
from hanpo.forms.engine.workbook.slots import COMPOUND, Slot
from hanpo.forms.engine.workbook.surroundings import Surroundings, strays

PARTIAL: Final = "値だけを読み取れる形式のファイルです（セルの書式、コメント、計算の誤りは分かりません）。回答を一つずつ確かめてください。"


def recover(versions: Mapping[int, Form], grid: Grid, *, municipality: str, response: str = "") -> Recovered:
    """The answers of a workbook that a municipality (code) sent back.

    `versions` are all published versions of the form by number; the book is read by the one it was made from.
    Raises `BookRefused` where the book is of another form or municipality, or holds no sheet of answers.
    """
    identity = identify(versions, grid, municipality=municipality, response=response)
    found = answer_sheets(identity.plan, grid, lambda sheet: sheet.name in identity.foreign_sheets)
    sheets = _distinct(identity, grid, found)
    if not sheets:
        raise BookRefused("回答のシートが見つかりません。送られてきたExcelの様式に回答を入れて送ってください。")
    return _Book(identity, grid, sheets).recovered()


def _distinct(identity: Identity, grid: Grid, sheets: Sequence[Indexed]) -> tuple[Indexed, ...]:
    """The sheets of answers without empty copies and without copies that say the same."""
    if len(sheets) < 2:
        return tuple(sheets)
    kept: dict[tuple[tuple[str, str], ...], Indexed] = {}
    for sheet in sheets:
        places = locate(identity.plan, identity.slots, grid, [sheet])
        said = ((key, sheet.sheet.at(spot[1]).shown) for key, one in places.items() for spot in one.spots)
        content = tuple(sorted((key, text) for key, text in said if text.strip()))
        kept.setdefault(content, sheet)
    filled = [sheet for content, sheet in kept.items() if content]
    return tuple(filled or sheets[:1])


@dataclass
class _Book:
    identity: Identity
    grid: Grid
    sheets: Sequence[Indexed]
    places: dict[str, Spot] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    extra: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        plan = self.identity.plan
        language: Language = next((one for one in LANGUAGES if one == self.identity.stamp.language), "ja")
        self.reading = Reading(language, self.grid.counts_from_1904)
        self.by_name = {one.sheet.name: one for one in self.sheets}
        self.around = {one.sheet.name: Surroundings(plan, one) for one in self.sheets}
        self.own: dict[str, list[Slot]] = {}
        for slot in self.identity.slots:
            self.own.setdefault(slot.owner.id, []).append(slot)

    def recovered(self) -> Recovered:
        found = locate(self.identity.plan, self.identity.slots, self.grid, self.sheets)
        for slot in self.identity.slots:
            self.outcomes[slot.key] = self._read(slot, found[slot.key])
        self._doubt_shared_places()
        self._doubt_joined_cells()
        cells = {key: self._cell(spot) for key, spot in self.places.items()}
        for own in self.own.values():
            outcomes = {slot.key: self.outcomes[slot.key] for slot in own}
            self.outcomes.update(settle(own[0].owner, own, outcomes, cells))
        for slot in self.identity.slots:
            self._look_around(slot)
        self._look_at_strays(found)
        self._look_at_drawings()
        self._remember_comments()
        return self._result()

    def _cell(self, spot: Spot) -> Cell:
        return self.by_name[spot[0]].sheet.at(spot[1])

    def _read(self, slot: Slot, found: Found) -> Outcome:
        spots = found.spots
        if not spots:
            return self._missing(slot)
        filled = [spot for spot in spots if not self._cell(spot).is_blank]
        commented = [spot for spot in spots if self._cell(spot).comment]
        self.places[slot.key] = (filled or commented or list(spots))[0]
        contents = {self._cell(spot).shown.strip() for spot in filled}
        if len(contents) > 1:
            return refused(
                f"この質問の回答欄が一つに決まりません（{self._told(spots)}）。どれが正しいか教えてください。"
            )
        outcome = read_cell(slot, self._cell(self.places[slot.key]), self.reading)
        if {sheet for sheet, _place in spots} != self.by_name.keys():
            return outcome.doubted(
                "この質問は、いくつかある回答のシートの一部にしかありません。どれを送ったのか確かめてください。"
            )
        if filled and len(filled) < len(spots):
            return outcome.doubted(
                f"回答欄が二つあります（{self._told(spots)}）。書かれている方でよいか確かめてください。"
            )
        return outcome

    def _told(self, spots: Sequence[Spot]) -> str:
        """Places and what stands there: 回答!D5「3」、回答!D9 空."""
        told = ((f"{sheet}!{address(place)}", self._cell((sheet, place)).shown.strip()) for sheet, place in spots)
        return "、".join(f"{where}「{text[:40]}」" if text else f"{where} 空" for where, text in told)

    def _missing(self, slot: Slot) -> Outcome:
        """A row of a table that was deleted says nothing any more; any other cell that is gone has to be asked for."""
        if slot.record and any(one.has_marks for one in self.sheets):
            rows = [one for one in self.sheets if slot.row_mark in one.row_marks]
            if not rows:
                return blank()
        question = self.identity.plan.questions[slot.owner.id]
        label = self.identity.plan.expected[slot.key].label
        what = f"{question.number}「{question.question}」" + (f"の「{label}」" if label else "")
        return refused(f"{what}の回答欄が見つかりません。行や列が消えていないか確かめ、答えを教えてください。")

    def _doubt_shared_places(self) -> None:
        """Two questions whose answer would stand in one cell: neither is taken."""
        users: dict[Spot, list[str]] = {}
        for key, spot in self.places.items():
            users.setdefault(spot, []).append(key)
        for spot, keys in users.items():
            if len(keys) > 1 and not self._cell(spot).is_blank:
                for key in keys:
                    self.outcomes[key] = refused(
                        "二つの質問の回答欄が同じセルになっています。この質問の答えを教えてください。"
                    )

    def _doubt_joined_cells(self) -> None:
        """Answer cells joined with others: an answer beneath another's is gone, and the first may stand for both."""
        for key, (sheet, place) in list(self.places.items()):
            merge = self.by_name[sheet].sheet.merge_over(place)
            if merge is None:
                continue
            first = (merge.top, merge.left)
            others = [k for k, (s, p) in self.places.items() if k != key and s == sheet and merge.covers(p)]
            if first != place:
                self._propose_from_joined(key, (sheet, first))
            elif others and self.outcomes[key].state is not State.BLANK:
                self.outcomes[key] = self.outcomes[key].doubted(
                    "ほかの質問の回答欄と結合されています。この質問の答えか確かめてください。"
                )

    def _propose_from_joined(self, key: str, spot: Spot) -> None:
        """The cell lies beneath joined cells; what the first of them holds is proposed if it can be an answer."""
        slot = next(one for one in self.identity.slots if one.key == key)
        inner = read_cell(slot, self._cell(spot), self.reading)
        message = f"回答のセルがほかのセル（{spot[0]}!{address(spot[1])}）と結合されています。この質問の答えを教えてください。"
        holds_answer = any(place == spot for other, place in self.places.items() if other != key)
        usable = holds_answer and inner.value is not None and inner.state is not State.REFUSED
        self.outcomes[key] = doubtful(inner.value, message) if usable else refused(message)

    def _look_around(self, slot: Slot) -> None:
        spot = self.places.get(slot.key)
        if spot is not None:
            around = self.around[spot[0]]
            self.outcomes[slot.key] = around.judged(slot, spot[1], self.outcomes[slot.key])

    def _look_at_strays(self, found: Mapping[str, Found]) -> None:
        """What was written outside the answer cells: beside an empty one it may be the answer."""
        spots = {spot for one in found.values() for spot in one.spots}
        for sheet in self.sheets:
            name = sheet.sheet.name
            taken = {place for where, place in spots if where == name}
            blocks = self._blocks(sheet)
            for place, cell in strays(self.identity.plan, sheet, taken):
                item_id = _block_at(blocks, place[0])
                self.remarks.append(Remark(name, address(place), cell.shown.strip(), item_id))
                self._weigh_stray(item_id, name, place, cell)

    def _blocks(self, sheet: Indexed) -> list[tuple[int, str]]:
        """The first row of every question's block, in order."""
        starts = []
        for item_id, own in self.own.items():
            spots = (self.places.get(slot.key, ("", (0, 0))) for slot in own)
            rows = [place[0] for name, place in spots if name == sheet.sheet.name]
            rows += sheet.row_marks.get(item_id, ())
            if rows:
                starts.append((min(rows), item_id))
        return sorted(starts)

    def _weigh_stray(self, item_id: str, sheet: str, place: Place, cell: Cell) -> None:
        own = self.own.get(item_id, [])
        if not own or place[1] <= self._last_label_column(sheet):
            return
        in_row = [slot for slot in own if self.places.get(slot.key, ("", (-1, 0)))[1][0] == place[0]]
        where = f"{sheet}!{address(place)}"
        text = cell.shown.strip()[:60]
        for slot in in_row:
            if self.outcomes[slot.key].state is State.BLANK:
                self._propose_stray(
                    slot, cell, f"回答欄は空で、外（{where}）に「{text}」とあります。この答えでよいか確かめてください。"
                )
        is_open = all(self.outcomes[slot.key].state is State.BLANK for slot in own)
        if not in_row and (is_open or own[0].owner.kind in COMPOUND):
            message = f"様式にない行や欄（{where}）に「{text}」とあります。どの欄の答えか教えてください。"
            key = f"{item_id}/~beside/{address(place)}"
            self.extra.append(Finding(key, item_id, sheet, address(place), text, State.REFUSED, None, message))

    def _propose_stray(self, slot: Slot, cell: Cell, message: str) -> None:
        inner = read_cell(slot, cell, self.reading)
        usable = inner.value is not None and inner.state is not State.REFUSED
        self.outcomes[slot.key] = doubtful(inner.value, message) if usable else refused(message)

    def _last_label_column(self, sheet: str) -> int:
        column = self.around[sheet].label_column
        return -1 if column is None else column - 1

    def _look_at_drawings(self) -> None:
        """A shape drawn over an empty answer (a circle around a choice) cannot be read, so it is named."""
        for sheet in self.sheets:
            for (row, column), text in sheet.sheet.drawings:
                where = f"{sheet.sheet.name}!{address((row, column))}"
                self.remarks.append(Remark(sheet.sheet.name, address((row, column)), f"図形 {text}".strip()))
                for key, (name, place) in self.places.items():
                    is_near = name == sheet.sheet.name and place[0] in (row, row + 1)
                    if is_near and self.outcomes[key].state is State.BLANK:
                        shown = f"「{text[:40]}」と書かれた図形" if text else "図形"
                        self.outcomes[key] = refused(
                            f"{where}に{shown}があります。図形は読み取れません。答えはセルに入れてください。"
                        )

    def _remember_comments(self) -> None:
        items = {spot: key for key, spot in self.places.items()}
        keys = {slot.key: slot.owner.id for slot in self.identity.slots}
        for sheet in self.sheets:
            for place, cell in sorted(sheet.sheet.cells.items()):
                if cell.comment:
                    key = items.get((sheet.sheet.name, place), "")
                    self.remarks.append(
                        Remark(sheet.sheet.name, address(place), f"コメント：{cell.comment}", keys.get(key, ""))
                    )
        for one in self.grid.sheets:
            if one.name in self.identity.foreign_sheets:
                self.remarks.append(Remark(one.name, "", "ほかの市町か調査のシートなので、読みませんでした。"))

    def _findings(self) -> Iterator[Finding]:
        for slot in self.identity.slots:
            outcome = self.outcomes[slot.key]
            spot = self.places.get(slot.key)
            sheet, where, shown = (spot[0], address(spot[1]), self._cell(spot).shown) if spot else ("", "", "")
            yield Finding(slot.key, slot.owner.id, sheet, where, shown, outcome.state, outcome.value, outcome.message)
        yield from self.extra

    def _result(self) -> Recovered:
        findings = tuple(self._findings())
        confirm = (*self.identity.confirm, *((PARTIAL,) if self.grid.is_partial else ()))
        answers: dict[str, Value] = {}
        proposals: dict[str, Value] = {}
        partial: dict[str, Value] = {}
        states: dict[str, set[State]] = {}
        for one in findings:
            states.setdefault(one.item_id, set()).add(one.state)
        for item_id, own in self.own.items():
            value = assemble(own[0].owner, own, self.outcomes)
            if value is None:
                continue
            doubted = bool(confirm) or State.DOUBTFUL in states[item_id]
            whole = proposals if doubted else answers
            (partial if State.REFUSED in states[item_id] else whole)[item_id] = value
        stamp = self.identity.stamp
        return Recovered(
            form=stamp.form,
            version=stamp.version,
            municipality=stamp.municipality,
            response=stamp.response,
            answers=answers,
            proposals=proposals,
            findings=findings,
            confirm=confirm,
            remarks=tuple(self.remarks),
            partial=partial,
        )


def _block_at(blocks: Sequence[tuple[int, str]], row: int) -> str:
    """The item in whose block a row lies."""
    return next((item_id for start, item_id in reversed(blocks) if start <= row), "")
